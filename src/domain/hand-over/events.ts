import type { EventState } from '../events/event.ts'
import type { Days, LocalDate } from '../intervals.ts'
import { countOf, daysInWords } from '../words.ts'
import { CONSULTANT, type HandOverItem, item, type Named, officeOf } from './item.ts'

/** A challenge event with how many blocking clashes it has that no waiver excuses. */
export interface EventFacts {
  readonly id: string
  readonly title: string
  readonly state: EventState
  readonly days: Days
  readonly blockingClashes: number
  /** Offices that have not said whether they come. */
  readonly awaited: readonly Named[]
}

/**
 * What an event waits for: a confirmation, a new date, a decision on its clashes, the answers of offices, or the
 * record that it was held.
 */
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
      return [...clashItems(today, event), ...attendanceItems(today, event)]
    default:
      return []
  }
}

const clashItems = (today: LocalDate, { id, title, days, blockingClashes }: EventFacts): HandOverItem[] =>
  blockingClashes === 0
    ? []
    : [
        item(today, {
          kind: 'event-clash',
          sentence: `${title}, confirmed for ${daysInWords(days)}, has ${countOf(blockingClashes, 'blocking clash', 'blocking clashes')} that nobody waived.`,
          waitsOn: CONSULTANT,
          due: days.first,
          link: `/v1/challenge-events/${id}`,
        }),
      ]

const attendanceItems = (today: LocalDate, { id, title, days, awaited }: EventFacts): HandOverItem[] =>
  awaited.map((office) =>
    item(today, {
      kind: 'attendance-awaited',
      sentence: `${office.name} has not said who comes to ${title} on ${daysInWords(days)}.`,
      waitsOn: officeOf(office),
      due: days.first,
      link: `/v1/challenge-events/${id}/attendance/${office.id}`,
    }),
  )
