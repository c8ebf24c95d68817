import type { LocalDate } from '../intervals.ts'

/** The rules by which an event clashes; each is one function of the same name, listed in `rules.ts`. */
export const CLASH_RULE_NAMES = [
  'person-double-booked',
  'ofsted-annual-conversation',
  'inspection-on-site',
  'bank-holiday',
  'weekend',
  'school-holiday',
  'conference',
  'regional-meeting',
  'pre-election-period',
  'personal-busy',
  'facilitator-capacity',
  'short-notice',
  'too-soon-after-moderation',
  'too-few-directors',
  'calendar-unknown',
] as const

export type ClashRule = (typeof CLASH_RULE_NAMES)[number]

/** A blocking clash refuses confirming; a warning is shown and excuses nothing. */
export type Severity = 'blocking' | 'warning'

/** What a calendar answers about a stretch of time. */
export type Answer = 'free' | 'busy' | 'unknown'

/** An event, real or proposed, that breaks a named rule because of a named commitment. */
export interface Clash {
  readonly rule: ClashRule
  /** The event that breaks it; null while that is only an idea. */
  readonly eventId: string | null
  readonly severity: Severity
  /** The rule that an unknown calendar would have fed; null on every other clash. */
  readonly feeds: ClashRule | null
  /** What it rests on, as text that is the same while that stays: other facts are not what a waiver excused. */
  readonly basis: string
  /** A sentence a consultant understands: who, what, when. */
  readonly message: string
  /** The days of the event that it concerns. */
  readonly from: LocalDate
  readonly to: LocalDate
  readonly calendarId: string | null
  /** Null for a personal calendar, like the title of its commitment: nobody but its owner is shown either. */
  readonly calendarName: string | null
  readonly commitmentId: string | null
  readonly commitmentTitle: string | null
  /** The other event, for a double booking. */
  readonly otherEventId: string | null
  readonly authorityIds: readonly string[]
  readonly personIds: readonly string[]
  /** When the calendar's answer was last confirmed; null where no calendar is concerned. */
  readonly checkedAt: Date | null
  /** The reason of the waiver that excuses it; null when none does. */
  readonly waived: string | null
}
