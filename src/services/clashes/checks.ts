import { findEvent } from '../../db/events.ts'
import { isConsultant } from '../../domain/access/operations.ts'
import { ranked, type Verdict, verdictOf } from '../../domain/clashes/ranking.ts'
import {
  checkHalfDays,
  type HalfDays,
  type SlotLength,
  shapesFor,
  shapesOf,
  slotsOf,
} from '../../domain/clashes/slots.ts'
import type { SeenClash } from '../../domain/clashes/visibility.ts'
import type { EventKind } from '../../domain/events/event.ts'
import { checkTriadNamed } from '../../domain/events/of-triad.ts'
import { type Fault, failure, fault, type Result, success } from '../../domain/failures.ts'
import { type Days, daysBetween, type Occasion, type Span } from '../../domain/intervals.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { type Circles, loadCircles } from '../events/circles.ts'
import { checkFacilitators } from '../events/facilitators.ts'
import { type AuthorityRef, resolveAuthorities } from '../people/authorities.ts'
import { roundToRead } from '../rounds/access.ts'
import { allow, reading, regionOf, type Work } from '../use-case.ts'
import { type Coverage, coverageOf } from './coverage.ts'
import { seenBy } from './judging.ts'
import { peopleNamed } from './people.ts'
import {
  type JudgedDate,
  type Subject,
  subjectOfEvent,
  type TriedDate,
  triedDate,
  triedSlots,
  tryDates,
} from './trying.ts'

/** Slots to try instead of dates that are named. */
export interface WindowToTry {
  readonly days: Days
  /** Null for the form that the event has, or for whole days where there is none. */
  readonly length: SlotLength | null
  readonly halfDays: HalfDays
}

/** Dates to try, for an event that is only an idea or for one that might move. */
export interface ClashCheck {
  readonly roundId: string
  readonly triadId?: string | undefined
  /** Instead of a triad: authorities that might form one. */
  readonly authorities?: readonly AuthorityRef[] | undefined
  /** Instead of either: people, whatever their authorities. */
  readonly personIds?: readonly string[] | undefined
  readonly kind?: EventKind | undefined
  readonly facilitatorIds?: readonly string[] | undefined
  /** The event that might move: its kind, triad and facilitators are its own. */
  readonly eventId?: string | undefined
  readonly occasions: readonly Occasion[]
  /** Whether the request gave one date, at the root of its body, or a list of them. */
  readonly listed: boolean
  /** Instead of occasions. */
  readonly window: WindowToTry | null
  /** Best first, rather than in the order asked about or of time. */
  readonly ranked: boolean
  /** The most that the answer has. */
  readonly limit: number
}

/** What stands against one date. */
export interface CheckedOccasion {
  readonly occasion: Occasion
  readonly span: Span
  /** From 1, the best, among all that were tried; null where no ranking was asked for. */
  readonly rank: number | null
  readonly verdict: Verdict
  readonly clashes: readonly SeenClash[]
  readonly coverage: readonly Coverage[]
  /** Authorities without a director in post on the first day. */
  readonly vacantAuthorityIds: readonly string[]
}

/**
 * What stands against each of some dates, or of the slots of a window: writes nothing. No waiver is looked at, because
 * each is for a date that an event already has. Whole seasons of named people are for the consultant, or for oneself:
 * to anybody else they would be somebody's diary.
 */
export const checkClashes = reading<ClashCheck, Round, readonly CheckedOccasion[]>({
  authorise: async (work, { roundId, personIds = [] }) => {
    const round = await roundToRead(work, roundId)
    if (!round.ok) return round
    const allowed = allow(
      isConsultant(work.actor) || personIds.every((id) => id === work.actor.personId),
      'Only a programme consultant checks dates for other people by name: name their authorities.',
    )
    return allowed.ok ? round : allowed
  },
  run: async (work, input, round) => {
    const circles = await loadCircles(work, [round.id])
    const subject = await subjectOf(work, input, round, circles)
    if (!subject.ok) return subject
    const dates =
      input.window === null
        ? datesOf(work, input, subject.value, circles)
        : datesWithin(work, input.window, subject.value, circles)
    if (!dates.ok) return dates
    const tried = await tryDates(work, circles, round, subject.value, dates.value)
    const inOrder = input.ranked
      ? ranked(tried.dates, subject.value.event?.occasion.date ?? null)
      : tried.dates.map((date) => ({ ...date, rank: null, verdict: verdictOf(date.clashes) }))
    return success(
      inOrder.slice(0, input.limit).map(
        ({ occasion, span, rank, verdict, clashes, facts }: Judged): CheckedOccasion => ({
          occasion,
          span,
          rank,
          verdict,
          clashes: seenBy(work, tried.ground, clashes),
          coverage: coverageOf(facts),
          vacantAuthorityIds: facts.event.vacantAuthorityIds,
        }),
      ),
    )
  },
})

type Judged = JudgedDate & Pick<CheckedOccasion, 'rank' | 'verdict'>

const subjectOf = async (
  work: Work,
  input: ClashCheck,
  round: Round,
  circles: Circles,
): Promise<Result<Subject>> => {
  const { kind = 'meeting', facilitatorIds, eventId, personIds } = input
  const named = await checkFacilitators(work, facilitatorIds ?? [])
  if (!named.ok) return named
  if (eventId !== undefined) {
    const event = await findEvent(work.trx, eventId)
    if (event?.roundId !== round.id) return fault('/eventId', `The round ${round.label} has no such event.`)
    const own = subjectOfEvent(circles, event)
    return success({ ...own, facilitatorIds: facilitatorIds ?? own.facilitatorIds })
  }
  const idea = { event: null, kind, facilitatorIds: facilitatorIds ?? [] }
  if (personIds !== undefined) {
    const peopleOn = await peopleNamed(work, personIds)
    return peopleOn.ok ? success({ ...idea, authorityIds: [], peopleOn: peopleOn.value }) : peopleOn
  }
  const authorityIds = await authoritiesOf(work, input, round, circles)
  return authorityIds.ok
    ? success({ ...idea, authorityIds: authorityIds.value, peopleOn: null })
    : authorityIds
}

const authoritiesOf = async (
  work: Work,
  { triadId, authorities, kind = 'meeting' }: ClashCheck,
  round: Round,
  circles: Circles,
): Promise<Result<readonly string[]>> => {
  if (triadId !== undefined) {
    const triad = circles.triad(triadId)
    return triad
      ? success(triad.authorityIds)
      : fault('/triadId', `The round ${round.label} has no such triad.`)
  }
  if (authorities !== undefined) return resolveAuthorities(work, authorities, '/authorities')
  if (checkTriadNamed(kind, round.method, null).ok) return success(circles.takingPart(round.id))
  return fault('/triadId', `Whose ${kind}? Name a triad, authorities that might form one, or people.`)
}

/** Each occasion with what it takes; all that is wrong with any is reported, where the request gave it. */
const datesOf = (work: Work, input: ClashCheck, subject: Subject, circles: Circles): Result<TriedDate[]> => {
  const faults: Fault[] = []
  const dates = input.occasions.flatMap((occasion, index) => {
    const date = triedDate(work, circles, subject, occasion)
    if (date.ok) return [date.value]
    const at = input.listed ? `/occasions/${index}` : ''
    for (const { pointer, detail } of date.failure.faults ?? [])
      faults.push({ pointer: at + pointer, detail })
    return []
  })
  const [first] = faults
  return first ? failure('invalid-request', first.detail, faults) : success(dates)
}

/** A round's window is at most a year, and so is one that is tried. */
const LONGEST_WINDOW_DAYS = 366

/** The slots of a window that suit the subject: those into which its sessions cannot move are left out. */
const datesWithin = (
  work: Work,
  { days, length, halfDays }: WindowToTry,
  subject: Subject,
  circles: Circles,
): Result<TriedDate[]> => {
  const count = daysBetween(days.first, days.last) + 1
  if (count < 1) return fault('/window/last', 'The window must not end before it starts.')
  if (count > LONGEST_WINDOW_DAYS) return fault('/window/last', 'A window is at most a year.')
  const ordered = checkHalfDays(halfDays, (half) => `/${half}`)
  if (!ordered.ok) return ordered
  const shapes = subject.event
    ? shapesFor(subject.event.occasion, length, halfDays)
    : shapesOf(length ?? 'day', halfDays)
  const slots = slotsOf(days, shapes, regionOf(work).timezone)
  return triedSlots(work, circles, subject, slots)
}
