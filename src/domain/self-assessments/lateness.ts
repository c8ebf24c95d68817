import type { LocalDate } from '../intervals.ts'
import type { Deadlines } from '../rounds/round.ts'
import { type BankHolidays, workingDayFrom, workingDaysBetween } from '../working-days.ts'

/** What extensions set for one paper; null where none was agreed. */
export interface PaperDeadlines {
  readonly due: LocalDate | null
  readonly commentsDue: LocalDate | null
}

/** The later of two days, of which either may not be set. */
const laterDay = (a: LocalDate | null, b: LocalDate | null): LocalDate | null =>
  a === null || (b !== null && b > a) ? b : a

/** A round's deadlines as they are for one paper: an extension counts until the round itself gives as long. */
export const deadlinesOfPaper = (round: Deadlines, paper: PaperDeadlines): Deadlines => ({
  ...round,
  selfAssessmentDue: laterDay(round.selfAssessmentDue, paper.due),
  commentsDue: laterDay(round.commentsDue, paper.commentsDue),
})

/** Whether something came, or is still missing, after its day. */
export interface Lateness {
  readonly late: boolean
  /** How many working days; null where the region's calendar of bank holidays does not cover them. */
  readonly workingDays: number | null
}

const IN_TIME: Lateness = { late: false, workingDays: 0 }

/**
 * How late a local day is for a deadline. A deadline on a day on which no office works is the next one on which they
 * do, and who delivers before the working day after it is not late: a Saturday is in time for a Friday. Where bank
 * holidays are not known, any later day is late, by nobody knows how much.
 */
export const latenessOf = (due: LocalDate | null, day: LocalDate, bankHolidays: BankHolidays): Lateness => {
  if (due === null || day <= due) return IN_TIME
  const worked = workingDayFrom(due, bankHolidays)
  if (worked !== null && day <= worked) return IN_TIME
  const days = worked === null ? null : workingDaysBetween(worked, day, bankHolidays)
  return days === null ? { late: true, workingDays: null } : { late: days > 0, workingDays: days }
}
