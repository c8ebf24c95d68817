import type { ModerationPlanRequest, SuitabilityAmounts } from './moderation-request.ts'
import type { Barred } from './moderators.ts'

/** A self-assessment that wants moderators. */
export interface OpenPaper {
  readonly id: string
  /** Of the authority that wrote it. */
  readonly name: string
  /** How many moderators it has not got yet. */
  readonly places: number
}

/** A moderator of the pool. */
export interface PoolModerator {
  readonly id: string
  readonly name: string
  /** The authorities through whose office they hold something. */
  readonly homeIds: readonly string[]
  readonly themes: readonly string[]
  /** Whether they were trained, and that is not too old. */
  readonly isTrained: boolean
  /** What they moderated in earlier rounds. */
  readonly earlier: number
  /** The assignments that they have in this one, whatever becomes of the plan. */
  readonly load: number
}

/** What moderators are allocated from. */
export interface ModerationFacts {
  readonly papers: readonly OpenPaper[]
  readonly moderators: readonly PoolModerator[]
  /** By the rules of an assignment made by hand, with every reason. */
  readonly barred: readonly Barred[]
  /** The most assignments in the round that its policy gives anybody. */
  readonly ceiling: number
  /** Whether all moderators of a paper come from one authority. */
  readonly oneAuthority: boolean
  /** What the round itself asks for. */
  readonly themes: readonly string[]
}

/** What one person takes in the whole round, by a request. */
export const loadOf = (
  { load, loads }: Pick<ModerationPlanRequest, 'load' | 'loads'>,
  id: string,
  most: number,
): { readonly floor: number; readonly ceiling: number } => {
  const own = loads.find(({ moderatorId }) => moderatorId === id)
  return { floor: own?.floor ?? load.floor ?? 0, ceiling: own?.ceiling ?? load.ceiling ?? most }
}

/** What the rules count of a moderator for a self-assessment. */
export const amountsOf = (
  asked: readonly string[],
  { themes, isTrained, earlier, load }: Omit<PoolModerator, 'name'>,
): SuitabilityAmounts => ({
  theme: new Set(asked).intersection(new Set(themes)).size,
  training: Number(isTrained),
  earlier,
  load,
})

/** The themes that a paper asks for: what the request says of it, else the round's own. */
export const themesOf = (
  { themes }: Pick<ModerationPlanRequest, 'themes'>,
  ofRound: readonly string[],
  paperId: string,
): readonly string[] => themes.find(({ selfAssessmentId }) => selfAssessmentId === paperId)?.themes ?? ofRound
