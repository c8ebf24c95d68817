import { createHash } from 'node:crypto'
import { type NewCommitment, updateCalendar, updateCommitment } from '../../db/calendars.ts'
import { deleteImported, type Imported, insertImported, loadImported } from '../../db/imported-commitments.ts'
import { mayWriteCalendar } from '../../domain/calendars/access.ts'
import type { Calendar } from '../../domain/calendars/calendar.ts'
import {
  type Differences,
  differencesOf,
  type SourceKey,
  sourceName,
} from '../../domain/calendars/differences.ts'
import { scopeOfCommitment } from '../../domain/calendars/entry.ts'
import { PERSONAL } from '../../domain/calendars/kinds.ts'
import type { ReadingNote } from '../../domain/calendars/reading.ts'
import { titleFrom } from '../../domain/calendars/sources.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import { type LocalDate, overlaps, spanOfDays } from '../../domain/intervals.ts'
import { pointerTo } from '../../domain/spreadsheets/report.ts'
import { type AuthorityDirectory, loadAuthorityDirectory } from '../spreadsheets/directory.ts'
import { regionOf, type Work, writing } from '../use-case.ts'
import { findCalendar } from './calendars.ts'
import { notYours } from './entries.ts'
import type { SourceEntry, SourceFile } from './source-files.ts'

/** What a file came to: how many entries it changed, what was said of its lines, and what the calendar now covers. */
export interface SourceReport extends Readonly<Record<keyof Differences<unknown, unknown>, number>> {
  readonly warnings: readonly ReadingNote[]
  readonly refused: readonly ReadingNote[]
  readonly coversFrom: LocalDate | null
  readonly coversTo: LocalDate | null
}

type Draft = NewCommitment & SourceKey

/** Somebody's calendar, found for a file by who may write there. */
export const findForSource = async (
  work: Work,
  id: string,
  lock: 'for-change' | 'none' = 'none',
): Promise<Result<Calendar>> => {
  const calendar = await findCalendar(work, id, lock)
  return !calendar.ok || mayWriteCalendar(work.actor, calendar.value) ? calendar : notYours(calendar.value)
}

/**
 * A calendar takes a file that was read: the entries it names, and what it no longer names of those that its source
 * gave before, are compared one by one. What was entered by hand is not touched.
 */
export const importCalendar = writing<{ id: string; file: SourceFile }, Calendar, SourceReport>({
  authorise: (work, { id }) => findForSource(work, id, 'for-change'),
  run: async (work, { file }, calendar) => {
    const report = await takeSource(work, calendar, file)
    if (!report.ok) return report
    const { added, changed, unchanged, removed } = report.value
    work.record('calendar', calendar.id, { added, changed, unchanged, removed })
    return report
  },
})

/**
 * Takes what was read into a calendar that is locked for it, asking for no right. Where a calendar says nothing it
 * answers “free”, so nothing may be lost that a file meant to say:
 * - A spreadsheet is written by hand and can be mended, so it is taken whole or not at all.
 * - An iCalendar file is what another program writes, and nobody here can mend one of its entries. It is taken
 *   entry by entry, what was refused is told, and an entry that is unclear now stays as it was taken before. One of
 *   which nothing could be taken, though it says something, is refused.
 */
export const takeSource = async (
  work: Work,
  calendar: Calendar,
  file: SourceFile,
): Promise<Result<SourceReport>> => {
  const region = regionOf(work)
  const drafts = draftsOf(calendar, file, await loadAuthorityDirectory(work))
  if (drafts.refused.length > 0 && (file.asked === null || drafts.taken.length === 0))
    return refuseAll(drafts.refused)
  const asked = file.asked && spanOfDays(file.asked, region.timezone)
  const before = await loadImported(work.trx, calendar)
  const differences = differencesOf(before, drafts.taken, {
    same: isSame,
    speaks: ({ uid, span }) => !drafts.unclear.has(uid) && (asked === null || overlaps(span, asked)),
  })
  await deleteImported(
    work.trx,
    differences.removed.map(({ id }) => id),
  )
  for (const { before, after } of differences.changed) await updateCommitment(work.trx, before.id, after)
  await insertImported(work.trx, region.id, calendar.id, differences.added, work.now)
  const { coversFrom, coversTo } = file.asked
    ? { coversFrom: file.asked.first, coversTo: file.asked.last }
    : calendar
  await updateCalendar(work.trx, calendar.id, { ...calendar, coversFrom, coversTo, checkedAt: work.now })
  return success({
    added: differences.added.length,
    changed: differences.changed.length,
    unchanged: differences.unchanged.length,
    removed: differences.removed.length,
    warnings: [...drafts.warnings, ...keptNotes(before, drafts)].toSorted(byLine),
    refused: drafts.refused,
    coversFrom,
    coversTo,
  })
}

/** What is said of entries that are unclear now, of which something taken before is not named any more. */
const keptNotes = (
  before: readonly Imported[],
  { taken, unclear }: Pick<Drafts, 'taken' | 'unclear'>,
): ReadingNote[] => {
  const named = new Set(taken.map(sourceName))
  const kept = new Set(before.filter((each) => !named.has(sourceName(each))).map(({ uid }) => uid))
  return [...unclear]
    .filter(([uid]) => kept.has(uid))
    .map(([, line]) => ({ line, detail: 'What was taken of this entry before is kept as it was.' }))
}

const refuseAll = (refused: readonly ReadingNote[]): Result<never> =>
  failure(
    'invalid-request',
    'The file was not taken, so the calendar stays as it is.',
    refused.map(({ line, detail }) => ({ pointer: pointerTo(line, null), detail })),
  )

/** The commitments that a file's entries make in a calendar, each name once, and what is said of the others. */
interface Drafts extends Pick<SourceFile, 'warnings' | 'refused'> {
  readonly taken: readonly Draft[]
  /** The lines of the entries of which something was refused, by their UIDs in the calendar. */
  readonly unclear: ReadonlyMap<string, number>
}

const draftsOf = (calendar: Calendar, file: SourceFile, directory: AuthorityDirectory): Drafts => {
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

const byLine = (a: ReadingNote, b: ReadingNote): number => a.line - b.line

const draftOf = (calendar: Calendar, entry: SourceEntry, directory: AuthorityDirectory): Result<Draft> => {
  const authorityIds: string[] = []
  for (const named of new Set(entry.authorities)) {
    const id = directory.find(named)
    if (id === undefined) return failure('invalid-request', `The region has no authority ${named}.`)
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

const isSame = (before: Imported, after: Draft): boolean =>
  before.title === after.title &&
  before.busy === after.busy &&
  before.span.from.getTime() === after.span.from.getTime() &&
  before.span.until.getTime() === after.span.until.getTime() &&
  before.wholeDays?.first === after.wholeDays?.first &&
  before.wholeDays?.last === after.wholeDays?.last &&
  before.authorityIds.toSorted().join() === after.authorityIds.toSorted().join()
