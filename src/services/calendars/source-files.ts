import type { ReadEntry, ReadingNote, UnclearEntry } from '../../domain/calendars/reading.ts'
import type { Days } from '../../domain/intervals.ts'

/** The media types of files from which a calendar is fed. */
export const SOURCE_TYPES = ['text/calendar', 'text/csv'] as const

export type SourceType = (typeof SOURCE_TYPES)[number]

/** The largest file from which a calendar is fed, in bytes. */
export const LARGEST_SOURCE = 5 * 1024 * 1024

/** An entry as a file has it: its title as written, and the authorities that it names, in the words of the file. */
export interface SourceEntry extends ReadEntry {
  readonly authorities: readonly string[]
}

/** A file, read. Nothing of it has been written yet. */
export interface SourceFile {
  readonly entries: readonly SourceEntry[]
  readonly warnings: readonly ReadingNote[]
  readonly refused: readonly ReadingNote[]
  readonly unclear: readonly UnclearEntry[]
  /** Whether it ends too early, so that what it does not name may still be. */
  readonly isCutOff: boolean
  /** How many entries were left out because they lie outside the days asked about. */
  readonly outside: number
  /** The days that it was asked about and speaks for; null for one that is taken whole or not at all, and claims none. */
  readonly asked: Days | null
}
