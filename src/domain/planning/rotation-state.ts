import type { DatedRotation } from './first-year.ts'
import type { PlanState, SolveState } from './progress.ts'
import { mostYearsFrom, type Rotation, type RotationProblem } from './rotation.ts'

/** A rotation's state by that of its solve and what came of it: `planned` is one with as many years as were wanted. */
export const rotationStateOf = (state: SolveState, rotation: Rotation | null): PlanState => {
  if (state !== 'done') return state
  return rotation === null ? 'failed' : (rotation.missing?.kind ?? 'planned')
}

/** What comes of one that is stopped before it is begun. */
export const notBegun = (problem: RotationProblem): DatedRotation => ({
  years: [],
  repeatFree: 0,
  most: mostYearsFrom(problem),
  missing: { kind: 'unfinished', year: 1 },
  firstYear: null,
})
