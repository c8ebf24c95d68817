import { Temporal } from 'temporal-polyfill'
import type { Property } from './property.ts'

/**
 * When something is: an instant with the zone in which its recurrences keep their wall time; a whole day is the
 * midnight of its date in UTC.
 */
export interface Moment {
  readonly at: Temporal.ZonedDateTime
  readonly wholeDay: boolean
}

/** A date or a date with a time as a file writes it; `utc` where it ends in Z. */
interface Written {
  readonly wall: Temporal.PlainDateTime
  readonly wholeDay: boolean
  readonly utc: boolean
}

/** Finds the IANA zone of a TZID; null stands for floating times. */
export type ZoneFinder = (tzid: string | null, line: number) => string

const WRITTEN = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?$/i

/** What a value such as `20260701` or `20260701T090000Z` says; null where it is none. */
export const writtenOf = (value: string): Written | null => {
  const [, year, month, day, hour, minute, second, z] = WRITTEN.exec(value.trim()) ?? []
  if (year === undefined) return null
  try {
    const wall = Temporal.PlainDateTime.from(
      {
        year: Number(year),
        month: Number(month),
        day: Number(day),
        hour: Number(hour ?? 0),
        minute: Number(minute ?? 0),
        // A leap second is the last one of its minute.
        second: Math.min(Number(second ?? 0), 59),
      },
      { overflow: 'reject' },
    )
    return { wall, wholeDay: hour === undefined, utc: z !== undefined }
  } catch {
    return null
  }
}

/** The moment of one written value in the zone that its property names; null where it is no date. */
export const momentOf = (value: string, property: Property, zoneOf: ZoneFinder): Moment | null => {
  const written = writtenOf(value)
  if (!written) return null
  const { wall, wholeDay, utc } = written
  if (wholeDay || utc) return { at: inZone(wall, 'UTC'), wholeDay }
  return { at: inZone(wall, zoneOf(property.parameters.tzid ?? null, property.line)), wholeDay: false }
}

/** A wall time in a zone; one that the clocks skip is meant in the offset before, as RFC 5545 has it. */
export const inZone = (wall: Temporal.PlainDateTime, zone: string): Temporal.ZonedDateTime =>
  wall.toZonedDateTime(zone, { disambiguation: 'compatible' })

/** The day of a moment: of a whole day itself, of a time the day on which it falls in `zone`. */
export const dayOf = ({ at, wholeDay }: Moment, zone: string): Temporal.PlainDate =>
  wholeDay || at.timeZoneId !== 'UTC' ? at.toPlainDate() : at.withTimeZone(zone).toPlainDate()

/** The whole day of a date. */
export const wholeDayOf = (date: Temporal.PlainDate): Moment => ({
  at: date.toZonedDateTime('UTC'),
  wholeDay: true,
})
