import type { LocalDate } from '../intervals.ts'
import { capitalised, countInWords, countOf } from '../words.ts'

/** What a round asks of the pool. */
export interface PoolNeeds {
  /** Assignments still to be made: the moderators that its papers have not got yet. */
  readonly assignments: number
  /** Reviewers wanted for each theme. */
  readonly themes: readonly { readonly theme: string; readonly reviewers: number }[]
}

/** Somebody of the pool, as far as a round can count on them. */
export interface PoolStrength {
  readonly moderator: boolean
  readonly themes: readonly string[]
  /** Assignments that they can still be given in the round. */
  readonly room: number
  /** Whether their training is good on the day that counts, or none is asked for. */
  readonly trained: boolean
}

/** Where a round needs more than the pool can give: moderation on the whole, or a theme. */
export interface Shortage {
  /** Null for moderation on the whole. */
  readonly theme: string | null
  readonly needed: number
  readonly available: number
  readonly sentence: string
}

/** Every shortage, moderation first and then theme by theme; whoever's training is not good does not count. */
export const shortagesOf = (needs: PoolNeeds, pool: readonly PoolStrength[]): Shortage[] => {
  const counted = pool.filter(({ trained }) => trained)
  const room = counted.filter(({ moderator }) => moderator).reduce((sum, each) => sum + each.room, 0)
  const moderation: Shortage = {
    theme: null,
    needed: needs.assignments,
    available: room,
    sentence: `${capitalised(countOf(needs.assignments, 'assignment'))} are still to be made, and the pool's moderators have room for ${countInWords(room)}.`,
  }
  const themes = needs.themes.map(({ theme, reviewers }): Shortage => {
    const available = counted.filter((each) => each.themes.includes(theme)).length
    return {
      theme,
      needed: reviewers,
      available,
      sentence: `The round needs ${countOf(reviewers, 'reviewer')} of ${theme}, and the pool has ${countInWords(available)} whose training is good.`,
    }
  })
  return [moderation, ...themes].filter(({ needed, available }) => needed > available)
}

/** The day on which trainings must be good for a round: its first, or today once that is over. */
export const dayThatCounts = (firstOfWindow: LocalDate, today: LocalDate): LocalDate =>
  firstOfWindow > today ? firstOfWindow : today

/** Whether a training is good enough for a round whose policy asks for one at most so old, or for none. */
export const isTrained = (
  { expired }: { readonly expired: boolean | null },
  validMonths: number | null,
): boolean => validMonths === null || expired === false
