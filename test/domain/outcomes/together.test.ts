import fc from 'fast-check'
import t from 'tap'
import { checkReason, isOverdue } from '../../../src/domain/outcomes/action.ts'
import { summarise } from '../../../src/domain/outcomes/feedback.ts'
import { type Matched, matchAsks, type PartnerOffer } from '../../../src/domain/outcomes/matching.ts'
import { checkHeld, followUpOn, OUTCOME_KINDS, subjectsOf } from '../../../src/domain/outcomes/outcome.ts'
import { countThemes, publishThemes } from '../../../src/domain/outcomes/themes.ts'

const PAPERS = ['kent', 'medway', 'surrey', 'slough', 'reading', 'wokingham', 'portsmouth', 'oxfordshire']
const at = new Date('2019-11-09T09:00Z')

const outcomes: fc.Arbitrary<Matched[]> = fc
  .array(
    fc.record({
      paperId: fc.constantFrom(...PAPERS),
      kind: fc.constantFrom(...OUTCOME_KINDS),
      theme: fc.constantFrom('send', 'placements'),
      minute: fc.nat(3),
    }),
    { maxLength: 40 },
  )
  .map((given) =>
    given.map(({ minute, ...each }, index) => ({
      ...each,
      id: `outcome-${index}`,
      text: '',
      writtenAt: new Date(at.getTime() + minute * 60_000),
    })),
  )

const partners: fc.Arbitrary<PartnerOffer[]> = fc
  .array(fc.constantFrom('send', 'placements'), { maxLength: 3 })
  .map((themes) =>
    themes.map((theme, index) => ({
      id: `partner-${index}`,
      roundId: 'round',
      theme,
      text: '',
      offeredBy: 'lga' as const,
      name: 'LGA',
      enteredAt: at,
    })),
  )

t.test(
  'should meet each ask with every offer of others on its theme, the strong before the rest',
  async (t) => {
    fc.assert(
      fc.property(outcomes, partners, (given, offered) => {
        const matched = matchAsks(given, offered)
        t.equal(matched.length, given.filter(({ kind }) => kind === 'ask').length)
        for (const { ask, matches } of matched) {
          const ids = matches.map(({ offer }) => offer.id).toSorted()
          const meant = [
            ...given.filter(
              (each) => each.kind === 'offer' && each.theme === ask.theme && each.paperId !== ask.paperId,
            ),
            ...offered.filter(({ theme }) => theme === ask.theme),
          ].map(({ id }) => id)
          if (ids.join() !== meant.toSorted().join()) throw new Error('not those meant')
          const ranks = matches.map((match) => (match.from === 'partner' ? 2 : match.strong ? 0 : 1))
          if (ranks.join() !== ranks.toSorted().join()) throw new Error('out of rank')
        }
        const other = matchAsks(given.toReversed(), offered.toReversed())
        for (const { ask, matches } of other) {
          const first = matched.find((each) => each.ask.id === ask.id)
          if (
            first?.matches.map(({ offer }) => offer.id).join() !== matches.map(({ offer }) => offer.id).join()
          )
            throw new Error('the order given matters')
        }
      }),
    )
  },
)

t.test('should publish nothing by which an authority can be told', async (t) => {
  fc.assert(
    fc.property(outcomes, fc.integer({ min: 2, max: 5 }), (given, fewest) => {
      const population = PAPERS.length
      const counts = countThemes(given)
      const published = publishThemes(counts, { population, fewest })
      for (const { authorities, orMore, kind, theme } of published) {
        const really = counts.find((each) => each.kind === kind && each.theme === theme)?.authorities ?? 0
        if (authorities < fewest) throw new Error('too few have it')
        if (population - authorities < fewest) throw new Error('too few have it not')
        if (orMore !== really > authorities) throw new Error('more than said')
      }
      // Moving what may not be told, within what is left out or cut off, changes no byte.
      for (const { kind, theme, authorities } of counts) {
        const moved = (to: number) =>
          JSON.stringify(
            publishThemes(
              counts.map((each) =>
                each.kind === kind && each.theme === theme ? { ...each, authorities: to } : each,
              ),
              { population, fewest },
            ),
          )
        if (authorities < fewest && moved(0) !== moved(fewest - 1)) throw new Error('a hidden count shows')
        const most = population - fewest
        if (authorities > most && moved(most + 1) !== moved(population))
          throw new Error('a count of nearly all shows')
      }
    }),
  )
  const one = [{ kind: 'ask' as const, theme: 'send', authorities: 3 }]
  t.same(publishThemes(one, { population: 6, fewest: 3 }), [{ ...one[0], orMore: false }])
  t.same(publishThemes(one, { population: 5, fewest: 3 }), [], 'three of five leave two')
  t.same(publishThemes(one, { population: 3, fewest: 3 }), [], 'three of three are all')
})

t.test('should count an authority once a theme and way, however often it was said', async (t) => {
  const said = (paperId: string, kind: 'ask' | 'offer' = 'ask') => ({ paperId, kind, theme: 'send' })
  t.same(countThemes([said('kent'), said('kent'), said('medway'), said('kent', 'offer')]), [
    { kind: 'ask', theme: 'send', authorities: 2 },
    { kind: 'offer', theme: 'send', authorities: 1 },
  ])
})

t.test('should tell feedback together, from as many as the policy asks', async (t) => {
  const said = (score: number, words: string | null) => ({
    preparation: score,
    challenge: score,
    usefulness: score,
    words,
  })
  t.same(summarise(2, null, 3), { answers: 2, scores: null, words: null })
  t.same(summarise(2, [said(1, 'a'), said(2, 'b')], 3), { answers: 2, scores: null, words: null })
  t.same(summarise(0, null, 0), { answers: 0, scores: null, words: null })
  t.same(summarise(3, [said(1, 'z'), said(2, null), said(2, 'a')], 3), {
    answers: 3,
    scores: { preparation: 1.7, challenge: 1.7, usefulness: 1.7 },
    words: ['a', 'z'],
  })
})

t.test('should be about those whom an event challenges, once it is held', async (t) => {
  const ids = ['kent', 'medway']
  const of = (kind: 'meeting' | 'visit' | 'training' | 'summit', hostAuthorityId: string | null = null) =>
    subjectsOf({ kind, state: 'held', hostAuthorityId }, ids)
  t.same(of('meeting'), ids)
  t.same(of('visit', 'medway'), ['medway'])
  t.same([of('training'), of('summit')], [[], []])
  t.ok(checkHeld('held').ok)
  for (const state of ['proposed', 'confirmed', 'deferred', 'cancelled'] as const)
    t.match(checkHeld(state), { ok: false, failure: { code: 'wrong-state' } })
})

t.test('should follow up six calendar months on, and call late what is open and past its day', async (t) => {
  t.equal(followUpOn('2019-11-08'), '2020-05-08')
  t.equal(followUpOn('2019-08-31'), '2020-02-29', 'the month’s last day')
  t.notOk(isOverdue({ state: 'open', dueOn: '2020-02-28' }, '2020-02-28'))
  t.ok(isOverdue({ state: 'open', dueOn: '2020-02-28' }, '2020-02-29'))
  for (const state of ['done', 'dropped'] as const)
    t.notOk(isOverdue({ state, dueOn: '2020-02-28' }, '2020-02-29'))
  t.notOk(checkReason({ state: 'dropped', reason: null }).ok)
  t.notOk(checkReason({ state: 'done', reason: 'So.' }).ok)
  t.ok(checkReason({ state: 'dropped', reason: 'So.' }).ok)
})
