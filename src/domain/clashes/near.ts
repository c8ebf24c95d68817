import type { Calendar, Commitment } from '../calendars/calendar.ts'
import { indexByWhom } from '../calendars/concerned.ts'
import { indexBySpan } from '../interval-index.ts'
import { daysOfSpan, type Span, spanOfDays } from '../intervals.ts'
import type { ClashFacts, EventFacts, OtherEvent } from './facts.ts'

/** What of the facts an event can clash with. */
export type NearFacts = Pick<ClashFacts, 'calendars' | 'commitments' | 'others'>

/**
 * A season's calendars, commitments and other events, filed by whom they concern and when: what can touch an event is
 * found without a walk through all of them for each rule, and `findClashes` finds the same in it as in the whole.
 */
export const indexFacts = (
  calendars: readonly Calendar[],
  commitments: readonly Commitment[],
  others: readonly OtherEvent[],
  zone: string,
): ((event: Pick<EventFacts, 'authorityIds' | 'people' | 'span'>) => NearFacts) => {
  const byWhom = indexByWhom(calendars)
  const entries = new Map(
    [...Map.groupBy(commitments, ({ calendarId }) => calendarId)].map(([id, those]) => [
      id,
      indexBySpan(those),
    ]),
  )
  const elsewhere = indexBySpan(others)
  return (event) => {
    const near = byWhom.concerning(event)
    return {
      calendars: near,
      commitments: near.flatMap(({ id }) => entries.get(id)?.meeting(event.span) ?? []),
      // Of whole days, because a facilitator's load is counted by the day.
      others: elsewhere.meeting(wholeDaysOf(event.span, zone)),
    }
  }
}

/** The whole local days that a span touches. */
export const wholeDaysOf = (span: Span, zone: string): Span => spanOfDays(daysOfSpan(span, zone), zone)
