import { sql } from 'kysely'
import type { CommentText } from '../domain/moderation/comments.ts'
import { columnsOf, textOf } from './comments.ts'
import type { Handle } from './database.ts'

/** The moderation report on a paper, as it was last saved. */
export interface StoredReport extends CommentText {
  readonly savedAt: Date
  /** Null while it is a draft. */
  readonly issuedAt: Date | null
}

/** The report on a paper; null while there is none that the second wall shows. */
export const findReport = async (trx: Handle, paperId: string): Promise<StoredReport | null> => {
  const row = await trx
    .selectFrom('moderationReport')
    .select(['overall', 'sections', 'linesOfEnquiry', 'savedAt', 'issuedAt'])
    .where('selfAssessmentId', '=', paperId)
    .executeTakeFirst()
  return row ? { ...textOf(row), savedAt: row.savedAt, issuedAt: row.issuedAt } : null
}

/** When the report on each of some papers was issued, null while it is a draft; those without one are left out. */
export const loadReportIssues = async (
  trx: Handle,
  paperIds: readonly string[],
): Promise<Map<string, { readonly issuedAt: Date | null }>> => {
  const rows = await trx
    .selectFrom('moderationReport')
    .select(['selfAssessmentId', 'issuedAt'])
    .where(sql<boolean>`self_assessment_id = any(${paperIds}::uuid[])`)
    .execute()
  return new Map(rows.map(({ selfAssessmentId, issuedAt }) => [selfAssessmentId, { issuedAt }]))
}

/** Makes this the draft of a paper's report. */
export const saveReport = async (
  trx: Handle,
  paper: { readonly regionId: string; readonly selfAssessmentId: string },
  text: CommentText,
  saved: { readonly savedBy: string; readonly savedAt: Date },
): Promise<void> => {
  const columns = { ...columnsOf(text), ...saved }
  await trx
    .insertInto('moderationReport')
    .values({ ...paper, ...columns })
    .onConflict((conflict) => conflict.column('selfAssessmentId').doUpdateSet(columns))
    .execute()
}

/** Issues a paper's report, or with null takes it back. */
export const issueReport = async (trx: Handle, paperId: string, issuedAt: Date | null): Promise<void> => {
  await trx
    .updateTable('moderationReport')
    .set({ issuedAt })
    .where('selfAssessmentId', '=', paperId)
    .execute()
}
