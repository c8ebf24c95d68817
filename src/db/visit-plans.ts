import type { EventState } from '../domain/events/event.ts'
import type { LocalDate, Occasion } from '../domain/intervals.ts'
import type { VisitsRequest } from '../domain/planning/visit-request.ts'
import type { VisitsProblem } from '../domain/planning/visits.ts'
import type { Handle } from './database.ts'
import { insertSolve, SOLVE_COLUMNS, type Solve, solveBeside } from './solves.ts'

/** A host as it was when its visit was planned: of another one now, deploying says what changed. */
export interface PlannedHost {
  readonly authorityId: string
  readonly name: string
  readonly triad: { readonly id: string; readonly number: number }
  /** The triad's, the host first. */
  readonly authorityIds: readonly string[]
  /** The day on which the triad meets. */
  readonly meetingOn: LocalDate
  /** The visit that is given another date; null where one is proposed. */
  readonly visit: { readonly id: string; readonly state: EventState; readonly occasion: Occasion } | null
}

/** What deploying a plan of visits did, kept so that it can be taken back. */
export interface VisitDeployment {
  readonly events: readonly {
    readonly id: string
    readonly title: string
    /** As deploying left it: another revision has been changed since. */
    readonly revision: number
    /** Null where it was proposed. */
    readonly before: { readonly state: EventState; readonly occasion: Occasion } | null
  }[]
}

/** A plan of visits as stored, with the solve that makes it. */
export interface StoredVisitPlan {
  readonly id: string
  readonly regionId: string
  readonly roundId: string
  readonly request: VisitsRequest
  readonly seed: number
  readonly seconds: number
  /** Null until the dates have been judged. */
  readonly hosts: readonly PlannedHost[] | null
  readonly createdBy: string
  readonly createdAt: Date
  readonly deployedAt: Date | null
  readonly deployment: VisitDeployment | null
  readonly undeployedAt: Date | null
  readonly solve: Solve
}

/** The plans of visits that the transaction may see, as rows, each with its solve, without problems; for `visitPlanOf`. */
export const selectVisitPlans = (trx: Handle) =>
  trx
    .selectFrom('visitPlan')
    .innerJoin('solve', 'solve.id', 'visitPlan.solveId')
    .select([
      'visitPlan.id',
      'visitPlan.regionId',
      'visitPlan.roundId',
      'visitPlan.request',
      'visitPlan.seed',
      'visitPlan.seconds',
      'visitPlan.hosts',
      'visitPlan.createdBy',
      'visitPlan.createdAt',
      'visitPlan.deployedAt',
      'visitPlan.deployment',
      'visitPlan.undeployedAt',
      ...SOLVE_COLUMNS,
    ])

type VisitPlanRow = Awaited<ReturnType<ReturnType<typeof selectVisitPlans>['executeTakeFirstOrThrow']>>

export const visitPlanOf = (row: VisitPlanRow): StoredVisitPlan => ({
  id: row.id,
  regionId: row.regionId,
  roundId: row.roundId,
  request: row.request as unknown as VisitsRequest,
  seed: row.seed,
  seconds: row.seconds,
  hosts: row.hosts as PlannedHost[] | null,
  createdBy: row.createdBy,
  createdAt: row.createdAt,
  deployedAt: row.deployedAt,
  deployment: row.deployment as VisitDeployment | null,
  undeployedAt: row.undeployedAt,
  solve: solveBeside(row),
})

export const findVisitPlan = async (trx: Handle, id: string): Promise<StoredVisitPlan | null> => {
  const row = await selectVisitPlans(trx).where('visitPlan.id', '=', id).executeTakeFirst()
  return row ? visitPlanOf(row) : null
}

/** The plan of visits that a solve makes. */
export const findVisitPlanOfSolve = async (trx: Handle, solveId: string): Promise<StoredVisitPlan | null> => {
  const row = await selectVisitPlans(trx).where('visitPlan.solveId', '=', solveId).executeTakeFirst()
  return row ? visitPlanOf(row) : null
}

/** The problem of a plan of visits, which is far larger than the rest of it; null until its dates have been judged. */
export const findVisitsProblem = async (trx: Handle, id: string): Promise<VisitsProblem | null> => {
  const row = await trx.selectFrom('visitPlan').select('problem').where('id', '=', id).executeTakeFirst()
  return (row?.problem ?? null) as VisitsProblem | null
}

/** `findVisitPlan` for a change of it: such changes come one after the other. */
export const lockVisitPlan = async (trx: Handle, id: string): Promise<StoredVisitPlan | null> => {
  await trx.selectFrom('visitPlan').select('id').where('id', '=', id).forUpdate().execute()
  return findVisitPlan(trx, id)
}

export interface NewVisitPlan
  extends Pick<StoredVisitPlan, 'regionId' | 'roundId' | 'request' | 'seed' | 'seconds' | 'createdBy'> {}

/** A plan of visits that waits to be solved. */
export const insertVisitPlan = async (
  trx: Handle,
  { request, ...plan }: NewVisitPlan,
  now: Date,
): Promise<string> => {
  const solveId = await insertSolve(trx, { regionId: plan.regionId, kind: 'visits' }, now)
  const { id } = await trx
    .insertInto('visitPlan')
    .values({ ...plan, solveId, request: JSON.stringify(request), createdAt: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Keeps the problem that a request for visits has become, and of which hosts. */
export const keepVisitsProblem = async (
  trx: Handle,
  id: string,
  problem: VisitsProblem,
  hosts: readonly PlannedHost[],
): Promise<void> => {
  await trx
    .updateTable('visitPlan')
    .set({ problem: JSON.stringify(problem), hosts: JSON.stringify(hosts) })
    .where('id', '=', id)
    .execute()
}
