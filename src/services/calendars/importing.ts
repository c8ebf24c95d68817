import { updateCalendar, updateCommitment } from '../../db/calendars.ts'
import { deleteImported, type Imported, insertImported, loadImported } from '../../db/imported-commitments.ts'
import { mayWriteCalendar } from '../../domain/calendars/access.ts'
import type { Calendar } from '../../domain/calendars/calendar.ts'
import { openEnd } from '../../domain/calendars/coverage.ts'
import { differencesOf, sourceName } from '../../domain/calendars/differences.ts'
import type { ReadingNote } from '../../domain/calendars/reading.ts'
import { isSuddenlyEmpty, SUDDENLY_EMPTY, type TakenCopy } from '../../domain/calendars/subscription.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import { type LocalDate, overlaps, spanOfDays } from '../../domain/intervals.ts'
import { pointerTo } from '../../domain/spreadsheets/report.ts'
import { countOf, daysInWords } from '../../domain/words.ts'
import { loadAuthorityDirectory } from '../spreadsheets/directory.ts'
import { regionOf, type Work, writing } from '../use-case.ts'
import { findCalendar } from './calendars.ts'
import { notYours } from './entries.ts'
import { byLine, type Draft, type Drafts, draftsOf } from './source-drafts.ts'
import type { SourceFile } from './source-files.ts'

/** What a file came to, and what the calendar now covers. */
export interface SourceReport extends TakenCopy {
  readonly coversFrom: LocalDate | null
  readonly coversTo: LocalDate | null
}

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
    const report = await takeSource(work, calendar, file, { emptied: 'taken' })
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
 * - An iCalendar file is what another program writes, and nobody here can mend one of its entries. It is taken entry
 *   by entry. What was refused is told, and counted, because it leaves the calendar's silence in doubt; an entry that
 *   is unclear now stays as it was taken before. One of which nothing could be taken, though it says something, is
 *   refused, and where `emptied` says so one that is suddenly empty.
 */
export const takeSource = async (
  work: Work,
  calendar: Calendar,
  file: SourceFile,
  { emptied }: { readonly emptied: 'taken' | 'refused' },
): Promise<Result<SourceReport>> => {
  const region = regionOf(work)
  const drafts = draftsOf(calendar, file, await loadAuthorityDirectory(work))
  if (drafts.refused.length > 0 && (file.asked === null || drafts.taken.length === 0))
    return refuseAll(drafts.refused)
  const asked = file.asked && spanOfDays(file.asked, region.timezone)
  const before = await loadImported(work.trx, calendar)
  const differences = differencesOf(before, drafts.taken, {
    same: isSame,
    speaks: ({ uid, span }) =>
      !file.isCutOff && !drafts.unclear.has(uid) && (asked === null || overlaps(span, asked)),
  })
  const counts = {
    added: differences.added.length,
    changed: differences.changed.length,
    unchanged: differences.unchanged.length,
    removed: differences.removed.length,
  }
  if (emptied === 'refused' && isSuddenlyEmpty(drafts.taken.length, counts))
    return failure('calendar-unreachable', SUDDENLY_EMPTY)
  await deleteImported(
    work.trx,
    differences.removed.map(({ id }) => id),
  )
  for (const { before, after } of differences.changed) await updateCommitment(work.trx, before.id, after)
  await insertImported(work.trx, region.id, calendar.id, differences.added, work.now)
  const { coversFrom, coversTo } = file.asked
    ? { coversFrom: file.asked.first, coversTo: file.asked.last }
    : calendar
  await updateCalendar(work.trx, calendar.id, {
    ...calendar,
    coversFrom,
    coversTo,
    checkedAt: work.now,
    // What a file that is cut off does not say any more counts as one entry that was refused.
    refusedEntries: drafts.refused.length + (file.isCutOff ? 1 : 0),
  })
  const warnings = [
    ...aboutAll({ ...calendar, coversTo }, file, drafts.taken.length, counts.removed),
    ...drafts.warnings,
    ...keptNotes(before, drafts),
  ].toSorted(byLine)
  return success({ ...counts, warnings, refused: drafts.refused, coversFrom, coversTo })
}

/** What is said of the file as a whole. */
const aboutAll = (
  calendar: Calendar,
  { asked, outside }: SourceFile,
  taken: number,
  removed: number,
): ReadingNote[] =>
  [
    openEnd(calendar),
    taken === 0 && removed > 0 ? `It names no entry, so that all ${removed} that were there are gone.` : null,
    asked !== null && outside > 0
      ? `Left out: ${countOf(outside, 'entry', 'entries')} outside ${daysInWords(asked)}, the days for which it is asked now.`
      : null,
  ].flatMap((detail) => (detail === null ? [] : [{ line: 1, detail }]))

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

const isSame = (before: Imported, after: Draft): boolean =>
  before.title === after.title &&
  before.busy === after.busy &&
  before.span.from.getTime() === after.span.from.getTime() &&
  before.span.until.getTime() === after.span.until.getTime() &&
  before.wholeDays?.first === after.wholeDays?.first &&
  before.wholeDays?.last === after.wholeDays?.last &&
  before.authorityIds.toSorted().join() === after.authorityIds.toSorted().join()
