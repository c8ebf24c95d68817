import { isConsultant } from '../../domain/access/operations.ts'
import { type Result, success } from '../../domain/failures.ts'
import { allow, type Work } from '../use-case.ts'
import { type Cell, writeSheet } from './write-sheet.ts'

/** What an export is asked with. */
export interface ExportRequest {
  /** The header alone, to be filled in. */
  readonly template: boolean
}

/** Goes on for the consultant. */
export const allowExport = ({ actor }: Work): Result<null> =>
  allow(isConsultant(actor), 'Only a programme consultant takes spreadsheets out.')

/** The rows of a table as a spreadsheet; that it was taken out stands in the audit log. */
export const exported = (
  work: Work,
  subject: { readonly type: string; readonly id: string },
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): Result<string> => {
  work.record(subject.type, subject.id, { table, lines: rows.length })
  return success(writeSheet(columns, rows))
}
