import { sql } from 'kysely'
import type { Appointment, Role } from '../domain/access/actor.ts'
import type { LocalDate } from '../domain/intervals.ts'
import type { Handle } from './database.ts'
import { type Lookup, listOf, lookUpOne, lookup } from './lookups.ts'

const REGION = ['id', 'name', 'timezone'] as const

/** All regions that the transaction may see. */
export const selectRegions = (trx: Handle) => trx.selectFrom('region').select(REGION)

/** The region with this id, if the transaction may see it. */
export const findRegion = async (trx: Handle, id: string) =>
  (await selectRegions(trx).where('id', '=', id).executeTakeFirst()) ?? null

export const insertRegion = (trx: Handle, region: { name: string; timezone: string }, now: Date) =>
  trx
    .insertInto('region')
    .values({ ...region, createdAt: now })
    .returning(REGION)
    .executeTakeFirstOrThrow()

const PERSON = ['id', 'regionId', 'name', 'email'] as const

/** People of the region; names are offices ("Director, Kent"). */
export const selectPeople = (trx: Handle) => trx.selectFrom('person').select(PERSON)

/** The people with these ids that the transaction may see. */
export const selectPeopleAmong = (trx: Handle, ids: readonly string[]) =>
  selectPeople(trx).where(sql<boolean>`person.id = any(${ids}::uuid[])`)

export const findPerson = async (trx: Handle, id: string) =>
  (await selectPeople(trx).where('id', '=', id).executeTakeFirst()) ?? null

export const insertPerson = (
  trx: Handle,
  person: { regionId: string | null; name: string; email: string | null },
  now: Date,
) =>
  trx
    .insertInto('person')
    .values({ ...person, createdAt: now })
    .returning(PERSON)
    .executeTakeFirstOrThrow()

export const updatePerson = async (
  trx: Handle,
  { id, name, email }: { id: string; name: string; email: string | null },
): Promise<void> => {
  await trx.updateTable('person').set({ name, email }).where('id', '=', id).execute()
}

/** Appointments with the authorities of each. */
export const selectAppointments = (trx: Handle) =>
  trx
    .selectFrom('appointment')
    .select((row) => [
      'appointment.id',
      'appointment.personId',
      'appointment.role',
      'appointment.validFrom as from',
      'appointment.validUntil as until',
      'appointment.eventId',
      sql<string[]>`array(${row
        .selectFrom('appointmentAuthority')
        .select('authorityId')
        .whereRef('appointmentId', '=', 'appointment.id')
        .orderBy('authorityId')})`.as('authorityIds'),
    ])

/** A row of `selectAppointments` as the domain knows it. */
export const appointmentOf = <Row extends { role: string }>(row: Row): Row & { role: Role } => ({
  ...row,
  role: row.role as Role,
})

/** A person's appointments valid on a local day. */
export const loadAppointments = async (
  trx: Handle,
  personId: string,
  today: LocalDate,
): Promise<Appointment[]> => {
  const rows = await selectAppointments(trx)
    .where('appointment.personId', '=', personId)
    .where(sql<boolean>`appointment.valid @> ${today}::date`)
    .orderBy('appointment.id')
    .execute()
  return rows.map(appointmentOf)
}

/** A person's appointments valid on a local day or later. */
export const loadPosts = async (trx: Handle, personId: string, today: LocalDate): Promise<Appointment[]> => {
  const rows = await selectAppointments(trx)
    .where('appointment.personId', '=', personId)
    .where(sql<boolean>`appointment.valid && daterange(${today}::date, null)`)
    .orderBy('appointment.id')
    .execute()
  return rows.map(appointmentOf)
}

const selectAppointmentsInRoles = (
  trx: Handle,
  { regionId, roles }: { readonly regionId: string; readonly roles: readonly Role[] },
) =>
  selectAppointments(trx)
    .where('appointment.regionId', '=', regionId)
    .where(sql<boolean>`appointment.role = any(${listOf(roles, 'text')})`)
    .orderBy('appointment.id')

/** All appointments of a region in given roles, past and future ones too; whoever counts them names a day. */
export const appointmentsInRoles = (regionId: string, roles: readonly Role[]): Lookup<Appointment[]> =>
  lookup(selectAppointmentsInRoles, { regionId, roles }, (rows) => rows.map(appointmentOf))

/** `appointmentsInRoles` by itself. */
export const loadAppointmentsInRoles = (
  trx: Handle,
  regionId: string,
  roles: readonly Role[],
): Promise<Appointment[]> => lookUpOne(trx, appointmentsInRoles(regionId, roles))

/** All appointments held through one authority, past and future ones too. */
export const loadAppointmentsThrough = async (
  trx: Handle,
  regionId: string,
  authorityId: string,
): Promise<Appointment[]> => {
  const rows = await selectAppointments(trx)
    .where('appointment.regionId', '=', regionId)
    .where((row) =>
      row.exists(
        row
          .selectFrom('appointmentAuthority')
          .select('authorityId')
          .whereRef('appointmentId', '=', 'appointment.id')
          .where('authorityId', '=', authorityId),
      ),
    )
    .orderBy('appointment.id')
    .execute()
  return rows.map(appointmentOf)
}

export interface NewAppointment {
  readonly personId: string
  readonly role: Role
  readonly authorityIds: readonly string[]
  /** Half-open: the holder has left on `until`. */
  readonly from: LocalDate
  readonly until: LocalDate | null
  /** The one event that a delegate is named for, or null. */
  readonly eventId: string | null
}

export const insertAppointment = async (
  trx: Handle,
  regionId: string,
  { personId, role, authorityIds, from, until, eventId }: NewAppointment,
  now: Date,
): Promise<Appointment> => {
  const { id } = await trx
    .insertInto('appointment')
    .values({ regionId, personId, role, validFrom: from, validUntil: until, eventId, createdAt: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (authorityIds.length > 0) {
    await trx
      .insertInto('appointmentAuthority')
      .values(
        authorityIds.map((authorityId) => ({
          regionId,
          appointmentId: id,
          authorityId,
          personId,
          role,
          eventId,
          validFrom: from,
          validUntil: until,
        })),
      )
      .execute()
  }
  return { id, personId, role, authorityIds, from, until, eventId }
}

/** Takes an appointment back as if it had never been, with its authorities. */
export const removeAppointment = async (trx: Handle, id: string): Promise<void> => {
  await trx.deleteFrom('appointment').where('id', '=', id).execute()
}

/** Moves the day on which an appointment ends, in the appointment and in each of its authorities. */
export const endAppointment = async (trx: Handle, id: string, until: LocalDate | null): Promise<void> => {
  await trx.updateTable('appointment').set({ validUntil: until }).where('id', '=', id).execute()
  await trx
    .updateTable('appointmentAuthority')
    .set({ validUntil: until })
    .where('appointmentId', '=', id)
    .execute()
}

/** Everybody who is a programme consultant at an instant, by the local day of their region, with its name. */
export const loadConsultants = (trx: Handle, now: Date) =>
  trx
    .selectFrom('appointment')
    .innerJoin('person', 'person.id', 'appointment.personId')
    .innerJoin('region', 'region.id', 'appointment.regionId')
    .select(['person.id', 'person.name', 'region.id as regionId', 'region.name as regionName'])
    .distinct()
    .where('appointment.role', '=', 'consultant')
    .where(sql<boolean>`appointment.valid @> (${now}::timestamptz at time zone region.timezone)::date`)
    .orderBy('region.name')
    .orderBy('person.name')
    .orderBy('person.id')
    .execute()
