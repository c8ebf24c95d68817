import fc from 'fast-check'
import t from 'tap'
import {
  beginningOf,
  beginningsOf,
  checkEnding,
  endOf,
  forebearsOf,
  heirsOf,
  lineageOf,
  type Succession,
  standingOn,
  whyNotStanding,
  withHeirs,
} from '../../../src/domain/authorities/succession.ts'
import { addDays } from '../../../src/domain/intervals.ts'

const after = (predecessorId: string, on: string, ...successorIds: string[]): Succession[] =>
  successorIds.map((successorId) => ({ predecessorId, successorId, on }))

/** Surrey splits in 2027; in this fiction its western half and Hampshire merge a year later. */
const SURREY = after('surrey', '2027-04-01', 'east-surrey', 'west-surrey')
const MERGER = [
  ...after('west-surrey', '2028-04-01', 'wessex'),
  ...after('hampshire', '2028-04-01', 'wessex'),
]
const ALL = [...SURREY, ...MERGER]

t.test('an authority stands for itself until the day on which others take over', async (t) => {
  t.same(standingOn(['surrey', 'kent'], '2027-03-31', ALL), ['surrey', 'kent'])
  t.same(standingOn(['surrey', 'kent'], '2027-04-01', ALL), ['east-surrey', 'west-surrey', 'kent'])
  t.same(standingOn(['surrey', 'hampshire'], '2028-04-01', ALL), ['east-surrey', 'wessex'], 'merged: once')
})

t.test('papers pass on to everybody who comes after, each from the day of taking over', async (t) => {
  t.same(heirsOf('surrey', ALL), [
    { authorityId: 'surrey', from: null },
    { authorityId: 'east-surrey', from: '2027-04-01' },
    { authorityId: 'west-surrey', from: '2027-04-01' },
    { authorityId: 'wessex', from: '2028-04-01' },
  ])
  t.same(heirsOf('kent', ALL), [{ authorityId: 'kent', from: null }])
  t.same(forebearsOf('wessex', ALL).toSorted(), ['hampshire', 'surrey', 'wessex', 'west-surrey'])
  t.equal(endOf('surrey', ALL), '2027-04-01')
  t.equal(endOf('kent', ALL), null)
  t.equal(beginningOf('wessex', ALL), '2028-04-01')
  t.equal(beginningOf('surrey', ALL), null)
})

t.test('a lineage is all that came before and after, and what is about one is about its heirs', async (t) => {
  t.same(lineageOf('west-surrey', ALL).toSorted(), ['surrey', 'wessex', 'west-surrey'])
  t.same(withHeirs(['surrey', 'kent'], SURREY), ['surrey', 'east-surrey', 'west-surrey', 'kent'])
  const heirs = [...heirsOf('surrey', ALL), ...heirsOf('hampshire', ALL), ...heirsOf('west-surrey', ALL)]
  t.same(
    beginningsOf(heirs),
    { 'east-surrey': '2027-04-01', wessex: '2028-04-01' },
    'the first day of each, and none for one that is there itself',
  )
})

t.test('who does not stand on a day is told with who does', async (t) => {
  const why = (id: string, date: string) => whyNotStanding(id, date, ALL, (name) => name)
  t.equal(why('surrey', '2027-03-31'), null)
  t.equal(
    why('surrey', '2028-04-01'),
    'surrey ended on Thursday 1 April 2027: name east-surrey and wessex instead.',
  )
  t.equal(
    why('wessex', '2027-06-01'),
    'wessex begins on Saturday 1 April 2028: until then name hampshire and west-surrey.',
  )
  t.equal(why('wessex', '2028-04-01'), null)
})

t.test('a circle, an heir that has ended and an end before the beginning are refused', async (t) => {
  const names = new Map([
    ['surrey', 'Surrey'],
    ['east-surrey', 'East Surrey'],
    ['kent', 'Kent'],
  ])
  const check = (predecessorId: string, on: string, ...successorIds: string[]) =>
    checkEnding({ predecessorId, on, successorIds }, SURREY, names)
  t.match(check('kent', '2027-04-01', 'kent'), {
    ok: false,
    failure: { faults: [{ pointer: '/successors/0' }] },
  })
  t.match(check('kent', '2027-04-01', 'east-surrey', 'surrey'), {
    ok: false,
    failure: {
      detail:
        'Surrey has itself ended on Thursday 1 April 2027 and cannot take over on Thursday 1 April 2027.',
      faults: [{ pointer: '/successors/1' }],
    },
  })
  t.match(check('east-surrey', '2028-04-01', 'surrey'), { ok: false }, 'a circle')
  t.match(check('east-surrey', '2027-04-01', 'kent'), {
    ok: false,
    failure: {
      detail:
        'East Surrey takes over from Surrey on Thursday 1 April 2027: it cannot end by Thursday 1 April 2027.',
      faults: [{ pointer: '/on' }],
    },
  })
  t.same(check('east-surrey', '2028-04-01', 'kent'), { ok: true, value: null })
})

t.test('whatever endings are let through, no chain is a circle and somebody always stands', async (t) => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f']
  const ending = fc.record({
    predecessorId: fc.constantFrom(...ids),
    on: fc.integer({ min: 0, max: 9 }).map((day) => addDays('2027-04-01', day)),
    successorIds: fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1, maxLength: 3 }),
  })
  fc.assert(
    fc.property(fc.array(ending, { maxLength: 8 }), (endings) => {
      let known: Succession[] = []
      for (const each of endings) {
        const others = known.filter(({ predecessorId }) => predecessorId !== each.predecessorId)
        if (checkEnding(each, others, new Map()).ok)
          known = [...others, ...after(each.predecessorId, each.on, ...each.successorIds)]
      }
      return ids.every((id) => {
        const heirs = heirsOf(id, known)
        const last = standingOn([id], '2099-01-01', known)
        return (
          last.length > 0 &&
          last.every(
            (each) => endOf(each, known) === null && heirs.some((heir) => heir.authorityId === each),
          ) &&
          heirs
            .slice(1)
            .every((heir) => forebearsOf(heir.authorityId, known).includes(id) && heir.authorityId !== id)
        )
      })
    }),
  )
  t.pass('held')
})
