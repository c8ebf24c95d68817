import { type LocalDate, localDate } from '../../domain/intervals.ts'
import { type DueKind, stepInWords, type WorkflowRow } from '../../domain/moderation/workflow-row.ts'
import { listCell } from '../../domain/spreadsheets/cells.ts'
import { writeSheet } from '../spreadsheets/write-sheet.ts'
import { type WorkbookCell, type WorkbookColumn, writeWorkbook } from '../spreadsheets/write-workbook.ts'
import type { WorkflowBoard } from './workflow.ts'

interface Column extends WorkbookColumn {
  readonly cell: (row: WorkflowRow, zone: string) => WorkbookCell
}

const day = (date: LocalDate | null): WorkbookCell => (date === null ? null : { day: date })

/** The nearest day of a kind; null where nothing of it is still to be done. */
const nearest = ({ due }: WorkflowRow, kind: DueKind): LocalDate | null =>
  due.find((each) => each.kind === kind)?.day ?? null

/** The earliest day since which one of its holders has it. */
const heldSince = ({ heldBy }: WorkflowRow, zone: string): LocalDate | null =>
  heldBy.map(({ since }) => localDate(since, zone)).toSorted()[0] ?? null

const COLUMNS: readonly Column[] = [
  { name: 'authority', width: 26, cell: ({ authority }) => authority.name },
  { name: 'step', width: 14, cell: ({ step }) => step },
  { name: 'step_in_words', width: 30, cell: stepInWords },
  { name: 'held_by', width: 30, cell: ({ heldBy }) => listCell(heldBy.map(({ name }) => name)) || null },
  { name: 'held_since', width: 12, cell: (row, zone) => day(heldSince(row, zone)) },
  { name: 'overdue', width: 9, cell: ({ overdue }) => overdue },
  { name: 'blocked_by', width: 60, cell: ({ blockedBy }) => blockedBy.join(' ') || null },
  { name: 'self_assessment_due', width: 19, cell: ({ deadlines }) => day(deadlines.selfAssessmentDue) },
  { name: 'extended', width: 9, cell: ({ extended }) => extended },
  { name: 'late', width: 6, cell: ({ lateness }) => lateness.late },
  { name: 'working_days_late', width: 17, cell: ({ lateness }) => lateness.workingDays },
  { name: 'answer_by', width: 12, cell: (row) => day(nearest(row, 'answer-by')) },
  { name: 'accept_by', width: 12, cell: (row) => day(nearest(row, 'accept-by')) },
  { name: 'comments_due', width: 13, cell: (row) => day(nearest(row, 'comments-due')) },
  { name: 'release_on', width: 12, cell: ({ deadlines }) => day(deadlines.releaseOn) },
  { name: 'moderators', width: 11, cell: ({ moderation }) => moderation.moderators },
  { name: 'assigned', width: 9, cell: ({ moderation }) => moderation.assigned },
  { name: 'commented', width: 10, cell: ({ moderation }) => moderation.commented },
  { name: 'version', width: 8, cell: ({ latestVersion }) => latestVersion },
  { name: 'self_assessment_id', width: 38, cell: ({ id }) => id },
]

const cellsOf = ({ rows, zone }: WorkflowBoard): WorkbookCell[][] =>
  rows.map((row) => COLUMNS.map(({ cell }) => cell(row, zone)))

/** A board as CSV: a paper a line; of several days of a kind the nearest. */
export const boardAsCsv = (board: WorkflowBoard): string =>
  writeSheet(
    COLUMNS.map(({ name }) => name),
    cellsOf(board).map((cells) =>
      cells.map((cell) => (typeof cell === 'object' && cell !== null ? cell.day : cell)),
    ),
  )

/** A board as an Excel workbook, of the same columns. */
export const boardAsWorkbook = (board: WorkflowBoard): Promise<Buffer> =>
  writeWorkbook('Moderation', COLUMNS, cellsOf(board))
