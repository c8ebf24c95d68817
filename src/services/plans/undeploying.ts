import { keepUndeployed } from '../../db/deployments.ts'
import { type ChallengeEvent, lockEvents } from '../../db/events.ts'
import type { StoredPlan } from '../../db/plans.ts'
import { loadTriads, lockRound, type Triad } from '../../db/rounds.ts'
import { updateTriads } from '../../db/triads.ts'
import { isLive } from '../../domain/events/event.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import { isSameOccasion } from '../../domain/intervals.ts'
import { type Deployment, isDeployed } from '../../domain/planning/deployment.ts'
import { checkNotClosed, type Round } from '../../domain/rounds/round.ts'
import { listInWords } from '../../domain/words.ts'
import { roundChanged } from '../consequences.ts'
import { edit, propose } from '../events/events.ts'
import type { FormerAnswer } from '../events/forgetting.ts'
import { confirm } from '../events/moves.ts'
import { notFound, type Work, writing } from '../use-case.ts'
import { planToRead } from './access.ts'
import { MEETING, moveTogether, take, viewAgain } from './deploying.ts'
import { checkVisitsKept } from './kept-visits.ts'
import type { PlanView } from './views.ts'

/** Why events moved back, as their history tells it. */
const TAKEN_BACK = 'The plan that had been deployed was taken back.'

/**
 * The consultant takes a deployed plan back: triads have the authorities that they had, and events the dates and
 * states, all of it or nothing; what the plan proposed is cancelled, so that its history stays. Refused, as
 * `wrong-state`, where any of it was changed since, and as `clash` where something confirmed can no longer be.
 */
export const undeployPlan = writing<{ readonly id: string }, StoredPlan, PlanView>({
  authorise: (work, { id }) => planToRead(work, id, 'for-change'),
  run: async (work, { id }, plan) => {
    if (!isDeployed(plan)) return failure('wrong-state', 'This plan is not deployed.')
    const round = await lockRound(work.trx, plan.roundId)
    if (round === null) return notFound()
    const open = checkNotClosed(round)
    if (!open.ok) return open
    const deployment = plan.deployment as Deployment
    const triads = await loadTriads(work.trx, round.id)
    const events = await lockEvents(
      work.trx,
      deployment.events.map((event) => event.id),
    )
    const unchanged = checkUnchanged(deployment, triads, events)
    if (!unchanged.ok) return unchanged
    const former: FormerAnswer[] = []
    const restored = await restore(
      work,
      round,
      deployment,
      new Map(events.map((each) => [each.id, each])),
      former,
    )
    if (!restored.ok) return restored
    const kept = await checkVisitsKept(work, round, deployment)
    if (!kept.ok) return kept
    await keepUndeployed(work.trx, 'plan', id, work.now)
    work.record('plan', id, {
      undeploy: true,
      roundId: round.id,
      ...(former.length > 0 && { formerAnswers: former }),
    })
    return viewAgain(work, id)
  },
})

const checkUnchanged = (
  deployment: Deployment,
  triads: readonly Triad[],
  events: readonly ChallengeEvent[],
): Result<null> => {
  const changed = [
    ...deployment.triads
      .filter(({ id, revision }) => triads.find((each) => each.id === id)?.revision !== revision)
      .map(({ number }) => `triad ${number}`),
    ...deployment.events
      .filter(({ id, revision }) => events.find((each) => each.id === id)?.revision !== revision)
      .map(({ title }) => `“${title}”`),
  ]
  return changed.length === 0
    ? success(null)
    : failure(
        'wrong-state',
        `Changed since the plan was deployed: ${listInWords(changed)}. It cannot be taken back any more.`,
      )
}

const restore = async (
  work: Work,
  round: Round,
  { triads, events }: Deployment,
  stored: Map<string, ChallengeEvent>,
  former: FormerAnswer[],
): Promise<Result<null>> => {
  const found = (id: string): ChallengeEvent => {
    const event = stored.get(id)
    if (event === undefined) throw new Error(`event ${id} was not loaded`)
    return event
  }
  for (const { id, before } of events) {
    if (before !== null || !isLive(found(id).state)) continue
    const cancelled = await take(work, 'cancel', found(id), TAKEN_BACK)
    if (!cancelled.ok) return cancelled
  }
  const changes = triads.map(({ id, number, before }) => ({ id, number, authorityIds: before ?? [] }))
  await updateTriads(work.trx, round, changes, work.now)
  await roundChanged(work, round.id)
  const back = events.filter(
    ({ id, before }) =>
      before !== null && isLive(found(id).state) && !isSameOccasion(before.occasion, found(id).occasion),
  )
  const dates = back.flatMap(({ id, before }) =>
    before ? [{ event: found(id), round, occasion: before.occasion }] : [],
  )
  const dated = await moveTogether(work, dates, TAKEN_BACK, stored, former)
  if (!dated.ok) return dated
  for (const each of events) {
    if (each.before === null) continue
    const restored = await restoreEvent(work, round, { ...each, before: each.before }, found(each.id))
    if (!restored.ok) return restored
  }
  return success(null)
}

/** Gives an event that has its date again the people and the state that it had; one that was cancelled is made anew. */
const restoreEvent = async (
  work: Work,
  round: Round,
  {
    triadId,
    title,
    before,
  }: Deployment['events'][number] & { before: NonNullable<Deployment['events'][number]['before']> },
  now: ChallengeEvent,
): Promise<Result<null>> => {
  let event = now
  const { occasion, facilitatorIds, state } = before
  if (event.state === 'cancelled') {
    const proposal = { ...MEETING, title, roundId: round.id, triadId, occasion, facilitatorIds }
    const proposed = await propose(work, round, proposal)
    if (!proposed.ok) return proposed
    event = proposed.value
  } else if (event.facilitatorIds.join() !== facilitatorIds.toSorted().join()) {
    const edited = await edit(work, { event, round }, { facilitatorIds })
    if (!edited.ok) return edited
    event = edited.value
  }
  if (state === 'deferred') {
    const deferred = await take(work, 'defer', event, TAKEN_BACK)
    return deferred.ok ? success(null) : deferred
  }
  if (state !== 'confirmed' || event.state === 'confirmed') return success(null)
  const confirmed = await confirm(work, { event, round }, [])
  return confirmed.ok ? success(null) : confirmed
}
