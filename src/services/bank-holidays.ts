import Holidays from 'date-holidays'
import { DateTime } from 'luxon'
import type { LocalDate } from '../domain/intervals.ts'

/** A day on which England's offices are closed by law or proclamation. */
export interface BankHoliday {
  readonly date: LocalDate
  readonly title: string
}

const england = new Holidays('GB', 'ENG', { languages: ['en'], types: ['public'] })

/**
 * England's bank holidays in the years from `first` to `last`, both included, in order of date. As in the
 * government's own list, a holiday that falls on a weekend is named by its substitute day alone (27 December
 * 2021, not the 25th), and Easter Sunday is not one. One-off days are those that the package knew when it was
 * installed: a royal occasion proclaimed later must be added by hand.
 */
export const bankHolidays = (years: { readonly first: number; readonly last: number }): BankHoliday[] => {
  const found: BankHoliday[] = []
  for (let year = years.first; year <= years.last; year++) {
    for (const { date, name } of england.getHolidays(year)) {
      const day = date.slice(0, 'YYYY-MM-DD'.length)
      if (!onWeekend(day)) found.push({ date: day, title: name })
    }
  }
  return found
}

const onWeekend = (day: LocalDate): boolean => DateTime.fromISO(day, { zone: 'utc' }).weekday >= 6
