import { DateTime } from 'luxon'
import { failure, type Result, success } from '../failures.ts'
import type { LocalDate, WallTime } from '../intervals.ts'

/** Day 0 of the days that spreadsheets count, so that 1 March 1900 is 61 as they have it. */
const SERIAL_ZERO = DateTime.utc(1899, 12, 30)

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * A date as spreadsheets write it: `2019-09-01`, `01/09/2019` (day first, as in England), `1-Sep-19`,
 * `1 September 2019`, or the days since 1900 as five digits (`43709`). Years of two digits are 20xx. What could
 * be two dates, or none, is refused.
 */
export const readDate = (cell: string): Result<LocalDate> => {
  const text = cell.replace(/[T ]00:00(:00)?$/, '')
  if (/^\d{5}$/.test(text)) return success(isoOf(SERIAL_ZERO.plus({ days: Number(text) })))
  const yearFirst = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text)
  if (yearFirst) return dateOf(cell, Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]))
  const dayFirst = /^(\d{1,2})([-/. ])(\d{1,2}|[a-z]{3,9})\2(\d{4}|\d{2})$/i.exec(text)
  if (!dayFirst) return failure('invalid-request', `“${cell}” is no date: write it as 2019-09-01.`)
  const [, day = '', separator, month = '', year = ''] = dayFirst
  const inFigures = /^\d/.test(month)
  // With dashes and a short year the year may as well come first: 19-09-01.
  if (inFigures && separator === '-' && year.length === 2)
    return failure('invalid-request', `“${cell}” could be more than one date: write it as 2019-09-01.`)
  const fullYear = year.length === 2 ? 2000 + Number(year) : Number(year)
  return dateOf(cell, fullYear, inFigures ? Number(month) : monthNamed(month), Number(day), true)
}

/** The month of an English name or its beginning, "Sept" too; 0 for none. */
const monthNamed = (name: string): number => {
  const lower = name.toLowerCase()
  const month = MONTHS.indexOf(lower.slice(0, 3)) + 1
  const whole = month === 0 ? '' : DateTime.utc(2000, month).setLocale('en').toFormat('LLLL').toLowerCase()
  return whole.startsWith(lower) ? month : 0
}

const dateOf = (
  cell: string,
  year: number,
  month: number,
  day: number,
  dayFirst = false,
): Result<LocalDate> => {
  const date = DateTime.fromObject({ year, month, day }, { zone: 'utc' })
  if (month >= 1 && date.isValid) return success(isoOf(date))
  const why = dayFirst && month > 12 ? ': the day comes first, then the month' : ''
  return failure('invalid-request', `There is no such date as “${cell}”${why}.`)
}

const isoOf = (date: DateTime): LocalDate => date.toISODate() ?? ''

const MINUTES_A_DAY = 24 * 60

/**
 * A time of day as spreadsheets write it: `10:00`, `9:30`, `10:00:00`, `1:00 PM`, or the part of a day that has
 * passed (`0.416666667`). Seconds that are not zero are refused.
 */
export const readTime = (cell: string): Result<WallTime> => {
  const fraction = /^0?[.,]\d+$|^0$/.test(cell) ? Number(cell.replace(',', '.')) * MINUTES_A_DAY : null
  if (fraction !== null && Math.abs(fraction - Math.round(fraction)) < 0.01) return timeOf(cell, fraction)
  const clock = /^(\d{1,2}):(\d{2})(?::00)?(?: ?([ap])\.?m\.?)?$/i.exec(cell)
  if (!clock) return noTime(cell)
  const [, hours = '', minutes = '', half] = clock
  const hour = Number(hours)
  if (Number(minutes) > 59 || (half !== undefined && (hour < 1 || hour > 12))) return noTime(cell)
  const from = half === undefined ? hour : (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
  return timeOf(cell, from * 60 + Number(minutes))
}

const timeOf = (cell: string, minutes: number): Result<WallTime> => {
  const whole = Math.round(minutes)
  if (whole >= MINUTES_A_DAY) return noTime(cell)
  const two = (value: number) => String(value).padStart(2, '0')
  return success(`${two(Math.floor(whole / 60))}:${two(whole % 60)}`)
}

const noTime = (cell: string): Result<never> =>
  failure('invalid-request', `“${cell}” is no time of day: write hours and minutes, as 10:00.`)
