import { holdsTime, isLive } from '../../events/event.ts'
import { daysOfSpan, eachDay, localDate, overlaps, type Span } from '../../intervals.ts'
import {
  capitalised,
  countInWords,
  countOf,
  dayInWords,
  daysInWords,
  hoursInWords,
  listInWords,
} from '../../words.ts'
import type { Clash } from '../clash.ts'
import type { ClashFacts, EventPerson, OtherEvent } from '../facts.ts'
import { authorityNames, clashOf, daysMet, inOrder, officesOf } from '../making.ts'
import { severityOf } from '../policy.ts'

/**
 * Somebody expected is already in another event at the same time, or in two of this event's sessions, in whatever
 * capacity; whoever is there for a session has only its time taken. Only an event that holds time books anybody:
 * two dates may be pencilled in for the same hour.
 */
export const personDoubleBooked = (facts: ClashFacts): Clash[] => [
  ...inTwoSessions(facts),
  ...otherLiveEvents(facts)
    .filter((other) => holdsTime(other.state))
    .flatMap((other) => inAnotherEvent(facts, other)),
]

const inAnotherEvent = (facts: ClashFacts, other: OtherEvent): Clash[] => {
  const met = facts.event.people.flatMap((here) =>
    other.people
      .filter(({ personId }) => personId === here.personId)
      .map((there) => ({ here, there, span: there.span ?? other.span }))
      .filter(({ span }) => overlaps(span, here.span ?? facts.event.span)),
  )
  if (met.length === 0) return []
  const personIds = inOrder(idsOf(met.map(({ here }) => here)))
  const days = met.map(({ span }) => daysMet(facts, daysOfSpan(span, facts.zone)))
  const from = days.map((each) => each.from).toSorted()[0] ?? other.days.first
  const to =
    days
      .map((each) => each.to)
      .toSorted()
      .at(-1) ?? other.days.last
  const hoursThere = hoursOf(
    facts,
    met.map(({ there }) => there),
  )
  const hoursHere = hoursOf(
    facts,
    met.map(({ here }) => here),
  )
  const message =
    `Double booking of ${listInWords(officesOf(facts, personIds))}: already in “${other.title}” on ` +
    `${daysInWords({ first: from, last: to })}${hoursThere && `, ${hoursThere}`}` +
    `${hoursHere && `, and expected here from ${hoursHere}`}.`
  return [doubleBooking(facts, { message, from, to, otherEventId: other.id, personIds })]
}

/** One clash for every two spans of this event's sessions that overlap and share somebody. */
const inTwoSessions = (facts: ClashFacts): Clash[] => {
  const timed = facts.event.people.flatMap(({ personId, span }) => (span ? [{ personId, span }] : []))
  const pairs = timed.flatMap((one, index) =>
    timed
      .slice(index + 1)
      .filter((other) => other.personId === one.personId && overlaps(other.span, one.span))
      .map((other) => ({ personId: one.personId, spans: [one.span, other.span].toSorted(byTime) })),
  )
  const hours = (spans: readonly Span[]) => listInWords(spans.map((span) => hoursInWords(span, facts.zone)))
  const alike = Map.groupBy(
    pairs,
    ({ spans }) => `${localDate(spans[0]?.from ?? facts.event.span.from, facts.zone)} ${hours(spans)}`,
  )
  return [...alike.values()].map((same) => {
    const personIds = inOrder(idsOf(same))
    const spans = same[0]?.spans ?? []
    const day = localDate(spans[0]?.from ?? facts.event.span.from, facts.zone)
    const message =
      `Double booking of ${listInWords(officesOf(facts, personIds))}: in two sessions of this event on ` +
      `${dayInWords(day)}, ${hours(spans)}.`
    return doubleBooking(facts, { message, from: day, to: day, personIds })
  })
}

const doubleBooking = (facts: ClashFacts, particulars: Parameters<typeof clashOf>[3]): Clash =>
  clashOf(facts, 'person-double-booked', severityOf(facts.policy, 'person-double-booked'), particulars)

/** The hours of the sessions that people are there for, each once and in order; empty for whole events. */
const hoursOf = ({ zone }: ClashFacts, people: readonly EventPerson[]): string => {
  const spans = people.flatMap(({ span }) => (span ? [span] : [])).toSorted(byTime)
  return listInWords([...new Set(spans.map((span) => hoursInWords(span, zone)))])
}

const byTime = (a: Span, b: Span): number =>
  a.from.getTime() - b.from.getTime() || a.until.getTime() - b.until.getTime()

/** A named facilitator has more live events on one of the event's days than the round allows, this one included. */
export const facilitatorCapacity = (facts: ClashFacts): Clash[] => {
  const limit = facts.policy.facilitatorEventsPerDay
  return inOrder(idsOf(facts.event.people.filter(isFacilitator))).flatMap((personId) => {
    const facilitates = (event: Pick<OtherEvent, 'people' | 'days'>, day: string) =>
      event.people.some(
        (person) =>
          isFacilitator(person) && person.personId === personId && isThere(facts, event, person, day),
      )
    const onDay = (day: string) => otherLiveEvents(facts).filter((other) => facilitates(other, day))
    const full = eachDay(facts.event.days).filter(
      (day) => facilitates(facts.event, day) && onDay(day).length + 1 > limit,
    )
    const [from, to] = [full[0], full.at(-1)]
    if (!from || !to) return []
    const others = otherLiveEvents(facts).filter((other) => full.some((day) => facilitates(other, day)))
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

/** Whether somebody of an event is there on a local day: on the day of their session, else on all of its days. */
const isThere = (
  { zone }: ClashFacts,
  { days }: Pick<OtherEvent, 'days'>,
  { span }: EventPerson,
  day: string,
): boolean => {
  const { first, last } = span ? daysOfSpan(span, zone) : days
  return first <= day && day <= last
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

const idsOf = (people: readonly Pick<EventPerson, 'personId'>[]): string[] =>
  people.map((person) => person.personId)

/** In order of time, so that messages do not depend on the order of the facts. */
const otherLiveEvents = ({ event, others }: ClashFacts): OtherEvent[] =>
  others
    .filter((other) => other.id !== event.id && isLive(other.state))
    .toSorted((a, b) => a.span.from.getTime() - b.span.from.getTime() || (a.id < b.id ? -1 : 1))
