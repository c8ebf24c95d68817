/** Of a directed round: one authority's directors challenge another's self-assessment. */
export interface Challenge {
  readonly authorityId: string
  readonly challengerId: string
}

/** One self-assessment, by its author, with the authorities that challenge it. */
export interface Challenged {
  readonly authorityId: string
  readonly challengerIds: readonly string[]
}

/** What a round allows of its challenges. */
export interface ChallengePolicy {
  /** The most challengers of one self-assessment. */
  readonly perPaper: number
  /** Whether two authorities may challenge each other. */
  readonly mutual: boolean
}

/** Two challengers each, of whom neither is challenged back: the Eastern region's way. */
export const DEFAULT_CHALLENGES: ChallengePolicy = { perPaper: 2, mutual: false }

/** Who challenges each of these authorities, and how many papers each challenges itself. */
export const challengesOfEach = (
  authorityIds: readonly string[],
  challenges: readonly Challenge[],
): (Challenged & { readonly load: number })[] => {
  const ofAuthor = Map.groupBy(challenges, ({ authorityId }) => authorityId)
  const ofChallenger = Map.groupBy(challenges, ({ challengerId }) => challengerId)
  return authorityIds.map((authorityId) => ({
    authorityId,
    challengerIds: (ofAuthor.get(authorityId) ?? []).map(({ challengerId }) => challengerId),
    load: ofChallenger.get(authorityId)?.length ?? 0,
  }))
}
