import { createHash } from 'node:crypto'
import { type EnteredTime, timeOf } from '../../domain/calendars/entry.ts'
import type { ReadingNote } from '../../domain/calendars/reading.ts'
import { LONGEST_TITLE } from '../../domain/calendars/sources.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import type { LocalDate } from '../../domain/intervals.ts'
import { readDate } from '../../domain/spreadsheets/dates.ts'
import type { LineError } from '../../domain/spreadsheets/report.ts'
import { type CellReader, cellReader } from '../spreadsheets/cell-reader.ts'
import { errorsOf } from '../spreadsheets/importing.ts'
import { readSheet } from '../spreadsheets/read-sheet.ts'
import { writeSheet } from '../spreadsheets/write-sheet.ts'
import type { SourceEntry, SourceFile } from './source-files.ts'

const COLUMNS = ['title', 'from', 'to', 'date', 'start_time', 'end_time', 'busy', 'authorities']

/** The columns that the parts of an entry are in, by the first part of a pointer. */
const COLUMN_OF = { from: 'from', to: 'to', date: 'date', startTime: 'start_time', endTime: 'end_time' }

/** A spreadsheet to fill in: its columns, a line of whole days, and one of wall times on a date. */
export const sourceTemplate = (): string =>
  writeSheet(COLUMNS, [
    ['Autumn half term', '2026-10-26', '2026-10-30', '', '', '', 'busy', ''],
    ['Annual conference', '', '', '2026-11-18', '09:30', '16:00', 'busy', ''],
  ])

/**
 * Reads a calendar's spreadsheet, its times meant in `zone`, and lists every line with a fault. A line has no name of its own, so what it says is its name; titles stay out of that where they are not to
 * be kept (`titled` is false).
 */
export const readSourceSheet = (
  file: Uint8Array,
  { zone, titled }: { readonly zone: string; readonly titled: boolean },
): Result<SourceFile> => {
  const sheet = readSheet(file, COLUMNS)
  if (!sheet.ok) return sheet
  const refused: ReadingNote[] = sheet.value.refused.map(({ line, what }) => ({ line, detail: what }))
  const warnings: ReadingNote[] = []
  const entries: SourceEntry[] = []
  const lineOf = new Map<string, number>()
  for (const { line, cells } of sheet.value.lines) {
    const reader = cellReader(cells)
    const row = readRow(reader, titled)
    const time = timeOf(row, zone)
    const unread = new Set(reader.errors.map(({ column }) => column))
    const further = time.ok
      ? []
      : errorsOf(time.failure, COLUMN_OF).filter((each) => !unread.has(each.column))
    const errors = [...reader.errors, ...further]
    if (!time.ok || errors.length > 0) {
      refused.push({ line, detail: errors.map(inWords).join(' ') })
      continue
    }
    const uid = uidOf([row.title, time.value.span, row.busy, row.authorities])
    const first = lineOf.get(uid)
    if (first !== undefined) {
      warnings.push({ line, detail: `This is the same as line ${first}.` })
      continue
    }
    lineOf.set(uid, line)
    const { title, busy, authorities } = row
    entries.push({ uid, recurrenceId: null, title, busy, authorities, line, ...time.value })
  }
  return success({ entries, warnings, refused, unclear: [], isCutOff: false, outside: 0, asked: null })
}

interface Row extends EnteredTime, Pick<SourceEntry, 'title' | 'busy' | 'authorities'> {}

const readRow = (cells: CellReader, titled: boolean): Row => {
  const row = {
    title: titled ? (cells.as('title', readTitle) ?? '') : '',
    from: cells.as('from', readDay),
    to: cells.as('to', readDay),
    date: cells.as('date', readDay),
    startTime: cells.time('start_time'),
    endTime: cells.time('end_time'),
    busy: cells.as('busy', readBusy) ?? 'busy',
    authorities: cells.list('authorities').toSorted(),
  }
  const said = cells.errors.some(({ column }) => column === 'title')
  if (titled && row.title === '' && !said) cells.refuse('title', 'Say what it is.')
  return row
}

const readTitle = (cell: string): Result<string> =>
  cell.length > LONGEST_TITLE
    ? failure('invalid-request', `A title has at most ${LONGEST_TITLE} characters.`)
    : success(cell)

/** Within the years that the service takes from anybody. */
const readDay = (cell: string): Result<LocalDate> => {
  const day = readDate(cell)
  if (!day.ok || (day.value >= '1900-01-01' && day.value < '2200-01-01')) return day
  return failure('invalid-request', 'Give a date between 1900 and 2199.')
}

const readBusy = (cell: string): Result<'busy' | 'out-of-office'> => {
  const word = cell.toLowerCase().replaceAll(' ', '-')
  return word === 'busy' || word === 'out-of-office'
    ? success(word)
    : failure('invalid-request', 'Write busy or out-of-office, or leave it empty for busy.')
}

const uidOf = (said: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(said)).digest('hex')

const inWords = ({ column, detail }: LineError): string =>
  column === null ? detail : `Column ${column}: ${detail}`
