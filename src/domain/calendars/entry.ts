import { type Fault, failure, fault, type Result, success } from '../failures.ts'
import {
  type Days,
  type LocalDate,
  localDate,
  type Span,
  spanOfDays,
  spanOfOccasion,
  type WallTime,
  wallTime,
} from '../intervals.ts'
import type { Calendar, Commitment, Scope } from './calendar.ts'
import { PERSONAL } from './kinds.ts'

/**
 * When a commitment is, as people enter it in the region's zone: whole days from `from` to `to`, both included,
 * or wall times on one `date`. What is not given is null.
 */
export interface EnteredTime {
  readonly from: LocalDate | null
  readonly to: LocalDate | null
  readonly date: LocalDate | null
  readonly startTime: WallTime | null
  readonly endTime: WallTime | null
}

/** When a commitment is, as it is kept. */
export type KeptTime = Pick<Commitment, 'span' | 'wholeDays'>

const NO_TIME: EnteredTime = { from: null, to: null, date: null, startTime: null, endTime: null }

const inWholeDays = ({ from, to }: EnteredTime): boolean => from !== null || to !== null

const byTheClock = ({ date, startTime, endTime }: EnteredTime): boolean =>
  date !== null || startTime !== null || endTime !== null

/** The span meant by what was entered; a mixture, a part and a time that the clocks skip are refused. */
export const timeOf = (entered: EnteredTime, zone: string): Result<KeptTime> => {
  const { from, to, date, startTime, endTime } = entered
  if (byTheClock(entered)) {
    if (inWholeDays(entered)) {
      return fault('/date', 'Give whole days (from and to) or a date with wall times, not both.')
    }
    if (date === null) return fault('/date', 'Say on which date these times are.')
    if (startTime === null)
      return fault('/startTime', 'Say when it starts; whole days are given as from and to.')
    const span = spanOfOccasion({ date, days: 1, startTime, endTime }, zone)
    return span.ok ? success({ span: span.value, wholeDays: null }) : span
  }
  if (from === null)
    return fault('/from', 'Say when it is: whole days (from and to) or a date with wall times.')
  if (to === null) return fault('/to', 'Say which is the last day; it is included.')
  if (to < from) return fault('/to', 'The last day comes before the first.')
  const wholeDays: Days = { first: from, last: to }
  return success({ span: spanOfDays(wholeDays, zone), wholeDays })
}

/** The time that was kept, as it would be entered. */
export const enteredTimeOf = ({ span, wholeDays }: KeptTime, zone: string): EnteredTime =>
  wholeDays
    ? { ...NO_TIME, from: wholeDays.first, to: wholeDays.last }
    : { ...NO_TIME, date: localDate(span.from, zone), ...wallTimes(span, zone) }

const wallTimes = (span: Span, zone: string) => ({
  startTime: wallTime(span.from, zone),
  endTime: wallTime(span.until, zone),
})

/**
 * The time after a change that names only what is to be different: one day or hour of the form in which it was
 * entered, or the whole of the other form. A change that names none leaves the very span, which matters for
 * one that cannot be entered (an imported night).
 */
export const timeAfter = (current: KeptTime, change: EnteredTime, zone: string): Result<KeptTime> => {
  // The time alone: a whole commitment as `current` would bring its old title along.
  if (!inWholeDays(change) && !byTheClock(change))
    return success({ span: current.span, wholeDays: current.wholeDays })
  const before = enteredTimeOf(current, zone)
  if (inWholeDays(change) !== inWholeDays(before) || byTheClock(change) !== byTheClock(before)) {
    return timeOf(change, zone)
  }
  const given = Object.entries(change).filter(([, value]) => value !== null)
  return timeOf({ ...before, ...Object.fromEntries(given) }, zone)
}

/**
 * Whom a commitment concerns: everybody whom its calendar answers for, or those of its authorities that are
 * named. An inspection is always of named authorities, so that it is never everybody's to read about.
 */
export const scopeOfCommitment = (
  { feeds, scope }: Pick<Calendar, 'feeds' | 'scope'>,
  authorityIds: readonly string[],
): Result<Scope> => {
  if (authorityIds.length === 0) {
    return feeds === 'inspection-on-site' && scope.kind !== 'authorities'
      ? fault('/authorities', 'Say which authorities it concerns.')
      : success(scope)
  }
  if (scope.kind === 'persons' || scope.kind === 'roles') {
    return fault('/authorities', 'This calendar is about people: its commitments name no authorities.')
  }
  const faults = authorityIds.flatMap((id, index): Fault[] =>
    scope.kind === 'region' || scope.ids.includes(id)
      ? []
      : [{ pointer: `/authorities/${index}`, detail: 'This calendar does not answer for this authority.' }],
  )
  if (faults.length === 0) return success({ kind: 'authorities', ids: authorityIds })
  return failure('invalid-request', 'The commitment reaches beyond whom its calendar answers for.', faults)
}

/** A commitment has a title, except in a personal calendar, of which only the spans are stored. */
export const titleOf = ({ kind }: Pick<Calendar, 'kind'>, title: string | null): Result<string> => {
  if (kind === PERSONAL) {
    return title === null
      ? success('')
      : fault('/title', 'A personal calendar keeps no titles, only times: leave it out.')
  }
  return title === null ? fault('/title', 'Say what it is.') : success(title)
}
