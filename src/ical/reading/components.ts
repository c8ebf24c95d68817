import type { ReadingNote } from '../../domain/calendars/reading.ts'
import type { Line } from './lines.ts'
import { nameOf, type Property, propertyOf } from './property.ts'

/** A component that matters here: an event, a statement of busy time, a zone, or one half of a zone's year. */
export interface Component {
  readonly name: 'VEVENT' | 'VFREEBUSY' | 'VTIMEZONE' | 'STANDARD' | 'DAYLIGHT'
  readonly line: number
  readonly properties: readonly Property[]
  readonly parts: readonly Component[]
}

/** What a file holds, taken apart as far as it can be. */
export interface Salvage {
  /** Whether there is a calendar at all. */
  readonly isCalendar: boolean
  /** Whether a calendar that it begins never ends: then nobody knows what came after. */
  readonly isCutOff: boolean
  readonly components: readonly Component[]
  /** The calendar's own properties. */
  readonly properties: readonly Property[]
  readonly warnings: readonly ReadingNote[]
}

interface Open extends Component {
  readonly properties: Property[]
  readonly parts: Component[]
}

const TOP = new Set(['VEVENT', 'VFREEBUSY', 'VTIMEZONE', 'VTODO', 'VJOURNAL', 'VAVAILABILITY', 'VCALENDAR'])
const KNOWN = new Set(['VEVENT', 'VFREEBUSY', 'VTIMEZONE'])
const HALVES = new Set(['STANDARD', 'DAYLIGHT'])

/** The properties that are looked at; no other is even taken apart, however hostile. */
const WANTED = new Set([
  ...['UID', 'SUMMARY', 'STATUS', 'TRANSP', 'SEQUENCE', 'DTSTAMP', 'DTSTART', 'DTEND', 'DURATION'],
  ...['RRULE', 'EXRULE', 'RDATE', 'EXDATE', 'RECURRENCE-ID', 'FREEBUSY'],
  ...['X-MICROSOFT-CDO-BUSYSTATUS', 'X-MICROSOFT-CDO-ALLDAYEVENT'],
  ...['TZID', 'TZOFFSETFROM', 'TZOFFSETTO', 'X-LIC-LOCATION', 'X-WR-TIMEZONE'],
])

/**
 * Takes a file apart component by component. One that never ends, ends where the next begins or where the file
 * does, with a warning; what lies within one that does not matter (an alarm) is passed over.
 */
export const salvage = (lines: readonly Line[]): Salvage => {
  const components: Component[] = []
  const properties: Property[] = []
  const warnings: ReadingNote[] = []
  let isCalendar = false
  let isCutOff = false
  let top: Open | null = null
  let half: Open | null = null
  /** The name of a component that is passed over, until it ends. */
  let passing: string | null = null

  const close = (whole: boolean) => {
    if (top && !whole) {
      warnings.push({ line: top.line, detail: `This ${top.name} has no end: its last lines may be missing.` })
    }
    if (top) components.push(top)
    top = null
    half = null
    passing = null
  }

  for (const line of lines) {
    const name = nameOf(line)
    const value = line.text
      .slice(line.text.indexOf(':') + 1, 200)
      .trim()
      .toUpperCase()
    if (name === 'BEGIN') {
      if (value === 'VCALENDAR') {
        isCalendar = true
        isCutOff = true
      }
      if (TOP.has(value)) {
        close(false)
        if (isKnown(value)) top = opened(value, line.number)
        else if (value !== 'VCALENDAR') passing = value
      } else if (isHalf(value) && (top as Open | null)?.name === 'VTIMEZONE') {
        half = opened(value, line.number)
        ;(top as Open | null)?.parts.push(half)
      } else passing ??= value
    } else if (name === 'END') {
      if (value === 'VCALENDAR') isCutOff = false
      if (passing !== null) {
        if (value === passing || value === 'VCALENDAR' || value === (top as Open | null)?.name) passing = null
      }
      if (passing === null && value === (top as Open | null)?.name) close(true)
      else if (HALVES.has(value)) half = null
      else if (value === 'VCALENDAR') close(false)
    } else if (passing === null) {
      const into: Property[] | undefined = (half ?? (top as Open | null))?.properties
      const property = name !== null && WANTED.has(name) ? propertyOf(line) : null
      if (property) (into ?? properties).push(property)
      else if (top && (name === null || WANTED.has(name))) {
        warnings.push({
          line: line.number,
          detail: 'This line is no property of an event: it was passed over.',
        })
      }
    }
  }
  close(false)
  return { isCalendar, isCutOff, components, properties, warnings }
}

const isKnown = (name: string): name is Component['name'] => KNOWN.has(name)
const isHalf = (name: string): name is Component['name'] => HALVES.has(name)
const opened = (name: Component['name'], line: number): Open => ({ name, line, properties: [], parts: [] })

/** The first property of that name. */
export const first = ({ properties }: Pick<Component, 'properties'>, name: string): Property | undefined =>
  properties.find((each) => each.name === name)

/** All properties of that name. */
export const all = ({ properties }: Pick<Component, 'properties'>, name: string): Property[] =>
  properties.filter((each) => each.name === name)
