import { sql } from 'kysely'
import type { Handle } from './database.ts'

/** What holds for all moderators of one paper. */
export interface PaperModeration {
  /** The moderator whom the consultant named to reconcile the comments; null while none is named. */
  readonly leadId: string | null
  readonly closedAt: Date | null
  readonly closedBecause: string | null
  /** Whether others read the comments than those who wrote them: as the domain's rule last worked it out. */
  readonly commentsShared: boolean
}

const UNTOUCHED: PaperModeration = {
  leadId: null,
  closedAt: null,
  closedBecause: null,
  commentsShared: false,
}

export const findPaperModeration = async (trx: Handle, paperId: string): Promise<PaperModeration> => {
  const row = await trx
    .selectFrom('paperModeration')
    .select(['leadId', 'closedAt', 'closedBecause', 'commentsShared'])
    .where('selfAssessmentId', '=', paperId)
    .executeTakeFirst()
  return row ?? UNTOUCHED
}

/** What holds for the moderators of each of some papers; those never touched are left out. */
export const loadPaperModerations = async (
  trx: Handle,
  paperIds: readonly string[],
): Promise<Map<string, Pick<PaperModeration, 'leadId' | 'closedAt'>>> => {
  const rows = await trx
    .selectFrom('paperModeration')
    .select(['selfAssessmentId', 'leadId', 'closedAt'])
    .where(sql<boolean>`self_assessment_id = any(${paperIds}::uuid[])`)
    .execute()
  return new Map(rows.map(({ selfAssessmentId, ...moderation }) => [selfAssessmentId, moderation]))
}

/** The papers among these whose comments are shared. */
export const loadSharing = async (trx: Handle, paperIds: readonly string[]): Promise<Set<string>> => {
  const rows = await trx
    .selectFrom('paperModeration')
    .select('selfAssessmentId')
    .where('commentsShared', '=', true)
    .where(sql<boolean>`self_assessment_id = any(${paperIds}::uuid[])`)
    .execute()
  return new Set(rows.map(({ selfAssessmentId }) => selfAssessmentId))
}

/** Changes what holds for a paper's moderators. */
export const changePaperModeration = async (
  trx: Handle,
  paper: { readonly regionId: string; readonly selfAssessmentId: string },
  change: Partial<PaperModeration>,
): Promise<void> => {
  await trx
    .insertInto('paperModeration')
    .values({ ...paper, ...UNTOUCHED, ...change })
    .onConflict((conflict) => conflict.column('selfAssessmentId').doUpdateSet({ ...paper, ...change }))
    .execute()
}
