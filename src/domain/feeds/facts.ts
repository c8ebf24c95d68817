import type { SessionTimes } from '../events/sessions.ts'
import type { LocalDate, Occasion, Span } from '../intervals.ts'
import type { EntryState } from './entry.ts'

/** An office that does not come to an event, and who sits in its seat, if anybody. */
export interface Absence {
  /** "Director, Kent". */
  readonly office: string
  readonly substitute: string | null
}

/** A session of an event, as far as a diary goes. */
export interface OwnSession extends SessionTimes {
  readonly title: string
  readonly place: string | null
}

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
  /** Those of these offices that sent apologies or a substitute. */
  readonly absences: readonly Absence[]
  /** The sessions that the subscriber, or an office of theirs, is in. */
  readonly sessions: readonly OwnSession[]
  /** Whether the subscriber, or an office of theirs, is there. */
  readonly takesTime: boolean
  /** The address at which this service tells more of it. */
  readonly link: string
  /** Grows with every edit of anything above. */
  readonly revision: number
  readonly createdAt: Date
  readonly changedAt: Date
}

/** What must be done by the deadline. */
export type DeadlineKind =
  | 'self-assessment-due'
  | 'accept-by'
  | 'comments-due'
  | 'poll-answer-due'
  | 'action-due'
  | 'follow-up'

/** A day by which the subscriber must have done something. */
export interface DeadlineFacts {
  readonly kind: DeadlineKind
  /** The self-assessment's id, the assignment's for the two of moderation, of a poll its own and the office's, the action's, or the event's that is followed up. */
  readonly id: string
  readonly day: LocalDate
  /** Whose self-assessment, or which office's answer it is, or whom it is about, and of which round ("2019-20"). */
  readonly authority: string
  readonly round: string
  /** The title of the poll; null of other deadlines. */
  readonly about: string | null
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
