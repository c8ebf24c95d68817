import type { DirectedOutcome, DirectedProblem } from './directed.ts'
import type { WhyNone, WhyNot, Wish } from './explanation.ts'
import type { AllocationOutcome, AllocationProblem } from './moderators.ts'
import type { Plan, PlanOutcome, PlanProgress } from './plan.ts'
import type { PlanningProblem } from './problem.ts'
import type { Rotation, RotationProblem } from './rotation.ts'
import type { VisitsOutcome, VisitsProblem } from './visits.ts'

/** What a solve rejects with where it needed more memory than it may have. */
export class OutOfMemory extends Error {}

/** A solve at work, elsewhere than whoever started it. */
export interface Solve<Outcome> {
  /** Rejects where the solver itself fails, with `OutOfMemory` where memory is what it lacked. */
  readonly outcome: Promise<Outcome>
  /** Asks it to end with the best that it has; a solve that has ended does not mind. */
  stop(): void
}

export interface SolveLimits {
  readonly seed: number
  /** How long it may take; then it ends with the best that it has. */
  readonly seconds: number
  onProgress?(progress: PlanProgress): void
}

/** A question about a plan. */
export interface WhyNotQuestion {
  readonly problem: PlanningProblem
  readonly wish: Wish
  readonly plan: Plan
}

/** What plans need of a solver: whoever plans goes on with other things meanwhile. */
export interface Solver {
  plan(problem: PlanningProblem, limits: SolveLimits): Solve<PlanOutcome>
  whyNone(problem: PlanningProblem, limits: SolveLimits): Solve<WhyNone>
  whyNot(question: WhyNotQuestion, limits: SolveLimits): Solve<WhyNot>
  rotation(problem: RotationProblem, limits: SolveLimits): Solve<Rotation>
  challengers(problem: DirectedProblem, limits: SolveLimits): Solve<DirectedOutcome>
  allocation(problem: AllocationProblem, limits: SolveLimits): Solve<AllocationOutcome>
  visits(problem: VisitsProblem, limits: SolveLimits): Solve<VisitsOutcome>
}
