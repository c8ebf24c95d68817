import { sql } from 'kysely'
import type { CommentText } from '../domain/moderation/comments.ts'
import type { Handle } from './database.ts'

/** One moderator's comments on a self-assessment, as last returned. */
export interface Comments extends CommentText {
  readonly assignmentId: string
  readonly moderator: { readonly id: string; readonly name: string }
  /** The version of the self-assessment that they are about. */
  readonly version: number | null
  /** From 1; each time that comments are returned again after they were reopened is one more. */
  readonly edition: number
  readonly submittedAt: Date
}

/** The latest comments of each moderator on a paper, as far as the second wall shows them, in order of coming. */
export const loadComments = async (trx: Handle, paperId: string): Promise<Comments[]> => {
  const rows = await trx
    .selectFrom('moderationComments as comments')
    .innerJoin('moderationAssignment as assignment', 'assignment.id', 'comments.assignmentId')
    .innerJoin('person', 'person.id', 'assignment.moderatorId')
    .leftJoin('submission', 'submission.id', 'assignment.submissionId')
    .select([
      'comments.assignmentId',
      'comments.edition',
      'comments.overall',
      'comments.sections',
      'comments.linesOfEnquiry',
      'comments.submittedAt',
      'submission.version',
      'person.id as moderatorId',
      'person.name as moderatorName',
    ])
    .where('comments.selfAssessmentId', '=', paperId)
    .orderBy('comments.submittedAt')
    .orderBy('comments.assignmentId')
    .orderBy('comments.edition')
    .execute()
  const latest = rows.filter(
    ({ assignmentId, edition }) =>
      !rows.some((other) => other.assignmentId === assignmentId && other.edition > edition),
  )
  return latest.map(({ moderatorId, moderatorName, ...row }) => ({
    ...row,
    ...textOf(row),
    moderator: { id: moderatorId, name: moderatorName },
  }))
}

interface StoredText {
  readonly overall: string | null
  readonly sections: unknown
  readonly linesOfEnquiry: unknown
}

/** The columns of a stored text as the domain knows it: this service alone writes them. */
export const textOf = ({ overall, sections, linesOfEnquiry }: StoredText): CommentText => ({
  overall,
  sections: sections as CommentText['sections'],
  linesOfEnquiry: linesOfEnquiry as CommentText['linesOfEnquiry'],
})

/** A text as its columns. */
export const columnsOf = ({ overall, sections, linesOfEnquiry }: CommentText) => ({
  overall,
  sections: JSON.stringify(sections),
  linesOfEnquiry: JSON.stringify(linesOfEnquiry),
})

/** The assignment whose comments something is. */
export interface OfAssignment {
  readonly assignmentId: string
  readonly regionId: string
  readonly selfAssessmentId: string
}

/** Stores comments as the assignment's next edition. */
export const insertComments = async (
  trx: Handle,
  of: OfAssignment,
  text: CommentText,
  now: Date,
): Promise<void> => {
  await trx
    .insertInto('moderationComments')
    .values((row) => ({
      ...of,
      ...columnsOf(text),
      edition: row
        .selectFrom('moderationComments as before')
        .select(sql<number>`coalesce(max(before.edition), 0) + 1`.as('next'))
        .where('before.assignmentId', '=', of.assignmentId),
      submittedAt: now,
    }))
    .execute()
}

/** What a moderator is writing, with when it was saved. */
export interface Draft extends CommentText {
  readonly savedAt: Date
}

/** The draft of an assignment; null while there is none, and for everybody but its moderator. */
export const findDraft = async (trx: Handle, assignmentId: string): Promise<Draft | null> => {
  const row = await trx
    .selectFrom('moderationDraft')
    .select(['overall', 'sections', 'linesOfEnquiry', 'savedAt'])
    .where('assignmentId', '=', assignmentId)
    .executeTakeFirst()
  return row ? { ...textOf(row), savedAt: row.savedAt } : null
}

/** Makes this the draft of an assignment. */
export const saveDraft = async (
  trx: Handle,
  of: OfAssignment,
  text: CommentText,
  savedAt: Date,
): Promise<void> => {
  const columns = { ...columnsOf(text), savedAt }
  await trx
    .insertInto('moderationDraft')
    .values({ ...of, ...columns })
    .onConflict((conflict) => conflict.column('assignmentId').doUpdateSet(columns))
    .execute()
}

/** Drops the draft of an assignment. */
export const deleteDraft = async (trx: Handle, assignmentId: string): Promise<void> => {
  await trx.deleteFrom('moderationDraft').where('assignmentId', '=', assignmentId).execute()
}
