import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { inspect } from 'node:util'
import { Parser, type Plan, type Result } from 'tap-parser'

/** What a run of the tests came to. */
export interface Report {
  readonly passed: number
  readonly failed: number
  /** What was skipped or left to do, each with its path and its reason; counted neither as passed nor failed. */
  readonly skipped: readonly string[]
  /** How many tests ran on each engine: those whose name ends in it, as `(postgres)`. */
  readonly engines: Readonly<Record<string, number>>
}

/** A test file, a test or a group of tests, while its lines come in. */
interface Node {
  readonly path: readonly string[]
  readonly children: Node[]
  readonly failures: Result[]
  readonly skipped: string[]
  assertions: number
  /** How the group above saw it end: a timeout or a thrown error shows only there. */
  verdict: Result | null
}

/**
 * Reads a TAP stream to its end; `print` gets a line for each finished file and every failure in full.
 *
 * A test is whatever has assertions of its own; what only holds other tests is not counted. A test without
 * any assertion fails: tap lets it pass, and it is mostly one that never reached its check.
 */
export async function readTap(tap: Readable, print: (text: string) => void): Promise<Report> {
  const parser = new Parser()
  const root = newNode([])
  let report = noTests
  watch(parser, root, (file) => {
    if (file.path.length > 1) return
    const part = reportOf(file, print)
    print(`${part.failed ? '✗' : '✓'} ${file.path.join(' › ')}  ${part.passed} passed${tail(part)}`)
    report = added(report, part)
  })
  await pipeline(tap, parser)
  const whole = parser.results
  if (report.failed > 0 || (whole?.ok && root.children.length > 0)) return report
  print(`✗ the run as a whole: ${whole?.bailout || 'it did not run all that it planned'}`)
  return added(report, { ...noTests, failed: 1 })
}

const noTests: Report = { passed: 0, failed: 0, skipped: [], engines: {} }

const newNode = (path: readonly string[]): Node => ({
  path,
  children: [],
  failures: [],
  skipped: [],
  assertions: 0,
  verdict: null,
})

function watch(parser: Parser, node: Node, finished: (child: Node) => void): void {
  parser.on('child', (inner: Parser) => {
    const child = newNode([...node.path, inner.name])
    node.children.push(child)
    watch(inner, child, finished)
  })
  parser.on('assert', (result: Result) => {
    const child = node.children.at(-1)
    if (child && result.closingTestPoint) {
      child.verdict = result
      finished(child)
    } else if (result.skip || result.todo) {
      const why = [result.skip, result.todo].find((reason) => typeof reason === 'string')
      node.skipped.push(`${[...node.path, result.name].join(' › ')}${why ? `: ${why}` : ''}`)
    } else {
      node.assertions += 1
      if (!result.ok) node.failures.push(result)
    }
  })
  parser.on('plan', ({ end, comment }: Plan) => {
    if (end === 0 && /^skip/i.test(comment)) node.skipped.push(`${node.path.join(' › ')}: ${comment}`)
  })
}

function reportOf(node: Node, print: (text: string) => void): Report {
  const below = node.children.map((child) => reportOf(child, print)).reduce(added, noTests)
  const isEmpty = node.assertions + node.children.length + node.skipped.length === 0
  const brokeDown = node.verdict?.ok === false && below.failed === 0
  const failed = isEmpty || brokeDown || node.failures.length > 0
  if (failed) {
    print(`  ✗ ${node.path.join(' › ')}`)
    if (isEmpty) print(brokeDown ? '      it broke down before any assertion' : '      it made no assertion')
    else if (node.failures.length === 0) print(told(node.verdict))
    for (const failure of node.failures) print(told(failure))
  }
  const passed = node.assertions > 0 && !failed
  const engine = /\((\w+)\)$/.exec(node.path.at(-1) ?? '')?.[1]
  return added(below, {
    passed: passed ? 1 : 0,
    failed: failed ? 1 : 0,
    skipped: node.skipped,
    engines: engine && passed ? { [engine]: 1 } : {},
  })
}

function added(one: Report, other: Report): Report {
  const engines = { ...one.engines }
  for (const [engine, count] of Object.entries(other.engines))
    engines[engine] = (engines[engine] ?? 0) + count
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: [...one.skipped, ...other.skipped],
    engines,
  }
}

const tail = ({ failed, skipped }: Report): string =>
  (failed ? `, ${failed} failed` : '') + (skipped.length ? `, ${skipped.length} skipped` : '')

/** A failure's name and diagnosis, texts as they are (a diff keeps its lines). */
function told(failure: Result | null): string {
  const parts = Object.entries(failure?.diag ?? {}).map(([key, value]) =>
    typeof value === 'string' && value.includes('\n') ? `${key}:\n${value}` : `${key}: ${inspect(value)}`,
  )
  return [failure?.name ?? '', ...parts].join('\n').replace(/^/gm, '      ')
}
