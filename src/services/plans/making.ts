import { findPlan, findProblem, type StoredPlan } from '../../db/plans.ts'
import type { PlanResult } from '../../domain/planning/progress.ts'
import type { Solver } from '../../domain/planning/solver.ts'
import type { Makers, Making } from '../solving/solving.ts'
import { problemOf } from './preparing.ts'

/** An explanation may take so long even where a plan is given less, in seconds. */
const EXPLAINING_SECONDS = 30

/** Time enough that a question is answered; it may be bounded only by what the solver has found till then. */
const QUESTION_SECONDS = 60

/** How plans, and the questions about them, are made by a solver. */
export const planMakers = (solver: Solver): Pick<Makers, 'plan' | 'question'> => ({
  plan: async (making) => {
    const plan = await planOfSolve(making)
    const { seed, seconds } = plan
    const problem = await problemOf(making, plan)
    if (!problem.ok) return { failure: problem.failure.detail }
    const limits = { seed, seconds, onProgress: making.onProgress }
    const outcome = await making.follow(solver.plan(problem.value, limits))
    if (outcome === null) return null
    const result: PlanResult = { outcome, whyNone: null }
    if (outcome.kind !== 'impossible') return { outcome: result }
    const time = { seed, seconds: Math.max(seconds, EXPLAINING_SECONDS) }
    const whyNone = await making.follow(solver.whyNone(problem.value, time))
    return whyNone && { outcome: { ...result, whyNone } }
  },
  question: async (making) => {
    const plan = await planOfSolve(making)
    const { wish } = making.claimed
    const made = (plan.solve.outcome as PlanResult | null)?.outcome
    const problem = await making.transact(({ trx }) => findProblem(trx, plan.id))
    if (wish === null || problem === null || made?.kind !== 'planned')
      return { failure: 'There is no plan to ask about.' }
    const limits = { seed: plan.seed, seconds: QUESTION_SECONDS }
    const why = await making.follow(solver.whyNot({ problem, wish, plan: made.plan }, limits))
    return why && { outcome: why }
  },
})

const planOfSolve = async ({ claimed, transact }: Making): Promise<StoredPlan> => {
  const plan =
    claimed.planId === null ? null : await transact(({ trx }) => findPlan(trx, claimed.planId ?? ''))
  if (plan === null) throw new Error(`solve ${claimed.id} is of no plan`)
  return plan
}
