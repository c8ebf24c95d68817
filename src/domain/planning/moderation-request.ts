import type { LocalDate } from '../intervals.ts'

/** What makes a moderator suit a self-assessment more or less, in points of suitability. */
export const SUITABILITY_RULES = ['theme', 'training', 'earlier', 'load'] as const

export type SuitabilityRule = (typeof SUITABILITY_RULES)[number]

/** What each rule counts of a moderator and a paper, in its own unit. */
export type SuitabilityAmounts = Readonly<Record<SuitabilityRule, number>>

/** Whether an amount of a rule makes somebody suit more, or less. */
const SIGNS: Readonly<Record<SuitabilityRule, 1 | -1>> = { theme: 1, training: 1, earlier: -1, load: -1 }

/**
 * Points for each theme that a paper asks for and the moderator has, and for a training that is good; off for each
 * paper that they moderated in earlier rounds, and for each assignment that they have in this one. Our own choice: a
 * theme outweighs a training, and that whatever they did before but for years of it.
 */
export const DEFAULT_SUITABILITY: SuitabilityAmounts = { theme: 4, training: 2, earlier: 1, load: 1 }

/** What amounts come to by weights. */
export const suitabilityOf = (amounts: SuitabilityAmounts, weights: SuitabilityAmounts): number =>
  SUITABILITY_RULES.reduce((sum, rule) => sum + SIGNS[rule] * amounts[rule] * weights[rule], 0)

/** A moderator and a self-assessment, as a request names them. */
export interface NamedPair {
  readonly selfAssessmentId: string
  readonly moderatorId: string
}

/** How many self-assessments somebody takes in the whole round, both ends included; null where nothing is said. */
export interface NamedLoad {
  readonly floor: number | null
  readonly ceiling: number | null
}

/** What a consultant asks of an allocation of a round's moderators. */
export interface ModerationPlanRequest {
  /** These self-assessments alone; null for all that have too few moderators. */
  readonly only: readonly string[] | null
  /** Only those that had a moderator who declined, or whose assignment ended. */
  readonly repair: boolean
  readonly objective: 'total' | 'worst-off-first'
  /** In points of suitability. */
  readonly weights: SuitabilityAmounts
  /** Of every moderator: without a floor nobody must be given any, without a ceiling it is the policy's. */
  readonly load: NamedLoad
  /** Of some, instead. */
  readonly loads: readonly (NamedLoad & { readonly moderatorId: string })[]
  /** What some self-assessments ask for, instead of the round's own themes. */
  readonly themes: readonly { readonly selfAssessmentId: string; readonly themes: readonly string[] }[]
  /** How well some suit, instead of what the rules give. */
  readonly suitability: readonly (NamedPair & { readonly value: number })[]
  /** These shall be. */
  readonly pins: readonly NamedPair[]
  /** These shall not be. */
  readonly bans: readonly NamedPair[]
  /** Whether a paper's moderators come from its triad alone: the member that does not challenge it. */
  readonly withinTriads: boolean
  /** Whether moderators may be given papers whose training is not what the round's policy asks for. */
  readonly acceptUntrained: boolean
  /** Of what is offered, as by hand: null for the round's own days. */
  readonly acceptBy: LocalDate | null
  readonly commentsDue: LocalDate | null
}
