import { type Fault, failure, type Result, success } from '../failures.ts'
import {
  addDays,
  contains,
  type LocalDate,
  type Occasion,
  type Span,
  spanOfOccasion,
  type WallTime,
} from '../intervals.ts'

/** When one of an event's sessions is, as people enter it. */
export interface SessionTimes {
  /** Of the event: its first is 1. */
  readonly day: number
  readonly startTime: WallTime
  readonly endTime: WallTime
}

/** The date and times of an event, and the instants that these take. */
export interface EventTime {
  readonly occasion: Occasion
  readonly span: Span
}

/** The title of a session that was given none: "Challenge of Essex"; `index` counts from 0. */
export const defaultSessionTitle = (subjectName: string | null, index: number): string =>
  subjectName === null ? `Session ${index + 1}` : `Challenge of ${subjectName}`

/**
 * The span of each session of an event, in their order. A session lies within its event's days and, where the
 * event is timed, within its times; a wall time that the clocks skip is refused. All that is wrong is reported
 * at `${pointer}/0/startTime` and so on.
 */
export const sessionSpans = (
  sessions: readonly SessionTimes[],
  event: EventTime,
  zone: string,
  pointer = '/sessions',
): Result<Span[]> => {
  const faults: Fault[] = []
  const spans = sessions.flatMap((session, index) => {
    const span = sessionSpan(session, event, zone)
    if (span.ok) return [span.value]
    for (const { pointer: field, detail } of span.failure.faults ?? [])
      faults.push({ pointer: `${pointer}/${index}${field}`, detail })
    return []
  })
  const [first] = faults
  return first ? failure('invalid-request', first.detail, faults) : success(spans)
}

const sessionSpan = (
  { day, startTime, endTime }: SessionTimes,
  { occasion, span: whole }: EventTime,
  zone: string,
): Result<Span> => {
  if (day < 1 || day > occasion.days) return outside('/day', `This event has no day ${day}.`)
  const date: LocalDate = addDays(occasion.date, day - 1)
  const span = spanOfOccasion({ date, days: 1, startTime, endTime }, zone)
  if (!span.ok || contains(whole, span.value)) return span
  return outside(
    '/startTime',
    `The session from ${startTime} to ${endTime} is not within the event, which is from ${occasion.startTime} to ${occasion.endTime}.`,
  )
}

const outside = (pointer: string, detail: string): Result<never> =>
  failure('invalid-request', detail, [{ pointer, detail }])

/**
 * An event's sessions when the event gets another date or other times. They keep their day and wall times; where
 * a timed event begins earlier or later and lasts as long as before, they begin earlier or later with it. One
 * that then has no place in the event, or that the clocks skip, refuses the date, at `/date`.
 */
export const moveSessions = <Session extends SessionTimes & { readonly title: string; readonly span: Span }>(
  sessions: readonly Session[],
  from: Occasion,
  to: EventTime,
  zone: string,
): Result<Session[]> => {
  const minutes = shiftOf(from, to.occasion)
  const moved: Session[] = []
  for (const session of sessions) {
    const times = {
      day: session.day,
      startTime: shifted(session.startTime, minutes),
      endTime: shifted(session.endTime, minutes),
    }
    const span = sessionSpan(times, to, zone)
    if (!span.ok)
      return outside('/date', `The session “${session.title}” cannot go along: ${span.failure.detail}`)
    moved.push({ ...session, ...times, span: span.value })
  }
  return success(moved)
}

/** By how many minutes a timed event that lasts as long as before begins later; else 0. */
const shiftOf = (from: Occasion, to: Occasion): number => {
  if (!from.startTime || !from.endTime || !to.startTime || !to.endTime) return 0
  const later = minutesOf(to.startTime) - minutesOf(from.startTime)
  return minutesOf(to.endTime) - minutesOf(from.endTime) === later ? later : 0
}

const minutesOf = (time: WallTime): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

const shifted = (time: WallTime, by: number): WallTime => {
  const minutes = minutesOf(time) + by
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')
}
