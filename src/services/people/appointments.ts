import { findEvent } from '../../db/events.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import {
  appointmentOf,
  endAppointment,
  findPerson,
  insertAppointment,
  selectAppointments,
} from '../../db/people.ts'
import type { Appointment, Role } from '../../domain/access/actor.ts'
import { appointsSomebody, mayAppoint, mayMoveEnd } from '../../domain/access/appointing.ts'
import { maySeeProgramme } from '../../domain/access/operations.ts'
import { fault, type Result, success } from '../../domain/failures.ts'
import type { LocalDate } from '../../domain/intervals.ts'
import { appointmentsChanged } from '../consequences.ts'
import { loadCircles } from '../events/circles.ts'
import { allow, forbidden, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import { type AuthorityRef, resolveAuthorities } from './authorities.ts'

export interface AppointmentRequest {
  readonly personId: string
  readonly role: Role
  readonly authorities: readonly AuthorityRef[]
  /** Half-open: the holder has left on `until`. */
  readonly from: LocalDate
  readonly until: LocalDate | null
  /** The one event that a delegate is named for; null for everything. */
  readonly eventId: string | null
}

/** Roles held of the region itself; every other is held through an authority's office. */
const OF_THE_REGION: readonly Role[] = ['consultant', 'facilitator', 'moderator', 'observer']

const appointmentsOf = (work: Work) =>
  selectAppointments(work.trx).where('appointment.regionId', '=', regionOf(work).id)

const MAY_APPOINT =
  'A programme consultant appoints people, and a director the assistants, delegates and contributors of their own office.'
const NOT_ONESELF =
  "Nobody appoints themselves: another consultant does or, to an authority's office, its director."

/** The refusal of an appointment that is not the actor's to make or prolong. */
const notToAppoint = ({ actor }: Work, personId: string): Result<never> =>
  forbidden(appointsSomebody(actor) && actor.personId === personId ? NOT_ONESELF : MAY_APPOINT)

/**
 * Somebody is appointed from a day on, by the consultant or within their own office by a director. Two directors of
 * one authority at once, and the same person twice in one role of an office, are refused by the database. The rights
 * that come with it, and the papers it opens, follow in the same transaction.
 */
export const createAppointment = writing<AppointmentRequest, readonly string[], Appointment>({
  authorise: async (work, { personId, role, authorities }) => {
    if (!appointsSomebody(work.actor)) return notToAppoint(work, personId)
    const authorityIds = await resolveAuthorities(work, authorities, '/authorities')
    if (!authorityIds.ok) return authorityIds
    const allowed = mayAppoint(work.actor, { personId, role, authorityIds: authorityIds.value })
    return allowed ? authorityIds : notToAppoint(work, personId)
  },
  run: async (work, { authorities: _, ...input }, authorityIds) => {
    const region = regionOf(work)
    const { personId, role, eventId } = input
    const person = await findPerson(work.trx, personId)
    if (person === null || person.regionId !== region.id)
      return fault('/personId', 'There is no such person here.')
    if (authorityIds.length === 0 && !OF_THE_REGION.includes(role)) {
      return fault('/authorities', `A ${role} is appointed through at least one authority's office.`)
    }
    if (input.until !== null && input.until <= input.from) {
      return fault('/until', 'The end must come after the start.')
    }
    const event = await checkEvent(work, input, authorityIds)
    if (!event.ok) return event
    const appointment = await insertAppointment(work.trx, region.id, { ...input, authorityIds }, work.now)
    await appointmentsChanged(work)
    work.record('appointment', appointment.id, { personId, role, ...(eventId !== null && { eventId }) })
    return success(appointment)
  },
})

/** Whether a role may be held for one event, and the event is one of each of its authorities; else `/eventId`. */
const checkEvent = async (
  work: Work,
  { role, eventId }: Pick<AppointmentRequest, 'role' | 'eventId'>,
  authorityIds: readonly string[],
): Promise<Result<null>> => {
  if (eventId === null) return success(null)
  if (role !== 'delegate')
    return fault('/eventId', 'Only a delegate is named for one event: leave the event out.')
  const event = await findEvent(work.trx, eventId)
  if (event === null) return fault('/eventId', 'There is no such event here.')
  const { authorityIds: meeting } = (await loadCircles(work, [event.roundId])).expected(event)
  return authorityIds.every((id) => meeting.includes(id))
    ? success(null)
    : fault('/eventId', 'A delegate is named for an event in which their own authority takes part.')
}

/** The region's appointments, past and future ones too, for everybody who holds one now. */
export const listAppointments = reading({
  authorise: async (work) =>
    allow(maySeeProgramme(work.actor, regionOf(work).id), 'You hold no office here now.'),
  run: async (work, input: PageRequest & { personId?: string | undefined }) => {
    const query = appointmentsOf(work).$if(input.personId !== undefined, (all) =>
      all.where('appointment.personId', '=', input.personId ?? ''),
    )
    const page = await pageOf(
      query,
      { column: 'appointment.validFrom', type: 'date', idColumn: 'appointment.id' },
      input,
    )
    return page.ok ? success({ ...page.value, items: page.value.items.map(appointmentOf) }) : page
  },
})

const findAppointment = async (work: Work, id: string) => {
  const row = await appointmentsOf(work).where('appointment.id', '=', id).forUpdate().executeTakeFirst()
  return row ? success(appointmentOf(row)) : notFound()
}

/** One appointment of the region. */
export const readAppointment = reading<{ id: string }, Appointment, Appointment>({
  authorise: async (work, input) =>
    maySeeProgramme(work.actor, regionOf(work).id) ? findAppointment(work, input.id) : notFound(),
  run: async (_work, _input, appointment) => success(appointment),
})

/**
 * An appointment's end is moved, by the consultant or within their own office by a director: the rights end with
 * it. To take an end back, or put it later, is to appoint.
 */
export const changeAppointment = writing<{ id: string; until: LocalDate | null }, Appointment, Appointment>({
  authorise: async (work, { id, until }) => {
    if (!appointsSomebody(work.actor)) return forbidden(MAY_APPOINT)
    const appointment = await findAppointment(work, id)
    if (!appointment.ok || mayMoveEnd(work.actor, appointment.value, until)) return appointment
    return notToAppoint(work, appointment.value.personId)
  },
  run: async (work, input, appointment) => {
    const same = work.unchanged(appointment)
    if (!same.ok) return same
    if (input.until !== null && input.until <= appointment.from) {
      return fault('/until', 'The end must come after the start.')
    }
    await endAppointment(work.trx, appointment.id, input.until)
    await appointmentsChanged(work)
    work.record('appointment', appointment.id, { until: input.until })
    return success({ ...appointment, until: input.until })
  },
})
