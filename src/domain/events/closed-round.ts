import { failure, type Result, success } from '../failures.ts'
import type { Round } from '../rounds/round.ts'
import type { EventMove } from './event.ts'

/**
 * Whether a round lets one of its events make a move, or be edited. A closed round takes no new events, and
 * those it has may end (held, cancelled) so that none stays open for ever; only one that was deferred may still
 * be given a date, confirmed and edited, because its triad has yet to meet. Refused as `wrong-state`.
 */
export const checkRoundLetsMove = (
  round: Pick<Round, 'label' | 'state'>,
  move: EventMove | 'edit',
  wasDeferred: boolean,
): Result<null> => {
  const ends = move === 'hold' || move === 'cancel'
  if (round.state !== 'closed' || ends || (wasDeferred && move !== 'propose')) return success(null)
  return failure(
    'wrong-state',
    move === 'propose'
      ? `The round ${round.label} is closed: it takes no new events.`
      : `The round ${round.label} is closed: of its events only one that was deferred may still change.`,
  )
}
