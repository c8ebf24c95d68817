import type { AllocationOutcome } from './moderators.ts'
import type { ProofKind, SolveState } from './progress.ts'

/** What becomes of an allocation that was asked for: it waits, is solved, and ends in one of the others. */
export const MODERATION_PLAN_STATES = [
  'waiting',
  'solving',
  'allocated',
  'impossible',
  'unfinished',
  'failed',
  'interrupted',
] as const

export type ModerationPlanState = (typeof MODERATION_PLAN_STATES)[number]

/** Its state by that of its solve and what came of it. */
export const moderationPlanStateOf = (
  state: SolveState,
  outcome: AllocationOutcome | null,
): ModerationPlanState => (state === 'done' ? (outcome?.kind ?? 'failed') : state)

/** Sums of points that differ by less, a point being 1, are the arithmetic's. */
const TOLERANCE = 1e-6

/** Whether it is proven that nothing is better: no allocation may be worth more than this one. */
export const isBestAllocation = ({
  total,
  bound,
}: {
  readonly total: number
  readonly bound: number
}): boolean => bound - total <= TOLERANCE * Math.max(1, Math.abs(total))

/** What stands behind its bound: prices, or, where moderators come together from one authority, a search. */
export const proofOfAllocation = ({
  prices,
}: {
  readonly prices: { readonly papers: readonly number[] }
}): ProofKind => (prices.papers.length > 0 ? 'prices' : 'search')
