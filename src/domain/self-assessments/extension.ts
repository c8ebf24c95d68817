import { fault, type Result, success } from '../failures.ts'
import type { LocalDate } from '../intervals.ts'
import type { Deadlines } from '../rounds/round.ts'
import { dayInWords } from '../words.ts'
import { type BankHolidays, shiftByWorkingDays } from '../working-days.ts'

/**
 * Whether a paper may be given until a day: later than it is due now, and not beyond the day on which its round
 * releases papers. Refused at `/due`.
 */
export const checkExtension = (
  { selfAssessmentDue, releaseOn }: Deadlines,
  due: LocalDate,
): Result<LocalDate> => {
  if (selfAssessmentDue === null) {
    return fault('/due', 'The round has no day for self-assessments, so there is none to extend.')
  }
  if (due <= selfAssessmentDue) {
    return fault('/due', `It is due on ${dayInWords(selfAssessmentDue)}: more time ends on a later day.`)
  }
  if (releaseOn !== null && due > releaseOn) {
    const detail = `The round releases its papers on ${dayInWords(releaseOn)}: move that day first.`
    return fault('/due', detail)
  }
  return success(selfAssessmentDue)
}

/**
 * The day on which comments are due once their paper has more time: as many working days after the new day as they
 * were after the old. Refused at `/due` where the bank holidays on the way are not known.
 */
export const movedComments = (
  commentsDue: LocalDate,
  { from, to }: { readonly from: LocalDate; readonly to: LocalDate },
  bankHolidays: BankHolidays,
): Result<LocalDate> => {
  const moved = shiftByWorkingDays(commentsDue, { from, to }, bankHolidays)
  if (moved !== null) return success(moved)
  return fault(
    '/due',
    `The comments due on ${dayInWords(commentsDue)} cannot be moved by working days: the region's calendar of bank holidays does not cover all days on the way. Extend it, or leave them with \`moveComments\`.`,
  )
}
