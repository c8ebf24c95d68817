import { sql } from 'kysely'
import type { ActingOffice } from './audit.ts'
import type { Handle } from './database.ts'

export type { ActingOffice } from './audit.ts'

/** The entries of a region's chain, to be narrowed and ordered. */
export const selectEntries = (trx: Handle, regionId: string) =>
  trx
    .selectFrom('auditEntry')
    .select([
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
    ])
    .where('regionId', '=', regionId)

/** One entry as it is stored. */
export type EntryRow = Awaited<ReturnType<ReturnType<typeof selectEntries>['executeTakeFirstOrThrow']>>

/**
 * Those that are about these papers: they are the subject, or a detail names them. Of the papers of `untold`, what
 * the consultant disclosed is left out.
 */
export const selectEntriesAbout = (
  trx: Handle,
  regionId: string,
  { paperIds, untold }: { readonly paperIds: readonly string[]; readonly untold: readonly string[] },
) =>
  selectEntries(trx, regionId)
    .where(
      sql<boolean>`(subject_id = any(${paperIds}::text[]) or detail->>'selfAssessmentId' = any(${paperIds}::text[])
        or detail->>'circulatedPaperId' = any(${paperIds}::text[])
        or detail->'selfAssessmentIds' ?| ${paperIds}::text[]
        or detail->'circulatedPaperIds' ?| ${paperIds}::text[])`,
    )
    .where(
      sql<boolean>`not (action = 'discloseConcern' and detail->>'disclosedAs' is distinct from 'director'
        and coalesce(detail->>'selfAssessmentId', subject_id) = any(${untold}::text[]))`,
    )
