import { type ChallengeEvent, daysOfEvent } from '../../db/events.ts'
import {
  endAppointment,
  insertAppointment,
  loadAppointments,
  removeAppointment,
  selectAppointments,
} from '../../db/people.ts'
import { isGeneral, validOn } from '../../domain/access/actor.ts'
import type { Office } from '../../domain/events/attendance.ts'
import { addDays, localDate } from '../../domain/intervals.ts'
import { regionOf, type Work } from '../use-case.ts'

/**
 * Appoints somebody a delegate of an office for one event, from today to its last day; who is the office's
 * delegate then anyway needs no appointment.
 */
export const appointSubstitute = async (
  work: Work,
  event: ChallengeEvent,
  { authorityIds }: Office,
  personId: string,
): Promise<void> => {
  const region = regionOf(work)
  const from = localDate(work.now, region.timezone)
  const { first, last } = daysOfEvent(event)
  const held = await loadAppointments(work.trx, personId, from)
  const covered = authorityIds.every((id) =>
    held.some(
      (each) =>
        each.role === 'delegate' &&
        (isGeneral(each) || each.eventId === event.id) &&
        validOn(each, first) &&
        each.authorityIds.includes(id),
    ),
  )
  if (covered) return
  await insertAppointment(
    work.trx,
    region.id,
    { personId, role: 'delegate', authorityIds, from, until: addDays(last, 1), eventId: event.id },
    work.now,
  )
}

/** Ends the appointments by which people stood in for some authorities' directors at one event. */
export const endSubstitutions = async (
  work: Work,
  event: ChallengeEvent,
  authorityIds: readonly string[],
): Promise<void> => {
  const today = localDate(work.now, regionOf(work).timezone)
  const named = await selectAppointments(work.trx).where('appointment.eventId', '=', event.id).execute()
  for (const { id, from, until, ...appointment } of named) {
    if (!appointment.authorityIds.some((each) => authorityIds.includes(each))) continue
    // An appointment of today alone cannot end today: it never was.
    if (from >= today) await removeAppointment(work.trx, id)
    else if (until === null || until > today) await endAppointment(work.trx, id, today)
  }
}
