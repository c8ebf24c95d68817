import fc from 'fast-check'
import t from 'tap'
import { differencesOf, sourceName } from '../../../src/domain/calendars/differences.ts'
import { daysAsked, titleFrom } from '../../../src/domain/calendars/sources.ts'

const entry = fc.record({
  uid: fc.constantFrom('a', 'b', 'a b', '1 a'),
  recurrenceId: fc.constantFrom(null, '2026-01-05', 'b'),
  title: fc.constantFrom('Conference', 'Meeting'),
  year: fc.constantFrom(2026, 2027),
})
const entries = fc.uniqueArray(entry, { selector: sourceName, maxLength: 12 })

const same = (a: { title: string }, b: { title: string }) => a.title === b.title

t.test('should account for every entry once, and lead from what was to what the file says', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(entries, entries, (before, after) => {
        const speaks = ({ year }: { year: number }) => year === 2026
        const { added, changed, unchanged, removed } = differencesOf(before, after, { same, speaks })
        const names = (list: readonly Parameters<typeof sourceName>[0][]) => list.map(sourceName).toSorted()
        const taken = [...added, ...changed.map((each) => each.after)]
        const kept = before.filter((each) => !names(removed).includes(sourceName(each)))
        const result = new Map(kept.map((each) => [sourceName(each), each.title]))
        for (const each of taken) result.set(sourceName(each), each.title)
        const beyond = before.filter((each) => !speaks(each) && !names(after).includes(sourceName(each)))
        const expected = new Map([...beyond, ...after].map((each) => [sourceName(each), each.title]))
        return (
          JSON.stringify([...result].toSorted()) === JSON.stringify([...expected].toSorted()) &&
          added.length + changed.length + unchanged.length === after.length
        )
      }),
      { numRuns: 2000 },
    ),
  )
})

t.test('should find nothing to do in a file that says the same again', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(entries, (all) => {
        const { added, changed, unchanged, removed } = differencesOf(all, all, { same, speaks: () => true })
        return added.length + changed.length + removed.length === 0 && unchanged.length === all.length
      }),
    ),
  )
})

t.test('should ask about the rounds that are not closed, or a year', async (t) => {
  const rounds = [
    { first: '2019-11-01', last: '2020-03-31' },
    { first: '2019-09-01', last: '2019-12-20' },
  ]
  t.same(daysAsked(rounds, '2019-05-10'), { first: '2019-09-01', last: '2020-03-31' })
  t.same(daysAsked([], '2019-05-10'), { first: '2019-05-10', last: '2020-05-10' })
})

t.test('should make of any title one that can be kept', async (t) => {
  t.equal(titleFrom(' Annual\nconference\u0000 '), 'Annual conference')
  t.equal(titleFrom('\t'), 'Untitled')
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (written) => {
      const title = titleFrom(written)
      return title.length > 0 && title.length <= 200 && title.isWellFormed() && !title.includes('\u0000')
    }),
  )
})
