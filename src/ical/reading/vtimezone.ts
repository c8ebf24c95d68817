import { Temporal } from 'temporal-polyfill'
import type { Span } from '../../domain/intervals.ts'
import { all, type Component, first } from './components.ts'
import type { Effort } from './effort.ts'
import { ruleOf, whyNotFollowed } from './rules.ts'
import { startsOf } from './starts.ts'
import { writtenOf } from './times.ts'

/** From an instant on, the offset from UTC, both in milliseconds. */
interface Change {
  readonly at: number
  readonly offset: number
}

/** How much of a file's VTIMEZONE is looked at: a real one has a few halves, and their lists of dates are short. */
const MOST_HALVES = 200
/** To ask a zone for one of its offsets takes as long as to look at so many days of a rule. */
const A_PROBE = 100
/** How many years its clocks must agree with those of the zone that it is taken for. */
const YEARS = 2

/**
 * The IANA zone whose clocks go as a file's VTIMEZONE says, in the last years of the window; the region's own
 * before any other. Null where there is none, or where the VTIMEZONE makes no sense.
 */
export const matchingZone = (
  timezone: Component,
  {
    window,
    zone: regionZone,
    effort,
  }: { readonly window: Span; readonly zone: string; readonly effort: Effort },
): string | null => {
  // A file states the rules of its own day, so the last years of the window are compared and not the first.
  const last = window.until.getUTCFullYear()
  const years = { from: Math.max(window.from.getUTCFullYear(), last - YEARS) - 1, until: last + 1 }
  const changes = changesOf(timezone, years, effort)
  if (!changes) return null
  const from = Date.UTC(years.from + 1, 0)
  const until = Date.UTC(years.until, 0)
  const at = (instant: number) => (changes.findLast((each) => each.at <= instant) ?? changes[0])?.offset
  // Just before and just after every change, and the start of each month, since the other zone may change too.
  const probes = [
    ...changes.flatMap((each) => [each.at - 1000, each.at]),
    ...Array.from({ length: (years.until - years.from) * 12 }, (_, month) => Date.UTC(years.from + 1, month)),
  ].filter((each) => each >= from && each < until)
  const wanted = probes.map((probe) => ({ probe, offset: at(probe) }))
  const fits = (zone: string) =>
    wanted.every(({ probe, offset }) => {
      effort.spend(A_PROBE)
      const zoned = Temporal.Instant.fromEpochMilliseconds(probe).toZonedDateTimeISO(zone)
      return zoned.offsetNanoseconds / 1e6 === offset
    })
  return [regionZone, 'UTC', ...Intl.supportedValuesOf('timeZone')].find(fits) ?? null
}

/** When the clocks change, from the change before the first of the years on; null where a half makes no sense. */
const changesOf = (
  { parts }: Component,
  years: { readonly from: number; readonly until: number },
  effort: Effort,
): Change[] | null => {
  if (parts.length === 0 || parts.length > MOST_HALVES) return null
  const changes: Change[] = []
  for (const half of parts) {
    const offset = offsetOf(first(half, 'TZOFFSETTO')?.value)
    const before = offsetOf(first(half, 'TZOFFSETFROM')?.value)
    const start = writtenOf(first(half, 'DTSTART')?.value ?? '')
    if (offset === null || before === null || !start) return null
    const walls = onsetsOf(half, start.wall, years, effort)
    if (!walls) return null
    changes.push(
      ...walls.map((wall) => ({ at: wall.toZonedDateTime('UTC').epochMilliseconds - before, offset })),
    )
  }
  return changes.toSorted((a, b) => a.at - b.at)
}

const onsetsOf = (
  half: Component,
  start: Temporal.PlainDateTime,
  years: { readonly from: number; readonly until: number },
  effort: Effort,
): Temporal.PlainDateTime[] | null => {
  const dates = all(half, 'RDATE')
    .flatMap(({ value }) => value.split(','))
    .flatMap((value) => writtenOf(value)?.wall ?? [])
  const value = first(half, 'RRULE')?.value
  if (value === undefined) return [start, ...dates]
  const rule = ruleOf(value)
  // The clocks change at most twice a year; anything that comes more often is an attack.
  if (typeof rule === 'string' || whyNotFollowed(rule) !== null) return null
  if (rule.get('FREQ') !== 'YEARLY' || rule.has('COUNT')) return null
  const span = { from: new Date(Date.UTC(years.from, 0)), until: new Date(Date.UTC(years.until, 0)) }
  const starts = startsOf(rule, { at: start.toZonedDateTime('UTC'), wholeDay: false }, span, effort)
  return [start, ...dates, ...starts.map((each) => each.toPlainDateTime())]
}

/** `+0100` or `-023000` in milliseconds; null where it is no offset. */
const offsetOf = (value: string | undefined): number | null => {
  const [, sign, hours, minutes, seconds = '0'] = /^([+-])(\d\d):?(\d\d)(\d\d)?$/.exec(value ?? '') ?? []
  if (sign === undefined) return null
  const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
  return sign === '-' ? -size : size
}
