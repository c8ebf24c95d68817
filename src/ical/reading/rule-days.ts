import { type DaySpan, monthAround, weekdayOf, weekYearAround, yearAround } from './day-numbers.ts'
import type { Rule } from './rules.ts'

/** Whether a day is one of those that a rule allows. */
export type DayTest = (day: number) => boolean

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** On which day the weeks of a rule begin (WKST), from 0 for Monday. */
export const weekStartOf = (rule: Rule): number => WEEKDAYS.indexOf(rule.get('WKST') ?? 'MO')

/** The numbers of a part; none where the rule does not have it. */
export const numbersIn = (rule: Rule, part: string): number[] => rule.get(part)?.split(',').map(Number) ?? []

/**
 * What a rule asks of a day. RFC 5545 (3.3.10) has a table of which part expands a period into days and which
 * limits them; it comes to the same when each is a test that all the days of a period are put to. What the rule
 * leaves open is as on the day of the start.
 */
export const dayTestOf = (rule: Rule, start: number): DayTest => {
  const tests = testsOf(rule, start)
  return (day) => tests.every((test) => test(day))
}

/** The cheapest first. */
const testsOf = (rule: Rule, start: number): DayTest[] => {
  const month = remembering(monthAround)
  const year = remembering(yearAround)
  const weekYear = remembering((day) => weekYearAround(day, weekStartOf(rule)))
  const names = (...parts: readonly string[]) => parts.some((part) => rule.has(part))
  const isOf = (...freqs: readonly string[]) => freqs.includes(rule.get('FREQ') ?? '')
  const months = (wanted: readonly number[]): DayTest => {
    const set = new Set(wanted)
    return (day) => set.has(month(day).number)
  }

  const tests: DayTest[] = []
  if (names('BYDAY')) tests.push(weekdayTest(rule, isOf('MONTHLY') || names('BYMONTH') ? month : year))
  if (names('BYMONTH')) tests.push(months(numbersIn(rule, 'BYMONTH')))
  if (names('BYMONTHDAY')) tests.push(placeTest(numbersIn(rule, 'BYMONTHDAY'), month))
  if (names('BYYEARDAY')) tests.push(placeTest(numbersIn(rule, 'BYYEARDAY'), year))
  if (names('BYWEEKNO')) tests.push(placeTest(numbersIn(rule, 'BYWEEKNO'), weekYear, 7))
  if (names('BYDAY', 'BYMONTHDAY', 'BYYEARDAY')) return tests

  if (isOf('WEEKLY') || names('BYWEEKNO')) tests.push((day) => weekdayOf(day) === weekdayOf(start))
  else if (isOf('MONTHLY', 'YEARLY')) tests.push(placeTest([start - month(start).first + 1], month))
  if (isOf('YEARLY') && !names('BYMONTH', 'BYWEEKNO')) tests.push(months([month(start).number]))
  return tests
}

/** Finds the stretch around a day anew only where the day is not in the last one, since days come in order. */
const remembering = <Stretch extends DaySpan>(
  around: (day: number) => Stretch,
): ((day: number) => Stretch) => {
  let last: Stretch | null = null
  return (day) => {
    if (last === null || day < last.first || day >= last.after) last = around(day)
    return last
  }
}

/** Whether a day’s place in the stretch around it is one of those wanted, from 1, or from -1 at the end. */
const placeTest = (wanted: readonly number[], around: (day: number) => DaySpan, unit = 1): DayTest => {
  const set = new Set(wanted)
  return (day) => {
    const { first, after } = around(day)
    return (
      set.has(Math.floor((day - first) / unit) + 1) || set.has(-(Math.floor((after - 1 - day) / unit) + 1))
    )
  }
}

/** BYDAY: every such weekday, or the so-manieth of what is around it. */
const weekdayTest = (rule: Rule, around: (day: number) => DaySpan): DayTest => {
  const tests = (rule.get('BYDAY') ?? '').split(',').map((each): DayTest => {
    const weekday = WEEKDAYS.indexOf(each.slice(-2))
    const nth = Number(each.slice(0, -2))
    const inPlace = nth === 0 ? null : placeTest([nth], around, 7)
    return (day) => weekdayOf(day) === weekday && (inPlace === null || inPlace(day))
  })
  return (day) => tests.some((test) => test(day))
}
