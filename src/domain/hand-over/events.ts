import type { EventState } from '../events/event.ts'
import type { Days, LocalDate } from '../intervals.ts'
import { countOf, daysInWords } from '../words.ts'
import { CONSULTANT, type HandOverItem, item } from './item.ts'

/** A challenge event with how many blocking clashes it has that no waiver excuses. */
export interface EventFacts {
  readonly id: string
  readonly title: string
  readonly state: EventState
  readonly days: Days
  readonly blockingClashes: number
}

/** What an event waits for: a confirmation, a new date, a decision on its clashes, or the record that it was held. */
export const eventItems = (today: LocalDate, event: EventFacts): HandOverItem[] => {
  const { id, title, days } = event
  const when = daysInWords(days)
  const open = (kind: HandOverItem['kind'], sentence: string, due: LocalDate | null) => [
    item(today, { kind, sentence, waitsOn: CONSULTANT, due, link: `/v1/challenge-events/${id}` }),
  ]
  switch (event.state) {
    case 'proposed':
      return open('event-not-confirmed', `${title} is proposed for ${when} and not confirmed.`, days.first)
    case 'deferred':
      return open('event-without-date', `${title} was deferred and has no new date.`, null)
    case 'confirmed':
      if (days.last < today) {
        return open('event-not-recorded', `${title} was for ${when} and is not recorded as held.`, days.last)
      }
      return event.blockingClashes === 0
        ? []
        : open(
            'event-clash',
            `${title}, confirmed for ${when}, has ${countOf(event.blockingClashes, 'blocking clash', 'blocking clashes')} that nobody waived.`,
            days.first,
          )
    default:
      return []
  }
}
