import type { LocalDate, Occasion, Span } from '../intervals.ts'
import type { EntryState } from './entry.ts'

/** A challenge event in which the subscriber's office, or an office the subscriber works for, takes part. */
export interface EventFacts {
  readonly id: string
  readonly title: string
  readonly state: EntryState
  /** Since when it has been in that state. */
  readonly stateSince: Date
  readonly occasion: Occasion
  /** The instants that the occasion takes. */
  readonly span: Span
  readonly venue: string | null
  readonly joiningLink: string | null
  /** The names of the authorities that meet; none for a training or a summit. */
  readonly authorities: readonly string[]
  /** Whose diary it is in: "Director, Kent"; two where an assistant works for two of its directors. */
  readonly offices: readonly string[]
  /** The address at which this service tells more of it. */
  readonly link: string
  /** Grows with every edit of anything above. */
  readonly revision: number
  readonly createdAt: Date
  readonly changedAt: Date
}

/** What must be done by the deadline. */
export type DeadlineKind = 'self-assessment-due' | 'accept-by' | 'comments-due'

/** A day by which the subscriber must have done something. */
export interface DeadlineFacts {
  readonly kind: DeadlineKind
  /** The self-assessment's id, or for the two of moderation the assignment's. */
  readonly id: string
  readonly day: LocalDate
  /** Whose self-assessment it is, and of which round ("2019-20"). */
  readonly authority: string
  readonly round: string
  readonly link: string
  /** Grows with every edit of anything above. */
  readonly revision: number
  readonly createdAt: Date
  readonly changedAt: Date
}

/** All that a feed is made of: only what the roles that its subscriber holds now give. */
export interface FeedFacts {
  readonly events: readonly EventFacts[]
  readonly deadlines: readonly DeadlineFacts[]
}

/** For whom, and when, the feed is made. */
export interface FeedView {
  readonly now: Date
  /** The region's zone. */
  readonly zone: string
  /**
   * Null for a feed that tells everything. For a busy-only feed, makes of a UID one that means nothing and
   * that nobody can guess: a keyed hash under the service's key and the feed's id.
   */
  readonly busyUid: ((uid: string) => string) | null
}
