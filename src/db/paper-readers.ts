import { sql } from 'kysely'
import type { Reader } from '../domain/access/readers.ts'
import type { Handle } from './database.ts'

/** One row of the second wall. */
type ReaderRow = Pick<Reader, 'personId' | 'basis' | 'from' | 'until'> & { readonly paperId: string }

/**
 * Makes transactions that work out readers of one region come one after the other, until they end: two that
 * overlapped would each miss the other's change and write readers by facts that no longer stand.
 */
export const lockReaders = async (trx: Handle, regionId: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`paper readers ${regionId}`}, 0))`.execute(trx)
}

/** Makes the stored readers of these papers those given, touching only the rows that differ. */
export const replaceReaders = async (
  trx: Handle,
  regionId: string,
  paperIds: readonly string[],
  readers: readonly ReaderRow[],
): Promise<void> => {
  const wanted = sql`jsonb_to_recordset(${JSON.stringify(readers)}::jsonb) as wanted(
    "paperId" uuid, "personId" uuid, basis text, "from" timestamptz, until timestamptz)`
  await sql`delete from paper_reader r where r.paper_id = any(${paperIds}::uuid[])
    and not exists (select from ${wanted} where wanted."paperId" = r.paper_id
      and wanted."personId" = r.person_id and wanted.basis = r.basis and wanted."from" = r.reads_from
      and wanted.until is not distinct from r.reads_until)`.execute(trx)
  await sql`insert into paper_reader (region_id, paper_id, person_id, basis, reads_from, reads_until)
    select ${regionId}::uuid, "paperId", "personId", basis, "from", until from ${wanted}
    on conflict (paper_id, person_id, basis, reads_from) do nothing`.execute(trx)
}

/** How often one person has read a paper, and when. */
export interface PastReader {
  readonly personId: string
  readonly reads: number
  readonly firstAt: Date
  readonly lastAt: Date
}

/** Who has read a paper of either kind, with all that is in it, by the audit log; who read it last comes first. */
export const loadPastReaders = async (
  trx: Handle,
  regionId: string,
  paperId: string,
): Promise<PastReader[]> => {
  const rows = await trx
    .selectFrom('auditEntry')
    .select((entry) => [
      'personId',
      entry.fn.countAll<number>().as('reads'),
      entry.fn.min('at').as('firstAt'),
      entry.fn.max('at').as('lastAt'),
    ])
    .where('regionId', '=', regionId)
    .where('subjectId', '=', paperId)
    .where('subjectType', 'in', ['self-assessment', 'paper'])
    .where('outcome', '=', 'read')
    .where('personId', 'is not', null)
    .groupBy('personId')
    .orderBy('lastAt', 'desc')
    .orderBy('personId')
    .execute()
  return rows.flatMap(({ personId, ...row }) => (personId === null ? [] : [{ personId, ...row }]))
}
