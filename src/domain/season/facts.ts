import type { CommitmentRule } from '../clashes/policy.ts'
import type { SeenClash } from '../clashes/visibility.ts'
import type { EventKind, EventState } from '../events/event.ts'
import type { Days, LocalDate } from '../intervals.ts'

/** How a commitment looks: by the rule that its calendar's kind feeds, or as somebody else's inspection. */
export type Look = Exclude<CommitmentRule, 'personal-busy'> | 'unavailable'

/** An authority that takes part in the round: one row of the picture. */
export interface SeasonRow {
  readonly authorityId: string
  readonly name: string
  /** Null for one that is in no triad. */
  readonly triadNumber: number | null
}

/** A commitment as the viewer may see it. */
export interface SeasonCommitment {
  readonly look: Look
  /** What the region calls its kind, as a sentence begins: "School holiday". */
  readonly label: string
  readonly title: string
  readonly days: Days
  /** The rows that it concerns: all, as a band over them; none of them, but somebody in the region; or these. */
  readonly rows: 'all' | 'none' | readonly string[]
}

/** How a clash is marked; whether it was accepted or rests on a calendar that is silent goes before how severe it is. */
export const MARKS = ['blocking', 'warning', 'unknown', 'waived'] as const

export type Mark = (typeof MARKS)[number]

/** A clash as the viewer may see it. */
export interface SeasonClash {
  readonly mark: Mark
  readonly message: string
  /** The rows of the event that it concerns; all of them when empty. */
  readonly rows: readonly string[]
}

/** An event that stands on a date. */
export interface SeasonEvent {
  readonly title: string
  readonly kind: EventKind
  readonly state: Extract<EventState, 'proposed' | 'confirmed' | 'held'>
  /** Null for an event of the whole round. */
  readonly triadNumber: number | null
  readonly days: Days
  readonly rows: readonly string[]
  readonly clashes: readonly SeasonClash[]
}

/** All that the picture of a season shows to one viewer. The order of every list is without meaning. */
export interface SeasonFacts {
  readonly regionName: string
  /** The round's: "2019-20". */
  readonly label: string
  readonly asOf: LocalDate
  readonly window: Days
  readonly rows: readonly SeasonRow[]
  readonly commitments: readonly SeasonCommitment[]
  readonly events: readonly SeasonEvent[]
}

/** The days of the picture: the round's window, widened to hold events outside it. */
export const shownDays = (window: Days, events: readonly { readonly days: Days }[]): Days =>
  events.reduce(
    (shown, { days }) => ({
      first: days.first < shown.first ? days.first : shown.first,
      last: days.last > shown.last ? days.last : shown.last,
    }),
    window,
  )

/** How a clash that the viewer sees is marked. */
export const markOf = ({ waived, rule, severity }: Pick<SeenClash, 'waived' | 'rule' | 'severity'>): Mark => {
  if (waived !== null) return 'waived'
  return rule === 'calendar-unknown' ? 'unknown' : severity
}

/** The one mark that stands for some clashes on a row, the gravest; null for none. */
export const gravestOf = (marks: readonly Mark[]): Mark | null =>
  MARKS.find((mark) => marks.includes(mark)) ?? null
