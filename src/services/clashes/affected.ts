import { loadCalendars } from '../../db/calendars.ts'
import { loadClashingCalendars } from '../../db/clashes.ts'
import type { Disturbance } from '../../db/disturbances.ts'
import { type ChallengeEvent, loadLiveEvents, loadStandingEvents } from '../../db/events.ts'
import { loadParticipations } from '../../db/participations.ts'
import { loadSuccessions } from '../../db/successions.ts'
import { withHeirs } from '../../domain/authorities/succession.ts'
import type { Calendar, Scope } from '../../domain/calendars/calendar.ts'
import { whomItConcerns } from '../../domain/calendars/concerned.ts'
import type { EventPerson } from '../../domain/clashes/facts.ts'
import type { Cause } from '../../domain/clashes/found.ts'
import { wholeDaysOf } from '../../domain/clashes/near.ts'
import { isPast } from '../../domain/events/event.ts'
import { mergeSpans } from '../../domain/interval-index.ts'
import { overlaps, type Span } from '../../domain/intervals.ts'
import { loadCircles } from '../events/circles.ts'
import { regionOf, type Work } from '../use-case.ts'

/** An event that may be concerned, and for whom it is. */
interface Candidate {
  readonly event: ChallengeEvent
  readonly authorityIds: readonly string[]
  readonly people: readonly EventPerson[]
  readonly span: Span
  /** The kinds of calendars that its round requires. */
  readonly requires: readonly string[]
  /** The calendars that it clashes with, as far as was found. */
  readonly clashesWith: readonly string[]
}

/** Of a disturbed calendar, whom it answers for. */
type Asked = Pick<Calendar, 'kind' | 'scope'>

/**
 * The events that some disturbances concern, each with the cause of the first of them: those named, those that
 * somebody of them is in on the same days, and those whose time, authorities or people a commitment meets. Events
 * whose time has passed are left alone, unless they are named. Those of one disturbance come in the order of time: of
 * neighbours in time the calendars are asked about few stretches, whereas 250 of ten years' events took five times as
 * long to read for as 250 of one.
 */
export const affectedEvents = async (
  work: Work,
  disturbances: readonly Disturbance[],
): Promise<Map<string, Cause>> => {
  const affected = new Map<string, Cause>()
  const add = (eventId: string, cause: Cause) => {
    if (!affected.has(eventId)) affected.set(eventId, cause)
  }
  const open = disturbances.filter((each) => !isNamedAlone(each))
  const candidates = open.length > 0 ? await loadCandidates(work, open) : []
  const scopes = await scopesOf(work, open)
  const zone = regionOf(work).timezone
  for (const each of disturbances) {
    if (each.eventId !== null) add(each.eventId, each.cause)
    if (isNamedAlone(each)) continue
    for (const candidate of candidates)
      if (isConcerned(each, candidate, scopes, zone)) add(candidate.event.id, each.cause)
  }
  return affected
}

const isNamedAlone = ({ eventId, personIds }: Disturbance): boolean =>
  eventId !== null && personIds.length === 0

const loadCandidates = async (work: Work, disturbances: readonly Disturbance[]): Promise<Candidate[]> => {
  const { id: regionId, timezone } = regionOf(work)
  const everywhen = disturbances.some(({ spans }) => spans.length === 0)
  const days = disturbances.flatMap(({ spans }) => spans.map((span) => wholeDaysOf(span, timezone)))
  const events = everywhen
    ? await loadStandingEvents(work.trx, regionId, work.now)
    : (await loadLiveEvents(work.trx, regionId, mergeSpans(days))).filter((event) => !isPast(event, work.now))
  const circles = await loadCircles(
    work,
    events.map(({ roundId }) => roundId),
  )
  const people = Map.groupBy(
    await loadParticipations(
      work.trx,
      events.map(({ id }) => id),
    ),
    ({ eventId }) => eventId,
  )
  const clashing = everywhen ? await loadClashingCalendars(work.trx, regionId) : new Map<string, string[]>()
  return events.toSorted(byTime).map((event) => ({
    event,
    authorityIds: circles.expected(event).authorityIds,
    people: people.get(event.id) ?? [],
    span: event.span,
    requires: circles.round(event.roundId).requiredCalendars.map(({ kind }) => kind),
    clashesWith: clashing.get(event.id) ?? [],
  }))
}

const byTime = (a: ChallengeEvent, b: ChallengeEvent): number =>
  a.span.from.getTime() - b.span.from.getTime() || (a.id < b.id ? -1 : 1)

/** What the calendars of some disturbances answer, for whom, those that take over included. */
const scopesOf = async (
  work: Work,
  disturbances: readonly Disturbance[],
): Promise<(disturbance: Disturbance) => Asked> => {
  const region: Asked = { kind: '', scope: { kind: 'region' } }
  if (!disturbances.some(({ calendarId }) => calendarId !== null)) return () => region
  const calendars = new Map<string, Calendar>(
    (await loadCalendars(work.trx, regionOf(work).id)).map((calendar) => [calendar.id, calendar]),
  )
  const successions = await loadSuccessions(work.trx, regionOf(work).id)
  return ({ calendarId, authorityIds }) => {
    const { kind, scope: whole } = calendars.get(calendarId ?? '') ?? region
    const scope: Scope = authorityIds.length > 0 ? { kind: 'authorities', ids: authorityIds } : whole
    if (scope.kind !== 'authorities') return { kind, scope }
    return { kind, scope: { ...scope, ids: withHeirs(scope.ids, successions) } }
  }
}

const isConcerned = (
  disturbance: Disturbance,
  candidate: Candidate,
  askedOf: (disturbance: Disturbance) => Asked,
  zone: string,
): boolean => {
  const { roundId, calendarId, personIds, spans } = disturbance
  if (roundId !== null) return candidate.event.roundId === roundId
  if (calendarId !== null) {
    const { kind, scope } = askedOf(disturbance)
    const concerns = (span: Span) => whomItConcerns(candidate, { scope, span }) !== null
    if (spans.length > 0) return spans.some((span) => overlaps(span, candidate.span) && concerns(span))
    // A calendar whose answer changed is asked about every day by those that require it, and named by its clashes.
    return (
      candidate.clashesWith.includes(calendarId) ||
      (candidate.requires.includes(kind) && concerns(candidate.span))
    )
  }
  if (personIds.length > 0) {
    const sameDays = spans.some((span) => overlaps(wholeDaysOf(span, zone), candidate.span))
    return sameDays && candidate.people.some(({ personId }) => personIds.includes(personId))
  }
  return true
}
