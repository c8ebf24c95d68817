import {
  type Days,
  eachDay,
  type LocalDate,
  type Span,
  spanOfOccasion,
  togetherContain,
} from '../intervals.ts'
import { type BankHolidays, isWorkingDay } from '../working-days.ts'

/** The hours of a working day that somebody must be out of office to be away on it: our own choice. */
const OFFICE_HOURS = { startTime: '09:00', endTime: '17:00' } as const

/**
 * Whether somebody is out of office throughout the office hours of every working day of some days, so that they can
 * moderate nothing then. Where there is no working day among them, nobody is; what is only busy counts for nothing.
 */
export const isAwayThroughout = (
  outOfOffice: readonly Span[],
  days: Days,
  bankHolidays: BankHolidays,
  zone: string,
): boolean => {
  if (outOfOffice.length === 0) return false
  const working = eachDay(days).filter((day) => isWorkingDay(day, bankHolidays))
  return working.length > 0 && working.every((day) => isAwayOn(outOfOffice, day, zone))
}

const isAwayOn = (outOfOffice: readonly Span[], date: LocalDate, zone: string): boolean => {
  const hours = spanOfOccasion({ date, days: 1, ...OFFICE_HOURS }, zone)
  return hours.ok && togetherContain(outOfOffice, hours.value)
}
