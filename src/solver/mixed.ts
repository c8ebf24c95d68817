import type { Halt } from './halt.ts'
import { EXACTLY, type Highs } from './highs.ts'

/** A row of a model: its activity lies between two bounds. */
export interface Row {
  readonly lower: number
  readonly upper: number
}

/** A column of a model, from nought to `upper`: what it costs, and in which rows it counts how much. */
export interface Column {
  readonly cost: number
  readonly upper: number
  readonly rows: readonly number[]
  readonly values: readonly number[]
}

export interface Model {
  readonly rows: readonly Row[]
  readonly columns: readonly Column[]
}

export interface Outcome {
  /** How much of each column the best that was found has; null where nothing was. */
  readonly values: Float64Array | null
  readonly cost: number
  /** Nothing costs less; infinite where there is nothing at all. */
  readonly bound: number
  /** Whether it was solved to the last: what was found is the best, or there is nothing. */
  readonly isComplete: boolean
}

export interface Working {
  readonly halt: Halt
  readonly seed: number
  /** Whether the first that is found is enough. */
  readonly isAnyEnough?: boolean | undefined
  /** Told while it works: what is proven, and the cost of the best so far. */
  onProgress?(bound: number, best: number): void
}

/** Minimises over whole numbers of columns. */
export const minimise = (
  highs: Highs,
  { rows, columns }: Model,
  { halt, seed, isAnyEnough, onProgress }: Working,
): Outcome => {
  const starts = new Int32Array(columns.length + 1)
  for (const [at, column] of columns.entries()) starts[at + 1] = (starts[at] ?? 0) + column.rows.length
  const model = highs.createModel({
    numCols: columns.length,
    numRows: rows.length,
    colCost: columns.map(({ cost }) => cost),
    colLower: new Float64Array(columns.length),
    colUpper: columns.map(({ upper }) => upper),
    rowLower: rows.map(({ lower }) => lower),
    rowUpper: rows.map(({ upper }) => upper),
    matrix: {
      format: 'csc',
      numRows: rows.length,
      numCols: columns.length,
      starts,
      indices: Int32Array.from(columns.flatMap((column) => column.rows)),
      values: Float64Array.from(columns.flatMap((column) => column.values)),
    },
    integrality: new Int32Array(columns.length).fill(highs.constants.variableType.integer),
  })
  try {
    model.options.set({ ...EXACTLY, random_seed: seed, time_limit: Math.min(halt.secondsLeft(), 1e9) })
    if (isAnyEnough) model.options.set('mip_max_improving_sols', 1)
    const { callbackType, modelStatus, solutionStatus } = highs.constants
    // What HiGHS logs it tells only where it prints; whether to go on it asks all the time.
    model.run({
      [callbackType.mipInterrupt]: (event) => {
        const { mip_dual_bound: below, mip_primal_bound: above } = event.data
        if (below !== undefined && above !== undefined) onProgress?.(below, above)
        if (halt.isDue()) event.interrupt()
      },
    })
    const status = model.getModelStatus()
    // Every column has an end, so that what is unbounded or infeasible is infeasible.
    if (status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible)
      return {
        values: null,
        cost: Number.POSITIVE_INFINITY,
        bound: Number.POSITIVE_INFINITY,
        isComplete: true,
      }
    const isFound = model.info.get('primal_solution_status') === solutionStatus.feasible
    return {
      values: isFound ? model.getSolution().colValue : null,
      cost: isFound ? model.getObjectiveValue() : Number.POSITIVE_INFINITY,
      bound: Number(model.info.get('mip_dual_bound')),
      isComplete: status === modelStatus.optimal,
    }
  } finally {
    model.dispose()
  }
}
