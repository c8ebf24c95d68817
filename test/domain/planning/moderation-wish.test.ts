import fc from 'fast-check'
import t from 'tap'
import { type ModerationProblem, moderationProblem } from '../../../src/domain/planning/moderation-problem.ts'
import type { ModerationPlanRequest, NamedPair } from '../../../src/domain/planning/moderation-request.ts'
import { barsAgainst, changesBetween, forcing } from '../../../src/domain/planning/moderation-wish.ts'
import { someFacts, somePair, someRequest } from '../../fixtures/moderation-problems.ts'

const isIn = (pairs: readonly NamedPair[], { selfAssessmentId, moderatorId }: NamedPair): boolean =>
  pairs.some((each) => each.selfAssessmentId === selfAssessmentId && each.moderatorId === moderatorId)

/** But for who has decided it. */
const inOtherWords = ({ allocation, ...problem }: ModerationProblem) => ({
  ...problem,
  allocation: { ...allocation, barred: allocation.barred.map(({ because: _, ...each }) => each) },
})

const pinning = (request: ModerationPlanRequest, wish: NamedPair): ModerationPlanRequest => ({
  ...request,
  pins: [...request.pins, wish],
})

t.test('a pair insisted on is a pair pinned; what bars it is what refuses the pin', async (t) => {
  const seen = { forced: 0, barred: 0 }
  fc.assert(
    fc.property(someFacts, someRequest, somePair, (facts, request, wish) => {
      const problem = moderationProblem(facts, request)
      fc.pre(problem.ok && !isIn(request.pins, wish))
      if (!problem.ok) return
      const pinned = moderationProblem(facts, pinning(request, wish))
      const bars = barsAgainst(problem.value, wish)
      t.equal(bars.length === 0, pinned.ok, bars.join(' '))
      if (!pinned.ok) {
        seen.barred++
        return
      }
      seen.forced++
      const forced = forcing(problem.value, wish)
      if (JSON.stringify(inOtherWords(forced)) !== JSON.stringify(inOtherWords(pinned.value)))
        t.same(inOtherWords(forced), inOtherWords(pinned.value))
    }),
    { numRuns: 500, seed: 11 },
  )
  t.ok(seen.forced > 50 && seen.barred > 50, JSON.stringify(seen))
})

t.test('every bar is told', async (t) => {
  const problem: ModerationProblem = {
    allocation: {
      papers: [
        { id: 'kent', name: '', needs: 0 },
        { id: 'kent ann', name: '', needs: 1 },
        { id: 'medway', name: '', needs: 1 },
      ],
      moderators: [
        { id: 'ann', name: '', floor: 0, ceiling: 1 },
        { id: 'bea', name: '', floor: 0, ceiling: 0 },
        { id: 'cal', name: '', floor: 0, ceiling: 0 },
      ],
      suitability: [
        [1, 2, 3],
        [1, 2, 3],
        [4, 5, 6],
      ],
      barred: [
        { paperId: 'kent', moderatorId: 'bea', because: 'Kin.' },
        { paperId: 'kent', moderatorId: 'bea', because: 'The request bans them from it.' },
      ],
      objective: 'total',
    },
    moderators: ['ann', 'bea', 'cal'].map((id) => ({
      id,
      homeIds: [],
      themes: [],
      isTrained: true,
      earlier: 0,
      load: Number(id === 'bea'),
    })),
    ceiling: 3,
    themes: [],
  }
  t.same(barsAgainst(problem, { selfAssessmentId: 'kent', moderatorId: 'bea' }), [
    'Kin.',
    'The request bans them from it.',
    'The request decides every moderator of this self-assessment.',
    'They have all that they can take already.',
  ])
  t.same(barsAgainst(problem, { selfAssessmentId: 'medway', moderatorId: 'ann' }), [
    'The request gives them all that they can take.',
  ])
  t.same(barsAgainst(problem, { selfAssessmentId: 'medway', moderatorId: 'cal' }), [
    'They are to moderate nothing in this round.',
  ])
})

t.test('papers that change hands, whichever place is whose', async (t) => {
  const of = (pairs: Readonly<Record<string, string>>) =>
    Object.entries(pairs).map(([paperId, moderatorId]) => ({ paperId, moderatorId }))
  const before = [
    ...of({ kent: 'ann', medway: 'bea', surrey: 'cal' }),
    { paperId: 'kent', moderatorId: 'dee' },
  ]
  const after = [...of({ 'kent bea': 'bea', medway: 'ann', 'surrey cal': 'cal' }), ...of({ kent: 'dee' })]
  t.same(changesBetween(before, after), [
    { paperId: 'kent', from: ['ann'], to: ['bea'] },
    { paperId: 'medway', from: ['bea'], to: ['ann'] },
  ])
  t.same(changesBetween(before, before), [])
})
