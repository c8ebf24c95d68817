import { sql } from 'kysely'
import type { Handle } from './database.ts'

/** Every row that refers to a person, with the table that it is in; none in a transaction that is not everywhere. */
export const loadRowsOf = async (
  trx: Handle,
  personId: string,
): Promise<readonly { readonly name: string; readonly record: unknown }[]> =>
  (
    await sql<{
      name: string
      record: unknown
    }>`select name, record from person_rows(${personId}::uuid)`.execute(trx)
  ).rows

/** What the audit log of a region has by a person or about them, in its order. */
export const loadPersonsEntries = async (trx: Handle, regionId: string, personId: string) =>
  trx
    .selectFrom('auditEntry')
    .select([
      'sequence',
      'at',
      'personId',
      'offices',
      'action',
      'subjectType',
      'subjectId',
      'outcome',
      'detail',
    ])
    .where('regionId', '=', regionId)
    .where(
      sql<boolean>`(person_id = ${personId}::uuid or subject_id = ${personId} or strpos(detail::text, ${personId}) > 0)`,
    )
    .orderBy('sequence')
    .execute()

/** Takes away what identifies a person. */
export const eraseRows = async (trx: Handle, personId: string, at: Date): Promise<void> => {
  await sql`select erase_person(${personId}::uuid, ${at})`.execute(trx)
}
