import { sql } from 'kysely'
import type { Scope } from '../domain/calendars/calendar.ts'
import type { SourceKey } from '../domain/calendars/differences.ts'
import {
  commitmentOf,
  insertCommitments,
  type NewCommitment,
  type StoredCommitment,
  selectCommitments,
} from './calendars.ts'
import type { Handle } from './database.ts'

/** A commitment that came from a calendar's source. */
export type Imported = StoredCommitment & SourceKey

/** Everything that was taken from a calendar's source and is still there; nothing that was entered by hand. */
export const loadImported = async (
  trx: Handle,
  calendar: { readonly id: string; readonly scope: Scope },
): Promise<Imported[]> => {
  const rows = await selectCommitments(trx)
    .select(['commitment.uid', 'commitment.recurrenceId'])
    .where('commitment.calendarId', '=', calendar.id)
    .where('commitment.uid', 'is not', null)
    .execute()
  return rows.map((row) => ({
    ...commitmentOf(row, calendar.scope),
    uid: row.uid ?? '',
    recurrenceId: row.recurrenceId,
  }))
}

/** How many rows one statement writes: PostgreSQL takes at most 65,535 values in one. */
const BATCH = 2000

/** Writes what a source added to a calendar. */
export const insertImported = async (
  trx: Handle,
  regionId: string,
  calendarId: string,
  added: readonly (NewCommitment & SourceKey)[],
  now: Date,
): Promise<void> => {
  for (let at = 0; at < added.length; at += BATCH) {
    await insertCommitments(trx, regionId, calendarId, added.slice(at, at + BATCH), now)
  }
}

/** Takes out what a source no longer names. */
export const deleteImported = async (trx: Handle, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return
  await trx.deleteFrom('commitment').where('id', '=', sql<string>`any(${ids}::uuid[])`).execute()
}
