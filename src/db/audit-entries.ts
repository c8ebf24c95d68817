import { sql } from 'kysely'
import type { ActingOffice } from './audit.ts'
import type { Handle } from './database.ts'

export type { ActingOffice } from './audit.ts'

const ENTRY = [
  'sequence',
  'at',
  'personId',
  sql<readonly ActingOffice[] | null>`offices`.as('offices'),
  'correlationId',
  'action',
  'subjectType',
  'subjectId',
  'outcome',
  'detail',
  'hash',
] as const

const selectEntries = (trx: Handle, regionId: string) =>
  trx.selectFrom('auditEntry').select(ENTRY).where('regionId', '=', regionId)

/** One entry as it is stored. */
export type EntryRow = Awaited<ReturnType<ReturnType<typeof selectEntries>['executeTakeFirstOrThrow']>>

/** Which entries: at most so many, after a number. */
export interface EntriesAfter {
  readonly after: number
  readonly limit: number
}

/** Entries of a region's chain, in its order. */
export const loadEntries = (
  trx: Handle,
  regionId: string,
  { after, limit }: EntriesAfter,
): Promise<EntryRow[]> =>
  selectEntries(trx, regionId).where('sequence', '>', after).orderBy('sequence').limit(limit).execute()

/**
 * Entries that are about these papers (they are the subject, or a detail names them), numbered among themselves: the
 * numbers of the chain would tell how much else was done. Of the papers of `untold`, what the consultant disclosed is
 * left out; what was done with outcomes is told of the papers of `outcomesOf` alone.
 */
export const loadEntriesAbout = (
  trx: Handle,
  regionId: string,
  { paperIds, untold, outcomesOf }: Readonly<Record<'paperIds' | 'untold' | 'outcomesOf', readonly string[]>>,
  { after, limit }: EntriesAfter,
): Promise<(EntryRow & { readonly position: number })[]> =>
  trx
    .selectFrom(
      selectEntries(trx, regionId)
        .select(sql<number>`row_number() over (order by sequence)`.as('position'))
        .where(
          sql<boolean>`(subject_id = any(${paperIds}::text[]) or detail->>'selfAssessmentId' = any(${paperIds}::text[])
            or detail->>'circulatedPaperId' = any(${paperIds}::text[])
            or detail->'selfAssessmentIds' ?| ${paperIds}::text[]
            or detail->'outcomesOf' ?| ${outcomesOf}::text[]
            or detail->'circulatedPaperIds' ?| ${paperIds}::text[])`,
        )
        .where(
          sql<boolean>`not (action = 'discloseConcern' and detail->>'disclosedAs' is distinct from 'director'
            and coalesce(detail->>'selfAssessmentId', subject_id) = any(${untold}::text[]))`,
        )
        .as('entry'),
    )
    .selectAll('entry')
    .where('entry.position', '>', after)
    .orderBy('entry.position')
    .limit(limit)
    .execute()
