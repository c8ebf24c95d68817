import { type PageRequest, pageOf } from '../../db/page.ts'
import {
  appointmentOf,
  endAppointment,
  findPerson,
  insertAppointment,
  type NewAppointment,
  selectAppointments,
} from '../../db/people.ts'
import type { Appointment, Role } from '../../domain/access/actor.ts'
import { isConsultant, maySeeProgramme } from '../../domain/access/operations.ts'
import { fault, type Result, success } from '../../domain/failures.ts'
import type { LocalDate } from '../../domain/intervals.ts'
import { appointmentsChanged } from '../consequences.ts'
import { allow, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import { type AuthorityRef, resolveAuthorities } from './authorities.ts'

export interface AppointmentRequest {
  readonly personId: string
  readonly role: Role
  readonly authorities: readonly AuthorityRef[]
  /** Half-open: the holder has left on `until`. */
  readonly from: LocalDate
  readonly until: LocalDate | null
}

/** Roles held of the region itself; every other is held through an authority's office. */
const OF_THE_REGION: readonly Role[] = ['consultant', 'facilitator', 'moderator', 'observer']

const appointmentsOf = (work: Work) =>
  selectAppointments(work.trx).where('appointment.regionId', '=', regionOf(work).id)

/**
 * The consultant appoints somebody from a day on. Two directors of one authority at once are refused by the
 * database. The rights that come with it, and the papers it opens, follow in the same transaction.
 */
export const createAppointment = writing<AppointmentRequest, null, Appointment>({
  authorise: async ({ actor }) => allow(isConsultant(actor), 'Only a programme consultant appoints people.'),
  run: async (work, input) => {
    const region = regionOf(work)
    const person = await findPerson(work.trx, input.personId)
    if (person === null || person.regionId !== region.id)
      return fault('/personId', 'There is no such person here.')
    const authorities = await resolveAuthorities(work, input.authorities, '/authorities')
    if (!authorities.ok) return authorities
    const { personId, role, from, until } = input
    const appointment = await appoint(work, { personId, role, from, until, authorityIds: authorities.value })
    if (!appointment.ok) return appointment
    await appointmentsChanged(work)
    work.record('appointment', appointment.value.id, { personId, role })
    return appointment
  },
})

/**
 * Appoints somebody of the region through the offices of some of its authorities. Two directors of one authority
 * at once, and one person twice in one role of an office, are refused by the database. What follows for events
 * and papers is the caller's to see to.
 */
export const appoint = async (
  work: Work,
  appointment: Omit<NewAppointment, 'eventId'>,
): Promise<Result<Appointment>> => {
  const { role, authorityIds, from, until } = appointment
  if (authorityIds.length === 0 && !OF_THE_REGION.includes(role))
    return fault('/authorities', `A ${role} is appointed through at least one authority's office.`)
  if (!endsAfter(from, until)) return fault('/until', 'The end must come after the start.')
  return success(
    await insertAppointment(work.trx, regionOf(work).id, { ...appointment, eventId: null }, work.now),
  )
}

/** Ends an appointment on a day, or takes its end back; what follows is the caller's to see to. */
export const endOn = async (
  work: Work,
  appointment: Appointment,
  until: LocalDate | null,
): Promise<Result<Appointment>> => {
  if (!endsAfter(appointment.from, until)) return fault('/until', 'The end must come after the start.')
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

/** The consultant ends an appointment on a day (or takes an end back): the rights end with it. */
export const changeAppointment = writing<{ id: string; until: LocalDate | null }, Appointment, Appointment>({
  authorise: async (work, input) => {
    const allowed = allow(isConsultant(work.actor), 'Only a programme consultant ends appointments.')
    return allowed.ok ? findAppointment(work, input.id) : allowed
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
