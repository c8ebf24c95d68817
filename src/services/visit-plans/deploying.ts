import { keepDeployment } from '../../db/deployments.ts'
import { type ChallengeEvent, lockEvents } from '../../db/events.ts'
import { lockRound } from '../../db/rounds.ts'
import type { PlannedHost, StoredVisitPlan, VisitDeployment } from '../../db/visit-plans.ts'
import { blocking } from '../../domain/clashes/waivers.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import { isSameOccasion, type Occasion } from '../../domain/intervals.ts'
import { isDeployed } from '../../domain/planning/deployment.ts'
import { markAccepted } from '../../domain/planning/request.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { capitalised, dayInWords, listInWords } from '../../domain/words.ts'
import { eventFacts, factsFor } from '../clashes/ground.ts'
import { judge, seenBy } from '../clashes/judging.ts'
import { propose } from '../events/events.ts'
import type { FormerAnswer } from '../events/forgetting.ts'
import { clashRefusal } from '../events/settling.ts'
import { moveTogether } from '../plans/deploying.ts'
import { notFound, type Work, writing } from '../use-case.ts'
import { visitPlanToRead } from './access.ts'
import { loadVisitFacts, type VisitFacts } from './facts.ts'
import { pencilledIn } from './judging.ts'
import { actionOn, outcomeOf, type VisitPlanView } from './views.ts'
import { viewAgain } from './visit-plans.ts'

/** Why visits of a deployed plan moved, as their history tells it. */
const DEPLOYED = 'A plan of the round’s visits was deployed.'

/** A host with the date that a plan gives to its visit. */
interface Planned {
  readonly host: PlannedHost
  readonly slotId: string
  readonly occasion: Occasion
}

/**
 * The consultant makes a plan of visits real: each is proposed or moved, all of them or none. The dates are judged again
 * as the calendars stand now. Refused where anything that was planned from is otherwise by now, naming it.
 */
export const deployVisitPlan = writing<{ readonly id: string }, StoredVisitPlan, VisitPlanView>({
  authorise: (work, { id }) => visitPlanToRead(work, id, 'for-change'),
  run: async (work, { id }, plan) => {
    if (isDeployed(plan)) return failure('wrong-state', 'This plan is deployed already.')
    const outcome = outcomeOf(plan)
    if (outcome?.kind !== 'planned')
      return failure('wrong-state', 'There is no plan here that could be deployed.')
    const round = await lockRound(work.trx, plan.roundId)
    if (round === null) return notFound()
    const hosts = new Map(plan.hosts?.map((host) => [host.authorityId, host]))
    const planned = outcome.visits.flatMap(({ visitId, slotId, occasion }) => {
      const host = hosts.get(visitId)
      return host ? [{ host, slotId, occasion }] : []
    })
    const hostIds = planned.map(({ host }) => host.authorityId)
    const now = await loadVisitFacts(work, round, { ...plan.request, hostIds, pins: [] })
    const same = checkSame(planned, now)
    if (!same.ok) return same
    const former: FormerAnswer[] = []
    const carried = await carryOut(work, round, planned, former)
    if (!carried.ok) return carried
    const clear = await checkClear(work, round, plan, carried.value)
    if (!clear.ok) return clear
    const deployment = { events: carried.value.flatMap((event) => deployedOf(event, planned)) }
    await keepDeployment(work.trx, 'visitPlan', id, deployment, work.now)
    work.record('visit-plan', id, {
      deploy: true,
      roundId: round.id,
      ...deployment,
      ...(former.length > 0 && { formerAnswers: former }),
    })
    return viewAgain(work, id)
  },
})

/** Refuses, naming it, what is not as it was planned from: hosts, triads, their visits, and meetings moved too late. */
const checkSame = (planned: readonly Planned[], now: Result<VisitFacts>): Result<null> => {
  if (!now.ok)
    return failure('wrong-state', `The round has changed since it was planned. ${now.failure.detail}`)
  const { hostings } = now.value
  const changed = planned.flatMap(({ host, slotId, occasion: { date } }): string[] => {
    const { name } = host
    const hosting = hostings.find((each) => each.host.authorityId === host.authorityId)
    if (hosting === undefined) throw new Error(`${name} is neither planned for nor refused`)
    const { triad, authorityIds, visit, meetingOn } = hosting.host
    if (triad.id !== host.triad.id || !isSameSet(authorityIds, host.authorityIds))
      return [`others are in a triad with ${name}`]
    if (!isSameVisit(visit, host.visit)) return [`the visit to ${name} was proposed, moved or agreed to`]
    if (meetingOn >= date)
      return [
        `triad ${triad.number} meets on ${dayInWords(meetingOn)}, not before the visit to ${name} on ${dayInWords(date)}`,
      ]
    return hosting.tries.has(slotId) ? [] : [`no visit to ${name} can be on ${dayInWords(date)} any more`]
  })
  if (changed.length === 0) return success(null)
  const what = capitalised(listInWords([...new Set(changed)]))
  return failure('wrong-state', `The round has changed since it was planned. ${what}. Plan it again.`)
}

const isSameSet = (a: readonly string[], b: readonly string[]): boolean =>
  new Set(a).symmetricDifference(new Set(b)).size === 0

const isSameVisit = (a: PlannedHost['visit'], b: PlannedHost['visit']): boolean =>
  a === null || b === null
    ? a === b
    : a.id === b.id && a.state === b.state && isSameOccasion(a.occasion, b.occasion)

/** Moves the visits that there are, all together so that they can change places, and proposes the others. */
const carryOut = async (
  work: Work,
  round: Round,
  planned: readonly Planned[],
  former: FormerAnswer[],
): Promise<Result<ChallengeEvent[]>> => {
  const ids = planned.flatMap(({ host }) => host.visit?.id ?? [])
  const stored = new Map((await lockEvents(work.trx, ids)).map((event) => [event.id, event]))
  const moves = planned.flatMap(({ host, occasion }) => {
    const event = stored.get(host.visit?.id ?? '')
    return event && actionOn(host, occasion) === 'move' ? [{ event, round, occasion }] : []
  })
  const moved = await moveTogether(work, moves, DEPLOYED, stored, former)
  if (!moved.ok) return moved
  const proposed: string[] = []
  for (const { host, occasion } of planned) {
    if (host.visit !== null) continue
    const { authorityId: hostAuthorityId, triad } = host
    const event = { ...VISIT, roundId: round.id, triadId: triad.id, hostAuthorityId, occasion }
    const done = await propose(work, round, event)
    if (!done.ok) return done
    proposed.push(done.value.id)
  }
  return success(await lockEvents(work.trx, [...ids, ...proposed]))
}

/** A visit of which a plan says no more than when and to whom. */
const VISIT = {
  kind: 'visit',
  title: null,
  venue: null,
  joiningLink: null,
  facilitatorIds: [],
  placesPerOffice: null,
  waivers: [],
} as const

/** Refuses, as `clash` with every clash, where something blocks a visit that the plan did not accept. */
const checkClear = async (
  work: Work,
  round: Round,
  { request }: StoredVisitPlan,
  events: readonly ChallengeEvent[],
): Promise<Result<null>> => {
  const { ground, events: judged } = await judge(work, events)
  const clashes = judged.flatMap((each) => [
    ...each.clashes,
    ...pencilledIn(factsFor(ground, round, eventFacts(ground, each.event))),
  ])
  const against = blocking(markAccepted(clashes, request))
  if (against.length === 0) return success(null)
  return { ok: false, failure: clashRefusal(against, seenBy(work, ground, clashes)) }
}

/** What was done with an event; nothing with one that was left where it was. */
const deployedOf = (
  { id, title, revision }: ChallengeEvent,
  planned: readonly Planned[],
): VisitDeployment['events'][number][] => {
  const moved = planned.find(({ host }) => host.visit?.id === id)
  if (moved === undefined) return [{ id, title, revision, before: null }]
  const { visit } = moved.host
  if (visit === null || actionOn(moved.host, moved.occasion) === 'keep') return []
  return [{ id, title, revision, before: { state: visit.state, occasion: visit.occasion } }]
}
