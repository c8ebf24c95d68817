import { type Result, success } from '../../domain/failures.ts'
import { readList, readNumber, readText, readYesOrNo } from '../../domain/spreadsheets/cells.ts'
import { readDate, readTime } from '../../domain/spreadsheets/dates.ts'
import type { LineError } from '../../domain/spreadsheets/report.ts'

/** Reads one line's cells by column, each as null when it is empty or wrong; what is wrong gathers in `errors`. */
export interface CellReader {
  readonly errors: readonly LineError[]
  text(column: string): string | null
  number(column: string): number | null
  date(column: string): string | null
  time(column: string): string | null
  yesOrNo(column: string): boolean | null
  list(column: string): string[]
  /** A cell with a reading of its own. */
  as<T>(column: string, read: (text: string) => Result<T>): T | null
  /** Says that a column is wrong. */
  refuse(column: string, detail: string): void
}

/** A reader of one line's cells. */
export const cellReader = (cells: Readonly<Record<string, string>>): CellReader => {
  const errors: LineError[] = []
  const refuse = (column: string, detail: string) => {
    errors.push({ column, detail })
  }
  const as = <T>(column: string, read: (text: string) => Result<T>): T | null => {
    const text = readText(cells[column] ?? '')
    if (text.ok && text.value === null) return null
    const value = text.ok ? read(text.value ?? '') : text
    if (!value.ok) refuse(column, value.failure.detail)
    return value.ok ? value.value : null
  }
  return {
    errors,
    refuse,
    as,
    text: (column) => as(column, success),
    number: (column) => as(column, readNumber),
    date: (column) => as(column, readDate),
    time: (column) => as(column, readTime),
    yesOrNo: (column) => as(column, readYesOrNo),
    list: (column) => as(column, (text) => success(readList(text))) ?? [],
  }
}
