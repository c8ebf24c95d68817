import { createHash } from 'node:crypto'
import type { NewCommitment } from '../../db/calendars.ts'
import type { Calendar } from '../../domain/calendars/calendar.ts'
import { type SourceKey, sourceName } from '../../domain/calendars/differences.ts'
import { scopeOfCommitment } from '../../domain/calendars/entry.ts'
import { PERSONAL } from '../../domain/calendars/kinds.ts'
import type { ReadingNote } from '../../domain/calendars/reading.ts'
import { titleFrom } from '../../domain/calendars/sources.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import type { AuthorityDirectory } from '../spreadsheets/directory.ts'
import type { SourceEntry, SourceFile } from './source-files.ts'

/** A commitment as a file has it, under its source's name for it. */
export type Draft = NewCommitment & SourceKey

/** What a file's entries come to in a calendar: the commitments, each name once, and what is said of the others. */
export interface Drafts extends Pick<SourceFile, 'warnings' | 'refused'> {
  readonly taken: readonly Draft[]
  /** The lines of the entries of which something was refused, by their UIDs in the calendar. */
  readonly unclear: ReadonlyMap<string, number>
}

/** What a calendar makes of a file's entries; `directory` finds the authorities that they name. */
export const draftsOf = (calendar: Calendar, file: SourceFile, directory: AuthorityDirectory): Drafts => {
  const taken: Draft[] = []
  const warnings = [...file.warnings]
  const refused = [...file.refused]
  const uidIn = (uid: string) => keyIn(calendar, { uid, recurrenceId: null }).uid
  const unclear = new Map(file.unclear.map(({ uid, line }) => [uidIn(uid), line]))
  const lineOf = new Map<string, number>()
  for (const entry of file.entries) {
    const draft = draftOf(calendar, entry, directory)
    if (!draft.ok) {
      refused.push({ line: entry.line, detail: draft.failure.detail })
      unclear.set(uidIn(entry.uid), entry.line)
      continue
    }
    const name = sourceName(draft.value)
    const first = lineOf.get(name)
    if (first === undefined) taken.push(draft.value)
    else
      warnings.push({ line: entry.line, detail: `It has the UID of the entry in line ${first}: left out.` })
    lineOf.set(name, first ?? entry.line)
  }
  return { taken, warnings, refused: refused.toSorted(byLine), unclear }
}

/** The order in which notes are given. */
export const byLine = (a: ReadingNote, b: ReadingNote): number => a.line - b.line

const draftOf = (calendar: Calendar, entry: SourceEntry, directory: AuthorityDirectory): Result<Draft> => {
  const authorityIds: string[] = []
  for (const named of new Set(entry.authorities)) {
    const id = directory.find(named)
    if (id === undefined)
      return failure(
        'invalid-request',
        `The region has no authority ${named}. Several are set apart by semicolons.`,
      )
    authorityIds.push(id)
  }
  const scope = scopeOfCommitment(calendar, authorityIds)
  if (!scope.ok) {
    const [first] = scope.failure.faults ?? []
    return failure('invalid-request', first?.detail ?? scope.failure.detail)
  }
  const { span, wholeDays, busy } = entry
  const title = calendar.kind === PERSONAL ? '' : titleFrom(entry.title)
  return success({ title, span, wholeDays, busy, authorityIds, ...keyIn(calendar, entry) })
}

/** The longest name of a source that is kept as it is: an index takes no longer ones than some thousand. */
const LONGEST_KEY = 200

/**
 * What an entry is called in a calendar. People write names into the UIDs of their own, so of those only a hash is
 * kept, which is another in every calendar; the same becomes of what no text column takes.
 */
const keyIn = ({ id, kind }: Calendar, { uid, recurrenceId }: SourceKey): SourceKey => {
  const hashed = (text: string) => createHash('sha256').update(`${id}\n${text}`).digest('hex')
  const kept = (text: string) => text.length <= LONGEST_KEY && text.isWellFormed() && !text.includes('\u0000')
  const key = (text: string, own: boolean) => (own || !kept(text) ? hashed(text) : text)
  return {
    uid: key(uid, kind === PERSONAL),
    recurrenceId: recurrenceId === null ? null : key(recurrenceId, false),
  }
}
