import type { PlanningPolicy } from '../domain/planning/policy.ts'
import type { PlanningProblem } from '../domain/planning/problem.ts'
import type { PlanRequest } from '../domain/planning/request.ts'
import type { RoundSeat } from '../domain/planning/round-seats.ts'
import type { Handle } from './database.ts'
import { insertSolve, SOLVE_COLUMNS, type Solve, solveBeside } from './solves.ts'

/** A plan as stored, with the solve that makes it. */
export interface StoredPlan {
  readonly id: string
  readonly regionId: string
  readonly roundId: string
  readonly request: PlanRequest
  readonly seed: number
  readonly seconds: number
  readonly seats: readonly RoundSeat[]
  /** What it is judged by, whatever the round's becomes; null until somebody has taken the solve up. */
  readonly policy: PlanningPolicy | null
  readonly createdBy: string
  readonly createdAt: Date
  readonly deployedAt: Date | null
  readonly deployment: unknown
  readonly undeployedAt: Date | null
  readonly solve: Solve
}

/** The plans that the transaction may see, as rows, each with its own solve, without their problems; `planOf` reads one. */
export const selectPlans = (trx: Handle) =>
  trx
    .selectFrom('plan')
    .innerJoin('solve', (join) => join.onRef('solve.planId', '=', 'plan.id').on('solve.wish', 'is', null))
    .select([
      'plan.id',
      'plan.regionId',
      'plan.roundId',
      'plan.request',
      'plan.seed',
      'plan.seconds',
      'plan.seats',
      'plan.policy',
      'plan.createdBy',
      'plan.createdAt',
      'plan.deployedAt',
      'plan.deployment',
      'plan.undeployedAt',
      ...SOLVE_COLUMNS,
    ])

type PlanRow = Awaited<ReturnType<ReturnType<typeof selectPlans>['executeTakeFirstOrThrow']>>

export const planOf = (row: PlanRow): StoredPlan => ({
  id: row.id,
  regionId: row.regionId,
  roundId: row.roundId,
  request: row.request as unknown as PlanRequest,
  seed: row.seed,
  seconds: row.seconds,
  seats: (row.seats as RoundSeat[] | null) ?? [],
  policy: row.policy as PlanningPolicy | null,
  createdBy: row.createdBy,
  createdAt: row.createdAt,
  deployedAt: row.deployedAt,
  deployment: row.deployment,
  undeployedAt: row.undeployedAt,
  solve: solveBeside(row),
})

export const findPlan = async (trx: Handle, id: string): Promise<StoredPlan | null> => {
  const row = await selectPlans(trx).where('plan.id', '=', id).executeTakeFirst()
  return row ? planOf(row) : null
}

/** The problem of a plan, which is far larger than the rest of it; null until its dates have been judged. */
export const findProblem = async (trx: Handle, id: string): Promise<PlanningProblem | null> => {
  const row = await trx.selectFrom('plan').select('problem').where('id', '=', id).executeTakeFirst()
  return (row?.problem ?? null) as PlanningProblem | null
}

/** `findPlan` for a change of it: such changes come one after the other. */
export const lockPlan = async (trx: Handle, id: string): Promise<StoredPlan | null> => {
  await trx.selectFrom('plan').select('id').where('id', '=', id).forUpdate().execute()
  return findPlan(trx, id)
}

export interface NewPlan
  extends Pick<StoredPlan, 'regionId' | 'roundId' | 'request' | 'seed' | 'seconds' | 'createdBy'> {}

/** A plan that waits to be solved. */
export const insertPlan = async (trx: Handle, { request, ...plan }: NewPlan, now: Date): Promise<string> => {
  const { id } = await trx
    .insertInto('plan')
    .values({ ...plan, request: JSON.stringify(request), createdAt: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { regionId } = plan
  await insertSolve(trx, { regionId, kind: 'plan', planId: id }, now)
  return id
}

/** Keeps the problem that a plan's request has become. */
export const keepProblem = async (
  trx: Handle,
  id: string,
  problem: PlanningProblem,
  seats: readonly RoundSeat[],
): Promise<void> => {
  await trx
    .updateTable('plan')
    .set({
      problem: JSON.stringify(problem),
      seats: JSON.stringify(seats),
      policy: JSON.stringify(problem.policy),
    })
    .where('id', '=', id)
    .execute()
}
