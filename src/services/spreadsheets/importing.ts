import { inSavepoint } from '../../db/savepoint.ts'
import { type Failure, type Result, success } from '../../domain/failures.ts'
import {
  type ImportReport,
  type LineError,
  type LineReport,
  type Outcome,
  refusedLine,
  refuseFile,
  reportOf,
} from '../../domain/spreadsheets/report.ts'
import type { FormerAnswer } from '../events/forgetting.ts'
import type { Work } from '../use-case.ts'
import { type CellReader, cellReader } from './cell-reader.ts'
import { readSheet } from './read-sheet.ts'

/** What an import is asked with. `check` holds the fields of one record to what the API takes of them. */
export interface ImportRequest<Fields> {
  readonly file: Uint8Array
  /** Takes the good lines where some are bad, instead of none. */
  readonly skipBadLines: boolean
  readonly check: Check<Fields>
}

/** Fields as the API would take them for one record, or what is wrong with them, by pointers into them. */
export type Check<Fields> = (fields: Readonly<Record<string, unknown>>) => Result<Fields>

/** What a line asks for, found before anything is written. */
export type Plan =
  | { readonly outcome: 'unchanged'; readonly what: string }
  | {
      readonly outcome: 'created' | 'changed'
      readonly what: string
      /** Steps are done in this order, then in that of the lines. */
      readonly order?: number
      /** Does it, and gives the id of what was made or changed. */
      readonly write: () => Promise<Result<string>>
    }

/** How the lines of one table are read and taken. */
export interface Importer<Row> {
  readonly columns: readonly string[]
  /** The columns that the fields of a request are in, by the first part of a pointer: `/until`. */
  readonly columnOf: Readonly<Record<string, string>>
  /** What a line says; whatever the reader finds wrong refuses it. */
  read(cells: CellReader): Row
  /** What a line is about: two lines about one thing are one too many. */
  key(row: Row): string
  plan(row: Row): Result<Plan>
  /** Writes together what may only be possible together, before the lines one by one. */
  together?(rows: readonly Row[]): Promise<void>
  /** The keys of other lines which, had they been taken, might have let this one be. */
  waitsFor?(row: Row, failure: Failure): readonly string[]
  /** Says more of why a line was refused. */
  explain?(row: Row, failure: Failure): Failure
}

interface ReadRow<Row> {
  readonly line: number
  readonly row: Row
}

/** Carries an import out: a line that is refused leaves the others unharmed. Nothing is recorded, and none refused. */
export const takeLines = async <Row>(
  work: Work,
  file: Uint8Array,
  importer: Importer<Row>,
): Promise<Result<ImportReport>> => {
  const sheet = readSheet(file, importer.columns)
  if (!sheet.ok) return sheet
  const reports: LineReport[] = [...sheet.value.refused]
  const refusals: (ReadRow<Row> & { readonly failure: Failure })[] = []
  const lineOf = new Map<string, number>()
  const steps: (ReadRow<Row> & { readonly plan: Extract<Plan, { write: unknown }> })[] = []
  for (const { line, cells } of sheet.value.lines) {
    const reader = cellReader(cells)
    const row = importer.read(reader)
    if (reader.errors.length > 0) {
      reports.push(refusedLine(line, [...reader.errors, ...furtherErrors(importer, row, reader.errors)]))
      continue
    }
    const first = lineOf.get(importer.key(row))
    if (first !== undefined) {
      reports.push(refusedLine(line, [{ column: null, detail: `This is the same as line ${first}.` }]))
      continue
    }
    lineOf.set(importer.key(row), line)
    const plan = importer.plan(row)
    if (!plan.ok) refusals.push({ line, row, failure: plan.failure })
    else if (plan.value.outcome === 'unchanged') reports.push(taken(line, plan.value, null))
    else steps.push({ line, row, plan: plan.value })
  }
  await importer.together?.(steps.map(({ row }) => row))
  for (const { line, row, plan } of steps.toSorted(
    (a, b) => (a.plan.order ?? 0) - (b.plan.order ?? 0) || a.line - b.line,
  )) {
    const written = await inSavepoint(work.trx, plan.write)
    if (written.ok) reports.push(taken(line, plan, written.value))
    else refusals.push({ line, row, failure: importer.explain?.(row, written.failure) ?? written.failure })
  }
  const refusedLines = new Map(refusals.map(({ row, line }) => [importer.key(row), line]))
  for (const { line, row, failure } of refusals) {
    const waiting = importer.waitsFor?.(row, failure) ?? []
    const others = waiting.flatMap((key) => refusedLines.get(key) ?? []).filter((other) => other !== line)
    const errors = errorsOf(failure, importer.columnOf)
    reports.push(refusedLine(line, [...errors, ...others.map(becauseOf)]))
  }
  return success(reportOf(reports))
}

/** What is wrong with a line beside the cells that could not be read, so that it is put right in one go. */
const furtherErrors = <Row>(importer: Importer<Row>, row: Row, unread: readonly LineError[]): LineError[] => {
  const plan = importer.plan(row)
  if (plan.ok) return []
  const known = new Set(unread.map(({ column }) => column))
  return errorsOf(plan.failure, importer.columnOf).filter(
    ({ column }) => column !== null && !known.has(column),
  )
}

const taken = (line: number, { outcome, what }: Plan, id: string | null): LineReport => ({
  line,
  outcome,
  what,
  errors: [],
  id,
})

/** What a line is told that would be taken if another had been. */
export const becauseOf = (line: number): LineError => ({
  column: null,
  detail: `It would be taken if line ${line} had been: put that one right first.`,
})

/** A refusal as errors of a line: its faults in the columns that they are in. */
export const errorsOf = (
  { detail, faults = [] }: Failure,
  columnOf: Readonly<Record<string, string>>,
): LineError[] => {
  if (faults.length === 0) return [{ column: null, detail }]
  return faults.map((fault) => ({
    column: columnOf[fault.pointer.split('/')[1] ?? ''] ?? null,
    detail: fault.detail,
  }))
}

/**
 * Ends an import: refuses the file when a line is bad, unless these are to be skipped; else does what follows
 * from the changes, once, and leaves one audit row with what was made and changed.
 */
export const settleImport = async (
  work: Work,
  report: ImportReport,
  { skipBadLines }: { readonly skipBadLines: boolean },
  subject: {
    readonly type: string
    readonly id: string | null
    readonly table?: string
    /** What offices had answered to dates that are no more. */
    readonly former?: readonly FormerAnswer[]
  },
  follow: () => Promise<void> = async () => {},
): Promise<Result<ImportReport>> => {
  if (report.refused > 0 && !skipBadLines) return refuseFile(report)
  if (report.created + report.changed > 0) await follow()
  const ids = (outcome: Outcome) => [
    ...new Set(report.lines.flatMap((each) => (each.outcome === outcome && each.id ? [each.id] : []))),
  ]
  work.record(subject.type, subject.id, {
    ...(subject.table && { table: subject.table }),
    ...(subject.former?.length && { formerAnswers: subject.former }),
    created: ids('created'),
    changed: ids('changed'),
    counts: {
      created: report.created,
      changed: report.changed,
      unchanged: report.unchanged,
      refused: report.refused,
    },
  })
  return success(report)
}
