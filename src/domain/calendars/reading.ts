import type { Result } from '../failures.ts'
import type { Days, Span } from '../intervals.ts'

/** One stretch of time read from somebody's calendar file; each occurrence of a recurrence is one of its own. */
export interface ReadEntry {
  /** The UID of the file, or one made of the entry's content where the file gives none. */
  readonly uid: string
  /** Which occurrence of a recurring entry: the start that its rule gives it; null for one that does not recur. */
  readonly recurrenceId: string | null
  readonly title: string
  /** Half-open, as instants. */
  readonly span: Span
  /** The days it was entered as, where it takes whole days; `span` is then the span of those days. */
  readonly wholeDays: Days | null
  readonly busy: 'busy' | 'out-of-office'
  /** The line of the file on which it begins, from 1. */
  readonly line: number
}

/** What is said of a place in a file. */
export interface ReadingNote {
  /** From 1. */
  readonly line: number
  /** A sentence a consultant understands; in a personal calendar it must not repeat the file's words. */
  readonly detail: string
}

/** An entry that a file names, though something of it was refused. */
export interface UnclearEntry {
  readonly uid: string
  /** On which it begins, from 1. */
  readonly line: number
}

/** What a calendar file gave: what was taken, what was taken with a doubt, and what could not be taken. */
export interface CalendarReading {
  readonly entries: readonly ReadEntry[]
  readonly warnings: readonly ReadingNote[]
  readonly refused: readonly ReadingNote[]
  /** What is refused of these says nothing of what was known of them before. */
  readonly unclear: readonly UnclearEntry[]
  /** Whether the file ends before its calendar does: then nobody knows what else it has. */
  readonly isCutOff: boolean
  /** How many entries that do not recur lie outside the days asked about. */
  readonly outside: number
}

/** What is asked of a file: occurrences that share an instant with `window`, floating times meant in `zone`. */
export interface ReadingOptions {
  readonly window: Span
  /** An IANA name. */
  readonly zone: string
}

/** Reads calendar files that somebody gave us, at arm's length: with limits of time and memory. */
export interface CalendarReader {
  /** Refuses, with the reason, what is no calendar at all or cannot be read within the limits. */
  read(file: Buffer, options: ReadingOptions): Promise<Result<CalendarReading>>
}
