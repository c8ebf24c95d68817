/** Events of which it is known who takes part: two that share somebody are not on one date. */
export interface DatesProblem {
  /** How many events; they go by number. */
  readonly events: number
  /** Pairs of events that share somebody. */
  readonly shared: readonly (readonly [number, number])[]
}

/** How few dates events can do with. */
export interface FewestDates {
  /** The date of each event, by number from nought. */
  readonly dateOf: readonly number[]
  readonly dates: number
  /** No fewer will do: so many events share somebody each with each, or all fewer were tried. */
  readonly bound: number
}
