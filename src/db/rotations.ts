import type { RotationProblem } from '../domain/planning/rotation.ts'
import type { RotationRequest } from '../domain/planning/rotation-request.ts'
import type { RoundSeat } from '../domain/planning/round-seats.ts'
import type { Handle } from './database.ts'
import { insertSolve, SOLVE_COLUMNS, type Solve, solveBeside } from './solves.ts'

/** A round that counts as held. */
export interface HeldRound {
  readonly id: string
  readonly label: string
  /** Of the rotation's directors, how many pairs met in it. */
  readonly pairs: number
}

/** A rotation as stored, with the solve that makes it. */
export interface StoredRotation {
  readonly id: string
  readonly regionId: string
  readonly request: RotationRequest
  readonly problem: RotationProblem
  readonly seats: readonly RoundSeat[]
  readonly history: readonly HeldRound[]
  readonly seed: number
  readonly seconds: number
  readonly createdBy: string
  readonly createdAt: Date
  readonly solve: Solve
}

/** The rotations that the transaction may see, as rows, each with its solve; `rotationOf` reads one. */
export const selectRotations = (trx: Handle) =>
  trx
    .selectFrom('rotation')
    .innerJoin('solve', 'solve.id', 'rotation.solveId')
    .select([
      'rotation.id',
      'rotation.regionId',
      'rotation.request',
      'rotation.problem',
      'rotation.seats',
      'rotation.history',
      'rotation.seed',
      'rotation.seconds',
      'rotation.createdBy',
      'rotation.createdAt',
      ...SOLVE_COLUMNS,
    ])

type RotationRow = Awaited<ReturnType<ReturnType<typeof selectRotations>['executeTakeFirstOrThrow']>>

export const rotationOf = (row: RotationRow): StoredRotation => ({
  id: row.id,
  regionId: row.regionId,
  request: row.request as unknown as RotationRequest,
  problem: row.problem as unknown as RotationProblem,
  seats: row.seats as unknown as RoundSeat[],
  history: row.history as unknown as HeldRound[],
  seed: row.seed,
  seconds: row.seconds,
  createdBy: row.createdBy,
  createdAt: row.createdAt,
  solve: solveBeside(row),
})

export const findRotation = async (trx: Handle, id: string): Promise<StoredRotation | null> => {
  const row = await selectRotations(trx).where('rotation.id', '=', id).executeTakeFirst()
  return row ? rotationOf(row) : null
}

export const findRotationOfSolve = async (trx: Handle, solveId: string): Promise<StoredRotation | null> => {
  const row = await selectRotations(trx).where('rotation.solveId', '=', solveId).executeTakeFirst()
  return row ? rotationOf(row) : null
}

export type NewRotation = Omit<StoredRotation, 'id' | 'createdAt' | 'solve'>

/** A rotation that waits to be solved. */
export const insertRotation = async (
  trx: Handle,
  { request, problem, seats, history, ...rotation }: NewRotation,
  now: Date,
): Promise<string> => {
  const solveId = await insertSolve(trx, { regionId: rotation.regionId, kind: 'rotation' }, now)
  const { id } = await trx
    .insertInto('rotation')
    .values({
      ...rotation,
      solveId,
      request: JSON.stringify(request),
      problem: JSON.stringify(problem),
      seats: JSON.stringify(seats),
      history: JSON.stringify(history),
      createdAt: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
