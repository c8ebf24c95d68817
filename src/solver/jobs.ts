import type { DirectedOutcome, DirectedProblem } from '../domain/planning/directed.ts'
import type { WhyNone, WhyNot, Wish } from '../domain/planning/explanation.ts'
import type { DatesProblem, FewestDates } from '../domain/planning/fewest-dates.ts'
import type { AllocationOutcome, AllocationProblem } from '../domain/planning/moderators.ts'
import type { Plan, PlanOutcome } from '../domain/planning/plan.ts'
import type { PlanningProblem } from '../domain/planning/problem.ts'
import type { Rotation, RotationProblem } from '../domain/planning/rotation.ts'
import type { VisitsOutcome, VisitsProblem } from '../domain/planning/visits.ts'
import { allocate } from './allocate.ts'
import { direct } from './direct.ts'
import { whyNone, whyNot } from './explain.ts'
import { fewestDates } from './fewest-dates.ts'
import type { Solving } from './halt.ts'
import { rotate } from './rotation/rotate.ts'
import { solvePlan } from './solve-plan.ts'
import { dateVisits } from './visits.ts'

/** What a solving thread can be asked for, each with what it is given and what comes of it. */
export interface Jobs {
  readonly plan: { readonly given: PlanningProblem; readonly outcome: PlanOutcome }
  readonly directed: { readonly given: DirectedProblem; readonly outcome: DirectedOutcome }
  readonly allocation: { readonly given: AllocationProblem; readonly outcome: AllocationOutcome }
  readonly rotation: { readonly given: RotationProblem; readonly outcome: Rotation }
  readonly 'fewest-dates': { readonly given: DatesProblem; readonly outcome: FewestDates }
  readonly visits: { readonly given: VisitsProblem; readonly outcome: VisitsOutcome }
  readonly 'why-none': { readonly given: PlanningProblem; readonly outcome: WhyNone }
  readonly 'why-not': {
    readonly given: { readonly problem: PlanningProblem; readonly wish: Wish; readonly plan: Plan }
    readonly outcome: WhyNot
  }
}

export type JobName = keyof Jobs

/** How each is done. */
export const JOBS: {
  readonly [J in JobName]: (given: Jobs[J]['given'], solving: Solving) => Promise<Jobs[J]['outcome']>
} = {
  plan: solvePlan,
  directed: direct,
  allocation: allocate,
  rotation: rotate,
  'fewest-dates': fewestDates,
  visits: dateVisits,
  'why-none': whyNone,
  'why-not': whyNot,
}
