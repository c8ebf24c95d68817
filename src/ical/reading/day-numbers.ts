// Days as whole numbers, counted from 1970-01-01, of the Gregorian calendar and no zone: going through thousands of
// them as dates would cost many times as much.

/** In seconds. */
export const DAY = 24 * 60 * 60

/** The day that a second lies in, both counted from 1970-01-01. */
export const dayOfSecond = (second: number): number => Math.floor(second / DAY)

/** The day of a month that may lie beyond its year (month 12 is next January), both counted from zero. */
export const dayNumber = (year: number, month: number, date = 1): number =>
  // Date.UTC would take the years before 100 for those of the last century.
  new Date(0).setUTCFullYear(year, month, date) / 1000 / DAY

export const yearOf = (day: number): number => new Date(day * DAY * 1000).getUTCFullYear()

/** From 1 to 12, as recurrence rules count. */
export const monthOf = (day: number): number => new Date(day * DAY * 1000).getUTCMonth() + 1

/** From 0 for Monday; 1970 began on a Thursday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7

/** A stretch of days: `first` is in it, `after` is not. */
export interface DaySpan {
  readonly first: number
  readonly after: number
}

export const yearAround = (day: number): DaySpan => {
  const year = yearOf(day)
  return { first: dayNumber(year, 0), after: dayNumber(year + 1, 0) }
}

/** With the month’s number, from 1 to 12. */
export const monthAround = (day: number): DaySpan & { readonly number: number } => {
  const [year, number] = [yearOf(day), monthOf(day)]
  return { first: dayNumber(year, number - 1), after: dayNumber(year, number), number }
}

/** Where a week begins that a day lies in, weeks beginning on `weekStart` (from 0 for Monday). */
export const weekFirst = (day: number, weekStart: number): number => day - weekdayOf(day - weekStart)

/** Where a year of whole weeks begins: its first week is the first that has four of its days (RFC 5545, BYWEEKNO). */
export const weekYearFirst = (year: number, weekStart: number): number =>
  weekFirst(dayNumber(year, 0, 4), weekStart)

/** The year of whole weeks that a day lies in; in the days around New Year it is not always the calendar’s. */
export const weekYearOf = (day: number, weekStart: number): number =>
  // The middle of a week lies in the year that has most of its days.
  yearOf(weekFirst(day, weekStart) + 3)

export const weekYearAround = (day: number, weekStart: number): DaySpan => {
  const year = weekYearOf(day, weekStart)
  return { first: weekYearFirst(year, weekStart), after: weekYearFirst(year + 1, weekStart) }
}
