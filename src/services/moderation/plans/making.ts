import { findModerationPlanOfSolve } from '../../../db/moderation-plans.ts'
import type { Solver } from '../../../domain/planning/solver.ts'
import type { Makers } from '../../solving/solving.ts'

/** Allocating leaves nothing to chance. */
const SEED = 1

/** How moderators are allocated by a solver. */
export const moderationMakers = (solver: Solver): Pick<Makers, 'moderators'> => ({
  moderators: async ({ claimed, transact, onProgress, follow }) => {
    const plan = await transact(({ trx }) => findModerationPlanOfSolve(trx, claimed.id))
    if (plan === null) throw new Error(`solve ${claimed.id} is of no allocation`)
    const limits = { seed: SEED, seconds: plan.seconds, onProgress }
    const outcome = await follow(solver.allocation(plan.problem.allocation, limits))
    return outcome && { outcome }
  },
})
