import { sql } from 'kysely'
import { ASSIGNMENT_STATES, type AssignmentState, stands } from '../domain/moderation/assignment.ts'
import type { AssignmentDeadlines } from '../domain/moderation/deadlines.ts'
import type { Handle } from './database.ts'

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
  /** Why it was declined, ended or, until comments are in again, reopened. */
  readonly reason: string | null
  /** The assignment that this one takes over from, where it was made by reassigning. */
  readonly replacesId: string | null
  readonly acceptedAt: Date | null
  /** When comments were last returned; they may have been reopened since. */
  readonly commentedAt: Date | null
  readonly signedOffAt: Date | null
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
      'assignment.replacesId',
      'assignment.acceptedAt',
      'assignment.commentedAt',
      'assignment.signedOffAt',
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
  replacesId: row.replacesId,
  acceptedAt: row.acceptedAt,
  commentedAt: row.commentedAt,
  signedOffAt: row.signedOffAt,
  endedAt: row.endedAt,
})

/** Every assignment of some papers, with when it was offered, the oldest first. */
export const loadOffers = async (
  trx: Handle,
  paperIds: readonly string[],
): Promise<(Assignment & { readonly offeredAt: Date })[]> => {
  const rows = await selectAssignments(trx)
    .select('assignment.createdAt as offeredAt')
    .where(sql<boolean>`assignment.self_assessment_id = any(${paperIds}::uuid[])`)
    .orderBy('assignment.createdAt')
    .orderBy('assignment.id')
    .execute()
  return rows.map(({ offeredAt, ...row }) => ({ ...assignmentOf(row), offeredAt }))
}

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
    readonly replacesId: string | null
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
  readonly commentedAt?: Date
  readonly signedOffAt?: Date | null
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
const STANDING = ASSIGNMENT_STATES.filter(stands)

/** How many assignments of a round each moderator has, those declined, ended or of one paper not counted. */
export const countLoads = async (
  trx: Handle,
  { roundId, exceptPaperId }: { readonly roundId: string; readonly exceptPaperId: string | null },
): Promise<Map<string, number>> => {
  const rows = await trx
    .selectFrom('moderationAssignment')
    .innerJoin('selfAssessment', 'selfAssessment.id', 'moderationAssignment.selfAssessmentId')
    .select((row) => ['moderatorId', row.fn.countAll<number>().as('count')])
    .where('selfAssessment.roundId', '=', roundId)
    .$if(exceptPaperId !== null, (all) => all.where('selfAssessment.id', '<>', exceptPaperId))
    .where('moderationAssignment.state', 'in', STANDING)
    .groupBy('moderatorId')
    .execute()
  return new Map(rows.map(({ moderatorId, count }) => [moderatorId, count]))
}

/** How many assignments stand on each paper of a round. */
export const countStanding = async (trx: Handle, roundId: string): Promise<number[]> => {
  const rows = await trx
    .selectFrom('selfAssessment')
    .leftJoin('moderationAssignment', (join) =>
      join
        .onRef('moderationAssignment.selfAssessmentId', '=', 'selfAssessment.id')
        .on('moderationAssignment.state', 'in', STANDING),
    )
    .select((row) => row.fn.count<number>('moderationAssignment.id').as('count'))
    .where('selfAssessment.roundId', '=', roundId)
    .groupBy('selfAssessment.id')
    .execute()
  return rows.map(({ count }) => Number(count))
}

/** Who has been offered a paper, is at work on it or has commented on it. */
export const loadStandingModerators = async (trx: Handle, paperId: string): Promise<string[]> => {
  const rows = await trx
    .selectFrom('moderationAssignment')
    .select('moderatorId')
    .where('selfAssessmentId', '=', paperId)
    .where('state', 'in', STANDING)
    .orderBy('moderatorId')
    .execute()
  return rows.map(({ moderatorId }) => moderatorId)
}

/** Where each assignment of some papers stands, and whether its comments were returned. */
export const loadAssignmentStates = async (trx: Handle, paperIds: readonly string[]) => {
  const rows = await trx
    .selectFrom('moderationAssignment')
    .select(['id', 'selfAssessmentId as paperId', 'moderatorId', 'state', 'acceptedAt', 'commentedAt'])
    .where(sql<boolean>`self_assessment_id = any(${paperIds}::uuid[])`)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.map(({ state, commentedAt, ...row }) => ({
    ...row,
    state: state as AssignmentState,
    commented: commentedAt !== null,
  }))
}
