import { Readable } from 'node:stream'
import t from 'tap'
import { readTap } from '../../scripts/tap-report.ts'

/** Reads `lines` as the TAP stream of a run, and keeps what was printed. */
async function read(...lines: readonly string[]) {
  const printed: string[] = []
  const report = await readTap(Readable.from(`TAP version 14\n${lines.join('\n')}\n`), (text) =>
    printed.push(text),
  )
  return { ...report, printed: printed.join('\n') }
}

/** A file's lines in the stream of a run, as tap writes them. */
const file = (name: string, ok: boolean, ...lines: readonly string[]) => [
  `# Subtest: ${name}`,
  ...lines.map((line) => `    ${line}`),
  `${ok ? 'ok' : 'not ok'} - ${name}`,
  '',
]

/** A test's lines within a file. */
const test = (name: string, ok: boolean, ...lines: readonly string[]) => [
  `# Subtest: ${name}`,
  ...lines.map((line) => `    ${line}`),
  `${ok ? 'ok' : 'not ok'} - ${name}`,
]

t.test('should count a test once, however many assertions it makes', async (t) => {
  const { passed, failed } = await read(
    ...file('a.test.ts', true, ...test('two assertions', true, 'ok 1 - one', 'ok 2 - two', '1..2'), '1..1'),
    '1..1',
  )
  t.match({ passed, failed }, { passed: 1, failed: 0 })
})

t.test('should fail a test that made no assertion, at any depth', async (t) => {
  const inner = test('inner', true, '1..0')
  const { passed, failed, printed } = await read(
    ...file('a.test.ts', true, ...test('outer', true, ...inner, '1..1'), '1..1'),
    '1..1',
  )
  t.match({ passed, failed }, { passed: 0, failed: 1 })
  t.match(printed, /a\.test\.ts › outer › inner\n +it made no assertion/)
})

t.test('should count a failure once and print where and why', async (t) => {
  const why = ['not ok 1 - the plan is refused', '  ---', '  found: 409', '  wanted: 422', '  ...']
  const { passed, failed, printed } = await read(
    ...file(
      'a.test.ts',
      false,
      ...test('outer', false, ...test('inner', false, ...why, '1..1'), '1..1'),
      '1..1',
    ),
    '1..1',
  )
  t.match({ passed, failed }, { passed: 0, failed: 1 })
  t.match(printed, /a\.test\.ts › outer › inner\n +the plan is refused\n +found: 409\n +wanted: 422/)
})

t.test('should fail a file that broke down although each of its assertions passed', async (t) => {
  const { passed, failed, printed } = await read(
    ...file('a.test.ts', false, ...test('fine', true, 'ok 1', '1..1'), '1..1').slice(0, -1),
    '  ---',
    '  signal: SIGTERM',
    '  ...',
    '1..1',
  )
  t.match({ passed, failed }, { passed: 1, failed: 1 })
  t.match(printed, /signal: 'SIGTERM'/)
})

t.test('should count what is skipped or left to do as neither, and name it with its reason', async (t) => {
  const { passed, failed, skipped } = await read(
    ...file(
      'a.test.ts',
      true,
      'ok 1 - later # TODO no rule yet',
      'ok 2 - clock # SKIP no PostgreSQL',
      '1..2',
    ),
    ...file('b.test.ts', true, '1..0 # SKIP not on this platform'),
    '1..2',
  )
  t.match({ passed, failed }, { passed: 0, failed: 0 })
  t.same(skipped.length, 3)
  t.match(skipped.join('\n'), /later: no rule yet\n.*clock: no PostgreSQL\n.*b\.test\.ts/)
})

t.test('should count the passed tests of each engine by the end of their names', async (t) => {
  const { engines } = await read(
    ...file(
      'a.test.ts',
      true,
      ...test('rounds (embedded)', true, 'ok 1'),
      ...test('rounds (postgres)', true, 'ok 1'),
      '1..2',
    ),
    '1..1',
  )
  t.same(engines, { embedded: 1, postgres: 1 })
})

t.test('should fail a run without tests and one that gave up', async (t) => {
  t.equal((await read('1..0 # no tests found')).failed, 1)
  t.equal((await read(...file('a.test.ts', true, 'ok 1', '1..1'), '1..3')).failed, 1)
  t.equal((await read(...file('a.test.ts', true, 'ok 1', '1..1'), 'Bail out! no memory')).failed, 1)
})
