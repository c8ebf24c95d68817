import type { PlanOutcome } from '../domain/planning/plan.ts'
import type { PlanningProblem } from '../domain/planning/problem.ts'
import type { Solving } from './halt.ts'
import { solvePlan } from './solve-plan.ts'

/** What a solving thread can be asked for, each with what it is given and what comes of it. */
export interface Jobs {
  readonly plan: { readonly given: PlanningProblem; readonly outcome: PlanOutcome }
}

export type JobName = keyof Jobs

/** How each is done. */
export const JOBS: {
  readonly [J in JobName]: (given: Jobs[J]['given'], solving: Solving) => Promise<Jobs[J]['outcome']>
} = {
  plan: solvePlan,
}
