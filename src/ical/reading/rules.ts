import { writtenOf } from './times.ts'

/** The parts of a recurrence rule by their names in capitals, as written. */
export type Rule = ReadonlyMap<string, string>

const PARTS = new Set([
  ...['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'BYMONTH', 'BYMONTHDAY', 'BYDAY', 'BYYEARDAY'],
  ...['BYWEEKNO', 'BYSETPOS', 'BYHOUR', 'BYMINUTE', 'BYSECOND'],
])
const LONG = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']
/** The parts that RFC 5545 (3.3.10) gives no meaning: programs that take them all the same differ in what they find. */
const MEANINGLESS: Readonly<Record<string, readonly string[]>> = {
  DAILY: ['BYWEEKNO', 'BYYEARDAY'],
  WEEKLY: ['BYWEEKNO', 'BYYEARDAY', 'BYMONTHDAY'],
  MONTHLY: ['BYWEEKNO', 'BYYEARDAY'],
}
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

/** A rule for a series of days: RFC 5545 (3.3.10) passes over what it says of times of the day. */
export const ofWholeDays = (rule: Rule): Rule =>
  new Map([...rule].filter(([name]) => !['BYHOUR', 'BYMINUTE', 'BYSECOND'].includes(name)))

/** What may be doubted of a rule that is followed; null where nothing is. */
export const doubtAbout = (rule: Rule): string | null =>
  rule.get('FREQ') === 'YEARLY' &&
  rule.has('BYMONTHDAY') &&
  !['BYMONTH', 'BYWEEKNO', 'BYYEARDAY'].some((each) => rule.has(each))
    ? 'The recurrence rule names days of the month but no month: every month is taken, other programs take one.'
    : null

/** Why a rule that is understood is not followed; null where it is. */
export const whyNotFollowed = (rule: Rule): string | null => {
  const freq = rule.get('FREQ') ?? ''
  if (SHORT.includes(freq))
    return `An entry that recurs ${freq} is no commitment of anybody: days are the shortest.`
  const senseless = MEANINGLESS[freq]?.find((each) => rule.has(each))
  if (senseless) return `The recurrence rule’s ${senseless} means nothing with FREQ=${freq}.`
  const counted = /\d/.test(rule.get('BYDAY') ?? '')
  if (counted && (!['MONTHLY', 'YEARLY'].includes(freq) || rule.has('BYWEEKNO')))
    return 'The recurrence rule’s BYDAY counts weekdays of a month or year, of which the rule says nothing.'
  return null
}
