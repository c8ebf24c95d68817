import { holdsTime, isLive } from '../../events/event.ts'
import { daysOfSpan, eachDay, overlaps } from '../../intervals.ts'
import { countInWords, countOf, daysInWords, listInWords } from '../../words.ts'
import type { Clash } from '../clash.ts'
import type { ClashFacts, EventPerson, OtherEvent } from '../facts.ts'
import { authorityNames, clashOf, daysMet, inOrder, officesOf } from '../making.ts'
import { severityOf } from '../policy.ts'

/**
 * Somebody expected is already in another event at the same time, in whatever capacity. Only an event that
 * holds time books anybody: two dates may be pencilled in for the same hour.
 */
export const personDoubleBooked = (facts: ClashFacts): Clash[] =>
  otherLiveEvents(facts)
    .filter((other) => holdsTime(other.state) && overlaps(other.span, facts.event.span))
    .flatMap((other) => {
      const there = new Set(other.people.map((person) => person.personId))
      const personIds = inOrder(idsOf(facts.event.people).filter((id) => there.has(id)))
      if (personIds.length === 0) return []
      const { from, to } = daysMet(facts, daysOfSpan(other.span, facts.zone))
      const who = listInWords(officesOf(facts, personIds))
      const message = `Double booking of ${who}: already in “${other.title}” on ${daysInWords({ first: from, last: to })}.`
      const severity = severityOf(facts.policy, 'person-double-booked')
      return [
        clashOf(facts, 'person-double-booked', severity, {
          message,
          from,
          to,
          otherEventId: other.id,
          personIds,
        }),
      ]
    })

/** A named facilitator has more live events on one of the event's days than the round allows, this one included. */
export const facilitatorCapacity = (facts: ClashFacts): Clash[] => {
  const limit = facts.policy.facilitatorEventsPerDay
  return inOrder(idsOf(facts.event.people.filter(isFacilitator))).flatMap((personId) => {
    const theirs = otherLiveEvents(facts).filter((other) =>
      idsOf(other.people.filter(isFacilitator)).includes(personId),
    )
    const onDay = (day: string) => theirs.filter(({ days }) => days.first <= day && day <= days.last)
    const full = eachDay(facts.event.days).filter((day) => onDay(day).length + 1 > limit)
    const [from, to] = [full[0], full.at(-1)]
    if (!from || !to) return []
    const others = theirs.filter((other) => full.some((day) => onDay(day).includes(other)))
    const titles = listInWords(others.map((other) => `“${other.title}”`))
    const message =
      `${officesOf(facts, [personId])} already facilitates ${titles} on ` +
      `${daysInWords({ first: from, last: to })}, and the round allows ${countOf(limit, 'event')} a day.`
    return [
      clashOf(facts, 'facilitator-capacity', severityOf(facts.policy, 'facilitator-capacity'), {
        message,
        from,
        to,
        otherEventId: others[0]?.id ?? null,
        personIds: [personId],
      }),
    ]
  })
}

/**
 * Fewer directors, or delegates in their seats, are expected at a triad's meeting than the round asks for; or a seat
 * is vacant on its day, which somebody must know in time even where the others are enough.
 */
export const tooFewDirectors = (facts: ClashFacts): Clash[] => {
  const { event, policy } = facts
  if (event.kind !== 'meeting') return []
  const seats = event.people.filter((person) => person.as === 'director' || person.as === 'delegate')
  const expected = new Set(idsOf(seats)).size
  const vacant = inOrder(event.vacantAuthorityIds)
  const enough = expected >= policy.minimumDirectors
  if (enough && vacant.length === 0) return []
  const day = daysInWords(event.days)
  const nobody = `no director in post for ${listInWords(authorityNames(facts, vacant))}`
  const fewer = `${countOf(expected, 'director')} expected on ${day}, and the round asks for ${countInWords(policy.minimumDirectors)}`
  const message = enough
    ? `${nobody} on ${day}: the seat is vacant.`
    : `${fewer}${vacant.length > 0 ? `: ${nobody}` : ''}.`
  const severity = severityOf(policy, 'too-few-directors')
  return [
    clashOf(facts, 'too-few-directors', severity, { message: capitalised(message), authorityIds: vacant }),
  ]
}

const isFacilitator = (person: EventPerson): boolean => person.as === 'facilitator'

const idsOf = (people: readonly EventPerson[]): string[] => people.map((person) => person.personId)

/** In order of time, so that messages do not depend on the order of the facts. */
const otherLiveEvents = ({ event, others }: ClashFacts): OtherEvent[] =>
  others
    .filter((other) => other.id !== event.id && isLive(other.state))
    .toSorted((a, b) => a.span.from.getTime() - b.span.from.getTime() || (a.id < b.id ? -1 : 1))

const capitalised = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1)
