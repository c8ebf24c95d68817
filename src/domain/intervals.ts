import { DateTime } from 'luxon'
import { fault, type Result, success } from './failures.ts'

/** A calendar day in a region's zone, `YYYY-MM-DD`. */
export type LocalDate = string

/** A wall time in a region's zone, `HH:MM`. */
export type WallTime = string

/** A stretch of time between two instants, half-open: `from` belongs to it, `until` does not. */
export interface Span {
  readonly from: Date
  readonly until: Date
}

/** Days from `first` to `last`, both included, in a region's zone. */
export interface Days {
  readonly first: LocalDate
  readonly last: LocalDate
}

/** How people enter an occasion: a local date, and wall times unless it takes the whole day. */
export interface Occasion {
  readonly date: LocalDate
  /** How many days it lasts, the first included; more than one only for whole days. */
  readonly days: number
  readonly startTime: WallTime | null
  readonly endTime: WallTime | null
}

/** Whether two occasions are entered alike. */
export const isSameOccasion = (a: Occasion, b: Occasion): boolean =>
  a.date === b.date && a.days === b.days && a.startTime === b.startTime && a.endTime === b.endTime

/** Whether two half-open spans share an instant; spans that touch do not. */
export const overlaps = (a: Span, b: Span): boolean => a.from < b.until && b.from < a.until

/** Whether `outer` holds every instant of `inner`. */
export const contains = (outer: Span, inner: Span): boolean =>
  outer.from <= inner.from && inner.until <= outer.until

/** Whether spans that may overlap hold, all together, every instant of `inner`. */
export const togetherContain = (spans: readonly Span[], inner: Span): boolean => {
  let reached = inner.from
  for (const { from, until } of spans.toSorted((a, b) => a.from.getTime() - b.from.getTime())) {
    if (from > reached) break
    if (until > reached) reached = until
  }
  return reached >= inner.until
}

/** The span of whole days in a zone: local midnight of the first to local midnight after the last. */
export const spanOfDays = (days: Days, zone: string): Span => ({
  from: startOfDay(days.first, zone),
  until: startOfDay(addDays(days.last, 1), zone),
})

/** The day after (or before, when negative) by `count` calendar days. */
export const addDays = (date: LocalDate, count: number): LocalDate =>
  DateTime.fromISO(date, { zone: 'utc' }).plus({ days: count }).toISODate() ?? date

/** The day after (or before, when negative) by `count` calendar months; the month's last where it has no such day. */
export const addMonths = (date: LocalDate, count: number): LocalDate =>
  DateTime.fromISO(date, { zone: 'utc' }).plus({ months: count }).toISODate() ?? date

/** How many days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  DateTime.fromISO(to, { zone: 'utc' }).diff(DateTime.fromISO(from, { zone: 'utc' }), 'days').days

/** The local day on which an instant falls in a zone. */
export const localDate = (instant: Date, zone: string): LocalDate =>
  wallClock(instant, zone).toISOString().slice(0, 10)

/** The wall time of an instant in a zone, `HH:MM`. */
export const wallTime = (instant: Date, zone: string): WallTime =>
  wallClock(instant, zone).toISOString().slice(11, 16)

/** A date whose time in UTC is what clocks in a zone show at an instant. */
const wallClock = (instant: Date, zone: string): Date =>
  new Date(instant.getTime() + minutesFromUtc(instant.getTime(), zone) * 60_000)

const QUARTER = 15 * 60_000

/** Clocks change on a quarter of an hour, so an offset holds for one. */
const minutesFromUtc = (instant: number, zone: string): number => {
  const quarter = Math.floor(instant / QUARTER)
  return kept(OFFSETS, `${quarter} ${zone}`, () => DateTime.fromMillis(quarter * QUARTER, { zone }).offset)
}

const OFFSETS = new Map<string, number>()
const STARTS = new Map<string, number>()
const MOST_KEPT = 20_000

/** What was worked out before: the rules of a zone take longer to ask than any rule about an event. */
const kept = (known: Map<string, number>, key: string, workOut: () => number): number => {
  const before = known.get(key)
  if (before !== undefined) return before
  if (known.size >= MOST_KEPT) known.clear()
  const value = workOut()
  known.set(key, value)
  return value
}

/** Whether a text is a day of the calendar: `2019-02-28` is, `2019-02-30` and `2019-2-3` are not. */
export const isLocalDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid

/** The first instant of a local day in a zone. */
export const startOfDay = (date: LocalDate, zone: string): Date =>
  new Date(kept(STARTS, `${date} ${zone}`, () => DateTime.fromISO(date, { zone }).startOf('day').toMillis()))

/** The days that an occasion takes, both ends included. */
export const daysOf = (occasion: Occasion): Days => ({
  first: occasion.date,
  last: addDays(occasion.date, occasion.days - 1),
})

/** The local days that a span touches in a zone; one that ends at midnight does not touch the day after. */
export const daysOfSpan = (span: Span, zone: string): Days => ({
  first: localDate(span.from, zone),
  last: localDate(new Date(span.until.getTime() - 1), zone),
})

/** The days that two stretches of days share, or null when they share none. */
export const sharedDays = (a: Days, b: Days): Days | null => {
  const first = a.first > b.first ? a.first : b.first
  const last = a.last < b.last ? a.last : b.last
  return first <= last ? { first, last } : null
}

/** Each of the days, in order. */
export const eachDay = ({ first, last }: Days): LocalDate[] =>
  Array.from({ length: Math.max(0, daysBetween(first, last) + 1) }, (_, index) => addDays(first, index))

/**
 * The span that an occasion takes in a zone. A wall time that the clocks skip (01:30 on the last Sunday of
 * March in London) is refused, because no choice of instant would be what was meant; one that comes twice
 * is the earlier of the two.
 */
export const spanOfOccasion = (occasion: Occasion, zone: string): Result<Span> => {
  if (!isLocalDate(occasion.date)) return fault('/date', `There is no day ${occasion.date} in the calendar.`)
  if (!Number.isInteger(occasion.days) || occasion.days < 1) {
    return fault('/days', 'An occasion lasts one day or more, in whole days.')
  }
  if (occasion.startTime === null && occasion.endTime === null) {
    return success(spanOfDays(daysOf(occasion), zone))
  }
  if (occasion.startTime === null || occasion.endTime === null) {
    const missing = occasion.startTime === null ? '/startTime' : '/endTime'
    return fault(missing, 'Give both a start and an end time, or neither for a whole day.')
  }
  if (occasion.days > 1) {
    return fault('/days', 'An occasion of several days takes whole days: leave out the times.')
  }
  const from = instantOf(occasion.date, occasion.startTime, zone, '/startTime')
  if (!from.ok) return from
  const until = instantOf(occasion.date, occasion.endTime, zone, '/endTime')
  if (!until.ok) return until
  if (until.value <= from.value) return fault('/endTime', 'The end must come after the start.')
  return success({ from: from.value, until: until.value })
}

const instantOf = (date: LocalDate, time: WallTime, zone: string, pointer: string): Result<Date> => {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) {
    return fault(pointer, `“${time}” is no time of day: write hours and minutes, from 00:00 to 23:59.`)
  }
  const meant = DateTime.fromISO(`${date}T${time}`, { zone })
  if (meant.toFormat('HH:mm') !== time) {
    return fault(pointer, `The clocks skip ${time} on ${date}: choose another time.`)
  }
  const earlier = meant.minus({ hours: 1 })
  return success((earlier.toFormat('HH:mm') === time ? earlier : meant).toJSDate())
}
