import { keepDeployment } from '../../db/deployments.ts'
import { type ChallengeEvent, lockEvents } from '../../db/events.ts'
import { findPlan, type StoredPlan } from '../../db/plans.ts'
import { loadTriads } from '../../db/rounds.ts'
import { insertTriad, updateTriads } from '../../db/triads.ts'
import { blocking } from '../../domain/clashes/waivers.ts'
import { moveTo } from '../../domain/events/event.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import { type Deployment, isDeployed, type TriadStep } from '../../domain/planning/deployment.ts'
import { markAccepted } from '../../domain/planning/request.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { judge, seenBy } from '../clashes/judging.ts'
import { roundChanged } from '../consequences.ts'
import { edit, propose } from '../events/events.ts'
import type { FormerAnswer } from '../events/forgetting.ts'
import { type Dating, reschedule } from '../events/moves.ts'
import { clashRefusal, moved, settle } from '../events/settling.ts'
import { notFound, type Work, writing } from '../use-case.ts'
import { planToRead } from './access.ts'
import { diffPlan } from './diffing.ts'
import { checkVisitsKept } from './kept-visits.ts'
import { type PlanView, viewPlans } from './views.ts'

/** Why events of a deployed plan moved, as their history tells it. */
const DEPLOYED = 'A plan of the round was deployed.'

/**
 * The consultant makes a plan real: triads are formed or changed, and their meetings proposed or moved, all of it or
 * nothing. The dates are judged again as the calendars stand now, and one that clashes refuses the whole.
 */
export const deployPlan = writing<{ readonly id: string }, StoredPlan, PlanView>({
  authorise: (work, { id }) => planToRead(work, id, 'for-change'),
  run: async (work, { id }, plan) => {
    if (isDeployed(plan)) return failure('wrong-state', 'This plan is deployed already.')
    const diffed = await diffPlan(work, plan, 'for-change')
    if (!diffed.ok) return diffed
    const { round, steps, meetings } = diffed.value
    await lockEvents(work.trx, [...meetings.keys()])
    const former: FormerAnswer[] = []
    const carried = await carryOut(work, round, steps, meetings, former)
    if (!carried.ok) return carried
    const clear = await checkClear(
      work,
      plan,
      carried.value.map(({ event }) => event),
    )
    if (!clear.ok) return clear
    const deployment = await deploymentOf(work, round, steps, carried.value)
    const kept = await checkVisitsKept(work, round, deployment)
    if (!kept.ok) return kept
    await keepDeployment(work.trx, 'plan', id, deployment, work.now)
    work.record('plan', id, {
      deploy: true,
      roundId: round.id,
      ...deployment,
      ...(former.length > 0 && { formerAnswers: former }),
    })
    return viewAgain(work, id)
  },
})

export const viewAgain = async (work: Work, id: string): Promise<Result<PlanView>> => {
  const plan = await findPlan(work.trx, id)
  const [view] = plan ? await viewPlans(work, [plan]) : []
  return view ? success(view) : notFound()
}

/** A step with its triad and the meeting as it stands after it. */
interface Carried {
  readonly step: TriadStep
  readonly triadId: string
  readonly event: ChallengeEvent
}

const carryOut = async (
  work: Work,
  round: Round,
  steps: readonly TriadStep[],
  meetings: ReadonlyMap<string, ChallengeEvent>,
  former: FormerAnswer[],
): Promise<Result<Carried[]>> => {
  const stored = new Map(meetings)
  const off = await takeOff(work, steps, stored)
  if (!off.ok) return off
  const triadIds = await formTriads(work, round, steps)
  const dated = await giveDates(work, round, steps, stored, former)
  if (!dated.ok) return dated
  const carried: Carried[] = []
  for (const step of steps) {
    const triadId = triadIds.get(step)
    const { event } = step
    if (triadId === undefined || event === null) continue
    if (event.meeting !== null) {
      const found = stored.get(event.meeting.id)
      if (found === undefined) throw new Error(`meeting ${event.meeting.id} was not loaded`)
      const { facilitatorIds } = event
      const edited = facilitatorIds
        ? await edit(work, { event: found, round }, { facilitatorIds })
        : success(found)
      if (!edited.ok) return edited
      carried.push({ step, triadId, event: edited.value })
    } else if (event.occasion !== null) {
      const { occasion } = event
      const facilitatorIds = event.facilitatorIds ?? []
      const proposed = await propose(work, round, {
        ...MEETING,
        roundId: round.id,
        triadId,
        occasion,
        facilitatorIds,
      })
      if (!proposed.ok) return proposed
      carried.push({ step, triadId, event: proposed.value })
    }
  }
  return success(carried)
}

/** A meeting of which a plan says no more than when, who and with whom. */
export const MEETING = {
  kind: 'meeting',
  title: null,
  hostAuthorityId: null,
  venue: null,
  joiningLink: null,
  placesPerOffice: null,
  waivers: [],
} as const

/** Takes meetings off their dates that are cancelled, or whose people had agreed to meet others. */
const takeOff = async (
  work: Work,
  steps: readonly TriadStep[],
  stored: Map<string, ChallengeEvent>,
): Promise<Result<null>> => {
  for (const [move, action] of [
    ['cancel', 'cancel'],
    ['defer', 'dissolve'],
  ] as const) {
    for (const { event } of steps) {
      const before = event?.action === action ? stored.get(event.meeting?.id ?? '') : undefined
      if (before === undefined) continue
      const off = await take(work, move, before, DEPLOYED)
      if (!off.ok) return off
      stored.set(before.id, off.value)
    }
  }
  return success(null)
}

/** Takes an event off its date: cancels or defers it. */
export const take = async (
  work: Work,
  move: 'cancel' | 'defer',
  before: ChallengeEvent,
  reason: string,
): Promise<Result<ChallengeEvent>> => {
  const state = moveTo(before.state, move)
  if (!state.ok) return state
  const after = moved(work, before, { state: state.value })
  const settled = await settle(work, move, [{ before, after }], { reason, waivers: [] })
  return settled.ok ? success(after) : settled
}

/** Gives triads their authorities, all leaving before any joins; the ids by their steps. */
const formTriads = async (
  work: Work,
  round: Round,
  steps: readonly TriadStep[],
): Promise<Map<TriadStep, string>> => {
  const changes = steps.flatMap(({ action, triad, authorityIds }) =>
    triad && action !== 'keep' ? [{ id: triad.id, number: triad.number, authorityIds }] : [],
  )
  await updateTriads(work.trx, round, changes, work.now)
  const ids = new Map<TriadStep, string>()
  for (const step of steps) {
    const { triad, authorityIds } = step
    ids.set(step, triad?.id ?? (await insertTriad(work.trx, round, { authorityIds }, work.now)))
  }
  await roundChanged(work, round.id)
  return ids
}

/** Gives the meetings that move their dates, all together, so that they can change places. */
const giveDates = async (
  work: Work,
  round: Round,
  steps: readonly TriadStep[],
  stored: Map<string, ChallengeEvent>,
  former: FormerAnswer[],
): Promise<Result<null>> => {
  const dates = steps.flatMap(({ event }): Dating[] => {
    const found = event && stored.get(event.meeting?.id ?? '')
    return found && event.occasion && (event.action === 'move' || event.action === 'dissolve')
      ? [{ event: found, round, occasion: event.occasion }]
      : []
  })
  return moveTogether(work, dates, DEPLOYED, stored, former)
}

/** Gives events other dates, all together, and keeps them as they stand then. */
export const moveTogether = async (
  work: Work,
  dates: readonly Dating[],
  reason: string,
  stored: Map<string, ChallengeEvent>,
  former: FormerAnswer[],
): Promise<Result<null>> => {
  if (dates.length === 0) return success(null)
  const moved = await reschedule(work, dates, { reason, waivers: [] }, (answers) => former.push(...answers))
  if (!moved.ok) return moved
  for (const event of moved.value) stored.set(event.id, event)
  return success(null)
}

/** Refuses, as `clash` with every clash, where something blocks an event's date that the plan did not accept. */
const checkClear = async (
  work: Work,
  { request }: StoredPlan,
  events: readonly ChallengeEvent[],
): Promise<Result<null>> => {
  const judged = await judge(work, events)
  const clashes = judged.events.flatMap((each) => each.clashes)
  const against = blocking(markAccepted(clashes, request))
  if (against.length === 0) return success(null)
  return { ok: false, failure: clashRefusal(against, seenBy(work, judged.ground, clashes)) }
}

/** What was done, with each triad and event as it stands now, so that a later change of them is seen. */
const deploymentOf = async (
  work: Work,
  round: Round,
  steps: readonly TriadStep[],
  carried: readonly Carried[],
): Promise<Deployment> => {
  const now = await loadTriads(work.trx, round.id)
  const idOf = new Map(carried.map(({ step, triadId }) => [step, triadId]))
  const events = await lockEvents(
    work.trx,
    carried.map(({ event }) => event.id),
  )
  return {
    triads: steps.flatMap((step) => {
      const triad = now.find(({ id }) => id === (step.triad?.id ?? idOf.get(step)))
      if (triad === undefined || step.action === 'keep') return []
      const { id, number, revision } = triad
      return [{ id, number, revision, before: step.triad?.authorityIds ?? null }]
    }),
    events: carried.flatMap(({ step, triadId, event: { id } }) => {
      const event = events.find((each) => each.id === id)
      if (event === undefined || !step.event) return []
      if (step.event.action === 'keep' && step.event.facilitatorIds === null) return []
      const { meeting } = step.event
      const before = meeting && {
        state: meeting.state,
        occasion: meeting.occasion,
        facilitatorIds: meeting.facilitatorIds,
      }
      return [{ id, triadId, title: event.title, revision: event.revision, before }]
    }),
  }
}
