import { stringify } from 'csv-stringify/sync'
import { cellOf } from '../../domain/spreadsheets/cells.ts'

/** What an export puts into a cell; null for an empty one. */
export type Cell = string | number | boolean | null

/**
 * A spreadsheet of these columns: lines end as RFC 4180 has them, and a byte-order mark says that it is UTF-8,
 * without which Excel takes it for Windows-1252. No text in it is a formula to a spreadsheet.
 */
export const writeSheet = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  stringify([columns, ...rows.map((row) => row.map(written))], {
    bom: true,
    record_delimiter: '\r\n',
    quote_record_delimiter: true,
  })

const written = (cell: Cell): Cell => {
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no'
  return typeof cell === 'string' ? cellOf(cell) : cell
}
