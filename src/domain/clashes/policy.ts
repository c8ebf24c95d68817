import type { CalendarKind } from '../calendars/calendar.ts'
import type { ClashRule, Severity } from './clash.ts'

/** Rules that tell two cases apart, each with a severity of its own. */
interface SplitSeverities {
  /** An authority's own date, or the region's window. */
  readonly 'ofsted-annual-conversation': { readonly authority: Severity; readonly region: Severity }
  /** Out of office (or the office said no), or ordinarily busy. */
  readonly 'personal-busy': { readonly 'out-of-office': Severity; readonly busy: Severity }
}

/** The case of a rule that tells two apart. */
export type SeverityCase = { [R in keyof SplitSeverities]: keyof SplitSeverities[R] }[keyof SplitSeverities]

/**
 * The rules whose severity a round may set: not a double booking, which is always blocking, and not an
 * unknown calendar, which is as severe as the rule it feeds.
 */
export type AdjustableRule = Exclude<ClashRule, 'person-double-booked' | 'calendar-unknown'>

type Defaults = {
  readonly [R in AdjustableRule]: R extends keyof SplitSeverities ? SplitSeverities[R] : Severity
}

/** What a round changes: a rule's severity, or that of one of its two cases. */
export type SeverityOverrides = {
  readonly [R in AdjustableRule]?:
    | Severity
    | (R extends keyof SplitSeverities
        ? { readonly [C in keyof SplitSeverities[R]]?: Severity | undefined }
        : never)
    | undefined
}

/** How a round judges its dates. */
export interface ClashPolicy {
  readonly severities: SeverityOverrides
  /** Weeks between the day a date is given and the event, below which notice is short. */
  readonly shortNoticeWeeks: number
  /** Days to read the moderators' comments: from the day they are due to the event. */
  readonly daysAfterModeration: number
  /** How many live events one named facilitator may have on a local day, at least 1. */
  readonly facilitatorEventsPerDay: number
  /** Directors, or delegates in their seats, under which a meeting is thin; 0 to ask for none. */
  readonly minimumDirectors: number
}

/**
 * Twelve weeks' notice is the Local Government Association's two to three months for peers, its upper end.
 * No source gives the days after moderation: one week is our own choice, for a director to read three papers.
 */
export const DEFAULT_CLASH_POLICY: ClashPolicy = {
  severities: {},
  shortNoticeWeeks: 12,
  daysAfterModeration: 7,
  facilitatorEventsPerDay: 1,
  minimumDirectors: 3,
}

const DEFAULT_SEVERITIES: Defaults = {
  'ofsted-annual-conversation': { authority: 'blocking', region: 'warning' },
  'inspection-on-site': 'blocking',
  'bank-holiday': 'blocking',
  weekend: 'blocking',
  'school-holiday': 'warning',
  conference: 'blocking',
  'regional-meeting': 'blocking',
  'pre-election-period': 'warning',
  'personal-busy': { 'out-of-office': 'blocking', busy: 'warning' },
  'facilitator-capacity': 'blocking',
  'short-notice': 'warning',
  'too-soon-after-moderation': 'warning',
  'too-few-directors': 'warning',
}

/** The rule that a kind of calendar feeds. */
export const RULE_FED_BY: Readonly<Record<CalendarKind, AdjustableRule>> = {
  'ofsted-annual-conversation': 'ofsted-annual-conversation',
  inspection: 'inspection-on-site',
  'school-holiday': 'school-holiday',
  'bank-holiday': 'bank-holiday',
  conference: 'conference',
  'regional-meeting': 'regional-meeting',
  'pre-election-period': 'pre-election-period',
  personal: 'personal-busy',
  availability: 'personal-busy',
}

/**
 * How severe a rule's clash is in a round: what the round says of the case, else of the rule, else the default.
 * A rule that tells two cases apart needs the case; others ignore it.
 */
export const severityOf = (
  policy: ClashPolicy,
  rule: Exclude<ClashRule, 'calendar-unknown'>,
  which?: SeverityCase,
): Severity => {
  if (rule === 'person-double-booked') return 'blocking'
  return inCase(policy.severities[rule], which) ?? inCase(DEFAULT_SEVERITIES[rule], which) ?? 'blocking'
}

type ByCase = { readonly [C in SeverityCase]?: Severity | undefined }

const inCase = (setting: Severity | ByCase | undefined, which?: SeverityCase): Severity | undefined =>
  typeof setting === 'string' ? setting : which && setting?.[which]
