import type { EventState } from '../events/event.ts'
import { failure, type Result, success } from '../failures.ts'
import { listInWords } from '../words.ts'

/** The dates of a triad, as far as changing the triad goes. */
export type EventStates = readonly EventState[]

/**
 * Whether a triad's authorities may change: not while an event of it is confirmed, because its people have
 * agreed to meet one another on that day (defer or cancel it first), nor once one was held, because the triad
 * is then the record of who met whom. Refused as `wrong-state`.
 */
export const checkMembersMayChange = (events: EventStates): Result<null> => {
  if (events.includes('held'))
    return failure('wrong-state', 'This triad has met: its authorities are part of the record.')
  if (events.includes('confirmed'))
    return failure(
      'wrong-state',
      'An event of this triad is confirmed: defer or cancel it before changing who is in the triad.',
    )
  return success(null)
}

/**
 * Whether a triad may be deleted: not while it has an event, even a cancelled one, because an event's history
 * is kept and belongs to its triad. Refused as `wrong-state`.
 */
export const checkMayBeDeleted = (events: EventStates): Result<null> => {
  if (events.length === 0) return success(null)
  const live = [...new Set(events)].filter((state) => state !== 'cancelled')
  const detail =
    live.length > 0
      ? `This triad has an event that is ${listInWords(live)}: it cannot be deleted.`
      : 'This triad has a cancelled event, whose history is kept: change its authorities instead.'
  return failure('wrong-state', detail)
}
