import { sql } from 'kysely'
import type { AssignmentDeadlines, AssignmentState } from '../domain/moderation/assignment.ts'
import type { Handle } from './database.ts'
import type { Section } from './submissions.ts'

/** One moderator's work on one self-assessment, as its moderator and the consultant see it. */
export interface Assignment extends AssignmentDeadlines {
  readonly id: string
  readonly regionId: string
  readonly selfAssessmentId: string
  readonly round: { readonly id: string; readonly label: string }
  readonly authority: { readonly id: string; readonly name: string }
  readonly moderator: { readonly id: string; readonly name: string }
  readonly state: AssignmentState
  /** The submission that is moderated; null before acceptance, and until something is submitted. */
  readonly submissionId: string | null
  /** Why it was declined or ended. */
  readonly reason: string | null
  readonly acceptedAt: Date | null
  readonly endedAt: Date | null
}

/** Assignments of the region; `assignmentOf` reads one. */
export const selectAssignments = (trx: Handle) =>
  trx
    .selectFrom('moderationAssignment as assignment')
    .innerJoin('selfAssessment', 'selfAssessment.id', 'assignment.selfAssessmentId')
    .innerJoin('round', 'round.id', 'selfAssessment.roundId')
    .innerJoin('authority', 'authority.id', 'selfAssessment.authorityId')
    .innerJoin('person', 'person.id', 'assignment.moderatorId')
    .select([
      'assignment.id',
      'assignment.regionId',
      'assignment.selfAssessmentId',
      'assignment.state',
      'assignment.acceptBy',
      'assignment.commentsDue',
      'assignment.submissionId',
      'assignment.reason',
      'assignment.acceptedAt',
      'assignment.endedAt',
      'assignment.moderatorId',
      'person.name as moderatorName',
      'round.id as roundId',
      'round.label as roundLabel',
      'authority.id as authorityId',
      'authority.name as authorityName',
    ])

type Row = Awaited<ReturnType<ReturnType<typeof selectAssignments>['executeTakeFirstOrThrow']>>

/** A row of `selectAssignments` as the services know it. */
export const assignmentOf = (row: Row): Assignment => ({
  id: row.id,
  regionId: row.regionId,
  selfAssessmentId: row.selfAssessmentId,
  round: { id: row.roundId, label: row.roundLabel },
  authority: { id: row.authorityId, name: row.authorityName },
  moderator: { id: row.moderatorId, name: row.moderatorName },
  state: row.state as AssignmentState,
  acceptBy: row.acceptBy,
  commentsDue: row.commentsDue,
  submissionId: row.submissionId,
  reason: row.reason,
  acceptedAt: row.acceptedAt,
  endedAt: row.endedAt,
})

export const findAssignment = async (trx: Handle, id: string): Promise<Assignment | null> => {
  const row = await selectAssignments(trx).where('assignment.id', '=', id).executeTakeFirst()
  return row ? assignmentOf(row) : null
}

/** Makes the moves of one assignment come one after the other. */
export const lockAssignment = async (trx: Handle, id: string): Promise<void> => {
  await trx.selectFrom('moderationAssignment').select('id').where('id', '=', id).forNoKeyUpdate().execute()
}

/** Offers a paper to a moderator. */
export const insertAssignment = async (
  trx: Handle,
  offer: AssignmentDeadlines & {
    readonly regionId: string
    readonly selfAssessmentId: string
    readonly moderatorId: string
  },
  now: Date,
): Promise<string> => {
  const { id } = await trx
    .insertInto('moderationAssignment')
    .values({ ...offer, state: 'offered', createdAt: now, changedAt: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** What a move changes of an assignment. */
export interface AssignmentChange {
  readonly state?: AssignmentState
  readonly submissionId?: string | null
  readonly reason?: string | null
  readonly acceptedAt?: Date
  readonly endedAt?: Date
}

export const changeAssignment = async (
  trx: Handle,
  id: string,
  change: AssignmentChange,
  now: Date,
): Promise<void> => {
  await trx
    .updateTable('moderationAssignment')
    .set((row) => ({ ...change, revision: row('revision', '+', 1), changedAt: now }))
    .where('id', '=', id)
    .execute()
}

/** Gives the first submission of a paper to those who accepted before there was one. */
export const fixFirstSubmission = async (
  trx: Handle,
  paperId: string,
  submissionId: string,
  now: Date,
): Promise<void> => {
  await trx
    .updateTable('moderationAssignment')
    .set((row) => ({ submissionId, revision: row('revision', '+', 1), changedAt: now }))
    .where('selfAssessmentId', '=', paperId)
    .where('state', '=', 'accepted')
    .where('submissionId', 'is', null)
    .execute()
}

/** The states in which an assignment counts: neither declined nor ended. */
const STANDING: readonly AssignmentState[] = ['offered', 'accepted', 'comments-submitted']

/** How many assignments of a round a moderator has, those declined, ended or of one paper not counted. */
export const countLoad = async (
  trx: Handle,
  round: { readonly roundId: string; readonly moderatorId: string; readonly exceptPaperId: string },
): Promise<number> => {
  const { load } = await trx
    .selectFrom('moderationAssignment')
    .innerJoin('selfAssessment', 'selfAssessment.id', 'moderationAssignment.selfAssessmentId')
    .select((row) => row.fn.countAll<number>().as('load'))
    .where('selfAssessment.roundId', '=', round.roundId)
    .where('selfAssessment.id', '<>', round.exceptPaperId)
    .where('moderationAssignment.moderatorId', '=', round.moderatorId)
    .where('moderationAssignment.state', 'in', STANDING)
    .executeTakeFirstOrThrow()
  return load
}

/** Who else has been offered a paper, is at work on it or has commented on it. */
export const loadOtherModerators = async (
  trx: Handle,
  paperId: string,
  exceptPersonId: string,
): Promise<string[]> => {
  const rows = await trx
    .selectFrom('moderationAssignment')
    .select('moderatorId')
    .where('selfAssessmentId', '=', paperId)
    .where('moderatorId', '<>', exceptPersonId)
    .where('state', 'in', STANDING)
    .orderBy('moderatorId')
    .execute()
  return rows.map(({ moderatorId }) => moderatorId)
}

/** Where each assignment of some papers stands, and whether its comments were returned. */
export const loadAssignmentStates = async (trx: Handle, paperIds: readonly string[]) => {
  const rows = await trx
    .selectFrom('moderationAssignment')
    .leftJoin('moderationComments', 'moderationComments.assignmentId', 'moderationAssignment.id')
    .select([
      'moderationAssignment.selfAssessmentId as paperId',
      'moderationAssignment.state',
      'moderationComments.assignmentId as comments',
    ])
    .where(sql<boolean>`moderation_assignment.self_assessment_id = any(${paperIds}::uuid[])`)
    .execute()
  return rows.map(({ paperId, state, comments }) => ({
    paperId,
    state: state as AssignmentState,
    commented: comments !== null,
  }))
}

/** One moderator's comments on a self-assessment. */
export interface Comments {
  readonly assignmentId: string
  readonly moderator: { readonly id: string; readonly name: string }
  /** The version that they are about. */
  readonly version: number | null
  readonly sections: readonly Section[]
  readonly submittedAt: Date
}

/** The comments on a paper, in the order in which they came. */
export const loadComments = async (trx: Handle, paperId: string): Promise<Comments[]> => {
  const rows = await trx
    .selectFrom('moderationComments as comments')
    .innerJoin('moderationAssignment as assignment', 'assignment.id', 'comments.assignmentId')
    .innerJoin('person', 'person.id', 'assignment.moderatorId')
    .leftJoin('submission', 'submission.id', 'assignment.submissionId')
    .select([
      'comments.assignmentId',
      'comments.sections',
      'comments.submittedAt',
      'submission.version',
      'person.id as moderatorId',
      'person.name as moderatorName',
    ])
    .where('comments.selfAssessmentId', '=', paperId)
    .orderBy('comments.submittedAt')
    .orderBy('comments.assignmentId')
    .execute()
  return rows.map(({ moderatorId, moderatorName, sections, ...row }) => ({
    ...row,
    moderator: { id: moderatorId, name: moderatorName },
    sections: sections as unknown as Section[],
  }))
}

export const insertComments = async (
  trx: Handle,
  comments: {
    readonly assignmentId: string
    readonly regionId: string
    readonly selfAssessmentId: string
    readonly sections: readonly Section[]
  },
  now: Date,
): Promise<void> => {
  await trx
    .insertInto('moderationComments')
    .values({ ...comments, sections: JSON.stringify(comments.sections), submittedAt: now })
    .execute()
}
