import type { NamedPair } from '../domain/planning/moderation-request.ts'
import type { Handle } from './database.ts'
import { findSolve, insertSolve, type Solve } from './solves.ts'

/** Why an allocation has not got a pair, as asked. */
export interface StoredModerationQuestion {
  readonly id: string
  readonly planId: string
  readonly wish: NamedPair
  /** Null where something forbids the pair: then nothing is solved. */
  readonly solve: Solve | null
}

const select = (trx: Handle) =>
  trx.selectFrom('moderationQuestion').select(['id', 'moderationPlanId as planId', 'wish', 'solveId'])

type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>

const questionOf = async (
  trx: Handle,
  { wish, solveId, ...row }: Row,
): Promise<StoredModerationQuestion> => ({
  ...row,
  wish: wish as unknown as NamedPair,
  solve: solveId === null ? null : await findSolve(trx, solveId),
})

export const findModerationQuestion = async (
  trx: Handle,
  id: string,
): Promise<StoredModerationQuestion | null> => {
  const row = await select(trx).where('id', '=', id).executeTakeFirst()
  return row ? questionOf(trx, row) : null
}

/** The question that a solve answers. */
export const findModerationQuestionOfSolve = async (
  trx: Handle,
  solveId: string,
): Promise<StoredModerationQuestion | null> => {
  const row = await select(trx).where('solveId', '=', solveId).executeTakeFirst()
  return row ? questionOf(trx, row) : null
}

/** A question about an allocation; it waits to be solved unless something forbids what it asks for. */
export const insertModerationQuestion = async (
  trx: Handle,
  {
    regionId,
    planId,
    wish,
    isForbidden,
    createdBy,
  }: Pick<StoredModerationQuestion, 'planId' | 'wish'> & {
    readonly regionId: string
    readonly isForbidden: boolean
    readonly createdBy: string
  },
  now: Date,
): Promise<string> => {
  const solveId = isForbidden ? null : await insertSolve(trx, { regionId, kind: 'moderators' }, now)
  const columns = { regionId, moderationPlanId: planId, solveId, createdBy, createdAt: now }
  const { id } = await trx
    .insertInto('moderationQuestion')
    .values({ ...columns, wish: JSON.stringify(wish) })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
