import type { Days, Span } from '../intervals.ts'

/** An event takes time in a diary unless somebody else sits there; a deadline stands in it and takes none. */
export type EntryKind = 'event' | 'deadline'

/** How things stand with an entry. A deadline is always `confirmed`. */
export type EntryState = 'proposed' | 'confirmed' | 'held' | 'cancelled' | 'deferred'

/** When an entry is: whole days in the region's zone (both ends included), or a half-open span of instants. */
export type EntryTime = { readonly wholeDays: Days } | { readonly span: Span }

/** One thing in a subscriber's calendar, as the subscriber is to read it. */
export interface FeedEntry {
  /** The same for the life of the thing it stands for, whatever is edited and wherever the data is restored. */
  readonly uid: string
  readonly kind: EntryKind
  /** Says how things stand where that matters ("Cancelled: …"), since not every client shows the state. */
  readonly title: string
  /** Carries the link as well: Google and Outlook ignore `url`. */
  readonly description: string
  readonly location: string | null
  readonly url: string | null
  readonly time: EntryTime
  /** Whether the subscriber is there for it; a called-off entry takes nobody's time whatever this says. */
  readonly takesTime: boolean
  readonly state: EntryState
  /** Grows with every edit. */
  readonly sequence: number
  readonly createdAt: Date
  readonly changedAt: Date
}

/** Whether an occasion in this state no longer takes anybody's time. */
export const isCalledOff = (state: EntryState): boolean => state === 'cancelled' || state === 'deferred'
