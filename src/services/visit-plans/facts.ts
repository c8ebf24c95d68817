import { lookUpOne } from '../../db/lookups.ts'
import { loadNames } from '../../db/names.ts'
import { loadTriads } from '../../db/rounds.ts'
import { type StoredWaiver, standingWaivers } from '../../db/waivers.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import { addDays, localDate } from '../../domain/intervals.ts'
import { checkVisitsRequest, type VisitsRequest } from '../../domain/planning/visit-request.ts'
import { visitSlot, visitSlots } from '../../domain/planning/visit-slots.ts'
import type { VisitSlot } from '../../domain/planning/visits.ts'
import { checkNotClosed, type Round } from '../../domain/rounds/round.ts'
import { type TriedDate, triedSlots } from '../clashes/trying.ts'
import { type Circles, loadCircles } from '../events/circles.ts'
import { meetingsOf, visitsOf } from '../plans/facts.ts'
import { regionOf, type Work } from '../use-case.ts'
import { chooseHosts, datedHosts, type HostedVisit } from './hosts.ts'

/** A host with the visit that is dated anew, and the dates on which one is tried. */
export interface Hosting extends HostedVisit {
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
 * Reads what a request's visits are planned from. Refused as `wrong-state` where the round is closed, has no
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

const triesOf = (
  work: Work,
  circles: Circles,
  { host, event }: HostedVisit,
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
