import writeXlsxFile, { type CellObject } from 'write-excel-file/node'
import { cellOf } from '../../domain/spreadsheets/cells.ts'
import type { Cell } from './write-sheet.ts'

/** A local day as a cell that a spreadsheet sorts and counts with. */
export interface DayCell {
  readonly day: string
}

export type WorkbookCell = Cell | DayCell

/** A column: its name, and about how many letters wide it is shown. */
export interface WorkbookColumn {
  readonly name: string
  readonly width: number
}

/**
 * An Excel workbook of one sheet, its header bold and kept in sight. Days are dates; text is text, and told apart from
 * formulas as in `writeSheet`, so that it stays so when it is saved as CSV. `name` has at most 31 letters, and
 * none of `[]/\:*?`.
 */
export const writeWorkbook = (
  name: string,
  columns: readonly WorkbookColumn[],
  rows: readonly (readonly WorkbookCell[])[],
): Promise<Buffer> =>
  writeXlsxFile(
    [
      columns.map((column): CellObject => ({ value: column.name, type: String, fontWeight: 'bold' })),
      ...rows.map((row) => row.map(written)),
    ],
    { sheet: name, stickyRowsCount: 1, columns: columns.map(({ width }) => ({ width })) },
  ).toBuffer()

const written = (cell: WorkbookCell): CellObject | null => {
  if (cell === null) return null
  // The library counts days from midnight in UTC.
  if (typeof cell === 'object')
    return { value: new Date(`${cell.day}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' }
  if (typeof cell === 'number') return { value: cell, type: Number }
  const text = typeof cell === 'boolean' ? (cell ? 'yes' : 'no') : cellOf(cell)
  return { value: text, type: String, wrap: true, alignVertical: 'top' }
}
