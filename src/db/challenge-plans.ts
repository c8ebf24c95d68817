import type { Challenge } from '../domain/challenges/challenge.ts'
import type { DirectedProblem } from '../domain/planning/directed.ts'
import type { ChallengePlanRequest } from '../domain/planning/directed-round.ts'
import type { Handle } from './database.ts'
import { insertSolve, SOLVE_COLUMNS, type Solve, solveBeside } from './solves.ts'

/** What deploying changed: a round's challenges, all of them. */
export interface ChallengeDeployment {
  readonly before: readonly Challenge[]
  readonly after: readonly Challenge[]
}

/** A plan of a directed round's challengers as stored, with its solve. */
export interface StoredChallengePlan {
  readonly id: string
  readonly regionId: string
  readonly roundId: string
  readonly request: ChallengePlanRequest
  /** As the round stood when it was asked for. */
  readonly problem: DirectedProblem
  readonly seed: number
  readonly seconds: number
  readonly createdAt: Date
  readonly deployedAt: Date | null
  readonly deployment: ChallengeDeployment | null
  readonly undeployedAt: Date | null
  readonly solve: Solve
}

/** Those that the transaction may see, as rows; `challengePlanOf` reads one. */
export const selectChallengePlans = (trx: Handle) =>
  trx
    .selectFrom('challengePlan')
    .innerJoin('solve', 'solve.id', 'challengePlan.solveId')
    .select([
      'challengePlan.id',
      'challengePlan.regionId',
      'challengePlan.roundId',
      'challengePlan.request',
      'challengePlan.problem',
      'challengePlan.seed',
      'challengePlan.seconds',
      'challengePlan.createdAt',
      'challengePlan.deployedAt',
      'challengePlan.deployment',
      'challengePlan.undeployedAt',
      ...SOLVE_COLUMNS,
    ])

type Row = Awaited<ReturnType<ReturnType<typeof selectChallengePlans>['executeTakeFirstOrThrow']>>

export const challengePlanOf = (row: Row): StoredChallengePlan => ({
  id: row.id,
  regionId: row.regionId,
  roundId: row.roundId,
  request: row.request as unknown as ChallengePlanRequest,
  problem: row.problem as unknown as DirectedProblem,
  seed: row.seed,
  seconds: row.seconds,
  createdAt: row.createdAt,
  deployedAt: row.deployedAt,
  deployment: row.deployment as ChallengeDeployment | null,
  undeployedAt: row.undeployedAt,
  solve: solveBeside(row),
})

export const findChallengePlan = async (trx: Handle, id: string): Promise<StoredChallengePlan | null> => {
  const row = await selectChallengePlans(trx).where('challengePlan.id', '=', id).executeTakeFirst()
  return row ? challengePlanOf(row) : null
}

/** `findChallengePlan` for a change of it: such changes come one after the other. */
export const lockChallengePlan = async (trx: Handle, id: string): Promise<StoredChallengePlan | null> => {
  await trx.selectFrom('challengePlan').select('id').where('id', '=', id).forUpdate().execute()
  return findChallengePlan(trx, id)
}

/** What a solve is to solve. */
export const findDirectedProblem = async (
  trx: Handle,
  solveId: string,
): Promise<Pick<StoredChallengePlan, 'problem' | 'seed' | 'seconds'> | null> => {
  const row = await trx
    .selectFrom('challengePlan')
    .select(['problem', 'seed', 'seconds'])
    .where('solveId', '=', solveId)
    .executeTakeFirst()
  return row ? { ...row, problem: row.problem as unknown as DirectedProblem } : null
}

export interface NewChallengePlan
  extends Pick<StoredChallengePlan, 'regionId' | 'roundId' | 'request' | 'problem' | 'seed' | 'seconds'> {
  readonly createdBy: string
}

/** A plan that waits to be solved. */
export const insertChallengePlan = async (
  trx: Handle,
  { request, problem, ...plan }: NewChallengePlan,
  now: Date,
): Promise<string> => {
  const { regionId } = plan
  const row = {
    ...plan,
    solveId: await insertSolve(trx, { regionId, kind: 'challengers' }, now),
    request: JSON.stringify(request),
    problem: JSON.stringify(problem),
    createdAt: now,
  }
  return (await trx.insertInto('challengePlan').values(row).returning('id').executeTakeFirstOrThrow()).id
}
