import { calendarKindsIn } from '../../db/calendar-kinds.ts'
import { type AskedOfCalendar, calendarsIn, loadCommitments } from '../../db/calendars.ts'
import { type ChallengeEvent, daysOfEvent, liveEventsAround } from '../../db/events.ts'
import { type Found, lookUp } from '../../db/lookups.ts'
import { namesIn } from '../../db/names.ts'
import { type Participation, participationsDuring } from '../../db/participations.ts'
import { type Succession, withHeirs } from '../../domain/authorities/succession.ts'
import type { Calendar, Scope } from '../../domain/calendars/calendar.ts'
import { indexByWhom } from '../../domain/calendars/concerned.ts'
import type { ClashFacts, EventFacts, EventPerson } from '../../domain/clashes/facts.ts'
import { indexFacts, wholeDaysOf } from '../../domain/clashes/near.ts'
import { mergeSpans } from '../../domain/interval-index.ts'
import type { Span } from '../../domain/intervals.ts'
import type { Round } from '../../domain/rounds/round.ts'
import type { Circles } from '../events/circles.ts'
import { regionOf, type Work } from '../use-case.ts'

/** A time that is asked about, for whom: where nobody is named, for everybody. */
export interface AskedTime extends Span {
  readonly whom?: { readonly authorityIds: readonly string[]; readonly people: readonly EventPerson[] }
  /** A stored event, whose people are those that take part in it. */
  readonly event?: Pick<ChallengeEvent, 'id'> & { readonly authorityIds: readonly string[] }
}

/** All that events of some rounds, within some days, are judged on: read once, however many they are. */
export interface Ground extends Pick<ClashFacts, 'zone' | 'now' | 'names' | 'kinds'> {
  readonly circles: Circles
  /** Who takes part in each live event within the days. */
  readonly peopleAt: ReadonlyMap<string, readonly EventPerson[]>
  /** What an event within the days asked about can clash with. */
  readonly near: ReturnType<typeof indexFacts>
}

/** Reads the ground for these times. */
export const loadGround = async (
  work: Work,
  circles: Circles,
  asked: readonly AskedTime[],
): Promise<Ground> => groundOf(work, circles, asked, await lookUp(work.trx, groundFor(work, asked)))

/** What `groundOf` rests on: of the whole days of these times, because a facilitator's load is counted by the day. */
export const groundFor = (work: Work, asked: readonly Span[]) => {
  const { id: regionId, timezone } = regionOf(work)
  const days = mergeSpans(asked.map((span) => wholeDaysOf(span, timezone)))
  return {
    names: namesIn(regionId),
    kinds: calendarKindsIn(regionId),
    calendars: calendarsIn(regionId),
    live: liveEventsAround(regionId, days),
    participations: participationsDuring(regionId, days),
  }
}

/** The ground as it was read, with what the calendars have then that concern those asked about. */
export const groundOf = async (
  work: Work,
  circles: Circles,
  asked: readonly AskedTime[],
  { names, kinds, calendars, live, participations }: Found<ReturnType<typeof groundFor>>,
): Promise<Ground> => {
  const { trx, now } = work
  const { timezone: zone } = regionOf(work)
  const passedOn = passingOn(circles.successions)
  const stored = calendars.map(passedOn)
  const peopleAt = new Map(
    [...Map.groupBy(participations, ({ eventId }) => eventId)].map(([id, people]) => [
      id,
      people.map(personOf),
    ]),
  )
  const commitments = await loadCommitments(trx, askedOf(asked, stored, peopleAt))
  return {
    zone,
    now,
    names,
    kinds,
    near: indexFacts(
      stored,
      commitments.map(passedOn),
      live.map((event) => ({
        id: event.id,
        title: event.title,
        state: event.state,
        days: daysOfEvent(event),
        span: event.span,
        people: peopleAt.get(event.id) ?? [],
      })),
      zone,
    ),
    circles,
    peopleAt,
  }
}

/** What is about an authority is about those that take over from it too: their own day decides who is asked about. */
const passingOn =
  (successions: readonly Succession[]) =>
  <T extends { readonly scope: Scope }>(each: T): T =>
    each.scope.kind === 'authorities' && successions.length > 0
      ? { ...each, scope: { kind: 'authorities', ids: withHeirs(each.scope.ids, successions) } }
      : each

const personOf = ({ personId, as, sessionId, span }: Participation): EventPerson =>
  sessionId === null ? { personId, as } : { personId, as, span }

/** Reading what a calendar has within a day takes less than looking into it once more. */
const A_DAY = 24 * 60 * 60 * 1000

/** Of each calendar the times for which somebody whom it concerns is asked about. */
const askedOf = (
  asked: readonly AskedTime[],
  all: readonly Calendar[],
  peopleAt: Ground['peopleAt'],
): AskedOfCalendar[] => {
  const calendars = indexByWhom(all)
  const spans = new Map<Calendar, Span[]>()
  for (const each of asked) {
    const { event, whom = event && { ...event, people: peopleAt.get(event.id) ?? [] } } = each
    for (const calendar of whom ? calendars.concerning(whom) : all) {
      const known = spans.get(calendar)
      if (known) known.push(each)
      else spans.set(calendar, [each])
    }
  }
  return [...spans].flatMap(([calendar, times]) =>
    mergeSpans(times, A_DAY).map((span) => ({ ...span, calendar })),
  )
}

/** What the rules of clashes look at for one event of a round. */
export const factsFor = (ground: Ground, round: Round, event: EventFacts): ClashFacts => {
  const { commentsDue } = round.deadlines
  return {
    zone: ground.zone,
    now: ground.now,
    names: ground.names,
    kinds: ground.kinds,
    ...ground.near(event),
    event,
    policy: round.policy.clashes,
    requiredCalendars: round.requiredCalendars,
    moderationDue:
      commentsDue === null ? [] : event.authorityIds.map((authorityId) => ({ authorityId, on: commentsDue })),
  }
}

/** A stored event as the rules of clashes look at it. */
export const eventFacts = (ground: Ground, event: ChallengeEvent): EventFacts => {
  const { authorityIds, vacantAuthorityIds } = ground.circles.expected(event)
  return {
    id: event.id,
    kind: event.kind,
    state: event.state,
    days: daysOfEvent(event),
    span: event.span,
    authorityIds,
    people: ground.peopleAt.get(event.id) ?? [],
    vacantAuthorityIds,
    datedOn: event.datedOn,
  }
}
