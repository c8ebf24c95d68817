import { addMonths, type LocalDate } from '../intervals.ts'

/** The first day on which a training is too old; null where trainings do not expire, or there was none. */
export const trainingExpiresOn = (
  trainedOn: LocalDate | null,
  validMonths: number | null,
): LocalDate | null => (trainedOn === null || validMonths === null ? null : addMonths(trainedOn, validMonths))
