import { type Booking, countPlaces, deleteBooking, insertBooking, selectBookings } from '../../db/bookings.ts'
import { type ChallengeEvent, lockEvents } from '../../db/events.ts'
import { loadNames } from '../../db/names.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import { mayBookFor } from '../../domain/access/operations.ts'
import { checkPlaceLeft, checkTakesBookings } from '../../domain/events/places.ts'
import { fault, type Result, success } from '../../domain/failures.ts'
import { judge } from '../clashes/judging.ts'
import { type AuthorityRef, lookUpAuthorities, namedInRequest } from '../people/authorities.ts'
import { forbidden, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import { eventToRead } from './access.ts'
import { loadCircles } from './circles.ts'
import { knownPeople } from './facilitators.ts'
import { seat } from './participations.ts'
import { refuseDoubleBooking } from './settling.ts'

export type { Booking } from '../../db/bookings.ts'

/** The places booked at an event, the first booked first, for everybody who holds an appointment. */
export const listBookings = reading({
  authorise: (work, { id }: PageRequest & { readonly id: string }) => eventToRead(work, id),
  run: async (work, input, event: ChallengeEvent) =>
    pageOf(
      selectBookings(work.trx).where('eventId', '=', event.id),
      { column: 'bookedAt', type: 'timestamptz', idColumn: 'id' },
      input,
    ),
})

const NOT_YOURS =
  "An authority's own office, the consultant, or somebody for themselves through their home authority books a place."

/** The event locked, so that of two who book the last place at once the second sees that it is gone. */
const lockBookable = async (work: Work, id: string): Promise<Result<ChallengeEvent>> => {
  const [event] = await lockEvents(work.trx, [id])
  if (event === undefined) return notFound()
  const open = checkTakesBookings(event)
  return open.ok ? success(event) : open
}

export interface BookingRequest {
  readonly id: string
  readonly authority: AuthorityRef
  readonly personId: string
}

/**
 * Books one of an authority's places for somebody of the region. Whoever would be in two places is refused where
 * the event takes their time.
 */
export const createBooking = writing<BookingRequest, string, Booking>({
  authorise: async (work, { id, authority, personId }) => {
    const event = await eventToRead(work, id)
    if (!event.ok) return event
    const authorityId = (await lookUpAuthorities(work, [authority]))(authority)
    if (authorityId === undefined)
      return fault('/authority', `${regionOf(work).name} has no authority ${namedInRequest(authority)}.`)
    return mayBookFor(work.actor, authorityId, personId) ? success(authorityId) : forbidden(NOT_YOURS)
  },
  run: async (work, { id, personId }, authorityId) => {
    const locked = await lockBookable(work, id)
    if (!locked.ok) return locked
    const event = locked.value
    if (!(await knownPeople(work, [personId])).has(personId))
      return fault('/personId', 'There is no such person here.')
    const taken = (await countPlaces(work.trx, id)).get(authorityId) ?? 0
    const { authorities } = await loadNames(work.trx, event.regionId)
    const left = checkPlaceLeft(authorities[authorityId] ?? '', taken, event)
    if (!left.ok) return left
    const booking = await insertBooking(work.trx, event.regionId, {
      eventId: id,
      authorityId,
      personId,
      place: taken + 1,
      bookedBy: work.actor.personId,
      bookedAt: work.now,
    })
    await seat(work, await loadCircles(work, [event.roundId]), [event])
    const free = refuseDoubleBooking(work, await judge(work, [event]), [personId])
    if (!free.ok) return free
    work.record('booking', booking.id, { eventId: id, authorityId, personId })
    return success(booking)
  },
})

/** Gives a place back: whoever could have booked it. */
export const cancelBooking = writing<{ id: string; bookingId: string }, Booking, undefined>({
  authorise: async (work, { id, bookingId }) => {
    const event = await eventToRead(work, id)
    if (!event.ok) return event
    const booking = await selectBookings(work.trx)
      .where('id', '=', bookingId)
      .where('eventId', '=', id)
      .executeTakeFirst()
    if (booking === undefined) return notFound()
    return mayBookFor(work.actor, booking.authorityId, booking.personId)
      ? success(booking)
      : forbidden(NOT_YOURS)
  },
  run: async (work, { id, bookingId }) => {
    const locked = await lockBookable(work, id)
    if (!locked.ok) return locked
    const booking = await selectBookings(work.trx).where('id', '=', bookingId).executeTakeFirst()
    if (booking === undefined) return notFound()
    await deleteBooking(work.trx, booking)
    await seat(work, await loadCircles(work, [locked.value.roundId]), [locked.value])
    work.record('booking', bookingId, { eventId: id, personId: booking.personId })
    return success(undefined)
  },
})
