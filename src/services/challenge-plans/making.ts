import { findDirectedProblem } from '../../db/challenge-plans.ts'
import type { Solver } from '../../domain/planning/solver.ts'
import type { Makers } from '../solving/solving.ts'

/** How the challengers of a directed round are chosen by a solver. */
export const challengerMakers = (solver: Solver): Pick<Makers, 'challengers'> => ({
  challengers: async ({ claimed, transact, onProgress, follow }) => {
    const plan = await transact(({ trx }) => findDirectedProblem(trx, claimed.id))
    if (plan === null) throw new Error(`solve ${claimed.id} is of no plan of challengers`)
    const { problem, seed, seconds } = plan
    const outcome = await follow(solver.challengers(problem, { seed, seconds, onProgress }))
    return outcome && { outcome }
  },
})
