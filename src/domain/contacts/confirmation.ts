import { DateTime } from 'luxon'

/** An office confirms its contact details once a year: the instant, at `now` in a zone, by which it is due again. */
export const confirmedSince = (now: Date, zone: string): Date =>
  DateTime.fromJSDate(now, { zone }).minus({ years: 1 }).toJSDate()

/** Whether an office has not confirmed its contact details within the last twelve months. */
export const confirmationDue = (confirmedAt: Date | null, now: Date, zone: string): boolean =>
  confirmedAt === null || confirmedAt <= confirmedSince(now, zone)
