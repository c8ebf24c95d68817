import { createHash } from 'node:crypto'
import ICAL from 'ical.js'
import type { ReadEntry, ReadingNote } from '../../domain/calendars/reading.ts'
import { all, type Component, first } from './components.ts'
import { type Property, plainText } from './property.ts'
import { doubtAbout, ofWholeDays, type Rule, ruleOf, whyNotFollowed } from './rules.ts'
import { dayOf, type Moment, momentOf, wholeDayOf, writtenOf, type ZoneFinder } from './times.ts'

/** An event of a file, understood; its occurrences are not yet known. */
export interface ReadEvent {
  readonly uid: string
  readonly line: number
  readonly title: string
  readonly start: Moment
  /** In milliseconds; a whole day has 24 hours here. */
  readonly length: number
  readonly busy: ReadEntry['busy'] | 'free' | 'cancelled'
  /** Grows with each change of the event; then the time of writing decides. */
  readonly sequence: number
  readonly stamp: string
  /** Whether it says that it does, even by a rule that is refused. */
  readonly recurs: boolean
  readonly rule: Rule | null
  readonly additions: readonly { readonly start: Moment; readonly length: number | null }[]
  readonly exceptions: readonly Moment[]
  /** Which occurrence this replaces, and whether all after it too; null for an event by itself. */
  readonly replaces: { readonly start: Moment; readonly andLater: boolean } | null
}

/** Where an event's zones are found, and where what is wrong with it is said. */
export interface EventContext {
  /** The region's zone. */
  readonly zone: string
  readonly zoneOf: ZoneFinder
  readonly warn: (note: ReadingNote) => void
  readonly refuse: (note: ReadingNote) => void
}

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR
const LONGEST_TITLE = 200
const LONGEST_UID = 255

/**
 * What an event says, as far as it can be understood; null, and a refusal, where it does not say when it begins. An
 * end that is missing or not after the start is a doubt, not a refusal: somebody is there for some time.
 */
export const eventOf = (component: Component, context: EventContext): ReadEvent | null => {
  const property = first(component, 'DTSTART')
  if (!property) {
    context.refuse({ line: component.line, detail: 'This event does not say when it begins (DTSTART).' })
    return null
  }
  const begins = momentOf(property.value, property, context.zoneOf)
  if (!begins) {
    context.refuse({ line: property.line, detail: 'The start of this event (DTSTART) is no date or time.' })
    return null
  }
  const { start, length } = inWholeDays(component, begins, context.zone, lengthOf(component, begins, context))
  return {
    uid: uidOf(component),
    line: component.line,
    title: [...plainText(textOf(component, 'SUMMARY'))].slice(0, LONGEST_TITLE).join('') || 'Untitled',
    start,
    length,
    busy: busyOf(component),
    sequence: Number(/^\d{1,9}$/.exec(textOf(component, 'SEQUENCE'))?.[0] ?? 0),
    stamp: textOf(component, 'DTSTAMP'),
    recurs: ['RRULE', 'RDATE'].some((name) => first(component, name) !== undefined),
    rule: followedRule(component, start, context),
    additions: additionsOf(component, start, context),
    exceptions: all(component, 'EXDATE').flatMap((each) => datesOf(each, start, context)),
    replaces: replacedBy(component, start, context),
  }
}

const textOf = (component: Component, name: string): string => first(component, name)?.value ?? ''

/** Without a UID, one of the times alone: a personal calendar's words must not show, not even as a digest. */
export const uidOf = (component: Component): string => {
  const uid = plainText(textOf(component, 'UID'))
  if (uid !== '' && uid.length <= LONGEST_UID) return uid
  const times = ['DTSTART', 'DTEND', 'DURATION', 'RRULE', 'RDATE', 'RECURRENCE-ID'].map((name) =>
    textOf(component, name),
  )
  const content = uid === '' ? times : [uid]
  return `made-${createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32)}`
}

const busyOf = (component: Component): ReadEvent['busy'] => {
  if (textOf(component, 'STATUS').toUpperCase() === 'CANCELLED') return 'cancelled'
  const status = textOf(component, 'X-MICROSOFT-CDO-BUSYSTATUS').toUpperCase()
  if (textOf(component, 'TRANSP').toUpperCase() === 'TRANSPARENT' || status === 'FREE') return 'free'
  return status === 'OOF' ? 'out-of-office' : 'busy'
}

const lengthOf = (component: Component, start: Moment, { zoneOf, warn }: EventContext): number => {
  const end = first(component, 'DTEND')
  const duration = first(component, 'DURATION')
  const length = end
    ? lengthUntil(end.value, end, start, zoneOf)
    : duration
      ? millisecondsOf(duration.value)
      : null
  if (length !== null && length > 0)
    return start.wholeDay ? Math.max(DAY, Math.ceil(length / DAY) * DAY) : length
  if (start.wholeDay) return DAY
  const line = (end ?? duration)?.line ?? component.line
  warn({ line, detail: 'This event has no end after its start: it is taken to last an hour.' })
  return HOUR
}

/** A time without a zone of its own is one in the zone of the start. */
const beside = (value: string, property: Property, start: Moment, zoneOf: ZoneFinder): Moment | null =>
  momentOf(value, property, (tzid, line) =>
    tzid === null && !start.wholeDay ? start.at.timeZoneId : zoneOf(tzid, line),
  )

const lengthUntil = (value: string, property: Property, start: Moment, zoneOf: ZoneFinder): number | null => {
  const end = beside(value, property, start, zoneOf)
  if (!end) return null
  if (start.wholeDay)
    return wholeDayOf(end.at.toPlainDate()).at.epochMilliseconds - start.at.epochMilliseconds
  const until = end.wholeDay ? end.at.toPlainDateTime().toZonedDateTime(start.at.timeZoneId) : end.at
  return until.epochMilliseconds - start.at.epochMilliseconds
}

/** An RFC 5545 duration in milliseconds; null where it is none. */
const millisecondsOf = (value: string): number | null => {
  if (!/^\+?P[0-9DTHMSW]{1,40}$/i.test(value)) return null
  try {
    const seconds = ICAL.Duration.fromString(value.toUpperCase()).toSeconds()
    // About a thousand years; beyond it lies nothing but an attack.
    return Number.isFinite(seconds) && seconds < 3.2e10 ? seconds * 1000 : null
  } catch {
    return null
  }
}

/** Exchange writes whole days as times from midnight to midnight, and says so beside them. */
const inWholeDays = (
  component: Component,
  start: Moment,
  zone: string,
  length: number,
): { readonly start: Moment; readonly length: number } => {
  const local = start.at.timeZoneId === 'UTC' ? start.at.withTimeZone(zone) : start.at
  const midnight = local.toPlainTime().toString() === '00:00:00'
  const says = textOf(component, 'X-MICROSOFT-CDO-ALLDAYEVENT').toUpperCase() === 'TRUE'
  if (start.wholeDay || !says || !midnight) return { start, length }
  return { start: wholeDayOf(local.toPlainDate()), length: Math.max(1, Math.round(length / DAY)) * DAY }
}

const followedRule = (
  component: Component,
  { wholeDay }: Moment,
  { warn, refuse }: EventContext,
): Rule | null => {
  for (const { line } of all(component, 'EXRULE')) {
    warn({ line, detail: 'A rule of exceptions (EXRULE) is not followed: what it leaves out is taken too.' })
  }
  const [property, ...more] = all(component, 'RRULE')
  for (const { line } of more)
    refuse({ line, detail: 'A second recurrence rule of one event is not followed.' })
  if (!property) return null
  const understood = ruleOf(property.value)
  const rule = typeof understood !== 'string' && wholeDay ? ofWholeDays(understood) : understood
  const reason = typeof rule === 'string' ? rule : whyNotFollowed(rule)
  if (typeof rule === 'string' || reason !== null) {
    refuse({ line: property.line, detail: `${reason} Only the first occurrence was taken.` })
    return null
  }
  const doubt = doubtAbout(rule)
  if (doubt !== null) warn({ line: property.line, detail: doubt })
  return rule
}

const additionsOf = (component: Component, start: Moment, context: EventContext): ReadEvent['additions'] =>
  all(component, 'RDATE').flatMap((property) =>
    property.value.split(',').flatMap((value) => {
      const [from = '', to] = value.split('/')
      const at = beside(from, property, start, context.zoneOf)
      if (!at) {
        context.refuse({
          line: property.line,
          detail: 'One of the additional dates (RDATE) is no date or time.',
        })
        return []
      }
      const length = to === undefined ? null : periodLength(to, property, at, context.zoneOf)
      const sameKind = start.wholeDay ? wholeDayOf(dayOf(at, context.zone)) : at
      return [{ start: sameKind, length: length !== null && length > 0 ? length : null }]
    }),
  )

/** A period ends at a time or after a duration. */
export const periodLength = (
  to: string,
  property: Property,
  from: Moment,
  zoneOf: ZoneFinder,
): number | null => (writtenOf(to) ? lengthUntil(to, property, from, zoneOf) : millisecondsOf(to))

const datesOf = (property: Property, start: Moment, { zoneOf, warn }: EventContext): Moment[] =>
  property.value.split(',').flatMap((value) => {
    const moment = beside(value, property, start, zoneOf)
    if (!moment) warn({ line: property.line, detail: 'One of the exceptions (EXDATE) is no date or time.' })
    return moment ?? []
  })

const replacedBy = (
  component: Component,
  start: Moment,
  { zoneOf, warn }: EventContext,
): ReadEvent['replaces'] => {
  const property = first(component, 'RECURRENCE-ID')
  if (!property) return null
  const at = beside(property.value, property, start, zoneOf)
  if (!at) {
    const detail =
      'Which occurrence this event replaces (RECURRENCE-ID) is no date or time: it is taken as one more.'
    warn({ line: property.line, detail })
    return { start, andLater: false }
  }
  return { start: at, andLater: property.parameters.range?.toUpperCase() === 'THISANDFUTURE' }
}
