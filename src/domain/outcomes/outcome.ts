import type { EventKind, EventState } from '../events/event.ts'
import { failure, type Result, success } from '../failures.ts'
import { addMonths, type LocalDate } from '../intervals.ts'

/** What a challenge event finds about an authority, and what that asks of others and offers to them. */
export const OUTCOME_KINDS = ['strength', 'area-to-improve', 'ask', 'offer'] as const

export type OutcomeKind = (typeof OUTCOME_KINDS)[number]

/** One finding about one authority, on a theme (`front-door`): what is said of others meets it by the theme alone. */
export interface Outcome {
  readonly id: string
  readonly roundId: string
  readonly eventId: string
  /** Its authority's self-assessment in the round. */
  readonly paperId: string
  readonly kind: OutcomeKind
  readonly theme: string
  readonly text: string
  readonly writtenBy: string
  readonly writtenAt: Date
  readonly changedAt: Date
}

/** An event as far as what came of it goes. */
export interface FruitfulEvent {
  readonly kind: EventKind
  readonly state: EventState
  readonly hostAuthorityId: string | null
}

/**
 * The authorities that outcomes of an event are about, of those that it is for: of a visit the host alone, of a
 * meeting all of its triad or, without one, of its round; of trainings and summits none.
 */
export const subjectsOf = (
  { kind, hostAuthorityId }: FruitfulEvent,
  authorityIds: readonly string[],
): readonly string[] => {
  if (kind === 'meeting') return authorityIds
  return kind === 'visit' ? authorityIds.filter((id) => id === hostAuthorityId) : []
}

/** Whether anything can have come of an event yet: only once it was held. Refused as `wrong-state`. */
export const checkHeld = (state: EventState): Result<null> =>
  state === 'held'
    ? success(null)
    : failure('wrong-state', `This event is ${state}: what came of it is recorded once it is held.`)

/** How long after an event it is looked at what became of it; six months is the Eastern region's way. */
const FOLLOW_UP_MONTHS = 6

/** The local day on which an event that ended on `lastDay` is followed up. */
export const followUpOn = (lastDay: LocalDate): LocalDate => addMonths(lastDay, FOLLOW_UP_MONTHS)
