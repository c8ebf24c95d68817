import type { Cost } from './costing.ts'
import type { PlannedEvent } from './problem.ts'

/** Prices that prove a bound: what each seat's event, each facilitator and each week is worth. See `scripts/check-plan`. */
export interface Prices {
  readonly seats: Readonly<Record<string, number>>
  /** For facilitators of whom it does not matter which: what one more of them free on a slot would save, from zero. */
  readonly facilitators: readonly {
    readonly ids: readonly string[]
    readonly bySlot: Readonly<Record<string, number>>
  }[]
  /** For a facilitator's slots of which they take at most so many: what one more would save. */
  readonly limits: readonly {
    readonly facilitatorId: string
    readonly slotIds: readonly string[]
    readonly most: number
    readonly price: number
  }[]
  /** What each group-size that has to be costs: no division of the seats counts less than the least for `group-size`. */
  readonly sizes: number
  /** For the week of a slot: what one more event in it would save. */
  readonly weeks: readonly { readonly slotId: string; readonly price: number }[]
}

/** A plan: it changes nothing until it is deployed. */
export interface Plan {
  /** In the order of time. */
  readonly events: readonly PlannedEvent[]
  readonly cost: Cost
  /** What each event costs by itself, in the same order; `spread` is of the plan alone. */
  readonly byEvent: readonly Cost[]
}

/** What proves how good a plan is. */
export interface Certificate {
  /** No plan costs less: this the prices prove by themselves. */
  readonly bound: number
  readonly prices: Prices
  /** No plan costs less: what the search over whole events added to the bound. */
  readonly searched: number
}

/** What came of planning. */
export type PlanOutcome =
  | {
      readonly kind: 'planned'
      readonly plan: Plan
      readonly certificate: Certificate
      /** What a better plan could save at most; nought for an optimum. */
      readonly gap: number
      readonly isOptimal: boolean
    }
  /** The requirements leave no plan, which is proven. */
  | { readonly kind: 'impossible' }
  /** Ended before there was a plan. */
  | { readonly kind: 'unfinished'; readonly bound: number }

/** How far a solve is. */
export interface PlanProgress {
  /** No plan costs less; null while nothing is proven. */
  readonly bound: number | null
  /** The cost of the best so far; null before the first. */
  readonly best: number | null
}

/** Differences of costs under this are the arithmetic's, not the plans'. */
export const TOLERANCE = 1e-6
