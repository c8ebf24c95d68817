import { sql } from 'kysely'
import type { LocalDate } from '../domain/intervals.ts'
import type { SigningOffice } from '../domain/self-assessments/signing.ts'
import type { WorkflowEvent, WorkflowState } from '../domain/self-assessments/workflow.ts'
import type { Handle } from './database.ts'

/** A paper as its other rows refer to it. */
export interface PaperKey {
  readonly regionId: string
  readonly selfAssessmentId: string
}

/** What happened to a paper once. */
export interface Move {
  readonly event: WorkflowEvent
  readonly from: WorkflowState
  readonly to: WorkflowState
  /** The version that came of it. */
  readonly version: number | null
  /** The question with which it was sent back, or the reason of a withdrawal. */
  readonly note: string | null
  /** By when the question is to be answered. */
  readonly answerBy: LocalDate | null
}

/** What a move changes of the paper itself. */
export interface PaperChange {
  readonly state: WorkflowState
  readonly stateSince?: Date
  readonly draftRevision?: number
  readonly firstSubmittedAt?: Date
  readonly withdrawnAt?: Date | null
}

/** Writes where a paper stands. */
export const updatePaper = async (trx: Handle, id: string, change: PaperChange): Promise<void> => {
  await trx.updateTable('selfAssessment').set(change).where('id', '=', id).execute()
}

/** Gives a paper more time; its revision grows, by which feeds see the day move. */
export const extendPaper = async (
  trx: Handle,
  id: string,
  days: { readonly due: LocalDate; readonly commentsDue?: LocalDate },
  at: Date,
): Promise<void> => {
  await trx
    .updateTable('selfAssessment')
    .set((row) => ({ ...days, revision: row('revision', '+', 1), changedAt: at }))
    .where('id', '=', id)
    .execute()
}

/** Adds a line to a paper's history, after all that are there: its moves come one after the other, under its lock. */
export const insertMove = async (
  trx: Handle,
  paper: PaperKey,
  { from, to, ...move }: Move,
  by: { readonly personId: string; readonly at: Date },
): Promise<void> => {
  await trx
    .insertInto('selfAssessmentMove')
    .values({
      ...paper,
      ...move,
      position: sql<number>`(select count(*) + 1 from self_assessment_move
        where self_assessment_id = ${paper.selfAssessmentId})`,
      fromState: from,
      toState: to,
      movedBy: by.personId,
      movedAt: by.at,
    })
    .execute()
}

/** What happened to a paper, to be narrowed and paged; `moveOf` reads one. */
export const selectMoves = (trx: Handle, paperId: string) =>
  trx
    .selectFrom('selfAssessmentMove as move')
    .innerJoin('person', 'person.id', 'move.movedBy')
    .select([
      'move.id',
      'move.event',
      'move.fromState',
      'move.toState',
      'move.version',
      'move.note',
      'move.answerBy',
      'move.movedAt',
      'person.id as moverId',
      'person.name as moverName',
    ])
    .where('move.selfAssessmentId', '=', paperId)

/** A move with who made it. */
export interface RecordedMove extends Move {
  readonly id: string
  readonly by: { readonly id: string; readonly name: string }
  readonly at: Date
}

type MoveRow = Awaited<ReturnType<ReturnType<typeof selectMoves>['executeTakeFirstOrThrow']>>

export const moveOf = (row: MoveRow): RecordedMove => ({
  id: row.id,
  event: row.event as WorkflowEvent,
  from: row.fromState as WorkflowState,
  to: row.toState as WorkflowState,
  version: row.version,
  note: row.note,
  answerBy: row.answerBy,
  by: { id: row.moverId, name: row.moverName },
  at: row.movedAt,
})

/** The question with which a paper was last sent back; null where it never was, or that does not show. */
export const lastQuestion = async (trx: Handle, paperId: string): Promise<RecordedMove | null> => {
  const row = await selectMoves(trx, paperId)
    .where('move.event', '=', 'send-back')
    .orderBy('move.position', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? moveOf(row) : null
}

/** By when the question with which each of some papers was last sent back is to be answered. */
export const loadAnswersBy = async (
  trx: Handle,
  paperIds: readonly string[],
): Promise<Map<string, LocalDate | null>> => {
  const rows = await trx
    .selectFrom('selfAssessmentMove')
    .distinctOn('selfAssessmentId')
    .select(['selfAssessmentId', 'answerBy'])
    .where(sql<boolean>`self_assessment_id = any(${paperIds}::uuid[])`)
    .where('event', '=', 'send-back')
    .orderBy('selfAssessmentId')
    .orderBy('position', 'desc')
    .execute()
  return new Map(rows.map(({ selfAssessmentId, answerBy }) => [selfAssessmentId, answerBy]))
}

/** A signature under one revision of a paper's draft. */
export interface SignOff {
  readonly paperId: string
  readonly draftRevision: number
  readonly office: SigningOffice
  readonly recordedBy: { readonly id: string; readonly name: string }
  /** Where a signature that was given on paper lies. */
  readonly source: string | null
  readonly at: Date
}

/** Every signature under some papers, earlier ones too, in the order in which they were given. */
export const loadSignOffs = async (trx: Handle, paperIds: readonly string[]): Promise<SignOff[]> => {
  const rows = await trx
    .selectFrom('signOff')
    .innerJoin('person', 'person.id', 'signOff.recordedBy')
    .select([
      'signOff.selfAssessmentId as paperId',
      'signOff.draftRevision',
      'signOff.office',
      'signOff.source',
      'signOff.signedAt as at',
      'person.id as personId',
      'person.name',
    ])
    .where(sql<boolean>`sign_off.self_assessment_id = any(${paperIds}::uuid[])`)
    .orderBy('signOff.signedAt')
    .orderBy('signOff.office')
    .execute()
  return rows.map(({ personId, name, office, ...row }) => ({
    ...row,
    office: office as SigningOffice,
    recordedBy: { id: personId, name },
  }))
}

export const insertSignOff = async (
  trx: Handle,
  paper: PaperKey,
  signature: Pick<SignOff, 'draftRevision' | 'office' | 'source'>,
  by: { readonly personId: string; readonly at: Date },
): Promise<void> => {
  await trx
    .insertInto('signOff')
    .values({ ...paper, ...signature, recordedBy: by.personId, signedAt: by.at })
    .execute()
}
