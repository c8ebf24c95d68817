import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import { type Fault, failure, type Result, success } from '../../domain/failures.ts'
import { type LineReport, pointerTo, refusedLine } from '../../domain/spreadsheets/report.ts'
import { countOf, listInWords } from '../../domain/words.ts'
import { decodeSheet } from './decode-sheet.ts'

/** The most lines of an import, the header aside. */
export const MOST_LINES = 5000

/** One line of a spreadsheet: its cells by column, as they stand in the file. */
export interface SheetLine {
  /** From 1, the header; of a line with line breaks in its cells the number is that of its first. */
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
}

/** A spreadsheet as read: its lines, without empty ones, and those with cells too many or too few. */
export interface Sheet {
  readonly lines: readonly SheetLine[]
  readonly refused: readonly LineReport[]
}

interface RawLine {
  readonly line: number
  readonly cells: readonly string[]
}

const DELIMITERS = [',', ';', '\t']

/**
 * Reads a file of these columns, in any order and with any of the delimiters and encodings that spreadsheets
 * write. Refuses a file that is no text, has another header, more than 5,000 lines, or a quotation mark astray.
 */
export const readSheet = (file: Uint8Array, columns: readonly string[]): Result<Sheet> => {
  const text = decodeSheet(file)
  if (!text.ok) return text
  const expected = `The first line must be: ${columns.join(',')}.`
  const delimiter = delimiterOf(text.value, columns)
  const raw = readLines(text.value, delimiter)
  if (!raw.ok) return raw
  const [first, ...rest] = raw.value
  if (first === undefined) return failure('invalid-request', `The file is empty. ${expected}`)
  const header = checkHeader(first, columns, expected)
  if (!header.ok) return header
  if (rest.length > MOST_LINES)
    return failure(
      'too-large',
      `The file has ${rest.length} lines, and at most ${MOST_LINES} are taken at once: split it.`,
    )
  const refused: LineReport[] = []
  const lines = rest.flatMap(({ line, cells }): SheetLine[] => {
    const used = cells.findLastIndex((cell) => cell.trim() !== '') + 1
    if (cells.length >= header.value.length && used <= header.value.length)
      return [{ line, cells: Object.fromEntries(header.value.map((name, at) => [name, cells[at] ?? ''])) }]
    const count = Math.max(used, Math.min(cells.length, header.value.length))
    const detail = `This line has ${countOf(count, 'cell')}, and the header ${header.value.length}.`
    refused.push(refusedLine(line, [{ column: null, detail }]))
    return []
  })
  return success({ lines, refused })
}

/** The delimiter under which the first line names most of the columns. */
const delimiterOf = (text: string, columns: readonly string[]): string => {
  const [first = ''] = text.split('\n', 1)
  const known = (delimiter: string) =>
    first.split(delimiter).filter((cell) => columns.includes(nameOf(cell.replaceAll('"', '')))).length
  return DELIMITERS.toSorted((a, b) => known(b) - known(a))[0] ?? ','
}

/** A column's name as people may write it: "Office town" is `office_town`. */
const nameOf = (cell: string): string => cell.trim().toLowerCase().replaceAll(' ', '_')

/** The lines that are not empty; a quotation mark astray is told where its line began. */
const readLines = (text: string, delimiter: string): Result<RawLine[]> => {
  const lines: RawLine[] = []
  let read = 0
  try {
    parse(text, {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      max_record_size: 0,
      on_record: (cells: string[], context) => {
        if (cells.some((cell) => cell.trim() !== '')) lines.push({ line: read + 1, cells })
        read = context.lines
        return null
      },
    })
    return success(lines)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const pointer = pointerTo(read + 1, null)
    const detail =
      error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'A quotation mark opens here and is never closed.'
        : 'A quotation mark stands astray here: a cell with one is put in quotation marks, and it is doubled.'
    return failure('invalid-request', `${pointer}: ${detail}`, [{ pointer, detail }])
  }
}

/** The names of the columns in the order of the file, once each is there and known. */
const checkHeader = (
  { line, cells }: RawLine,
  columns: readonly string[],
  expected: string,
): Result<string[]> => {
  const names = cells.slice(0, cells.findLastIndex((cell) => cell.trim() !== '') + 1).map(nameOf)
  const faults: Fault[] = []
  const refuse = (column: string | null, detail: string) =>
    faults.push({ pointer: pointerTo(line, column), detail })
  const missing = columns.filter((column) => !names.includes(column))
  if (missing.length > 0)
    refuse(
      null,
      `The header lacks ${listInWords(missing)}: add each column, empty where there is nothing to say.`,
    )
  for (const [at, name] of names.entries()) {
    const said = cells[at]?.trim() ?? ''
    if (!columns.includes(name))
      refuse(said || null, said ? `“${said}” is no column here.` : 'A column has no name.')
    else if (names.indexOf(name) < at) refuse(name, `The column ${name} is there twice.`)
  }
  if (faults.length === 0) return success(names)
  return failure('invalid-request', `${faults.map(({ detail }) => detail).join(' ')} ${expected}`, faults)
}
