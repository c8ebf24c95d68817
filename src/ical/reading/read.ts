import type {
  CalendarReading,
  ReadEntry,
  ReadingNote,
  ReadingOptions,
  UnclearEntry,
} from '../../domain/calendars/reading.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import { overlaps, type Span } from '../../domain/intervals.ts'
import { busyTimesOf } from './busy-times.ts'
import { first, salvage } from './components.ts'
import { effortOf } from './effort.ts'
import { type EventContext, eventOf, type ReadEvent, uidOf } from './event.ts'
import { type Line, linesOf } from './lines.ts'
import { entriesOf, type Series } from './series.ts'
import { MOST_OF_A_FILE } from './starts.ts'
import { zoneFinder } from './zones.ts'

/** More entries than a person or an authority has in some years; what has more is refused as a whole. */
export const MOST_ENTRIES = 20_000
/** How many notes of a kind are given; after that only their number. */
export const MOST_NOTES = 200

/**
 * Reads a calendar file event by event: what is wrong with one never loses another. Refuses what is no calendar at
 * all, and one with more than 20,000 entries in the window. Depends on the bytes and options alone: not on the
 * clock, the server's zone or its language. Has no limit of time or memory: see `createCalendarReader`.
 */
export const readCalendarText = (file: Uint8Array, options: ReadingOptions): Result<CalendarReading> => {
  const { lines, strange } = linesOf(file)
  const { isCalendar, isCutOff, components, properties, warnings: doubts } = salvage(lines)
  if (!isCalendar) return failure('invalid-request', whyNoCalendar(lines))

  const warnings = [...doubts]
  const refused: ReadingNote[] = []
  const warn = (note: ReadingNote) => void warnings.push(note)
  const unclear = new Map<string, UnclearEntry>()
  const refuseOf = (entry: UnclearEntry | null) => (note: ReadingNote) => {
    refused.push(note)
    if (entry) unclear.set(entry.uid, entry)
  }
  if (strange[0] !== undefined) {
    warn({ line: strange[0], detail: 'The file is not all in UTF-8: such lines are read as Windows-1252.' })
  }
  const effort = effortOf(MOST_OF_A_FILE)
  const zoneOf = zoneFinder({
    zone: options.zone,
    window: options.window,
    timezones: components.filter(({ name }) => name === 'VTIMEZONE'),
    floating: first({ properties }, 'X-WR-TIMEZONE')?.value ?? null,
    warn,
    effort,
  })
  const contextOf = (entry: UnclearEntry | null): EventContext => ({
    zone: options.zone,
    zoneOf,
    warn,
    refuse: refuseOf(entry),
  })

  if (isCutOff) warn({ line: lines.at(-1)?.number ?? 1, detail: CUT_OFF })

  const events: ReadEvent[] = []
  const entries: ReadEntry[] = []
  for (const component of components) {
    // One by one: as arguments, a hundred thousand of them would be too many.
    if (component.name === 'VFREEBUSY')
      for (const entry of busyTimesOf(component, contextOf(null))) entries.push(entry)
    if (component.name !== 'VEVENT') continue
    const event = eventOf(component, contextOf({ uid: uidOf(component), line: component.line }))
    if (event) events.push(event)
  }
  for (const series of seriesOf(events, warn)) {
    for (const entry of entriesOf(series, options, { warn, refuse: refuseOf(series.master), effort }))
      entries.push(entry)
    if (entries.length > MOST_ENTRIES) break
  }
  const within = entries.filter(({ span }) => overlaps(span, options.window))
  if (within.length > MOST_ENTRIES) {
    const detail = `The calendar has more than ${MOST_ENTRIES.toLocaleString('en-GB')} entries in the time asked about.`
    return failure('too-large', detail)
  }
  return success({
    entries: within.toSorted(inOrder),
    warnings: limited(warnings),
    refused: limited(refused),
    unclear: [...unclear.values()].map(({ uid, line }) => ({ uid, line })),
    isCutOff,
    outside: events.filter((event) => liesOutside(event, options.window)).length,
  })
}

/** Whether an event takes time, once, and none of it within the window. */
const liesOutside = ({ busy, recurs, replaces, start, length }: ReadEvent, window: Span): boolean => {
  if (busy === 'free' || busy === 'cancelled' || recurs || replaces) return false
  const from = start.at.epochMilliseconds
  return !overlaps({ from: new Date(from), until: new Date(from + length) }, window)
}

const CUT_OFF =
  'The file ends before its calendar does (END:VCALENDAR): its last entries are missing. What was known before and is ' +
  'not in it stays, and where the calendar is silent it is unknown.'

const inOrder = (a: ReadEntry, b: ReadEntry): number =>
  a.span.from.getTime() - b.span.from.getTime() ||
  a.line - b.line ||
  (a.recurrenceId ?? '').localeCompare(b.recurrenceId ?? '', 'en')

const limited = (notes: readonly ReadingNote[]): ReadingNote[] => {
  const sorted = notes.toSorted((a, b) => a.line - b.line)
  const over = sorted[MOST_NOTES]
  if (!over) return sorted
  return [
    ...sorted.slice(0, MOST_NOTES),
    { line: over.line, detail: `And ${sorted.length - MOST_NOTES} more like these.` },
  ]
}

const whyNoCalendar = (lines: readonly Line[]): string => {
  if (lines.length === 0) return 'The file is empty.'
  const start = lines
    .slice(0, 20)
    .map(({ text }) => text.slice(0, 500))
    .join(' ')
  return /<(?:!doctype|html|head|body)\b/i.test(start)
    ? 'This is a web page, perhaps one to sign in, and no calendar file.'
    : 'This is no calendar file: it has no line BEGIN:VCALENDAR.'
}

/**
 * The events by their UIDs. Of those that say the same twice, the one with the highest SEQUENCE stands, then the
 * last written; where neither tells them apart and they differ, both stand: careless programs give one UID to all.
 */
const seriesOf = (events: readonly ReadEvent[], warn: (note: ReadingNote) => void): Series[] => {
  const masters = new Map<string, ReadEvent>()
  const replacements = new Map<string, Map<string, ReadEvent>>()
  const doubles: ReadEvent[] = []
  for (const event of events) {
    if (event.replaces) {
      const of = replacements.get(event.uid) ?? new Map<string, ReadEvent>()
      const key = `${event.replaces.start.at.epochMilliseconds} ${event.replaces.andLater}`
      const other = of.get(key)
      if (!other || age(event, other) >= 0) of.set(key, event)
      replacements.set(event.uid, of)
      continue
    }
    const other = masters.get(event.uid)
    const newer = other ? age(event, other) : 1
    if (other && newer === 0 && !sameTimes(event, other)) {
      warn({ line: event.line, detail: 'Another event has the same UID: both are taken.' })
      doubles.push({ ...event, uid: `${event.uid}#${doubles.length + 2}` })
    } else if (newer >= 0) masters.set(event.uid, event)
  }
  const uids = new Set([...masters.keys(), ...replacements.keys()])
  return [
    ...[...uids].map((uid) => ({
      master: masters.get(uid) ?? null,
      replacements: [...(replacements.get(uid)?.values() ?? [])],
    })),
    ...doubles.map((master) => ({ master, replacements: [] })),
  ]
}

/** Above zero where `a` is the newer of two, zero where nothing tells. */
const age = (a: ReadEvent, b: ReadEvent): number =>
  a.sequence - b.sequence || (a.stamp === b.stamp ? 0 : a.stamp > b.stamp ? 1 : -1)

const sameTimes = (a: ReadEvent, b: ReadEvent): boolean =>
  a.start.at.epochMilliseconds === b.start.at.epochMilliseconds && a.length === b.length
