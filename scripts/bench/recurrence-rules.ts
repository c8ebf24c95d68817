import type { Temporal } from 'temporal-polyfill'
import { effortOf } from '../../src/ical/reading/effort.ts'
import { ofWholeDays, type Rule, ruleOf, whyNotFollowed } from '../../src/ical/reading/rules.ts'
import { startsOf } from '../../src/ical/reading/starts.ts'
import { writtenOf } from '../../src/ical/reading/times.ts'

/** A rule of libical’s own tests, and the starts that it must give. */
export interface RuleCase {
  readonly rule: string
  readonly start: string
  readonly starts: readonly string[]
}

/** How one rule fared: null where it gave what it must, else why not. */
export interface RuleOutcome {
  readonly rule: string
  readonly wrong: string | null
  /** Whether the reader follows such a rule in a calendar, or refuses it as finer than days. */
  readonly followed: boolean
}

/** The plain rules of libical’s `icalrecur_test.txt`: those that begin where their DTSTART is (no START-AT). */
export const ruleCases = (text: string): RuleCase[] =>
  text.split(/\n\s*\n/).flatMap((block) => {
    const of = (name: string) => new RegExp(`^${name}:(.*)$`, 'm').exec(block)?.[1]?.trim()
    const rule = of('RRULE')
    if (rule === undefined || of('START-AT') !== undefined) return []
    return [{ rule, start: of('DTSTART') ?? '', starts: (of('INSTANCES') ?? '').split(',') }]
  })

/** More than any of these rules takes. */
const EFFORT = effortOf(Number.POSITIVE_INFINITY)

/** Runs a rule as written through what follows rules in calendars, times being floating and so in UTC. */
export const outcomeOf = ({ rule: text, start, starts }: RuleCase): RuleOutcome => {
  const understood = ruleOf(text)
  const begins = writtenOf(start)
  if (typeof understood === 'string' || !begins) {
    const refused = typeof understood === 'string' ? understood : 'The start is no date.'
    return { rule: text, wrong: refused, followed: false }
  }
  const rule = begins.wholeDay ? ofWholeDays(understood) : understood
  const followed = whyNotFollowed(rule) === null
  const last = writtenOf(starts.at(-1) ?? '')?.wall ?? begins.wall
  const endless = !rule.has('COUNT') && !rule.has('UNTIL')
  // Past the last that is expected, to see that no more come.
  const until = endless ? last : last.add({ years: 20 })
  try {
    const at = begins.wall.toZonedDateTime('UTC')
    const span = { from: dateOf(begins.wall), until: dateOf(until) }
    const given = startsOf(rule, { at, wholeDay: begins.wholeDay }, span, EFFORT).map((each) =>
      shown(each, begins),
    )
    const wrong =
      given.join() === starts.join()
        ? null
        : starts[0]?.startsWith('***')
          ? 'libical itself does not follow it, so there is nothing to compare'
          : `${why(rule)}: gave ${few(given)} and not ${few(starts)}`
    return { rule: text, wrong, followed }
  } catch (error) {
    return { rule: text, wrong: String(error instanceof Error ? error.message : error), followed }
  }
}

/** Where readings of RFC 5545 part: its table lets BYMONTHDAY expand a year, and libical takes it for one month’s. */
const why = (rule: Rule): string =>
  rule.get('FREQ') === 'YEARLY' && rule.has('BYMONTHDAY') && !rule.has('BYMONTH')
    ? 'BYMONTHDAY without BYMONTH means every month here, for libical the month of the start'
    : 'not as libical has it'

const dateOf = (wall: Temporal.PlainDateTime): Date => new Date(wall.toZonedDateTime('UTC').epochMilliseconds)

/** A start as libical writes it: like the DTSTART that it was given. */
const shown = (at: Temporal.ZonedDateTime, like: Pick<Begins, 'wholeDay' | 'utc'>): string => {
  const text = at.toPlainDateTime().toString({ smallestUnit: 'second' }).replace(/[-:]/g, '')
  return like.wholeDay ? text.slice(0, 8) : `${text}${like.utc ? 'Z' : ''}`
}

type Begins = NonNullable<ReturnType<typeof writtenOf>>

const few = (starts: readonly string[]): string =>
  `${starts.length} (${starts.slice(0, 4).join(', ')}${starts.length > 4 ? ', …' : ''})`
