import { Temporal } from 'temporal-polyfill'
import type { ReadingNote } from '../../domain/calendars/reading.ts'
import type { Span } from '../../domain/intervals.ts'
import { type Component, first } from './components.ts'
import { type Effort, TooMuchEffort } from './effort.ts'
import type { ZoneFinder } from './times.ts'
import { matchingZone } from './vtimezone.ts'
import { windowsZones, zoneOfWindows } from './windows-zones.ts'

/** What zones a file's times may be in. */
export interface ZoneFacts {
  /** The region's, an IANA name. */
  readonly zone: string
  /** Where rules of zones are compared. */
  readonly window: Span
  /** The file's own VTIMEZONEs. */
  readonly timezones: readonly Component[]
  /** X-WR-TIMEZONE: in which floating times are meant. */
  readonly floating: string | null
  readonly warn: (note: ReadingNote) => void
  /** What the file’s rules may still take. */
  readonly effort: Effort
}

/**
 * Finds zones in this order: an IANA name, one behind a prefix, a Windows name, a display name, the file's own
 * VTIMEZONE by what it calls itself and then by its rules, and at last the region's zone with a warning (one for
 * each name).
 */
export const zoneFinder = ({ zone, window, timezones, floating, warn, effort }: ZoneFacts): ZoneFinder => {
  const known = new Map<string, string>()
  const byRules = (own: Component): string | null => {
    try {
      return matchingZone(own, { window, zone, effort })
    } catch (error) {
      if (error instanceof TooMuchEffort) return null
      throw error
    }
  }
  const find = (tzid: string, line: number): string => {
    const named = zoneNamed(tzid)
    if (named) return named
    const own = timezones.find((each) => first(each, 'TZID')?.value === tzid)
    const matched = own && (zoneNamed(first(own, 'X-LIC-LOCATION')?.value ?? '') ?? byRules(own))
    if (matched) return matched
    warn({ line, detail: `The time zone ${shownZone(tzid)} is not known: its times are taken in ${zone}.` })
    return zone
  }
  return (tzid, line) => {
    const name = tzid?.trim() || floating
    if (!name) return zone
    const before = known.get(name)
    if (before !== undefined) return before
    const found = find(name, line)
    known.set(name, found)
    return found
  }
}

/** A zone's name as a note may quote it: what only a sentence could hold is left out. */
const shownZone = (tzid: string): string => (/^[\w ./+:()-]{1,60}$/.test(tzid) ? `“${tzid}”` : 'named here')

/** The zone that a name by itself stands for, in the order above; null where none. */
export const zoneNamed = (name: string): string | null => {
  const plain = name.trim().replace(/^"|"$/g, '')
  if (plain === '' || plain.length > 200) return null
  return iana(plain) ?? behindPrefix(plain) ?? zoneOfWindows(plain) ?? displayed(plain)
}

const iana = (name: string): string | null => {
  // An offset is a zone to the machine, and so is a name without a city, which would know no summer time.
  if (!/^[A-Za-z]/.test(name)) return null
  try {
    return Temporal.ZonedDateTime.from({ year: 2000, month: 1, day: 1, timeZone: name }).timeZoneId
  } catch {
    return null
  }
}

/** `/mozilla.org/20050126_1/Europe/London`, `tzone://Microsoft/Utc`. */
const behindPrefix = (name: string): string | null => {
  const parts = name.split('/')
  for (let at = 1; at < parts.length; at += 1) {
    const rest = parts.slice(at).join('/')
    const zone = iana(rest) ?? zoneOfWindows(rest)
    if (zone) return zone
  }
  return null
}

/** `(UTC+00:00) Dublin, Edinburgh, Lisbon, London`: a city that has a zone with that offset in winter. */
const displayed = (name: string): string | null => {
  const [, offset = '', places = ''] = /^\((?:UTC|GMT)([+-]\d\d:\d\d)?\)\s*(.*)$/i.exec(name) ?? []
  if (places === '') return null
  if (/^coordinated universal time$/i.test(places)) return 'UTC'
  const cities = places.split(',').map((each) => each.trim().toLowerCase().replaceAll(' ', '_'))
  // Northern winter and southern: the standard time is the smaller of the two offsets.
  const standard = (zone: string) => Math.min(...[1, 7].map((month) => offsetIn(zone, month)))
  const sign = offset.startsWith('-') ? -1 : 1
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number)
  return (
    [...Intl.supportedValuesOf('timeZone'), ...windowsZones()].find(
      (zone) =>
        cities.includes(zone.split('/').at(-1)?.toLowerCase() ?? '') &&
        // Dublin’s own law calls its summer time the standard; either way it is the same clock.
        standard(zone) === sign * (hours * 60 + minutes) * 60e9,
    ) ?? null
  )
}

const offsetIn = (timeZone: string, month: number): number =>
  Temporal.ZonedDateTime.from({ year: 2025, month, day: 1, timeZone }).offsetNanoseconds
