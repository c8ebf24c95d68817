import { addMonths, type LocalDate } from '../intervals.ts'

/** How good somebody's training is on a day. */
export interface Training {
  /** The latest; null for somebody who was never trained. */
  readonly trainedOn: LocalDate | null
  /** The first day on which it is too old; null where trainings do not expire, or there was none. */
  readonly expiresOn: LocalDate | null
  /** Null for somebody who was never trained. */
  readonly expired: boolean | null
}

/** The training of somebody who was trained on these days, the earliest first, each good for so many months. */
export const trainingOf = (
  trainedOn: readonly LocalDate[],
  validMonths: number | null,
  today: LocalDate,
): Training => {
  const latest = trainedOn.at(-1)
  if (latest === undefined) return { trainedOn: null, expiresOn: null, expired: null }
  const expiresOn = validMonths === null ? null : addMonths(latest, validMonths)
  return { trainedOn: latest, expiresOn, expired: expiresOn !== null && expiresOn <= today }
}
