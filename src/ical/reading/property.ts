import ICAL from 'ical.js'
import type { Line } from './lines.ts'

/** One property, its value as written. */
export interface Property {
  readonly line: number
  /** In capitals. */
  readonly name: string
  /** By their names in small letters. */
  readonly parameters: Readonly<Record<string, string>>
  readonly value: string
}

// ical.js reads the parameters with their quotes and carets; with no types of value known to it, it leaves the
// value alone. What it makes of a date that is none differs from one slip to the next, so dates are read here.
const UNTYPED = { property: {}, value: {}, param: {}, propertyGroups: false }

/** Room for some thousand dates; what is longer only takes time. */
const LONGEST_PROPERTY = 100_000

/** The name of a line's property in capitals; null where the line is no property. */
export const nameOf = ({ text }: Line): string | null =>
  /^([A-Za-z0-9-]{1,80})\s*[;:]/.exec(text)?.[1]?.toUpperCase() ?? null

/**
 * The property of a line; null where it is too long, or cannot be told apart into name,
 * parameters and value.
 */
export const propertyOf = (line: Line): Property | null => {
  const name = nameOf(line)
  if (name === null || line.text.length > LONGEST_PROPERTY) return null
  try {
    const text = unquotedZone(line.text.trim())
    const [, parameters, type, value] = ICAL.parse.property(text, UNTYPED) as [
      string,
      object,
      string,
      unknown,
    ]
    const given = Object.entries(parameters).map(([key, each]) => [key.toLowerCase(), String(each)])
    // ical.js keeps VALUE apart from the parameters.
    if (type !== 'unknown') given.push(['value', type])
    return {
      line: line.number,
      name,
      parameters: Object.fromEntries(given),
      value: String(value ?? '').trim(),
    }
  } catch {
    return null
  }
}

/** A TZID such as “(UTC+00:00) London” that should stand in quotes and does not, put into them. */
const unquotedZone = (text: string): string =>
  text.length > 1000 ? text : text.replace(/^([A-Z-]+;TZID=)(\([^"]*?\)[^":;]*)(?=[:;])/i, '$1"$2"')

/** Text as it was meant: RFC 5545's escapes undone, control characters out, on one line. */
export const plainText = (value: string): string =>
  value
    .replace(/\\([nN;,\\])/g, (_, character: string) => (/n/i.test(character) ? ' ' : character))
    .replace(/\p{Cc}+/gu, ' ')
    .toWellFormed()
    .trim()
