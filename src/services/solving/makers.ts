import type { Solver } from '../../domain/planning/solver.ts'
import { challengerMakers } from '../challenge-plans/making.ts'
import { moderationMakers } from '../moderation/plans/making.ts'
import { planMakers } from '../plans/making.ts'
import { rotationMakers } from '../rotations/making.ts'
import { visitMakers } from '../visit-plans/making.ts'
import type { Makers } from './solving.ts'

/** How all that waits to be solved is made, by a solver. */
export const makersBy = (solver: Solver): Makers => ({
  ...planMakers(solver),
  ...rotationMakers(solver),
  ...challengerMakers(solver),
  ...moderationMakers(solver),
  ...visitMakers(solver),
})
