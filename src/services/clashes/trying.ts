import type { ChallengeEvent } from '../../db/events.ts'
import type { Session } from '../../db/sessions.ts'
import type { Clash } from '../../domain/clashes/clash.ts'
import type { ClashFacts, EventFacts, EventPerson } from '../../domain/clashes/facts.ts'
import { findClashes } from '../../domain/clashes/find-clashes.ts'
import type { Slot } from '../../domain/clashes/slots.ts'
import { checkOccasion, type EventKind, isLive } from '../../domain/events/event.ts'
import { moveSessions } from '../../domain/events/sessions.ts'
import { type Result, success } from '../../domain/failures.ts'
import { daysOf, type LocalDate, type Occasion } from '../../domain/intervals.ts'
import type { Round } from '../../domain/rounds/round.ts'
import type { Circles } from '../events/circles.ts'
import { dateFor } from '../events/dates.ts'
import { regionOf, type Work } from '../use-case.ts'
import { factsFor, type Ground, loadGround } from './ground.ts'

/** Whose event is tried. */
export interface Subject {
  /** The stored event that might move; null for one that is only an idea. */
  readonly event: ChallengeEvent | null
  readonly kind: EventKind
  readonly authorityIds: readonly string[]
  readonly facilitatorIds: readonly string[]
  /** People without an authority, as they would be there on a day; null where authorities say who comes. */
  readonly peopleOn: ((day: LocalDate) => readonly EventPerson[]) | null
}

/** A date to try, with the event's sessions as they would move to it. */
export interface TriedDate extends Slot {
  readonly sessions: readonly Session[]
}

/** A date that was tried. */
export interface JudgedDate extends TriedDate {
  readonly facts: ClashFacts
  /** All of them, none waived: a waiver is for the date that an event has. Not for everybody's eyes: see `seenBy`. */
  readonly clashes: readonly Clash[]
}

/** A stored event as it is tried on other dates. */
export const subjectOfEvent = (circles: Circles, event: ChallengeEvent): Subject => ({
  event,
  kind: event.kind,
  // As named, not as they stand on its present day: which of them stand differs from date to date.
  authorityIds: circles.members(event),
  facilitatorIds: event.facilitatorIds,
  peopleOn: null,
})

/** The date that the subject would have on an occasion, or what is wrong with it; its sessions move along. */
export const triedDate = (
  work: Work,
  circles: Circles,
  subject: Subject,
  occasion: Occasion,
): Result<TriedDate> => {
  const { kind, authorityIds } = subject
  const date = dateFor(work, { kind, hostAuthorityId: hostOf(subject) }, occasion, authorityIds)
  return date.ok ? withSessions(work, circles, subject, { occasion, span: date.value.span }) : date
}

/** Those of a window's slots into which the subject fits with its sessions; refused where it suits no such slot. */
export const triedSlots = (
  work: Work,
  circles: Circles,
  subject: Subject,
  slots: readonly Slot[],
): Result<TriedDate[]> => {
  const { kind, authorityIds } = subject
  for (const days of new Set(slots.map(({ occasion }) => occasion.days))) {
    const suits = checkOccasion(kind, { days }, hostOf(subject), authorityIds)
    if (!suits.ok) return suits
  }
  return success(
    slots.flatMap((slot) => {
      const date = withSessions(work, circles, subject, slot)
      return date.ok ? [date.value] : []
    }),
  )
}

/** A visit that is only an idea is made to the first of its authorities. */
const hostOf = ({ event, kind, authorityIds }: Subject): string | null => {
  if (event) return event.hostAuthorityId
  return kind === 'visit' ? (authorityIds[0] ?? null) : null
}

const withSessions = (work: Work, circles: Circles, { event }: Subject, slot: Slot): Result<TriedDate> => {
  if (event === null) return success({ ...slot, sessions: [] })
  const stored = circles.sessions(event.id)
  const sessions = moveSessions(stored, event.occasion, slot, regionOf(work).timezone)
  return sessions.ok ? success({ ...slot, sessions: sessions.value }) : sessions
}

/** Judges a subject on many dates, from one reading of the ground; the dates stay in their order. */
export const tryDates = async (
  work: Work,
  circles: Circles,
  round: Round,
  subject: Subject,
  dates: readonly TriedDate[],
): Promise<{ readonly ground: Ground; readonly dates: readonly JudgedDate[] }> => {
  const tries = dates.map((date) => ({ date, event: eventOn(circles, round, subject, date) }))
  const ground = await loadGround(
    work,
    circles,
    tries.map(({ event }) => ({ ...event.span, whom: event })),
  )
  return {
    ground,
    dates: tries.map(({ date, event }): JudgedDate => {
      const facts = factsOf(ground, round, subject, event)
      return { ...date, facts, clashes: findClashes(facts) }
    }),
  }
}

/** The subject's event as it would be on a date, its place among others' events aside. */
export const eventOn = (
  circles: Circles,
  round: Round,
  { event, kind, authorityIds, facilitatorIds, peopleOn }: Subject,
  { occasion, span, sessions }: TriedDate,
): EventFacts => {
  const expected = circles.expected(
    {
      ...event,
      kind,
      facilitatorIds,
      id: event?.id ?? null,
      roundId: round.id,
      triadId: null,
      occasion,
      sessions,
    },
    authorityIds,
  )
  return {
    id: event?.id ?? null,
    kind,
    state: event && isLive(event.state) ? event.state : 'proposed',
    days: daysOf(occasion),
    span,
    ...expected,
    people:
      peopleOn === null
        ? expected.people
        : [...peopleOn(occasion.date), ...expected.people.filter(({ as }) => as === 'facilitator')],
    datedOn: null,
  }
}

/** People without an authority are no meeting of directors, so nobody counts the directors among them. */
const factsOf = (ground: Ground, round: Round, { peopleOn }: Subject, event: EventFacts): ClashFacts => {
  const facts = factsFor(ground, round, event)
  return peopleOn === null ? facts : { ...facts, policy: { ...facts.policy, minimumDirectors: 0 } }
}
