import { z } from 'zod'
import type { ReadingNote } from '../../../domain/calendars/reading.ts'
import type { TakenCopy } from '../../../domain/calendars/subscription.ts'

const notes = z.array(z.strictObject({ line: z.int().describe('In the file, from 1'), detail: z.string() }))

/** The fields of what a copy of a calendar's source came to. */
export const takenCopy = {
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  removed: z.int().describe('What its source gave before and no longer names'),
  warnings: notes.describe('What was taken with a doubt'),
  refused: notes.describe('What an iCalendar file says that was not taken'),
}

const presentNote = ({ line, detail }: ReadingNote) => ({ line, detail })

export const presentCopy = ({ added, changed, unchanged, removed, warnings, refused }: TakenCopy) => ({
  added,
  changed,
  unchanged,
  removed,
  warnings: warnings.map(presentNote),
  refused: refused.map(presentNote),
})
