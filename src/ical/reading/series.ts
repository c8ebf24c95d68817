import { Temporal } from 'temporal-polyfill'
import type { ReadEntry, ReadingNote, ReadingOptions } from '../../domain/calendars/reading.ts'
import { addDays, overlaps, type Span, spanOfDays } from '../../domain/intervals.ts'
import { type Effort, TooMuchEffort } from './effort.ts'
import type { ReadEvent } from './event.ts'
import type { Rule } from './rules.ts'
import { namesAnyTime, startsOf } from './starts.ts'
import { dayOf, inZone, type Moment, wholeDayOf } from './times.ts'

/** All events of a file that share a UID: at most one by itself, and those that replace its occurrences. */
export interface Series {
  readonly master: ReadEvent | null
  readonly replacements: readonly ReadEvent[]
}

type Say = (note: ReadingNote) => void

/** Where what is wrong with a series is said, and what following it may still take. */
interface SeriesContext {
  readonly warn: Say
  readonly refuse: Say
  readonly effort: Effort
}

const DAY = 24 * 60 * 60 * 1000
/** How far "this and all later ones" may be moved; further, the replacement stands for its own occurrence alone. */
const FURTHEST_MOVE = 366 * DAY

/**
 * The occurrences of a series that share an instant with the window. Replacements are looked at wherever they were
 * moved from; those that replace nothing known stand by themselves, since somebody meant them.
 */
export const entriesOf = (
  { master, replacements }: Series,
  options: ReadingOptions,
  context: SeriesContext,
): ReadEntry[] => {
  // A series that is called off as a whole takes its replacements with it.
  if (master?.busy === 'cancelled') return []
  const keyed = replacements.map((event) => ({
    event,
    key: keyOf(event.replaces?.start ?? event.start, master, options),
  }))
  const single = new Map(keyed.map(({ event, key }) => [key, event]))
  const later = keyed
    .filter(({ event, key }) => event.replaces?.andLater && reaches(event, key, context.warn))
    .toSorted((a, b) => a.key - b.key)

  const usual = master ? occurrencesOf(master, later, options, context) : []
  const entries = usual.flatMap(({ start, length }): ReadEntry[] => {
    const key = start.at.epochMilliseconds
    if (!master || single.has(key)) return []
    const changed = later.findLast((each) => each.key <= key)
    const event = changed?.event ?? master
    const moved = changed ? movedBy(changed, start) : start
    return entryOf(event, moved, changed ? event.length : length, master.recurs ? start : null, options)
  })
  const own = [...single].flatMap(([key, event]) =>
    entryOf(event, event.start, event.length, replacedStart(event, key, master), options),
  )
  return [...entries, ...own]
}

/** Which start of its series a moment names, in milliseconds: dates and times are brought to the series’ own kind. */
const keyOf = (moment: Moment, master: ReadEvent | null, { zone }: ReadingOptions): number => {
  if (!master || master.start.wholeDay === moment.wholeDay) return moment.at.epochMilliseconds
  if (master.start.wholeDay) return wholeDayOf(dayOf(moment, zone)).at.epochMilliseconds
  const { at } = master.start
  return inZone(moment.at.toPlainDate().toPlainDateTime(at.toPlainTime()), at.timeZoneId).epochMilliseconds
}

const replacedStart = (event: ReadEvent, key: number, master: ReadEvent | null): Moment => ({
  at: Temporal.Instant.fromEpochMilliseconds(key).toZonedDateTimeISO('UTC'),
  wholeDay: master?.start.wholeDay ?? event.replaces?.start.wholeDay ?? false,
})

const reaches = (event: ReadEvent, key: number, warn: Say): boolean => {
  if (Math.abs(event.start.at.epochMilliseconds - key) <= FURTHEST_MOVE) return true
  const detail = 'This event moves all later occurrences by more than a year: only its own was moved.'
  warn({ line: event.line, detail })
  return false
}

/** A start that a rule gives, moved by as much wall time as the replacement moved its own. */
const movedBy = (
  { event, key }: { readonly event: ReadEvent; readonly key: number },
  start: Moment,
): Moment => {
  const zone = start.wholeDay ? event.start.at.timeZoneId : start.at.timeZoneId
  const to = event.start.wholeDay ? event.start.at : event.start.at.withTimeZone(zone)
  const from = Temporal.Instant.fromEpochMilliseconds(key).toZonedDateTimeISO(start.at.timeZoneId)
  const by = to.toPlainDateTime().since(from.toPlainDateTime(), { largestUnit: 'day' })
  const wall = start.at.toPlainDateTime().add(by)
  return event.start.wholeDay ? wholeDayOf(wall.toPlainDate()) : { at: inZone(wall, zone), wholeDay: false }
}

interface Occurrence {
  readonly start: Moment
  readonly length: number
}

/** The starts that the series itself gives, as far around the window as moves and lengths can matter. */
const occurrencesOf = (
  master: ReadEvent,
  later: readonly { readonly event: ReadEvent; readonly key: number }[],
  { window }: ReadingOptions,
  context: SeriesContext,
): Occurrence[] => {
  const { start, length, rule, additions } = master
  const moves = later.map(({ event, key }) => Math.abs(event.start.at.epochMilliseconds - key))
  const lengths = [length, ...later.map(({ event }) => event.length)]
  // Two days more, since a whole day of a zone lies up to a day beside that of UTC.
  const margin = Math.max(0, ...moves) + 2 * DAY
  const around: Span = {
    from: new Date(window.from.getTime() - margin - Math.max(...lengths)),
    until: new Date(window.until.getTime() + margin),
  }
  const found = new Map<number, Occurrence>()
  const add = (at: Temporal.ZonedDateTime, lasting: number) =>
    found.set(at.epochMilliseconds, { start: { at, wholeDay: start.wholeDay }, length: lasting })
  add(start.at, length)
  if (rule) for (const at of startsWithin(master, rule, around, context)) add(at, length)
  for (const each of additions) add(each.start.at, each.length ?? length)
  const excepted = new Set(
    master.exceptions.map((each) => keyOf(each, master, { window, zone: start.at.timeZoneId })),
  )
  return [...found].filter(([key]) => !excepted.has(key)).map(([, occurrence]) => occurrence)
}

/** The starts of a rule, with a note where it takes too much or never names a day: then its first stands alone. */
const startsWithin = (
  { start, line }: ReadEvent,
  rule: Rule,
  span: Span,
  { warn, refuse, effort }: SeriesContext,
): Temporal.ZonedDateTime[] => {
  try {
    const starts = startsOf(rule, start, span, effort)
    const begun = start.at.epochMilliseconds <= span.until.getTime()
    if (starts.length === 0 && begun && !namesAnyTime(rule, start, span, effort))
      warn({ line, detail: 'The recurrence rule names no day of the time asked about, nor one before it.' })
    return starts
  } catch (error) {
    if (!(error instanceof TooMuchEffort)) throw error
    const detail = 'The recurrence rule takes too long to follow, by itself or after the others of this file.'
    refuse({ line, detail: `${detail} Only the first occurrence was taken.` })
    return []
  }
}

const entryOf = (
  event: ReadEvent,
  start: Moment,
  length: number,
  recurrence: Moment | null,
  { window, zone }: ReadingOptions,
): ReadEntry[] => {
  const { busy, uid, title, line } = event
  if (busy === 'free' || busy === 'cancelled') return []
  const first = start.at.toPlainDate().toString()
  const wholeDays = start.wholeDay
    ? { first, last: addDays(first, Math.max(1, Math.round(length / DAY)) - 1) }
    : null
  const from = start.at.epochMilliseconds
  const span = wholeDays
    ? spanOfDays(wholeDays, zone)
    : { from: new Date(from), until: new Date(from + length) }
  if (!overlaps(span, window)) return []
  return [{ uid, recurrenceId: recurrence && idOf(recurrence), title, span, wholeDays, busy, line }]
}

/** `20261102` for a whole day, `20261102T100000Z` for a time. */
const idOf = ({ at, wholeDay }: Moment): string => {
  const utc = at
    .withTimeZone('UTC')
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
    .replace(/[-:]/g, '')
  return wholeDay ? utc.slice(0, 8) : `${utc}Z`
}
