import { DateTime } from 'luxon'
import { type Days, daysBetween, eachDay, type LocalDate } from '../intervals.ts'
import type { Stretch } from './lanes.ts'

/** A stretch of the header with the words in it, which are empty where they would not fit. */
export interface Heading extends Stretch {
  readonly text: string
}

/** Where days lie across the page, in millimetres. */
export interface Scale {
  readonly days: Days
  readonly dayWidth: number
  /** The left edge of a day. */
  x(date: LocalDate): number
  /** From the left edge of the first to the right edge of the last. */
  across(days: Days): Stretch
  readonly months: readonly Heading[]
  /** Mondays, by their day of the month. */
  readonly weeks: readonly Heading[]
  readonly weekends: readonly Stretch[]
}

/** How wide the words of a header are at most, in millimetres. */
const MONTH_AND_YEAR = 20
const SHORT_MONTH = 6
const DAY_OF_MONTH = 3.4

/** Lays days out from `left` over a width. */
export const scaleOf = (days: Days, left: number, width: number): Scale => {
  const dayWidth = width / (daysBetween(days.first, days.last) + 1)
  const x = (date: LocalDate) => left + daysBetween(days.first, date) * dayWidth
  const across = ({ first, last }: Days): Stretch => ({
    x: x(first),
    width: (daysBetween(first, last) + 1) * dayWidth,
  })
  const each = eachDay(days)
  const months = [...Map.groupBy(each, (date) => date.slice(0, 7)).values()].map((dates): Heading => {
    const [first = ''] = dates
    const stretch = across({ first, last: dates.at(-1) ?? first })
    const wide = stretch.width >= MONTH_AND_YEAR
    const text = wide ? 'LLLL yyyy' : stretch.width >= SHORT_MONTH ? 'LLL' : ''
    return { ...stretch, text: text && atNoon(first).toFormat(text) }
  })
  const mondays = each.filter((date) => atNoon(date).weekday === 1)
  // Where weeks are too narrow for their numbers, every second or third one has its own.
  const every = Math.ceil(DAY_OF_MONTH / (7 * dayWidth))
  return {
    days,
    dayWidth,
    x,
    across,
    months,
    weeks: mondays.map((first, index) => ({
      x: x(first),
      width: Math.min(7 * dayWidth, left + width - x(first)),
      text:
        index % every === 0 && left + width - x(first) >= DAY_OF_MONTH ? String(Number(first.slice(8))) : '',
    })),
    weekends: each
      .filter((date) => atNoon(date).weekday > 5)
      .map((date) => across({ first: date, last: date })),
  }
}

const atNoon = (date: LocalDate): DateTime =>
  DateTime.fromISO(`${date}T12:00`, { zone: 'utc', locale: 'en-GB' })
