import { DateTime } from 'luxon'
import type { LocalDate } from '../intervals.ts'

/** An office confirms its contact details once a year: the instant, at `now` in a zone, by which it is due again. */
export const confirmedSince = (now: Date, zone: string): Date =>
  DateTime.fromJSDate(now, { zone }).minus({ years: 1 }).toJSDate()

/** Whether an office has not confirmed its contact details within the last twelve months. */
export const confirmationDue = (confirmedAt: Date | null, now: Date, zone: string): boolean =>
  confirmedAt === null || confirmedAt <= confirmedSince(now, zone)

/** The local day in a zone on which a confirmation runs out; null where there is none. */
export const confirmationRunsOut = (confirmedAt: Date | null, zone: string): LocalDate | null =>
  confirmedAt && DateTime.fromJSDate(confirmedAt, { zone }).plus({ years: 1 }).toISODate()
