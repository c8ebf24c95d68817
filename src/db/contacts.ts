import { sql } from 'kysely'
import type { LocalDate } from '../domain/intervals.ts'
import type { Handle } from './database.ts'

/** How an office is reached, as people give it. */
export interface ContactDetails {
  readonly email: string | null
  readonly phone: string | null
  readonly address: string | null
  readonly note: string | null
}

/** An authority's office with how it is reached: nothing, unconfirmed, while nobody has said. */
export interface OfficeContact extends ContactDetails {
  readonly authority: { readonly id: string; readonly name: string }
  readonly confirmedAt: Date | null
}

/** The offices of the authorities that stand on a local day, with how each is reached; `contactOf` reads a row. */
export const selectContacts = (trx: Handle, regionId: string, today: LocalDate) =>
  trx
    .selectFrom('authority')
    .leftJoin('officeContact', 'officeContact.authorityId', 'authority.id')
    .select([
      'authority.id',
      'authority.name',
      'officeContact.email',
      'officeContact.phone',
      'officeContact.address',
      'officeContact.note',
      'officeContact.confirmedAt',
    ])
    .where('authority.regionId', '=', regionId)
    .where(sql<boolean>`not exists (
      select from succession where predecessor_id = authority.id and on_date <= ${today}::date)`)

/** That an office has not confirmed its details since an instant. */
export const notConfirmedSince = (instant: Date) =>
  sql<boolean>`(office_contact.confirmed_at is null or office_contact.confirmed_at <= ${instant})`

type ContactRow = Awaited<ReturnType<ReturnType<typeof selectContacts>['executeTakeFirstOrThrow']>>

export const contactOf = ({ id, name, ...contact }: ContactRow): OfficeContact => ({
  authority: { id, name },
  ...contact,
})

/** Makes the changes of one office's details come one after the other, the first of them too. */
export const lockContact = async (trx: Handle, authorityId: string): Promise<void> => {
  await trx.selectFrom('authority').select('id').where('id', '=', authorityId).forNoKeyUpdate().execute()
}

/** Writes an office's details, and who confirmed them if somebody did. */
export const saveContact = async (
  trx: Handle,
  key: { readonly regionId: string; readonly authorityId: string },
  { email, phone, address, note }: ContactDetails,
  confirmedBy: string | null,
  now: Date,
): Promise<void> => {
  const columns = {
    email,
    phone,
    address,
    note,
    confirmedBy,
    confirmedAt: confirmedBy === null ? null : now,
    changedAt: now,
  }
  await trx
    .insertInto('officeContact')
    .values({ ...key, ...columns })
    .onConflict((conflict) =>
      conflict.column('authorityId').doUpdateSet({
        ...columns,
        revision: sql`office_contact.revision + 1`,
      }),
    )
    .execute()
}
