import { failure, type Result, success } from '../failures.ts'

/** What spreadsheets take for a formula, or hide, at the beginning of a cell; the wide forms too. */
const BEGINS_LIKE_A_FORMULA = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

/** A text as a cell that no spreadsheet runs: an apostrophe before what begins like a formula. */
export const cellOf = (text: string): string => (BEGINS_LIKE_A_FORMULA.test(text) ? `'${text}` : text)

/** A text as it is stored: trimmed, its lines ended by a line feed alone, as spreadsheets write them. */
export const tidied = (text: string): string => text.trim().replace(/\r\n?/g, '\n')

/**
 * What stands in a cell: `cellOf` backwards; null for an empty one. Refuses a formula that somebody typed: `=`
 * always, `+`, `-` and `@` where they call a function, another sheet or another program.
 */
export const readText = (cell: string): Result<string | null> => {
  const text = tidied(cell)
  if (/^[=\uff1d]|^[+\-@\uff0b\uff0d\uff20]\S*[(!|]/.test(text))
    return failure('invalid-request', "A formula, not a value: write ' before it if it is meant as text.")
  const meant = text.startsWith("'") && BEGINS_LIKE_A_FORMULA.test(text) ? text.slice(1).trim() : text
  return success(meant === '' ? null : meant)
}

/** A number with a point, or the comma of a spreadsheet that separates by semicolons. */
export const readNumber = (cell: string): Result<number> =>
  /^[+-]?\d+([.,]\d+)?$/.test(cell)
    ? success(Number(cell.replace(',', '.')))
    : failure('invalid-request', `“${cell}” is no number.`)

const WORDS: Readonly<Record<string, boolean>> = {
  yes: true,
  no: false,
  y: true,
  n: false,
  true: true,
  false: false,
}

/** `yes` or `no`, or what spreadsheets make of them. */
export const readYesOrNo = (cell: string): Result<boolean> => {
  const word = WORDS[cell.toLowerCase()]
  return word === undefined ? failure('invalid-request', `“${cell}” is neither yes nor no.`) : success(word)
}

/** The items of a cell that lists several. */
export const readList = (cell: string): string[] =>
  cell
    .split(';')
    .map((item) => item.trim())
    .filter((item) => item !== '')

/** Several items as one cell. */
export const listCell = (items: readonly string[]): string => items.join('; ')
