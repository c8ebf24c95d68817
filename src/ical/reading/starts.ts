import { Temporal } from 'temporal-polyfill'
import type { Span } from '../../domain/intervals.ts'
import { dayOfSecond } from './day-numbers.ts'
import { type Effort, effortOf } from './effort.ts'
import { timesOf } from './rule-times.ts'
import type { Rule } from './rules.ts'
import { inZone, type Moment, writtenOf } from './times.ts'

/** What one rule may take: every day of some centuries, or a start on every day of five years. */
const MOST_OF_A_RULE = 200_000
/** What a whole file’s rules may take together, its zones’ among them: less than half a second’s work. */
export const MOST_OF_A_FILE = 4_000_000
/** To find a start in its zone takes as long as to look at so many days. */
const A_START = 100

/**
 * The starts that a rule gives a series within `span` (both ends included), in order. The series is anchored at its
 * own start, wherever the span lies. Throws `TooMuchEffort` where the rule takes more than one may.
 */
export const startsOf = (rule: Rule, start: Moment, span: Span, effort: Effort): Temporal.ZonedDateTime[] => {
  const own = effortOf(MOST_OF_A_RULE, effort)
  const most = Number(rule.get('COUNT') ?? Number.POSITIVE_INFINITY)
  const end = Math.min(span.until.getTime(), endOf(rule, start))
  // What is counted is counted from its start on.
  const near = rule.has('COUNT') ? Number.NEGATIVE_INFINITY : span.from.getTime()
  const starts: Temporal.ZonedDateTime[] = []
  let count = 0
  for (const time of timesOf(rule, { start: wallOf(start), ...daysAround(near, end) }, own)) {
    if (count === most) break
    own.spend(A_START)
    const at = startAt(time, start.at.timeZoneId)
    if (!at) continue
    if (at.epochMilliseconds > end) break
    count += 1
    if (at.epochMilliseconds >= span.from.getTime()) starts.push(at)
  }
  return starts
}

/** Whether a rule names any time at all, from the start of its series to the end of a span. */
export const namesAnyTime = (rule: Rule, start: Moment, { until }: Span, effort: Effort): boolean => {
  const days = daysAround(Number.NEGATIVE_INFINITY, Math.min(until.getTime(), endOf(rule, start)))
  return !timesOf(rule, { start: wallOf(start), ...days }, effortOf(MOST_OF_A_RULE, effort)).next().done
}

/** The days that lie between two instants in any zone: one’s day begins up to a day beside that of UTC. */
const daysAround = (from: number, until: number) => ({
  from: dayOfSecond(from / 1000) - 1,
  last: dayOfSecond(until / 1000) + 1,
})

/** A start’s wall time in seconds from 1970-01-01T00:00:00. */
const wallOf = ({ at }: Moment): number =>
  at.toPlainDateTime().toZonedDateTime('UTC').epochMilliseconds / 1000

/** The instant of a wall time; null where the clocks skip it: RFC 5545 (3.3.10) counts no such start. */
const startAt = (wall: number, zone: string): Temporal.ZonedDateTime | null => {
  const written = Temporal.Instant.fromEpochMilliseconds(wall * 1000).toZonedDateTimeISO('UTC')
  if (zone === 'UTC') return written
  const found = inZone(written.toPlainDateTime(), zone)
  return found.toPlainTime().equals(written.toPlainTime()) ? found : null
}

/**
 * The last instant at which a rule may give a start (UNTIL), in milliseconds; infinity where it names none. A date
 * ends a series of times at the end of that day, a time without Z is one in the zone of the start, and of a series
 * of days only the date matters.
 */
const endOf = (rule: Rule, { at, wholeDay }: Moment): number => {
  const until = writtenOf(rule.get('UNTIL') ?? '')
  if (!until) return Number.POSITIVE_INFINITY
  const { wall } = until
  const end = wholeDay
    ? wall.toPlainDate().toZonedDateTime('UTC')
    : until.wholeDay
      ? inZone(wall.with({ hour: 23, minute: 59, second: 59 }), at.timeZoneId)
      : inZone(wall, until.utc ? 'UTC' : at.timeZoneId)
  return end.epochMilliseconds
}
