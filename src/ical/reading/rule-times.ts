import {
  DAY,
  dayNumber,
  dayOfSecond,
  monthOf,
  weekFirst,
  weekYearFirst,
  weekYearOf,
  yearOf,
} from './day-numbers.ts'
import type { Effort } from './effort.ts'
import { dayTestOf, numbersIn, weekStartOf } from './rule-days.ts'
import type { Rule } from './rules.ts'

// Wall times are counted in seconds from 1970-01-01T00:00:00, whatever their zone.

/** What a rule counts by (FREQ and INTERVAL): periods of days have numbers, and go up to where the next begins. */
interface Periods {
  readonly of: (day: number) => number
  readonly first: (period: number) => number
}

/** A Monday. */
const SOME_MONDAY = -3

/** The periods shorter than a day, in seconds. */
const SHORT: Readonly<Record<string, number>> = { HOURLY: 3600, MINUTELY: 60, SECONDLY: 1 }

/**
 * The wall times, in order, that a rule names for a series that begins at the wall time `start`, from the day
 * `from` to the day `last` (both included). A rule that counts by years and names weeks counts by years of whole
 * weeks.
 */
export function* timesOf(
  rule: Rule,
  { start, from, last }: { readonly start: number; readonly from: number; readonly last: number },
  effort: Effort,
): Generator<number> {
  const periods = periodsOf(rule)
  const startDay = dayOfSecond(start)
  const fits = dayTestOf(rule, startDay)
  const clock = clockTimesOf(rule, start, effort)
  const chosen = choiceOf(rule, start)
  const interval = (rule.get('FREQ') ?? '') in SHORT ? 1 : intervalOf(rule)
  const earliest = Math.max(startDay, from)
  // A start at New Year that the rule itself does not name (RFC 5545 leaves open what then) is one of its calendar year.
  const own = rule.has('BYWEEKNO') && !fits(startDay) ? yearOf(startDay) : periods.of(startDay)
  let period = own + Math.ceil((periods.of(earliest) - own) / interval) * interval
  for (let first = periods.first(period); first <= last; first = periods.first(period)) {
    const after = periods.first(period + 1)
    effort.spend(1 + after - first)
    const times: number[] = []
    for (let day = first; day < after; day += 1) {
      if (!fits(day)) continue
      effort.spend(clock.length)
      for (const time of clock) times.push(day * DAY + time)
    }
    for (const time of chosen(times))
      if (time >= start && dayOfSecond(time) >= earliest && dayOfSecond(time) <= last) yield time
    period += interval
  }
}

const periodsOf = (rule: Rule): Periods => {
  const weekStart = weekStartOf(rule)
  switch (rule.get('FREQ')) {
    case 'WEEKLY':
      return {
        of: (day) => (weekFirst(day, weekStart) - weekFirst(SOME_MONDAY, weekStart)) / 7,
        first: (period) => weekFirst(SOME_MONDAY, weekStart) + period * 7,
      }
    case 'MONTHLY':
      return {
        of: (day) => yearOf(day) * 12 + monthOf(day) - 1,
        first: (period) => dayNumber(Math.floor(period / 12), period % 12),
      }
    case 'YEARLY':
      return rule.has('BYWEEKNO')
        ? { of: (day) => weekYearOf(day, weekStart), first: (year) => weekYearFirst(year, weekStart) }
        : { of: yearOf, first: (year) => dayNumber(year, 0) }
    default:
      return { of: (day) => day, first: (period) => period }
  }
}

const intervalOf = (rule: Rule): number => Number(rule.get('INTERVAL') ?? 1)

/** The seconds of a day, in order, at which a rule may fall: what it does not say is as at the start. */
const clockTimesOf = (rule: Rule, start: number, effort: Effort): number[] => {
  const short = SHORT[rule.get('FREQ') ?? ''] ?? DAY
  const given = (part: string, unit: number, size: number): number[] => {
    if (rule.has(part)) return [...new Set(numbersIn(rule, part))].filter((each) => each >= 0 && each < size)
    if (short <= unit) return Array.from({ length: size }, (_, at) => at)
    return [Math.floor((start - dayOfSecond(start) * DAY) / unit) % size]
  }
  const [hours, minutes, seconds] = [
    given('BYHOUR', 3600, 24),
    given('BYMINUTE', 60, 60),
    given('BYSECOND', 1, 60),
  ]
  effort.spend(hours.length * minutes.length * seconds.length)
  return hours
    .flatMap((hour) =>
      minutes.flatMap((minute) => seconds.map((second) => hour * 3600 + minute * 60 + second)),
    )
    .toSorted((a, b) => a - b)
}

/** Which of the times of a period stay: those at the places that the rule names (BYSETPOS), in each period of its own. */
const choiceOf = (rule: Rule, start: number): ((times: readonly number[]) => readonly number[]) => {
  const positions = numbersIn(rule, 'BYSETPOS')
  const unit = SHORT[rule.get('FREQ') ?? '']
  if (unit === undefined) return (times) => atPositions(times, positions)
  const periodOf = (time: number) => Math.floor(time / unit)
  const counted = (time: number) => (periodOf(time) - periodOf(start)) % intervalOf(rule) === 0
  return (times) =>
    [...Map.groupBy(times.filter(counted), periodOf).values()].flatMap((each) => atPositions(each, positions))
}

/** BYSETPOS: those of a period’s times that are at the places, from 1, or from -1 at the end; all where there are none. */
const atPositions = (times: readonly number[], positions: readonly number[]): readonly number[] => {
  if (positions.length === 0) return times
  const wanted = new Set(positions.map((each) => (each < 0 ? times.length + each : each - 1)))
  return times.filter((_, at) => wanted.has(at))
}
