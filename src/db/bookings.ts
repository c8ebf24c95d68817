import { sql } from 'kysely'
import type { Handle } from './database.ts'
import { isOfEvents, type WhichEvents } from './events.ts'
import { type Lookup, lookup } from './lookups.ts'

/** A place that an office booked for somebody at a training or summit. */
export interface Booking {
  readonly id: string
  readonly eventId: string
  readonly authorityId: string
  readonly personId: string
  /** Counts the places of one authority from 1, without gaps. */
  readonly place: number
  readonly came: boolean | null
  readonly bookedBy: string
  readonly bookedAt: Date
}

/** The bookings that the transaction may see. */
export const selectBookings = (trx: Handle) =>
  trx
    .selectFrom('booking')
    .select(['id', 'eventId', 'authorityId', 'personId', 'place', 'came', 'bookedBy', 'bookedAt'])

const selectBooked = (trx: Handle, which: WhichEvents) =>
  trx.selectFrom('booking').select(['eventId', 'personId']).where(isOfEvents('eventId', which))

/** Who has booked a place at each of some events. */
export const bookedAt = (which: WhichEvents): Lookup<Map<string, string[]>> =>
  lookup(selectBooked, which, (rows) => {
    const booked = Map.groupBy(rows, ({ eventId }) => eventId)
    return new Map([...booked].map(([id, places]) => [id, places.map(({ personId }) => personId)]))
  })

/** The places that each authority has taken at an event; those that have none are left out. */
export const countPlaces = async (trx: Handle, eventId: string): Promise<Map<string, number>> => {
  const rows = await trx
    .selectFrom('booking')
    .select((row) => ['authorityId', row.fn.countAll<number>().as('taken')])
    .where('eventId', '=', eventId)
    .groupBy('authorityId')
    .execute()
  return new Map(rows.map(({ authorityId, taken }) => [authorityId, taken]))
}

export const insertBooking = (
  trx: Handle,
  regionId: string,
  booking: Omit<Booking, 'id' | 'came'>,
): Promise<Booking> =>
  trx
    .insertInto('booking')
    .values({ ...booking, regionId })
    .returning(['id', 'eventId', 'authorityId', 'personId', 'place', 'came', 'bookedBy', 'bookedAt'])
    .executeTakeFirstOrThrow()

/** Gives a place back; the last of the same authority moves up into it, so that places have no gaps. */
export const deleteBooking = async (trx: Handle, booking: Booking): Promise<void> => {
  await trx.deleteFrom('booking').where('id', '=', booking.id).execute()
  const last = await trx
    .selectFrom('booking')
    .select('id')
    .where('eventId', '=', booking.eventId)
    .where('authorityId', '=', booking.authorityId)
    .where('place', '>', booking.place)
    .orderBy('place', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (last) await trx.updateTable('booking').set({ place: booking.place }).where('id', '=', last.id).execute()
}

/** Writes who of those booked at an event came. */
export const writeBookedCame = async (
  trx: Handle,
  eventId: string,
  cameIds: readonly string[],
): Promise<void> => {
  await trx
    .updateTable('booking')
    .set({ came: sql<boolean>`person_id = any(${cameIds}::uuid[])` })
    .where('eventId', '=', eventId)
    .execute()
}
