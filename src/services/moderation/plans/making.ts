import type { Handle } from '../../../db/database.ts'
import { findModerationPlan, findModerationPlanOfSolve } from '../../../db/moderation-plans.ts'
import { findModerationQuestionOfSolve } from '../../../db/moderation-questions.ts'
import { forcing } from '../../../domain/planning/moderation-wish.ts'
import type { AllocationProblem } from '../../../domain/planning/moderators.ts'
import type { Solver } from '../../../domain/planning/solver.ts'
import type { Makers } from '../../solving/solving.ts'

/** Allocating leaves nothing to chance. */
const SEED = 1

/** What a solve allocates, in how many seconds: of a plan, or of a question about one with its pair insisted on. */
const orderOfSolve = async (
  trx: Handle,
  solveId: string,
): Promise<{ readonly allocation: AllocationProblem; readonly seconds: number } | null> => {
  const question = await findModerationQuestionOfSolve(trx, solveId)
  const plan = await (question
    ? findModerationPlan(trx, question.planId)
    : findModerationPlanOfSolve(trx, solveId))
  if (plan === null) return null
  const { allocation } = question ? forcing(plan.problem, question.wish) : plan.problem
  return { allocation, seconds: plan.seconds }
}

/** How moderators are allocated by a solver. */
export const moderationMakers = (solver: Solver): Pick<Makers, 'moderators'> => ({
  moderators: async ({ claimed, transact, onProgress, follow }) => {
    const order = await transact(({ trx }) => orderOfSolve(trx, claimed.id))
    if (order === null) throw new Error(`solve ${claimed.id} is of no allocation`)
    const limits = { seed: SEED, seconds: order.seconds, onProgress }
    const outcome = await follow(solver.allocation(order.allocation, limits))
    return outcome && { outcome }
  },
})
