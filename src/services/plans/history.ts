import { loadGroups } from '../../db/challenges.ts'
import { regionOf, type Work } from '../use-case.ts'

/** Two who met in a round. */
export interface MetInRound {
  readonly roundId: string
  readonly authorityIds: readonly [string, string]
}

/** Who met in each of the region's rounds, by those who stand for them now, as `participantsOf` says. */
export const loadMet = async (
  work: Work,
  participantsOf: (authorityId: string) => readonly string[],
): Promise<MetInRound[]> =>
  (await loadGroups(work.trx, regionOf(work).id)).flatMap(({ roundId, authorityIds }) => {
    const those = [...new Set(authorityIds.flatMap(participantsOf))].toSorted()
    return those.flatMap((a, index) =>
      those.slice(index + 1).map((b) => ({ roundId, authorityIds: [a, b] as const })),
    )
  })
