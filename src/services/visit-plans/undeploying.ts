import { keepUndeployed } from '../../db/deployments.ts'
import { type ChallengeEvent, lockEvents } from '../../db/events.ts'
import { lockRound } from '../../db/rounds.ts'
import type { StoredVisitPlan, VisitDeployment } from '../../db/visit-plans.ts'
import { isLive } from '../../domain/events/event.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import { isSameOccasion } from '../../domain/intervals.ts'
import { isDeployed } from '../../domain/planning/deployment.ts'
import { checkNotClosed, type Round } from '../../domain/rounds/round.ts'
import { listInWords } from '../../domain/words.ts'
import type { FormerAnswer } from '../events/forgetting.ts'
import { moveTogether, take } from '../plans/deploying.ts'
import { notFound, type Work, writing } from '../use-case.ts'
import { visitPlanToRead } from './access.ts'
import type { VisitPlanView } from './views.ts'
import { viewAgain } from './visit-plans.ts'

/** Why visits moved back, as their history tells it. */
const TAKEN_BACK = 'The plan of visits that had been deployed was taken back.'

/**
 * The consultant takes a deployed plan of visits back: those that moved have the dates and states that they had, those
 * that it proposed are cancelled, so that their history stays; all of it or nothing. Refused, as `wrong-state`, where any
 * of them was changed since, and as `clash` where something confirmed cannot go back.
 */
export const undeployVisitPlan = writing<{ readonly id: string }, StoredVisitPlan, VisitPlanView>({
  authorise: (work, { id }) => visitPlanToRead(work, id, 'for-change'),
  run: async (work, { id }, plan) => {
    const { deployment } = plan
    if (!isDeployed(plan) || deployment === null) return failure('wrong-state', 'This plan is not deployed.')
    const round = await lockRound(work.trx, plan.roundId)
    if (round === null) return notFound()
    const open = checkNotClosed(round)
    if (!open.ok) return open
    const events = await lockEvents(
      work.trx,
      deployment.events.map((event) => event.id),
    )
    const unchanged = checkUnchanged(deployment, events)
    if (!unchanged.ok) return unchanged
    const former: FormerAnswer[] = []
    const restored = await restore(work, round, deployment, events, former)
    if (!restored.ok) return restored
    await keepUndeployed(work.trx, 'visitPlan', id, work.now)
    work.record('visit-plan', id, {
      undeploy: true,
      roundId: round.id,
      ...(former.length > 0 && { formerAnswers: former }),
    })
    return viewAgain(work, id)
  },
})

const checkUnchanged = (deployment: VisitDeployment, events: readonly ChallengeEvent[]): Result<null> => {
  const changed = deployment.events
    .filter(({ id, revision }) => events.find((each) => each.id === id)?.revision !== revision)
    .map(({ title }) => `“${title}”`)
  if (changed.length === 0) return success(null)
  return failure(
    'wrong-state',
    `Changed since the plan was deployed: ${listInWords(changed)}. It cannot be taken back any more.`,
  )
}

const restore = async (
  work: Work,
  round: Round,
  deployment: VisitDeployment,
  events: readonly ChallengeEvent[],
  former: FormerAnswer[],
): Promise<Result<null>> => {
  const stored = new Map(events.map((event) => [event.id, event]))
  const all = deployment.events.flatMap(({ id, before }) => {
    const event = stored.get(id)
    return event ? [{ event, before }] : []
  })
  for (const { event, before } of all) {
    if (before !== null || !isLive(event.state)) continue
    const cancelled = await take(work, 'cancel', event, TAKEN_BACK)
    if (!cancelled.ok) return cancelled
  }
  const back = all.flatMap(({ event, before }) =>
    before && isLive(event.state) && !isSameOccasion(before.occasion, event.occasion)
      ? [{ event, round, occasion: before.occasion }]
      : [],
  )
  const moved = await moveTogether(work, back, TAKEN_BACK, stored, former)
  if (!moved.ok) return moved
  for (const { event, before } of all) {
    const now = stored.get(event.id)
    if (before?.state !== 'deferred' || now === undefined) continue
    const deferred = await take(work, 'defer', now, TAKEN_BACK)
    if (!deferred.ok) return deferred
  }
  return success(null)
}
