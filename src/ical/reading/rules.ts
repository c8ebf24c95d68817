import { RRuleTemporal } from 'rrule-temporal'
import type { Temporal } from 'temporal-polyfill'
import type { Span } from '../../domain/intervals.ts'
import { type Moment, writtenOf } from './times.ts'

/** The parts of a recurrence rule by their names in capitals, as written. */
export type Rule = ReadonlyMap<string, string>

/** How much of a rule is gone through before it is given up: some decades of days, and what may lie in them. */
const MOST_PERIODS = 15_000
const MOST_CANDIDATES = 100_000

const PARTS = new Set([
  ...['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'BYMONTH', 'BYMONTHDAY', 'BYDAY', 'BYYEARDAY'],
  ...['BYWEEKNO', 'BYSETPOS', 'BYHOUR', 'BYMINUTE', 'BYSECOND'],
])
const LONG = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']
const SHORT = ['HOURLY', 'MINUTELY', 'SECONDLY']
const NUMBERS = /^[+-]?\d{1,3}(?:,[+-]?\d{1,3})*$/
const FORMS: Readonly<Record<string, RegExp>> = {
  INTERVAL: /^\d{1,4}$/,
  COUNT: /^\d{1,9}$/,
  WKST: /^(?:MO|TU|WE|TH|FR|SA|SU)$/,
  BYDAY: /^[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU)(?:,[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU))*$/,
}

/** A rule's parts; a sentence that says what is wrong where it cannot be understood. */
export const ruleOf = (value: string): Rule | string => {
  const rule = new Map<string, string>()
  if (value.length > 1000) return 'The recurrence rule is too long to be one.'
  const parts = value
    .toUpperCase()
    .replace(/\s+/g, '')
    .replace(/,+(?=;|$)/g, '')
    .split(';')
  for (const part of parts.filter((each) => each !== '')) {
    const [name = '', given = '', ...rest] = part.split('=')
    if (rest.length > 0 || (!PARTS.has(name) && !name.startsWith('X-'))) {
      return `The recurrence rule has a part that is none: ${shown(name)}.`
    }
    if (given === '' || name.startsWith('X-')) continue
    if (rule.has(name)) return `The recurrence rule says ${name} twice.`
    rule.set(name, given)
  }
  const freq = rule.get('FREQ')
  if (freq === undefined) return 'The recurrence rule does not say how often (FREQ).'
  if (![...LONG, ...SHORT].includes(freq)) return `The recurrence rule knows no FREQ=${shown(freq)}.`
  for (const [name, given] of rule) {
    const form = FORMS[name] ?? (name.startsWith('BY') ? NUMBERS : null)
    if (form && !form.test(given)) return `The recurrence rule’s ${name} is not understood.`
  }
  if (Number(rule.get('INTERVAL') ?? 1) === 0) return 'The recurrence rule’s INTERVAL must be 1 or more.'
  if (rule.has('UNTIL') && !writtenOf(rule.get('UNTIL') ?? ''))
    return 'The recurrence rule’s UNTIL is no date.'
  return rule
}

/** Rule parts go into sentences as letters and digits alone, so that nobody's words come along. */
const shown = (text: string): string => (/^[A-Z0-9-]{1,20}$/.test(text) ? text : 'not a word')

/** The rule without the parts that only repeat the time of day at which the series starts, as Lotus Notes writes them. */
export const withoutOwnTime = (rule: Rule, start: Temporal.PlainDateTime): Rule => {
  const own: Record<string, number> = { BYHOUR: start.hour, BYMINUTE: start.minute, BYSECOND: start.second }
  return new Map(
    [...rule].filter(([name, given]) => !(name in own && /^\d+$/.test(given) && Number(given) === own[name])),
  )
}

/** Why a rule that is understood is not followed; null where it is. */
export const whyNotFollowed = (rule: Rule): string | null => {
  const freq = rule.get('FREQ') ?? ''
  if (SHORT.includes(freq))
    return `An entry that recurs ${freq} is no commitment of anybody: days are the shortest.`
  const part = ['BYHOUR', 'BYMINUTE', 'BYSECOND'].find((each) => rule.has(each))
  return part === undefined
    ? null
    : `The recurrence rule recurs within a day (${part}), which is not followed.`
}

/**
 * The starts that a rule gives a series within `span` (both ends included), in order. The series is anchored at its
 * own start, wherever the span lies. Throws where the rule is not gone through within bounds.
 */
export const startsOf = (rule: Rule, start: Moment, span: Span): Temporal.ZonedDateTime[] =>
  new RRuleTemporal({
    rruleString: `RRULE:${withProperEnd(rule, start)}`,
    dtstart: start.at,
    maxIterations: MOST_PERIODS,
    maxCandidateEvaluations: MOST_CANDIDATES,
    cache: false,
  }).between(span.from, span.until, true) as Temporal.ZonedDateTime[]

/**
 * The rule with an UNTIL of the one kind that RFC 5545 allows, in UTC. A date ends a series of times at the end of
 * that day, a time without Z is one in the zone of the start, and of a series of days only the date matters.
 */
const withProperEnd = (rule: Rule, { at, wholeDay }: Moment): string => {
  const until = writtenOf(rule.get('UNTIL') ?? '')
  const parts = [...rule].filter(([name]) => name !== 'UNTIL').map(([name, given]) => `${name}=${given}`)
  if (!until) return parts.join(';')
  const wall = until.wall
  const end = wholeDay
    ? wall.toPlainDate().toZonedDateTime('UTC')
    : until.wholeDay
      ? wall.with({ hour: 23, minute: 59, second: 59 }).toZonedDateTime(at.timeZoneId)
      : wall.toZonedDateTime(until.utc ? 'UTC' : at.timeZoneId)
  const utc = end.withTimeZone('UTC').toPlainDateTime().toString({ smallestUnit: 'second' })
  return [...parts, `UNTIL=${utc.replace(/[-:]/g, '')}Z`].join(';')
}
