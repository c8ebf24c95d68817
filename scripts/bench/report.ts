import { parseArgs } from 'node:util'
import { note, table } from '../print.ts'

/** One measured figure. Without a target nothing is asked of it, and `ok` is null. */
export interface Line {
  readonly bench: string
  readonly case: string
  readonly measure: string
  readonly value: number
  readonly unit: string
  /** The bar as text: `<= 2`, `>= 0.8 of bare route`. */
  readonly target: string | null
  readonly ok: boolean | null
}

/** How a bench was asked to run. */
export interface Options {
  /** One object a line instead of tables. */
  readonly json: boolean
  /** A form that ends within a minute, with fewer and shorter measurements. */
  readonly quick: boolean
}

/** Where a bench puts its figures. */
export interface Report {
  /** One figure; as JSON it is printed at once. `unit` is `s`, `ms`, `1/s`, `ratio`, `MB` or what is counted. */
  add(name: string, measure: string, value: number, unit: string, target?: string): void
  /** Prints as a table what was added since the last one, with `notes` below it; nothing as JSON. */
  print(title: string, ...notes: readonly string[]): void
}

/** The options on the command line; throws at any other. */
export const readOptions = (args: readonly string[] = process.argv.slice(2)): Options => {
  const flag = { type: 'boolean', default: false } as const
  const { json, quick } = parseArgs({ args: [...args], options: { json: flag, quick: flag } }).values
  return { json, quick }
}

/** Whether a value meets a bar; throws at one that begins with neither `<=` nor `>=` and a number. */
export const meets = (value: number, target: string): boolean => {
  const [, sign, bar] = /^(<=|>=) (\d+(?:\.\d+)?)(?: |$)/.exec(target) ?? []
  if (bar === undefined) throw new Error(`“${target}” is no target.`)
  return sign === '<=' ? value <= Number(bar) : value >= Number(bar)
}

/** The report of one bench. A figure has four significant digits, and is compared with its target as shown. */
export const openReport = (
  bench: string,
  { json }: Pick<Options, 'json'>,
  write: (text: string) => void = (text) => void process.stdout.write(`${text}\n`),
): Report => {
  let lines: Line[] = []
  return {
    add: (name, measure, exact, unit, target) => {
      const value = Number(exact.toPrecision(4))
      const ok = target === undefined ? null : meets(value, target)
      const line: Line = { bench, case: name, measure, value, unit, target: target ?? null, ok }
      if (json) write(JSON.stringify(line))
      else lines.push(line)
    },
    print: (title, ...notes) => {
      if (json) return
      const columns = ['Case', 'Measure', 'Value', 'Unit', 'Target', 'Met']
      write(['', table(title, columns, rowsOf(lines)), ...notes.map(note)].join('\n'))
      lines = []
    },
  }
}

/** A case is named in the first of its rows alone. */
const rowsOf = (lines: readonly Line[]): (string | number)[][] =>
  lines.map(({ case: name, measure, value, unit, target, ok }, index) => [
    lines[index - 1]?.case === name ? '' : name,
    measure,
    value,
    unit,
    target ?? '',
    ok === null ? '' : ok ? 'yes' : 'NO',
  ])
