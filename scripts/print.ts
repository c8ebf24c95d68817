/** No line is longer, so that a table fits a terminal and a page. */
const WIDTH = 100
const INDENT = '  '
const GAP = '  '

/** Where a script writes to, a block of lines at a time. */
export type Say = (text?: string) => void

/**
 * A table of texts under a heading, at most 100 columns wide: where it would be wider, its widest columns
 * wrap between words.
 */
export const table = (
  title: string,
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string => {
  const texts = rows.map((row) => row.map(String))
  const widths = fitting(
    columns.map((name, column) => Math.max(name.length, ...texts.map((row) => row[column]?.length ?? 0))),
  )
  const rule = widths.map((width) => '─'.repeat(width))
  return [
    wrap(title, WIDTH).join('\n'),
    ...[columns, rule, ...texts].flatMap((row) => linesOf(row, widths)),
  ].join('\n')
}

/** Says what no page states, marked as such, with the reason. */
export const inferred = (what: string, why: string): string => note(`inferred: ${what}: ${why}`)

/** Says what no page states and nothing was put in its place. */
export const unpublished = (what: string, instead: string): string =>
  note(`not published: ${what}: ${instead}`)

/** A sentence under a table, over as many lines as it needs. */
export const note = (text: string): string => INDENT + wrap(text, WIDTH - 4).join(`\n${INDENT}${INDENT}`)

/** Takes from the widest column until all fit. */
const fitting = (widths: readonly number[]): number[] => {
  const fitted = [...widths]
  const used = fitted.reduce((total, width) => total + width, GAP.length * (widths.length - 1))
  for (let over = used - (WIDTH - INDENT.length); over > 0; over--) {
    const widest = Math.max(...fitted)
    fitted[fitted.indexOf(widest)] = widest - 1
  }
  return fitted
}

const linesOf = (row: readonly string[], widths: readonly number[]): string[] => {
  const cells = widths.map((width, column) => wrap(row[column] ?? '', width))
  const height = Math.max(...cells.map((lines) => lines.length))
  return Array.from({ length: height }, (_, line) => {
    const parts = cells.map((lines, column) => (lines[line] ?? '').padEnd(widths[column] ?? 0))
    return (INDENT + parts.join(GAP)).trimEnd()
  })
}

/** Breaks a text between words; a word longer than the width is cut. */
const wrap = (text: string, width: number): string[] => {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const line = lines.at(-1)
    if (line !== undefined && line.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${line} ${word}`
    } else {
      lines.push(...(word.match(new RegExp(`.{1,${width}}`, 'g')) ?? ['']))
    }
  }
  return lines
}
