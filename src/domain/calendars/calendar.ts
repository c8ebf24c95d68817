import type { CommitmentRule } from '../clashes/policy.ts'
import type { Days, LocalDate, Span } from '../intervals.ts'

/**
 * Whom a commitment may be meant for by role: the four who sit in challenge events, and assistant directors,
 * who never do in that role. So a meeting of assistant directors stops no event; one that shall also stop
 * those who stand in for their director names `delegate` as well.
 */
export const SCOPE_ROLES = ['director', 'delegate', 'facilitator', 'moderator', 'assistant-director'] as const

export type ScopeRole = (typeof SCOPE_ROLES)[number]

/** Whom a calendar answers for, or whom a commitment concerns. */
export type Scope =
  | { readonly kind: 'region' }
  | { readonly kind: 'authorities'; readonly ids: readonly string[] }
  | { readonly kind: 'persons'; readonly ids: readonly string[] }
  | { readonly kind: 'roles'; readonly roles: readonly ScopeRole[] }

/** A source of commitments, with what it may be trusted for. */
export interface Calendar {
  readonly id: string
  /** The name of one of the region's kinds. */
  readonly kind: string
  /** The rule that its kind feeds. */
  readonly feeds: CommitmentRule
  readonly name: string
  /** Whom it answers for: silence about them means free. */
  readonly scope: Scope
  /** The first day it answers for; null when it has no beginning. */
  readonly coversFrom: LocalDate | null
  /** The last day it answers for, included; null when it has no end. */
  readonly coversTo: LocalDate | null
  /** When its answer was last confirmed by its source. */
  readonly checkedAt: Date
  /** After how many days of 24 hours without a check its silence means nothing; null for never. */
  readonly staleAfterDays: number | null
  /** How many of its source's entries nobody could read when it was last taken; with any, its silence means nothing. */
  readonly refusedEntries: number
}

/** One stretch of time in a calendar. */
export interface Commitment {
  readonly id: string
  readonly calendarId: string
  /** Empty in personal calendars: of those only the spans are stored. */
  readonly title: string
  readonly span: Span
  /** The days it was entered as, where it takes whole days; `span` is then the span of those days. */
  readonly wholeDays: Days | null
  readonly scope: Scope
  /** `free` is shown and never clashes; in a calendar of answers it says that somebody answered. */
  readonly busy: 'busy' | 'out-of-office' | 'free'
}

/** A calendar that a round cannot be planned without: one for the region, or an answer for each authority. */
export interface RequiredCalendar {
  /** The name of one of the region's kinds. */
  readonly kind: string
  readonly scope: 'region' | 'every-participant'
}
