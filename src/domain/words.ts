import { DateTime } from 'luxon'
import {
  type Days,
  daysOf,
  daysOfSpan,
  type LocalDate,
  type Occasion,
  type Span,
  wallTime,
} from './intervals.ts'

/** A day as people say it: "Friday 1 November 2019". */
export const dayInWords = (date: LocalDate): string => format(date, 'cccc d LLLL yyyy')

/** A date as people write it: "1 November 2019". */
export const dateInWords = (date: LocalDate): string => format(date, 'd LLLL yyyy')

/** Days as people say them: one day, or "Monday 28 October to Friday 1 November 2019". */
export const daysInWords = ({ first, last }: Days): string => {
  if (first === last) return dayInWords(first)
  const sameYear = first.slice(0, 4) === last.slice(0, 4)
  return `${sameYear ? format(first, 'cccc d LLLL') : dayInWords(first)} to ${dayInWords(last)}`
}

/** A timed span as people say it in a zone: "Friday 1 November 2019, 10:00 to 12:30". */
export const spanInWords = (span: Span, zone: string): string => {
  const { first, last } = daysOfSpan(span, zone)
  const end = wallTime(span.until, zone)
  return `${dayInWords(first)}, ${wallTime(span.from, zone)} to ${first === last ? end : `${dayInWords(last)}, ${end}`}`
}

/** An occasion as people say it: its days, and its times where it has them. */
export const occasionInWords = (occasion: Occasion): string => {
  const { startTime, endTime } = occasion
  const days = daysInWords(daysOf(occasion))
  return startTime === null ? days : `${days}, ${startTime} to ${endTime}`
}

/** The hours of a span within one day, in a zone: "10:00 to 12:30". */
export const hoursInWords = (span: Span, zone: string): string =>
  `${wallTime(span.from, zone)} to ${wallTime(span.until, zone)}`

/** A season's days are said again and again, and saying one costs more than any rule about it. */
const SAID = new Map<string, string>()
const MOST_SAID = 5000

const format = (date: LocalDate, pattern: string): string => {
  const key = `${date} ${pattern}`
  const known = SAID.get(key)
  if (known !== undefined) return known
  if (SAID.size >= MOST_SAID) SAID.clear()
  const words = DateTime.fromISO(date, { zone: 'utc', locale: 'en-GB' }).toFormat(pattern)
  SAID.set(key, words)
  return words
}

const NUMBERS = 'no one two three four five six seven eight nine ten eleven twelve'.split(' ')

/** A count as people write it: in words up to twelve, "no" for none, then in figures. */
export const countInWords = (count: number): string => NUMBERS[count] ?? String(count)

/** A count of things: "one director", "three directors", "no days". */
export const countOf = (count: number, thing: string, things = `${thing}s`): string =>
  `${countInWords(count)} ${count === 1 ? thing : things}`

/** A list as people write it: "Kent, Portsmouth and West Sussex"; items that have commas are kept apart by semicolons. */
export const listInWords = (items: readonly string[], last: 'and' | 'or' = 'and'): string => {
  if (items.length < 2) return items.join('')
  const [comma, and] =
    items.some((item) => item.includes(',')) && items.length > 2 ? ['; ', `; ${last} `] : [', ', ` ${last} `]
  return `${items.slice(0, -1).join(comma)}${and}${items.at(-1)}`
}

/** Words as a sentence begins. */
export const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
