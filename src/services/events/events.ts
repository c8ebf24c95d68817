import { countPlaces } from '../../db/bookings.ts'
import { type ChallengeEvent, eventOf, insertEvent, selectEvents, updateEvent } from '../../db/events.ts'
import { loadNames } from '../../db/names.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import { lockRound } from '../../db/rounds.ts'
import type { Waiver } from '../../domain/clashes/waivers.ts'
import { checkRoundLetsMove } from '../../domain/events/closed-round.ts'
import { type EventKind, type EventState, isLive, isSettled } from '../../domain/events/event.ts'
import { checkTriadNamed } from '../../domain/events/of-triad.ts'
import { checkPlaces } from '../../domain/events/places.ts'
import { defaultTitle } from '../../domain/events/title.ts'
import { failure, fault, type Result, success } from '../../domain/failures.ts'
import type { Occasion } from '../../domain/intervals.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { judge } from '../clashes/judging.ts'
import { facilitatorsChanged } from '../consequences.ts'
import { reading, regionOf, type Work, writing } from '../use-case.ts'
import { allowChange, allowReading, type EventToChange, eventToChange, eventToRead } from './access.ts'
import { loadCircles } from './circles.ts'
import { dateFor } from './dates.ts'
import { checkFacilitators } from './facilitators.ts'
import { seat } from './participations.ts'
import { moved, refuseDoubleBooking, settle } from './settling.ts'
import { type EventView, viewEvent, viewEvents, viewsOf } from './views.ts'

export interface EventFilter {
  readonly roundId?: string | undefined
  readonly triadId?: string | undefined
  readonly state?: EventState | undefined
}

/** The region's events by the time they begin, with their clashes, for everybody who holds an appointment. */
export const listEvents = reading({
  authorise: async (work) => allowReading(work),
  run: async (work, input: PageRequest & EventFilter) => {
    let query = selectEvents(work.trx).where('challengeEvent.regionId', '=', regionOf(work).id)
    if (input.roundId) query = query.where('challengeEvent.roundId', '=', input.roundId)
    if (input.triadId) query = query.where('challengeEvent.triadId', '=', input.triadId)
    if (input.state) query = query.where('challengeEvent.state', '=', input.state)
    const page = await pageOf(query, BY_TIME, input)
    if (!page.ok) return page
    return success({ ...page.value, items: await viewEvents(work, page.value.items.map(eventOf)) })
  },
})

/** Events in the order of a list: by the instant at which they begin. */
export const BY_TIME = {
  column: 'challengeEvent.startsAt',
  type: 'timestamptz',
  idColumn: 'challengeEvent.id',
} as const

/** One event with its clashes. */
export const readEvent = reading<{ id: string }, ChallengeEvent, EventView>({
  authorise: (work, { id }) => eventToRead(work, id),
  run: async (work, _input, event) => success(await viewEvent(work, event)),
})

export interface EventProposal {
  readonly roundId: string
  readonly triadId: string | null
  readonly kind: EventKind
  /** Null to have one made. */
  readonly title: string | null
  readonly hostAuthorityId: string | null
  readonly venue: string | null
  readonly joiningLink: string | null
  readonly occasion: Occasion
  readonly facilitatorIds: readonly string[]
  /** Of a training or summit; null where no places are booked. */
  readonly placesPerOffice: number | null
  readonly waivers: readonly Waiver[]
}

/** The consultant pencils an event in: its clashes are listed and refuse nothing yet. */
export const proposeEvent = writing<EventProposal, null, EventView>({
  authorise: async (work) => allowChange(work),
  run: async (work, input) => {
    const round = await lockRound(work.trx, input.roundId)
    if (round === null) return fault('/roundId', 'There is no such round here.')
    const view = await propose(work, round, input)
    if (!view.ok) return view
    work.record('challenge-event', view.value.id, {
      move: 'propose',
      roundId: round.id,
      triadId: view.value.triadId,
      ...view.value.occasion,
      waivers: input.waivers,
    })
    return view
  },
})

/** Pencils an event into a round that is locked; the caller records it. */
export const propose = async (work: Work, round: Round, input: EventProposal): Promise<Result<EventView>> => {
  const open = checkRoundLetsMove(round, 'propose', false)
  if (!open.ok) return open
  const known = await checkFacilitators(work, input.facilitatorIds)
  if (!known.ok) return known
  const written = await writeProposal(work, round, input)
  if (!written.ok) return written
  const steps = [{ before: null, after: written.value }]
  const settled = await settle(work, 'propose', steps, { reason: null, waivers: input.waivers })
  if (!settled.ok) return settled
  const [view] = settled.value
  if (view === undefined) throw new Error('a view for each event')
  return success(view)
}

const writeProposal = async (
  work: Work,
  round: Round,
  input: EventProposal,
): Promise<Result<ChallengeEvent>> => {
  const { kind, hostAuthorityId } = input
  const whose = checkTriadNamed(kind, round.method, input.triadId)
  if (!whose.ok) return whose
  const places = checkPlaces(kind, input.placesPerOffice, 0)
  if (!places.ok) return places
  const circles = await loadCircles(work, [round.id])
  const triad = input.triadId === null ? null : circles.triad(input.triadId)
  if (input.triadId !== null && triad === null)
    return fault('/triadId', `The round ${round.label} has no such triad.`)
  const authorityIds = triad?.authorityIds ?? circles.takingPart(round.id)
  const date = dateFor(work, input, input.occasion, authorityIds)
  if (!date.ok) return date
  const names = await loadNames(work.trx, round.regionId)
  const title =
    input.title ??
    defaultTitle({
      kind,
      roundLabel: round.label,
      triadNumber: triad?.number ?? null,
      hostName: hostAuthorityId && (names.authorities[hostAuthorityId] ?? null),
    })
  const { roundId, triadId, venue, joiningLink, placesPerOffice } = input
  const event = {
    regionId: round.regionId,
    roundId,
    triadId,
    kind,
    hostAuthorityId,
    venue,
    joiningLink,
    title,
    facilitatorIds: input.facilitatorIds.toSorted(),
    placesPerOffice,
    state: 'proposed' as const,
    stateSince: work.now,
    ...date.value,
  }
  const id = await insertEvent(work.trx, event, work.now)
  return success({
    ...event,
    id,
    wasDeferred: false,
    revision: 1,
    createdAt: work.now,
    changedAt: work.now,
  })
}

export interface EventChange {
  readonly id: string
  readonly title?: string | undefined
  readonly venue?: string | null | undefined
  readonly joiningLink?: string | null | undefined
  readonly facilitatorIds?: readonly string[] | undefined
  readonly placesPerOffice?: number | null | undefined
}

/** The consultant changes what an event is called, where it is, how many places offices have, or who facilitates it. */
export const changeEvent = writing<EventChange, EventToChange, EventView>({
  authorise: (work, { id }) => eventToChange(work, id),
  run: async (work, { id, ...input }, found) => {
    const same = work.unchanged(await viewEvent(work, found.event))
    if (!same.ok) return same
    const view = await edit(work, found, input)
    if (view.ok) work.record('challenge-event', id, input)
    return view
  },
})

/**
 * Changes what an event that is locked is called, where it is, its places or who facilitates it; the caller records
 * it. A
 * facilitator who would be in two places is refused where the event takes their time, as when it was confirmed.
 */
export const edit = async (
  work: Work,
  { event, round }: EventToChange,
  input: Omit<EventChange, 'id'>,
): Promise<Result<EventView>> => {
  if (isSettled(event.state))
    return failure('wrong-state', `This event is ${event.state}: it is a record and takes no changes.`)
  const open = checkRoundLetsMove(round, 'edit', event.wasDeferred)
  if (!open.ok) return open
  const known = await checkFacilitators(work, input.facilitatorIds ?? [])
  if (!known.ok) return known
  const after: ChallengeEvent = {
    ...moved(work, event, {}),
    title: input.title ?? event.title,
    venue: input.venue === undefined ? event.venue : input.venue,
    joiningLink: input.joiningLink === undefined ? event.joiningLink : input.joiningLink,
    facilitatorIds: input.facilitatorIds?.toSorted() ?? event.facilitatorIds,
    placesPerOffice: input.placesPerOffice === undefined ? event.placesPerOffice : input.placesPerOffice,
  }
  const taken = Math.max(0, ...(await countPlaces(work.trx, event.id)).values())
  const places = checkPlaces(event.kind, after.placesPerOffice, taken)
  if (!places.ok) return places
  await updateEvent(work.trx, after, work.now)
  const facilitated = after.facilitatorIds.join() !== event.facilitatorIds.join()
  const booking = (after.placesPerOffice === null) !== (event.placesPerOffice === null)
  if ((facilitated || booking) && isLive(after.state))
    await seat(work, await loadCircles(work, [round.id]), [after])
  if (facilitated) await facilitatorsChanged(work, event)
  const judged = await judge(work, [after])
  const added = after.facilitatorIds.filter((id) => !event.facilitatorIds.includes(id))
  const free = refuseDoubleBooking(work, judged, added)
  if (!free.ok) return free
  const [view] = viewsOf(work, judged)
  if (view === undefined) throw new Error('a view for each event')
  return success(view)
}
