import type { WhyNone, WhyNot } from './explanation.ts'
import { type PlanOutcome, TOLERANCE } from './plan.ts'

/** What becomes of a plan: it waits, is solved, and ends in one of the others. */
export const PLAN_STATES = [
  'waiting',
  'solving',
  'planned',
  'impossible',
  'unfinished',
  'failed',
  'interrupted',
] as const

export type PlanState = (typeof PLAN_STATES)[number]

/** What is solved: a plan, a question about one, the years ahead, who challenges whom, who moderates what, or visits. */
export type SolveKind = 'plan' | 'question' | 'rotation' | 'challengers' | 'moderators' | 'visits'

/** How one solve stands. */
export type SolveState = 'waiting' | 'solving' | 'done' | 'failed' | 'interrupted'

/** What came of planning, with why there is no plan where there is none and somebody had the time to find out. */
export interface PlanResult {
  readonly outcome: PlanOutcome
  readonly whyNone: WhyNone | null
}

/** A plan's state by that of its solve and what came of it. */
export const planStateOf = (state: SolveState, result: PlanResult | null): PlanState =>
  state === 'done' ? (result?.outcome.kind ?? 'failed') : state

/** Whether nothing more will become of it by itself. */
export const isEnded = (state: PlanState | SolveState | AnswerState): boolean =>
  state !== 'waiting' && state !== 'solving'

/**
 * What stands behind a plan's bound: `prices` that anybody can check by pricing every event, or what the solver says
 * that it searched, which only searching again can check.
 */
export const PROOFS = ['prices', 'search'] as const

export type ProofKind = (typeof PROOFS)[number]

/** What proves the bound that a plan's gap is told by; null where there is no plan. */
export const proofOf = (outcome: PlanOutcome): ProofKind | null => {
  if (outcome.kind !== 'planned') return null
  const { bound, searched } = outcome.certificate
  return searched > bound + TOLERANCE ? 'search' : 'prices'
}

/** What becomes of a question about a plan: it waits, is looked into, and ends in one of the others. */
export const ANSWER_STATES = [
  'waiting',
  'solving',
  'costs',
  'forbidden',
  'unfinished',
  'failed',
  'interrupted',
] as const

export type AnswerState = (typeof ANSWER_STATES)[number]

/** A question's state by that of its solve and the answer. */
export const answerStateOf = (state: SolveState, answer: WhyNot | null): AnswerState =>
  state === 'done' ? (answer?.kind ?? 'failed') : state
