import { DateTime } from 'luxon'
import { addDays, type LocalDate } from './intervals.ts'

/** What is known of bank holidays: which days they are, and of which days it is known at all. */
export interface BankHolidays {
  has(day: LocalDate): boolean
  covers(day: LocalDate): boolean
}

const isWeekday = (day: LocalDate): boolean => DateTime.fromISO(day, { zone: 'utc' }).weekday <= 5

/** Whether offices work on a day: Monday to Friday, no bank holiday. */
export const isWorkingDay = (day: LocalDate, bankHolidays: BankHolidays): boolean =>
  isWeekday(day) && !bankHolidays.has(day)

/** The day itself where it is a working day, else the next one; null where bank holidays are not known. */
export const workingDayFrom = (day: LocalDate, bankHolidays: BankHolidays): LocalDate | null => {
  for (let at = day; bankHolidays.covers(at); at = addDays(at, 1)) {
    if (isWorkingDay(at, bankHolidays)) return at
  }
  return null
}

/**
 * How many working days come after `from` up to `to`, itself counted where it is one; negative where `to` is
 * earlier. Null where bank holidays are not known all the way.
 */
export const workingDaysBetween = (
  from: LocalDate,
  to: LocalDate,
  bankHolidays: BankHolidays,
): number | null => {
  if (to < from) {
    const back = workingDaysBetween(to, from, bankHolidays)
    return back === null ? null : -back
  }
  if (!bankHolidays.covers(from)) return null
  let count = 0
  for (let at = addDays(from, 1); at <= to; at = addDays(at, 1)) {
    if (!bankHolidays.covers(at)) return null
    if (isWorkingDay(at, bankHolidays)) count++
  }
  return count
}

/** The working day that is `count` after a working day, or before it where negative; null as above. */
export const addWorkingDays = (
  day: LocalDate,
  count: number,
  bankHolidays: BankHolidays,
): LocalDate | null => {
  let at = day
  for (let left = Math.abs(count); left > 0; ) {
    at = addDays(at, Math.sign(count))
    if (!bankHolidays.covers(at)) return null
    if (isWorkingDay(at, bankHolidays)) left--
  }
  return at
}

/**
 * A day that lies as many working days before or after `to` as `day` does before or after `from`. Any of the three
 * that is no working day counts as the next one. Null where bank holidays are not known for all days on the way.
 */
export const shiftByWorkingDays = (
  day: LocalDate,
  { from, to }: { readonly from: LocalDate; readonly to: LocalDate },
  bankHolidays: BankHolidays,
): LocalDate | null => {
  const [worked, start, end] = [day, from, to].map((each) => workingDayFrom(each, bankHolidays))
  if (!worked || !start || !end) return null
  const distance = workingDaysBetween(start, worked, bankHolidays)
  return distance === null ? null : addWorkingDays(end, distance, bankHolidays)
}
