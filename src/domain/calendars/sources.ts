import { addMonths, type Days, type LocalDate } from '../intervals.ts'

/**
 * The days about which a calendar from outside is asked: from the first to the last on which an event of a round
 * not closed may fall; without such a round, from `today` on for twelve months.
 */
export const daysAsked = (windows: readonly Days[], today: LocalDate): Days => {
  const first = windows.map((days) => days.first).toSorted()[0]
  const last = windows
    .map((days) => days.last)
    .toSorted()
    .at(-1)
  return first !== undefined && last !== undefined
    ? { first, last }
    : { first: today, last: addMonths(today, 12) }
}

/** The longest title that is kept, as long as one that is entered by hand may be. */
export const LONGEST_TITLE = 200

/**
 * A title as somebody's file has it, made text that can be kept: no control characters, no half of a surrogate
 * pair, one line, and cut where it is too long. An entry without one is called so.
 */
export const titleFrom = (written: string): string => {
  const plain = written
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  if (plain === '') return 'Untitled'
  return plain.length <= LONGEST_TITLE ? plain : `${plain.slice(0, LONGEST_TITLE - 1).toWellFormed()}…`
}
