import { keepDeployment } from '../../../db/deployments.ts'
import type { ModerationDeployment, StoredModerationPlan } from '../../../db/moderation-plans.ts'
import { lockRound } from '../../../db/rounds.ts'
import { lockPaper } from '../../../db/submissions.ts'
import { failure, type Result, success } from '../../../domain/failures.ts'
import { isDeployed } from '../../../domain/planning/deployment.ts'
import { loadOf } from '../../../domain/planning/moderation-facts.ts'
import { paperOfPlace } from '../../../domain/planning/moderation-problem.ts'
import type { Allocated } from '../../../domain/planning/moderators.ts'
import { checkNotClosed } from '../../../domain/rounds/round.ts'
import { countOf } from '../../../domain/words.ts'
import { notFound, type Work, writing } from '../../use-case.ts'
import { offer } from '../assignments.ts'
import { moderationPlanToRead } from './access.ts'
import { loadModerationGround, type ModerationGround } from './ground.ts'
import { viewAgain } from './plans.ts'
import { type ModerationPlanView, outcomeOf } from './views.ts'

/**
 * The consultant makes an allocation real: every pair is offered as by hand, all of them or none. All that decides who
 * may moderate what is looked at again, and what has changed since refuses the whole.
 */
export const deployModerationPlan = writing<
  { readonly id: string },
  StoredModerationPlan,
  ModerationPlanView
>({
  authorise: (work, { id }) => moderationPlanToRead(work, id, 'for-change'),
  run: async (work, { id }, plan) => {
    const pairs = pairsToOffer(plan)
    if (!pairs.ok) return pairs
    // Two allocations of a round are offered one after the other: each counts what the other gave.
    const round = await lockRound(work.trx, plan.roundId)
    if (round === null) return notFound()
    const open = checkNotClosed(round)
    if (!open.ok) return open
    for (const paperId of new Set(pairs.value.map((pair) => pair.paperId))) await lockPaper(work.trx, paperId)
    const ground = await loadModerationGround(work, round, plan.request)
    if (!ground.ok) return ground
    const changes = changesSince(plan, ground.value, pairs.value)
    if (changes.length > 0)
      return failure('wrong-state', `Changed since it was planned: ${changes.join(' ')}`)
    const offers = await offerAll(work, ground.value, pairs.value)
    if (!offers.ok) return offers
    await keepDeployment(work.trx, 'moderationPlan', id, { offers: offers.value }, work.now)
    work.record('moderation-plan', id, { deploy: true, roundId: round.id, offers: offers.value })
    return viewAgain(work, id)
  },
})

/** The pairs of an allocation that is there and not deployed, by paper, the order in which these are locked. */
const pairsToOffer = (plan: StoredModerationPlan): Result<readonly Allocated[]> => {
  if (isDeployed(plan)) return failure('wrong-state', 'This plan is deployed already.')
  const outcome = outcomeOf(plan)
  if (outcome?.kind !== 'allocated')
    return failure('wrong-state', 'There is nothing here to deploy: no moderators were allocated.')
  const pairs = outcome.allocated.map(({ paperId, moderatorId }) => ({
    paperId: paperOfPlace(paperId),
    moderatorId,
  }))
  return success(pairs.toSorted((a, b) => (a.paperId < b.paperId ? -1 : 1)))
}

/** What stands against the pairs as things are now, a sentence each. */
const changesSince = (
  { request }: StoredModerationPlan,
  { papers, facts }: ModerationGround,
  pairs: readonly Allocated[],
): string[] => {
  const ofPaper = Map.groupBy(pairs, ({ paperId }) => paperId)
  const ofModerator = Map.groupBy(pairs, ({ moderatorId }) => moderatorId)
  const nameOf = (id: string) => papers.get(id)?.paper.authority.name
  const moderatorOf = (id: string) => facts.moderators.find((each) => each.id === id)
  const papersGone = [...ofPaper].flatMap(([id, planned]): string[] => {
    const found = papers.get(id)
    if (found === undefined)
      return ['A self-assessment of the plan is not there any more, or not yours to see.']
    if (planned.length <= found.places) return []
    return [`${nameOf(id)} wants ${countOf(found.places, 'moderator')}, and the plan has ${planned.length}.`]
  })
  const overloaded = [...ofModerator].flatMap(([id, planned]): string[] => {
    const found = moderatorOf(id)
    if (found === undefined) return ['A moderator of the plan is not in the pool any more.']
    const { ceiling } = loadOf(request, id, facts.ceiling)
    const load = found.load + planned.length
    return load <= Math.min(ceiling, facts.ceiling)
      ? []
      : [`${found.name} would have ${countOf(load, 'assignment')} of at most ${ceiling}.`]
  })
  const barred = pairs.flatMap(({ paperId, moderatorId }): string[] => {
    const against = facts.barred.find((each) => each.paperId === paperId && each.moderatorId === moderatorId)
    if (against === undefined) return []
    return [`${moderatorOf(moderatorId)?.name} cannot moderate ${nameOf(paperId)}: ${against.because}`]
  })
  return [...new Set([...papersGone, ...overloaded, ...barred])]
}

/** Offers each pair as by hand; the first that is refused refuses all. */
const offerAll = async (
  work: Work,
  { papers, facts }: ModerationGround,
  pairs: readonly Allocated[],
): Promise<Result<ModerationDeployment['offers']>> => {
  const offers: ModerationDeployment['offers'][number][] = []
  for (const { paperId, moderatorId } of pairs) {
    const found = papers.get(paperId)
    if (found === undefined) return notFound()
    const { paper, deadlines } = found
    const made = await offer(work, paper, { moderatorId, ...deadlines, replacesId: null })
    if (!made.ok) {
      const { code, detail } = made.failure
      const name = facts.moderators.find(({ id }) => id === moderatorId)?.name ?? ''
      return failure(code, `${name} cannot be offered ${paper.authority.name}: ${detail}`)
    }
    offers.push({ assignmentId: made.value, selfAssessmentId: paperId, moderatorId })
  }
  return success(offers)
}
