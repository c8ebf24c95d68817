/**
 * The rules that a plan is judged by. What each counts, its unit, is said beside it in `rules.ts`; a plan's cost is
 * the sum of what they count, each times its weight.
 */
export const PLANNING_RULES = [
  'repeat-partners',
  'travel-total',
  'travel-longest',
  'statistical-neighbours',
  'quotas',
  'group-size',
  'warnings',
  'inspection-expected',
  'preferred-weekdays',
  'spread',
  'disruption',
] as const

export type PlanningRule = (typeof PLANNING_RULES)[number]

export type Weights = Readonly<Record<PlanningRule, number>>

/** Whether neighbours shall meet, shall not, or it does not matter: regions differ. */
export const NEIGHBOUR_WISHES = ['seek', 'avoid', 'ignore'] as const

export type NeighbourWish = (typeof NEIGHBOUR_WISHES)[number]

/** What a round wants of its plan. */
export interface PlanningPolicy {
  readonly weights: Weights
  readonly neighbours: NeighbourWish
  /** ISO weekdays, 1 for Monday; every other day costs. Empty for no preference. */
  readonly preferredWeekdays: readonly number[]
  /** How many events a week may have before the next one costs; weeks begin on Monday. */
  readonly eventsPerWeek: number
}

/**
 * Our own choice, no source has any: a pair that met last year costs as much as 200 km of travel or two warnings, and
 * a diary moved as much as two pairs; a group that is not of three costs more than all of these within one group.
 */
export const DEFAULT_PLANNING_POLICY: PlanningPolicy = {
  weights: {
    'repeat-partners': 10,
    'travel-total': 2,
    'travel-longest': 3,
    'statistical-neighbours': 3,
    quotas: 8,
    'group-size': 60,
    warnings: 5,
    'inspection-expected': 4,
    'preferred-weekdays': 2,
    spread: 1,
    disruption: 20,
  },
  neighbours: 'ignore',
  preferredWeekdays: [],
  eventsPerWeek: 2,
}

/** What a round or a plan wants otherwise; what it leaves out stays as it was. */
export interface PolicyWishes {
  readonly weights?: { readonly [R in keyof Weights]?: number | undefined } | undefined
  readonly neighbours?: NeighbourWish | undefined
  readonly preferredWeekdays?: readonly number[] | undefined
  readonly eventsPerWeek?: number | undefined
}

/** A policy with what is wished otherwise. */
export const withWishes = (policy: PlanningPolicy, wishes: PolicyWishes): PlanningPolicy => {
  const { weights = {}, ...rest } = wishes
  const said = (all: object) =>
    Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
  return { ...policy, ...said(rest), weights: { ...policy.weights, ...said(weights) } }
}
