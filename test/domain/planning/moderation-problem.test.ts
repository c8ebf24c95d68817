import fc from 'fast-check'
import t from 'tap'
import { loadOf, type ModerationFacts } from '../../../src/domain/planning/moderation-facts.ts'
import { moderationProblem, paperOfPlace } from '../../../src/domain/planning/moderation-problem.ts'
import { DEFAULT_SUITABILITY, suitabilityOf } from '../../../src/domain/planning/moderation-request.ts'
import { checkAllocation } from '../../../src/domain/planning/moderators.ts'
import { allocate } from '../../../src/solver/allocate.ts'
import { NO_HALT } from '../../../src/solver/halt.ts'
import { someFacts, someRequest } from '../../fixtures/moderation-problems.ts'

/** Whether the moderators of each paper have a home in common, where they shall. */
const areTogether = (
  { oneAuthority, papers, moderators }: ModerationFacts,
  pairs: readonly string[],
): boolean =>
  !oneAuthority ||
  papers.every(({ id, places }) => {
    const homes = moderators
      .filter((each) => pairs.includes(`${id} ${each.id}`))
      .map(({ homeIds }) => homeIds)
    return places < 2 || ['x', 'y'].some((home) => homes.every((own) => own.includes(home)))
  })

t.test(
  'what is allocated is what was asked: pins are in it, bans are not, loads are the whole round’s',
  async (t) => {
    let allocated = 0
    await fc.assert(
      fc.asyncProperty(someFacts, someRequest, async (facts, request) => {
        const problem = moderationProblem(facts, request)
        if (!problem.ok) return (problem.failure.faults ?? []).length > 0
        const { allocation } = problem.value
        if (!checkAllocation(allocation).ok) throw new Error('the solver would refuse it')
        const outcome = await allocate(allocation, { halt: NO_HALT, seed: 1 })
        if (outcome.kind !== 'allocated') return outcome.kind === 'impossible'
        allocated++
        const pairs = outcome.allocated.map((each) => `${paperOfPlace(each.paperId)} ${each.moderatorId}`)
        const has = (each: { selfAssessmentId: string; moderatorId: string }) =>
          pairs.includes(`${each.selfAssessmentId} ${each.moderatorId}`)
        const loads = facts.moderators.every(({ id, load }) => {
          const { floor, ceiling } = loadOf(request, id, facts.ceiling)
          const own = pairs.filter((each) => each.endsWith(` ${id}`)).length
          return load + own >= floor && (own === 0 || load + own <= ceiling)
        })
        return (
          new Set(pairs).size === pairs.length &&
          facts.papers.every(
            ({ id, places }) => pairs.filter((each) => each.startsWith(`${id} `)).length === places,
          ) &&
          facts.barred.every(({ paperId, moderatorId }) => !pairs.includes(`${paperId} ${moderatorId}`)) &&
          request.pins.every(has) &&
          !request.bans.some(has) &&
          areTogether(facts, pairs) &&
          loads
        )
      }),
      { numRuns: 400, seed: 7 },
    )
    t.ok(allocated > 40, `${allocated} of 400 are allocated`)
  },
)

t.test('suitability counts themes and trainings for, and what was done before against', async (t) => {
  const amounts = { theme: 2, training: 1, earlier: 3, load: 1 }
  t.equal(suitabilityOf(amounts, DEFAULT_SUITABILITY), 2 * 4 + 2 - 3 - 1)
  t.equal(suitabilityOf(amounts, { theme: 0, training: 0, earlier: 0.5, load: 2 }), -3.5)
})
