import { findEvent } from '../../db/events.ts'
import { loadNames } from '../../db/names.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import {
  appointmentOf,
  endAppointment,
  findPerson,
  insertAppointment,
  type NewAppointment,
  selectAppointments,
} from '../../db/people.ts'
import { loadSuccessions } from '../../db/successions.ts'
import type { Appointment, Role } from '../../domain/access/actor.ts'
import { appointsSomebody, mayAppoint, mayMoveEnd } from '../../domain/access/appointing.ts'
import { maySeeProgramme } from '../../domain/access/operations.ts'
import { endOf } from '../../domain/authorities/succession.ts'
import { fault, type Result, success } from '../../domain/failures.ts'
import type { LocalDate } from '../../domain/intervals.ts'
import { dayInWords } from '../../domain/words.ts'
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
    const event = await checkEvent(work, input, authorityIds)
    if (!event.ok) return event
    const appointment = await appoint(work, { ...input, authorityIds })
    if (!appointment.ok) return appointment
    await appointmentsChanged(work)
    work.record('appointment', appointment.value.id, { personId, role, ...(eventId !== null && { eventId }) })
    return appointment
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

/**
 * Appoints somebody of the region through the offices of some of its authorities, if that is the actor's to do.
 * Two directors of one authority at once, and one person twice in one role of an office, are refused by the
 * database. What follows for events and papers is the caller's to see to.
 */
export const appoint = async (work: Work, appointment: NewAppointment): Promise<Result<Appointment>> => {
  const { personId, role, authorityIds, from, until } = appointment
  if (!mayAppoint(work.actor, appointment)) return notToAppoint(work, personId)
  if (authorityIds.length === 0 && !OF_THE_REGION.includes(role))
    return fault('/authorities', `A ${role} is appointed through at least one authority's office.`)
  if (!endsAfter(from, until)) return fault('/until', 'The end must come after the start.')
  const standing = await checkStanding(work, appointment)
  if (!standing.ok) return standing
  return success(await insertAppointment(work.trx, regionOf(work).id, appointment, work.now))
}

/** Refuses, at `/authorities`, an appointment that would outlast one of its authorities. */
const checkStanding = async (
  work: Work,
  { authorityIds, until }: Pick<NewAppointment, 'authorityIds' | 'until'>,
): Promise<Result<null>> => {
  const region = regionOf(work)
  const successions = await loadSuccessions(work.trx, region.id)
  const ended = authorityIds.find((id) => {
    const end = endOf(id, successions)
    return end !== null && (until === null || until > end)
  })
  if (ended === undefined) return success(null)
  const { authorities } = await loadNames(work.trx, region.id)
  const day = dayInWords(endOf(ended, successions) ?? '')
  return fault(
    '/authorities',
    `${authorities[ended]} ends on ${day}: end the appointment by then, or name its successors.`,
  )
}

/** Moves an appointment's end, if that is the actor's to do; what follows is the caller's to see to. */
export const endOn = async (
  work: Work,
  appointment: Appointment,
  until: LocalDate | null,
): Promise<Result<Appointment>> => {
  if (!mayMoveEnd(work.actor, appointment, until)) return notToAppoint(work, appointment.personId)
  if (!endsAfter(appointment.from, until)) return fault('/until', 'The end must come after the start.')
  const standing = await checkStanding(work, { ...appointment, until })
  if (!standing.ok) return standing
  await endAppointment(work.trx, appointment.id, until)
  return success({ ...appointment, until })
}

const endsAfter = (from: LocalDate, until: LocalDate | null): boolean => until === null || from < until

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
    const ended = await endOn(work, appointment, input.until)
    if (!ended.ok) return ended
    await appointmentsChanged(work)
    work.record('appointment', appointment.id, { until: input.until })
    return ended
  },
})
