// `npm test`: types, then format, lint and the arrows between the layers, then every test on every engine at
// hand. `npm test -- test/some.test.ts` runs those files alone. The last line counts tests and checks together.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { readTap } from './tap-report.ts'

const root = join(import.meta.dirname, '..')
const tools = join(root, 'node_modules/.bin')
const files = process.argv.slice(2)
const isWhole = files.length === 0
const count = { passed: 0, failed: 0 }

// The tools find the Node that runs this, whatever the machine has (see node.mjs).
const env: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: [dirname(process.execPath), tools, process.env.PATH].join(delimiter),
}

const say = (line: string) => process.stdout.write(`${line}\n`)

/** Runs a tool of the project on the terminal and gives its exit code. */
async function run(tool: string, ...args: readonly string[]): Promise<number | null> {
  const [code] = await once(spawn(join(tools, tool), args, { cwd: root, env, stdio: 'inherit' }), 'exit')
  return code
}

/** Starts tap with its standard output as a stream. */
const tap = (...args: readonly string[]) =>
  spawn(join(tools, 'tap'), args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })

function settle(check: string, isRight: boolean): void {
  count[isRight ? 'passed' : 'failed'] += 1
  say(`${isRight ? '✓' : '✗'} ${check}`)
}

async function runTests(): Promise<void> {
  const tests = tap('--reporter=tap', ...files)
  const ended = once(tests, 'exit')
  const report = await readTap(tests.stdout, say)
  const [code] = await ended
  count.passed += report.passed
  count.failed += report.failed
  if (report.skipped.length) say(`\nSkipped or to do, ${report.skipped.length}:`)
  for (const skipped of report.skipped) say(`  ${skipped}`)
  const engines = Object.entries(report.engines).map(([engine, passed]) => `${passed} on ${engine}`)
  say(`\nTests that passed on an engine: ${engines.join(', ') || 'none'}`)
  if (code !== 0 && report.failed === 0) settle(`tap ended with ${code}`, false)
  if (isWhole && env.CI === 'true') settle('Tests ran on PostgreSQL', (report.engines.postgres ?? 0) > 0)
}

// A fresh install of tap carries the plugin that package.json switches off. tap would rebuild itself without it
// in the run, but still start that run's tests with it, and it does not load with TypeScript 7.
const options = await text(tap('node-options').stdout)
if (options.includes('@tapjs/typescript')) await run('tap', 'build')

if (isWhole) {
  say('\n── Types')
  settle('Types', (await run('tsc', '--noEmit')) === 0)
  say('\n── Format, lint and layers')
  settle('Format, lint and layers', (await run('biome', 'check', '--error-on-warnings', '.')) === 0)
}
say('\n── Tests')
await runTests()
say(`\n${count.passed} passed, ${count.failed} failed`)
process.exitCode = count.failed === 0 ? 0 : 1
