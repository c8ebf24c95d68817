import type { LocalDate } from '../domain/intervals.ts'
import type { Handle } from './database.ts'
import type { PaperKey } from './self-assessments.ts'

/** More time for one paper. */
export interface Extension {
  readonly id: string
  readonly selfAssessmentId: string
  readonly dueBefore: LocalDate | null
  readonly due: LocalDate
  /** By when comments on it are due from then on; null where that stayed as it was. */
  readonly commentsDue: LocalDate | null
  /** How many moderators' days moved with it. */
  readonly movedAssignments: number
  readonly reason: string
  readonly agreedBy: { readonly id: string; readonly name: string }
  readonly agreedAt: Date
}

/** The extensions of a paper, to be narrowed and paged; `extensionOf` reads one. */
export const selectExtensions = (trx: Handle, paperId: string) =>
  trx
    .selectFrom('extension')
    .innerJoin('person', 'person.id', 'extension.agreedBy')
    .select([
      'extension.id',
      'extension.selfAssessmentId',
      'extension.dueBefore',
      'extension.due',
      'extension.commentsDue',
      'extension.movedAssignments',
      'extension.reason',
      'extension.agreedAt',
      'person.id as agreerId',
      'person.name as agreerName',
    ])
    .where('extension.selfAssessmentId', '=', paperId)

type Row = Awaited<ReturnType<ReturnType<typeof selectExtensions>['executeTakeFirstOrThrow']>>

export const extensionOf = ({ agreerId, agreerName, ...row }: Row): Extension => ({
  ...row,
  agreedBy: { id: agreerId, name: agreerName },
})

export const insertExtension = async (
  trx: Handle,
  paper: PaperKey,
  extension: Pick<Extension, 'dueBefore' | 'due' | 'commentsDue' | 'movedAssignments' | 'reason'>,
  by: { readonly personId: string; readonly at: Date },
): Promise<string> => {
  const { id } = await trx
    .insertInto('extension')
    .values({ ...paper, ...extension, agreedBy: by.personId, agreedAt: by.at })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** An assignment of a paper whose comments are still to come. */
export interface OpenAssignment {
  readonly id: string
  readonly commentsDue: LocalDate
}

/** The assignments of a paper that wait for comments, locked until the transaction ends. */
export const lockOpenAssignments = (trx: Handle, paperId: string): Promise<OpenAssignment[]> =>
  trx
    .selectFrom('moderationAssignment')
    .select(['id', 'commentsDue'])
    .where('selfAssessmentId', '=', paperId)
    .where('state', 'in', ['offered', 'accepted'])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()

/** Gives an assignment another day for its comments; its revision grows, by which feeds see it move. */
export const moveCommentsDue = async (
  trx: Handle,
  { id, commentsDue }: OpenAssignment,
  at: Date,
): Promise<void> => {
  await trx
    .updateTable('moderationAssignment')
    .set((row) => ({ commentsDue, revision: row('revision', '+', 1), changedAt: at }))
    .where('id', '=', id)
    .execute()
}
