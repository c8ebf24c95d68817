import assert from 'node:assert/strict'
import type { CalendarReading, ReadEntry, ReadingOptions } from '../../../src/domain/calendars/reading.ts'
import { addDays } from '../../../src/domain/intervals.ts'
import { readCalendarText } from '../../../src/ical/reading/read.ts'

/** Two years in London. */
export const LONDON: ReadingOptions = {
  window: { from: new Date('2026-01-01T00:00:00Z'), until: new Date('2028-01-01T00:00:00Z') },
  zone: 'Europe/London',
}

/** An entry's start: `2026-07-01T09:00Z`, `D2026-02-16`, or `D2026-02-16/2026-02-18` with the day after its last. */
export const shown = ({ span, wholeDays }: ReadEntry, withEnd = false): string => {
  if (!wholeDays) return `${span.from.toISOString().slice(0, 16)}Z`
  return `D${wholeDays.first}${withEnd ? `/${addDays(wholeDays.last, 1)}` : ''}`
}

/** A calendar of components, each given by its lines. */
export const calendar = (...components: readonly (readonly string[])[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...components.flat(), 'END:VCALENDAR', ''].join('\r\n')

/** The lines of an event with its UID and properties. */
export const event = (uid: string, ...properties: readonly string[]): string[] => [
  'BEGIN:VEVENT',
  `UID:${uid}`,
  ...properties,
  'END:VEVENT',
]

/** What a text or bytes gave; fails where they were refused as a whole. */
export const reading = (file: string | Uint8Array, options: ReadingOptions = LONDON): CalendarReading => {
  const result = readCalendarText(typeof file === 'string' ? Buffer.from(file) : file, options)
  assert(result.ok, result.ok ? '' : result.failure.detail)
  return result.value
}

/** The starts of what a file gave, in order. */
export const starts = (file: string | Uint8Array, options: ReadingOptions = LONDON): string[] =>
  reading(file, options).entries.map((entry) => shown(entry))
