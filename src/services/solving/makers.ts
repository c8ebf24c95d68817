import type { Solver } from '../../domain/planning/solver.ts'
import { planMakers } from '../plans/making.ts'
import { visitMakers } from '../visit-plans/making.ts'
import type { Makers } from './solving.ts'

/** How all that waits to be solved is made, by a solver. */
export const makersBy = (solver: Solver): Makers => ({ ...planMakers(solver), ...visitMakers(solver) })
