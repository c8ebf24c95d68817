import { addMonths, type LocalDate, localDate } from '../intervals.ts'
import type { Round } from '../rounds/round.ts'

/**
 * The local day from which what a round's self-assessments say is kept no longer: so many years after the day of the
 * round's close as its policy gives. Null while it is not closed: then it is kept.
 */
export const keptUntil = (
  { closedAt, policy }: Pick<Round, 'closedAt' | 'policy'>,
  zone: string,
): LocalDate | null =>
  closedAt === null ? null : addMonths(localDate(closedAt, zone), 12 * policy.selfAssessments.keepYears)
