import { type ChallengeEvent, findEvent } from '../../db/events.ts'
import type { Session } from '../../db/sessions.ts'
import type { Calendar } from '../../domain/calendars/calendar.ts'
import { answerOf } from '../../domain/calendars/coverage.ts'
import type { Answer } from '../../domain/clashes/clash.ts'
import type { ClashFacts } from '../../domain/clashes/facts.ts'
import { findClashes } from '../../domain/clashes/find-clashes.ts'
import type { SeenClash } from '../../domain/clashes/visibility.ts'
import { type EventKind, isLive } from '../../domain/events/event.ts'
import { checkTriadNamed } from '../../domain/events/of-triad.ts'
import { type EventTime, moveSessions } from '../../domain/events/sessions.ts'
import { type Fault, failure, fault, type Result, success } from '../../domain/failures.ts'
import { daysOf, type Occasion } from '../../domain/intervals.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { type Circles, type ExpectedOf, loadCircles } from '../events/circles.ts'
import { dateFor } from '../events/dates.ts'
import { checkFacilitators } from '../events/facilitators.ts'
import { type AuthorityRef, resolveAuthorities } from '../people/authorities.ts'
import { roundToRead } from '../rounds/access.ts'
import { reading, regionOf, type Work } from '../use-case.ts'
import { factsFor, type Ground, loadGround } from './ground.ts'
import { seenBy } from './judging.ts'

/** Dates to try, for an event that is only an idea or for one that might move. */
export interface ClashCheck {
  readonly roundId: string
  readonly triadId?: string | undefined
  /** Instead of a triad: authorities that might form one. */
  readonly authorities?: readonly AuthorityRef[] | undefined
  readonly kind?: EventKind | undefined
  readonly facilitatorIds?: readonly string[] | undefined
  /** The event that might move: its kind, triad and facilitators are its own. */
  readonly eventId?: string | undefined
  readonly occasions: readonly Occasion[]
  /** Whether the request gave one date, at the root of its body, or a list of them. */
  readonly listed: boolean
}

/** What one calendar that the round requires answers, for the region or for one authority. */
export interface Coverage {
  readonly kind: string
  readonly authorityId: string | null
  readonly answer: Answer
  readonly reason: string | null
  readonly calendar: Pick<Calendar, 'id' | 'name' | 'checkedAt'> | null
}

/** What stands against one date. */
export interface CheckedOccasion {
  readonly occasion: Occasion
  readonly clashes: readonly SeenClash[]
  readonly coverage: readonly Coverage[]
  /** Authorities without a director in post on the first day. */
  readonly vacantAuthorityIds: readonly string[]
}

/**
 * What stands against each of some dates: writes nothing. No waiver is looked at, because each is for a date that
 * an event already has.
 */
export const checkClashes = reading<ClashCheck, Round, readonly CheckedOccasion[]>({
  authorise: (work, { roundId }) => roundToRead(work, roundId),
  run: async (work, input, round) => {
    const circles = await loadCircles(work, [round.id])
    const subject = await subjectOf(work, input, round, circles)
    if (!subject.ok) return subject
    const dates = datesOf(work, input, subject.value, circles)
    if (!dates.ok) return dates
    const ground = await loadGround(
      work,
      circles,
      dates.value.map(({ span }) => span),
    )
    return success(dates.value.map((date) => check(work, ground, round, { ...subject.value, ...date })))
  },
})

/** Whose event is tried. */
interface Subject {
  readonly event: ChallengeEvent | null
  readonly kind: EventKind
  readonly authorityIds: readonly string[]
  readonly facilitatorIds: readonly string[]
}

const subjectOf = async (
  work: Work,
  input: ClashCheck,
  round: Round,
  circles: Circles,
): Promise<Result<Subject>> => {
  const named = await checkFacilitators(work, input.facilitatorIds ?? [])
  if (!named.ok) return named
  if (input.eventId !== undefined) {
    const event = await findEvent(work.trx, input.eventId)
    if (event?.roundId !== round.id) return fault('/eventId', `The round ${round.label} has no such event.`)
    const { authorityIds } = circles.expected(event)
    const facilitatorIds = input.facilitatorIds ?? event.facilitatorIds
    return success({ event, kind: event.kind, authorityIds, facilitatorIds })
  }
  const authorityIds = await authoritiesOf(work, input, round, circles)
  if (!authorityIds.ok) return authorityIds
  return success({
    event: null,
    kind: input.kind ?? 'meeting',
    authorityIds: authorityIds.value,
    facilitatorIds: input.facilitatorIds ?? [],
  })
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
  return fault('/triadId', `Whose ${kind}? Name a triad, or authorities that might form one.`)
}

/** A date to try, with the event's sessions as they would move to it. */
interface TriedDate extends EventTime {
  readonly sessions: readonly Session[]
}

/** Each occasion with what it takes; all that is wrong with any is reported, where the request gave it. */
const datesOf = (
  work: Work,
  input: ClashCheck,
  { event, kind, authorityIds }: Subject,
  circles: Circles,
): Result<TriedDate[]> => {
  const faults: Fault[] = []
  const hostAuthorityId = kind === 'visit' ? (authorityIds[0] ?? null) : null
  const dateOf = (occasion: Occasion): Result<TriedDate> => {
    const date = dateFor(work, { kind, hostAuthorityId }, occasion, authorityIds)
    if (!date.ok) return date
    const { span } = date.value
    if (event === null) return success({ occasion, span, sessions: [] })
    const stored = circles.sessions(event.id)
    const sessions = moveSessions(stored, event.occasion, { occasion, span }, regionOf(work).timezone)
    return sessions.ok ? success({ occasion, span, sessions: sessions.value }) : sessions
  }
  const dates = input.occasions.flatMap((occasion, index) => {
    const date = dateOf(occasion)
    if (date.ok) return [date.value]
    const at = input.listed ? `/occasions/${index}` : ''
    for (const { pointer, detail } of date.failure.faults ?? [])
      faults.push({ pointer: at + pointer, detail })
    return []
  })
  const [first] = faults
  return first ? failure('invalid-request', first.detail, faults) : success(dates)
}

const check = (
  work: Work,
  ground: Ground,
  round: Round,
  { event, occasion, span, sessions, ...subject }: Subject & TriedDate,
): CheckedOccasion => {
  const expected: ExpectedOf = ground.circles.expected(
    { ...event, ...subject, id: event?.id ?? null, roundId: round.id, triadId: null, occasion, sessions },
    subject.authorityIds,
  )
  const facts = factsFor(ground, round, {
    id: event?.id ?? null,
    kind: subject.kind,
    state: event && isLive(event.state) ? event.state : 'proposed',
    days: daysOf(occasion),
    span,
    ...expected,
    datedOn: null,
  })
  return {
    occasion,
    clashes: seenBy(work, ground, findClashes(facts)),
    coverage: coverageOf(facts),
    vacantAuthorityIds: expected.vacantAuthorityIds,
  }
}

/** What each calendar that the round requires answers: for the region, or for each of the authorities. */
const coverageOf = (facts: ClashFacts): Coverage[] =>
  facts.requiredCalendars.flatMap(({ kind, scope }) => {
    const about = facts.kinds[kind]
    const whom = scope === 'region' ? [null] : facts.event.authorityIds
    if (!about) return []
    return whom.map((authorityId) => {
      const authority =
        authorityId === null ? null : { id: authorityId, name: facts.names.authorities[authorityId] ?? '' }
      const { days, span } = facts.event
      const question = { kind: about, authority, days, span }
      const { answer, reason, calendar } = answerOf(question, facts.calendars, facts.commitments, facts)
      return { kind, authorityId, answer, reason, calendar }
    })
  })
