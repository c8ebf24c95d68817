import type { ModerationProblem } from '../domain/planning/moderation-problem.ts'
import type { ModerationPlanRequest } from '../domain/planning/moderation-request.ts'
import type { Handle } from './database.ts'
import { insertSolve, SOLVE_COLUMNS, type Solve, solveBeside } from './solves.ts'

/** What deploying an allocation offered. */
export interface ModerationDeployment {
  readonly offers: readonly {
    readonly assignmentId: string
    readonly selfAssessmentId: string
    readonly moderatorId: string
  }[]
}

/** An allocation of a round's moderators as stored, with the solve that makes it. */
export interface StoredModerationPlan {
  readonly id: string
  readonly regionId: string
  readonly roundId: string
  readonly request: ModerationPlanRequest
  /** How long it may be solved. */
  readonly seconds: number
  readonly problem: ModerationProblem
  readonly createdAt: Date
  readonly deployedAt: Date | null
  readonly deployment: ModerationDeployment | null
  readonly undeployedAt: Date | null
  readonly solve: Solve
}

/** The allocations that the transaction may see, as rows, each with its solve; `moderationPlanOf` reads one. */
export const selectModerationPlans = (trx: Handle) =>
  trx
    .selectFrom('moderationPlan')
    .innerJoin('solve', 'solve.id', 'moderationPlan.solveId')
    .select([
      'moderationPlan.id',
      'moderationPlan.regionId',
      'moderationPlan.roundId',
      'moderationPlan.request',
      'moderationPlan.seconds',
      'moderationPlan.problem',
      'moderationPlan.createdAt',
      'moderationPlan.deployedAt',
      'moderationPlan.deployment',
      'moderationPlan.undeployedAt',
      ...SOLVE_COLUMNS,
    ])

type Row = Awaited<ReturnType<ReturnType<typeof selectModerationPlans>['executeTakeFirstOrThrow']>>

export const moderationPlanOf = (row: Row): StoredModerationPlan => ({
  id: row.id,
  regionId: row.regionId,
  roundId: row.roundId,
  request: row.request as unknown as ModerationPlanRequest,
  seconds: row.seconds,
  problem: row.problem as unknown as ModerationProblem,
  createdAt: row.createdAt,
  deployedAt: row.deployedAt,
  deployment: row.deployment as unknown as ModerationDeployment | null,
  undeployedAt: row.undeployedAt,
  solve: solveBeside(row),
})

export const findModerationPlan = async (trx: Handle, id: string): Promise<StoredModerationPlan | null> => {
  const row = await selectModerationPlans(trx).where('moderationPlan.id', '=', id).executeTakeFirst()
  return row ? moderationPlanOf(row) : null
}

/** `findModerationPlan` for a change of it: such changes come one after the other. */
export const lockModerationPlan = async (trx: Handle, id: string): Promise<StoredModerationPlan | null> => {
  await trx.selectFrom('moderationPlan').select('id').where('id', '=', id).forUpdate().execute()
  return findModerationPlan(trx, id)
}

/** The allocation that a solve is of. */
export const findModerationPlanOfSolve = async (
  trx: Handle,
  solveId: string,
): Promise<StoredModerationPlan | null> => {
  const row = await selectModerationPlans(trx).where('solve.id', '=', solveId).executeTakeFirst()
  return row ? moderationPlanOf(row) : null
}

/** An allocation that waits to be solved. */
export const insertModerationPlan = async (
  trx: Handle,
  {
    request,
    problem,
    ...plan
  }: Pick<StoredModerationPlan, 'regionId' | 'roundId' | 'request' | 'seconds' | 'problem'> & {
    readonly createdBy: string
  },
  now: Date,
): Promise<string> => {
  const solveId = await insertSolve(trx, { regionId: plan.regionId, kind: 'moderators' }, now)
  const columns = { request: JSON.stringify(request), problem: JSON.stringify(problem) }
  const { id } = await trx
    .insertInto('moderationPlan')
    .values({ ...plan, ...columns, solveId, createdAt: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
