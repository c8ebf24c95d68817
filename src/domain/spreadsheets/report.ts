import { type Fault, failure, type Result } from '../failures.ts'

/** What became of a line of a spreadsheet. */
export type Outcome = 'created' | 'changed' | 'unchanged' | 'refused'

/** What is wrong in a line; `column` is null where it is the line as a whole. */
export interface LineError {
  readonly column: string | null
  readonly detail: string
}

/** One line of an import: its number in the file, where the header is line 1, and what it came to. */
export interface LineReport {
  readonly line: number
  readonly outcome: Outcome
  /** A sentence: "Director, Kent: ends on 1 September 2026". */
  readonly what: string
  readonly errors: readonly LineError[]
  /** What was made or changed; null for a line that did neither. */
  readonly id: string | null
}

/** What an import came to, line by line. */
export interface ImportReport extends Readonly<Record<Outcome, number>> {
  readonly lines: readonly LineReport[]
}

/** A line that is not taken; `what` is what is wrong in it unless that is elsewhere. */
export const refusedLine = (
  line: number,
  errors: readonly LineError[],
  what = errors.map(({ detail }) => detail).join(' '),
): LineReport => ({
  line,
  outcome: 'refused',
  what,
  errors,
  id: null,
})

/** The lines in the order of the file, counted. */
export const reportOf = (lines: readonly LineReport[]): ImportReport => {
  const count = (outcome: Outcome) => lines.filter((each) => each.outcome === outcome).length
  return {
    created: count('created'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    lines: lines.toSorted((a, b) => a.line - b.line),
  }
}

/** Where in a file something is wrong, as a problem document points to it: `line 17, column from`. */
export const pointerTo = (line: number, column: string | null): string =>
  column === null ? `line ${line}` : `line ${line}, column ${column}`

/** The refusal of a whole file for its bad lines, each of which is named. */
export const refuseFile = ({ refused, lines }: ImportReport): Result<never> => {
  const faults = lines.flatMap(({ line, errors }): Fault[] =>
    errors.map(({ column, detail }) => ({ pointer: pointerTo(line, column), detail })),
  )
  const [first] = faults
  const which = refused === 1 ? 'One line' : `${refused} lines`
  return failure(
    'invalid-request',
    `${which} of ${lines.length} cannot be taken, so nothing was: ${first?.pointer}: ${first?.detail} ` +
      'Put it right, or ask for the others alone with skipBadLines=true.',
    faults,
  )
}
