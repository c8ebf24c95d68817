import { loadCalendarKinds } from '../../db/calendar-kinds.ts'
import { loadCalendars, loadCommitments } from '../../db/calendars.ts'
import { type ChallengeEvent, daysOfEvent, loadLiveEvents } from '../../db/events.ts'
import { loadNames } from '../../db/names.ts'
import { loadParticipations, type Participation } from '../../db/participations.ts'
import { loadSuccessions } from '../../db/successions.ts'
import { type Succession, withHeirs } from '../../domain/authorities/succession.ts'
import type { Scope } from '../../domain/calendars/calendar.ts'
import type { ClashFacts, EventFacts, EventPerson } from '../../domain/clashes/facts.ts'
import { type Days, daysOfSpan, type Span, spanOfDays } from '../../domain/intervals.ts'
import type { Round } from '../../domain/rounds/round.ts'
import type { Circles } from '../events/circles.ts'
import { regionOf, type Work } from '../use-case.ts'

/** All that events of some rounds, within some days, are judged on: read once, however many they are. */
export interface Ground extends Omit<ClashFacts, 'event' | 'policy' | 'requiredCalendars' | 'moderationDue'> {
  readonly circles: Circles
  /** Who takes part in each live event within the days. */
  readonly peopleAt: ReadonlyMap<string, readonly EventPerson[]>
}

/** Reads the ground for these spans: whole days, because a facilitator's load is counted by the day. */
export const loadGround = async (work: Work, circles: Circles, spans: readonly Span[]): Promise<Ground> => {
  const region = regionOf(work)
  const zone = region.timezone
  const names = await loadNames(work.trx, region.id)
  const kinds = await loadCalendarKinds(work.trx, region.id)
  const passedOn = passingOn(await loadSuccessions(work.trx, region.id))
  const calendars = (await loadCalendars(work.trx, region.id)).map(passedOn)
  const around = wholeDaysAround(spans, zone)
  const span = around && spanOfDays(around, zone)
  const live = span ? await loadLiveEvents(work.trx, region.id, span) : []
  const commitments = span ? (await loadCommitments(work.trx, region.id, span)).map(passedOn) : []
  const participations = await loadParticipations(
    work.trx,
    live.map(({ id }) => id),
  )
  const peopleAt = new Map(
    [...Map.groupBy(participations, ({ eventId }) => eventId)].map(([id, people]) => [
      id,
      people.map(personOf),
    ]),
  )
  return {
    zone,
    now: work.now,
    names,
    kinds,
    calendars,
    commitments,
    others: live.map((event) => ({
      id: event.id,
      title: event.title,
      state: event.state,
      days: daysOfEvent(event),
      span: event.span,
      people: peopleAt.get(event.id) ?? [],
    })),
    circles,
    peopleAt,
  }
}

/** What is about an authority is about those that take over from it too: their own day decides who is asked about. */
const passingOn =
  (successions: readonly Succession[]) =>
  <T extends { readonly scope: Scope }>(each: T): T =>
    each.scope.kind === 'authorities'
      ? { ...each, scope: { kind: 'authorities', ids: withHeirs(each.scope.ids, successions) } }
      : each

const personOf = ({ personId, as, sessionId, span }: Participation): EventPerson =>
  sessionId === null ? { personId, as } : { personId, as, span }

const wholeDaysAround = (spans: readonly Span[], zone: string): Days | null => {
  const days = spans.map((span) => daysOfSpan(span, zone))
  const first = days.map((each) => each.first).toSorted()[0]
  const last = days
    .map((each) => each.last)
    .toSorted()
    .at(-1)
  return first && last ? { first, last } : null
}

/** What the rules of clashes look at for one event of a round. */
export const factsFor = (ground: Ground, round: Round, event: EventFacts): ClashFacts => {
  const { commentsDue } = round.deadlines
  return {
    zone: ground.zone,
    now: ground.now,
    names: ground.names,
    kinds: ground.kinds,
    calendars: ground.calendars,
    commitments: ground.commitments,
    others: ground.others,
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
