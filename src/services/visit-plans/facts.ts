import { type ChallengeEvent, eventOf, selectEvents } from '../../db/events.ts'
import { lookUpOne } from '../../db/lookups.ts'
import { loadNames } from '../../db/names.ts'
import { loadTriads, type Triad } from '../../db/rounds.ts'
import type { PlannedHost } from '../../db/visit-plans.ts'
import { type StoredWaiver, standingWaivers } from '../../db/waivers.ts'
import { isLive } from '../../domain/events/event.ts'
import { type Fault, failure, type Result, success } from '../../domain/failures.ts'
import { addDays, type LocalDate, localDate } from '../../domain/intervals.ts'
import { checkVisitsRequest, type VisitsRequest } from '../../domain/planning/visit-request.ts'
import { visitSlot, visitSlots } from '../../domain/planning/visit-slots.ts'
import type { VisitSlot } from '../../domain/planning/visits.ts'
import { checkNotClosed, type Round } from '../../domain/rounds/round.ts'
import { listInWords } from '../../domain/words.ts'
import { type TriedDate, triedSlots } from '../clashes/trying.ts'
import { type Circles, loadCircles } from '../events/circles.ts'
import { meetingsOf } from '../plans/facts.ts'
import { regionOf, type Work } from '../use-case.ts'

/** A host with the visit that is dated anew, and the dates on which one is tried. */
export interface Hosting {
  readonly host: PlannedHost
  /** As stored; null where one is proposed. */
  readonly event: ChallengeEvent | null
  /** By the slots' ids: those into which its sessions fit. */
  readonly tries: ReadonlyMap<string, TriedDate>
}

/** What the dates of a round's visits are planned from, apart from what they clash with. */
export interface VisitFacts {
  readonly round: Round
  readonly request: VisitsRequest
  readonly circles: Circles
  readonly hostings: readonly Hosting[]
  readonly slots: readonly VisitSlot[]
  /** What people are called, by their offices. */
  readonly offices: Readonly<Record<string, string>>
  /** Of the visits that are confirmed, what was accepted. */
  readonly waivers: readonly StoredWaiver[]
}

/**
 * Reads what a request's visits are planned from. Refused as `wrong-state` where the round is closed, directed, has no
 * triads, nobody left to visit, or a triad that has no date to meet on; as `invalid-request` where the request is at fault.
 */
export const loadVisitFacts = async (
  work: Work,
  round: Round,
  request: VisitsRequest,
): Promise<Result<VisitFacts>> => {
  const { id: regionId, timezone: zone } = regionOf(work)
  const fits = checkNotClosed(round)
  if (!fits.ok) return fits
  if (round.method === 'directed')
    return failure('wrong-state', `In the round ${round.label} it is said who challenges whom: no triads.`)
  const triads = (await loadTriads(work.trx, round.id)).filter(({ authorityIds }) => authorityIds.length > 0)
  if (triads.length === 0)
    return failure(
      'wrong-state',
      `The round ${round.label} has no triads yet: form them before their visits.`,
    )
  const { authorities, offices } = await loadNames(work.trx, regionId)
  const nameOf = (id: string) => authorities[id] ?? id
  const today = localDate(work.now, zone)
  const visits = await visitsOf(work, round)
  const chosen = chooseHosts(request, triads, visits, { today, nameOf })
  if (!chosen.ok) return chosen
  const meetings = await meetingsOf(work, round)
  const hosts = datedHosts(chosen.value, meetings, nameOf)
  if (!hosts.ok) return hosts

  const { first, last } = round.window
  const days = { first: first > today ? first : addDays(today, 1), last }
  const slots = visitSlots(days, request, zone)
  const hostIds = chosen.value.map(({ hostId }) => hostId)
  const sound = checkVisitsRequest(request, { slots, hostIds, nameOf })
  if (!sound.ok) return sound
  const circles = await loadCircles(work, [round.id])
  const hostings: Hosting[] = []
  for (const { host, event } of hosts.value) {
    const own = event?.state === 'confirmed' ? [visitSlot(event.occasion, event.span)] : []
    const tries = triesOf(work, circles, { host, event }, [...slots, ...own])
    if (!tries.ok) return tries
    hostings.push({ host, event, tries: tries.value })
  }
  const agreed = hostings.flatMap(({ event }) => (event?.state === 'confirmed' ? [event] : []))
  const all = new Map([
    ...slots.map((slot) => [slot.id, slot] as const),
    ...agreed.map(({ occasion, span }) => visitSlot(occasion, span)).map((slot) => [slot.id, slot] as const),
  ])
  const waivers = await lookUpOne(
    work.trx,
    standingWaivers(
      agreed.map(({ id }) => id),
      today,
    ),
  )
  return success({ round, request, circles, hostings, slots: [...all.values()], offices, waivers })
}

/** A round's visits that are not cancelled, by the time they begin. */
const visitsOf = async (work: Work, { id }: Round): Promise<ChallengeEvent[]> => {
  const rows = await selectEvents(work.trx)
    .where('challengeEvent.roundId', '=', id)
    .where('challengeEvent.kind', '=', 'visit')
    .where('challengeEvent.state', '<>', 'cancelled')
    .orderBy('challengeEvent.startsAt')
    .orderBy('challengeEvent.id')
    .execute()
  return rows.map(eventOf)
}

/** A host that is planned for, with its triad and the visit that it has. */
interface Chosen {
  readonly hostId: string
  readonly triad: Triad
  readonly event: ChallengeEvent | null
}

/** Those whom the request names, or all; without those whose visit is over, or agreed to and left alone. */
const chooseHosts = (
  { hostIds, repair }: VisitsRequest,
  triads: readonly Triad[],
  visits: readonly ChallengeEvent[],
  { today, nameOf }: { readonly today: LocalDate; readonly nameOf: (id: string) => string },
): Result<Chosen[]> => {
  const faults: Fault[] = []
  const chosen: Chosen[] = []
  const wanted = hostIds ?? triads.flatMap(({ authorityIds }) => authorityIds)
  for (const [index, hostId] of wanted.entries()) {
    const refuse = (detail: string) => faults.push({ pointer: `/hosts/${index}`, detail })
    const triad = triads.find(({ authorityIds }) => authorityIds.includes(hostId))
    if (triad === undefined) {
      refuse(`${nameOf(hostId)} is in no triad of this round.`)
      continue
    }
    const theirs = visits.filter((each) => each.triadId === triad.id && each.hostAuthorityId === hostId)
    const agreed = theirs.find(({ state }) => state === 'confirmed')
    if (theirs.some(({ state }) => state === 'held')) refuse(`The visit to ${nameOf(hostId)} was held.`)
    else if (agreed && !repair)
      refuse(`The visit to ${nameOf(hostId)} is confirmed: it is left alone, unless the plan is a repair.`)
    else if (agreed && agreed.occasion.date <= today)
      refuse(`The day of the visit to ${nameOf(hostId)} has come: it is left alone.`)
    else chosen.push({ hostId, triad, event: agreed ?? theirs[0] ?? null })
  }
  if (hostIds !== null && faults.length > 0)
    return failure('invalid-request', faults.map(({ detail }) => detail).join(' '), faults)
  if (chosen.length > 0) return success(chosen)
  return failure(
    'wrong-state',
    'No visit is left to be dated: all were held or are confirmed, which only a repair may move.',
  )
}

/** Hosts with the day on which their triads meet; refused, naming them, for triads that have none. */
const datedHosts = (
  chosen: readonly Chosen[],
  meetings: ReadonlyMap<string, readonly ChallengeEvent[]>,
  nameOf: (id: string) => string,
): Result<Pick<Hosting, 'host' | 'event'>[]> => {
  const without = new Set<number>()
  const hosts = chosen.flatMap(({ hostId, triad, event }) => {
    const meeting = standingMeeting(meetings.get(triad.id) ?? [])
    if (meeting === undefined) without.add(triad.number)
    const host: PlannedHost = {
      authorityId: hostId,
      name: nameOf(hostId),
      triad: { id: triad.id, number: triad.number },
      authorityIds: [hostId, ...triad.authorityIds.filter((id) => id !== hostId)],
      meetingOn: meeting?.occasion.date ?? '',
      visit: event && { id: event.id, state: event.state, occasion: event.occasion },
    }
    return meeting ? [{ host, event }] : []
  })
  if (without.size === 0) return success(hosts)
  const which = [...without].toSorted((a, b) => a - b).map((number) => `triad ${number}`)
  const have = which.length === 1 ? 'has' : 'have'
  return failure(
    'wrong-state',
    `A visit comes after its triad's meeting, and ${listInWords(which)} ${have} none on any date: propose it first, or leave the hosts out.`,
  )
}

/** A triad's meeting: the one that was held, else the one that is agreed to, else the first that is proposed. */
const standingMeeting = (meetings: readonly ChallengeEvent[]): ChallengeEvent | undefined => {
  const live = meetings.filter(({ state }) => isLive(state))
  const by = (wanted: string) => live.find(({ state }) => state === wanted)
  return by('held') ?? by('confirmed') ?? live[0]
}

const triesOf = (
  work: Work,
  circles: Circles,
  { host, event }: Pick<Hosting, 'host' | 'event'>,
  slots: readonly VisitSlot[],
): Result<Map<string, TriedDate>> => {
  const { authorityIds } = host
  const facilitatorIds = event?.facilitatorIds ?? []
  const subject = { event, kind: 'visit', authorityIds, facilitatorIds, peopleOn: null } as const
  const places = slots.map(({ occasion, from, until }) => ({
    occasion,
    span: { from: new Date(from), until: new Date(until) },
  }))
  const tried = triedSlots(work, circles, subject, places)
  if (!tried.ok) return tried
  return success(new Map(tried.value.map((date) => [visitSlot(date.occasion, date.span).id, date])))
}
