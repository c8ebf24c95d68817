import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import t, { type Test } from 'tap'
import { percentile } from '../../scripts/bench/load.ts'
import { type Line, meets, openReport, readOptions } from '../../scripts/bench/report.ts'
import { ownFolder } from '../fixtures/folders.ts'
import { startScript } from '../fixtures/script-process.ts'

t.test('a value meets a bar at the bar and on its better side', async (t) => {
  t.strictSame(
    [1.9, 2, 2.1].map((value) => meets(value, '<= 2')),
    [true, true, false],
  )
  t.strictSame(
    [0.79, 0.8, 3].map((value) => meets(value, '>= 0.8 of bare route')),
    [false, true, true],
  )
  for (const wrong of ['2', '< 2', '<= fast', '<= 2s']) t.throws(() => meets(1, wrong), wrong)
})

t.test('a percentile is one of the values, the last one included', async (t) => {
  const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  t.equal(percentile(values, 0.5), 5)
  t.equal(percentile(values, 0.99), 10)
  t.equal(percentile([7], 0.5), 7)
})

t.test('as JSON each figure is one line at once, judged as it is shown', async (t) => {
  const written: string[] = []
  const report = openReport('start', { json: true }, (text) => written.push(text))
  report.add('later start', 'slowest', 2.00004, 's', '<= 2')
  report.add('later start', 'median', 1.23456, 's')
  report.print('not printed')
  t.strictSame(
    written.map((line) => JSON.parse(line)),
    [
      {
        bench: 'start',
        case: 'later start',
        measure: 'slowest',
        value: 2,
        unit: 's',
        target: '<= 2',
        ok: true,
      },
      {
        bench: 'start',
        case: 'later start',
        measure: 'median',
        value: 1.235,
        unit: 's',
        target: null,
        ok: null,
      },
    ],
  )
})

t.test('as a table a case is named once, and each table has its own figures', async (t) => {
  const written: string[] = []
  const report = openReport('start', { json: false }, (text) => written.push(text))
  report.add('later start', 'median', 1, 's')
  report.add('later start', 'slowest', 3, 's', '<= 2')
  t.strictSame(written, [], 'nothing before the table')
  report.print('Starts', 'A note.')
  report.print('Nothing more')
  t.equal(written[0]?.match(/later start/g)?.length, 1)
  t.match(written[0], /slowest +3 +s +<= 2 +NO\n {2}A note\.$/)
  t.notMatch(written[1], /start/)
})

t.test('a bench refuses an option that it does not know', async (t) => {
  t.strictSame(readOptions(['--json', '--quick']), { json: true, quick: true })
  t.throws(() => readOptions(['--fast']))
})

/** Runs a bench in its quick form on the embedded engine; its lines, each of the shape that is promised. */
const quickly = async (t: Test, bench: string): Promise<readonly Line[]> => {
  const TMPDIR = await ownFolder(t)
  // Nobody listens on port 1: the tests of the engines are elsewhere, and one engine has every case.
  const settings = { TMPDIR, TEST_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }
  const { code, out, error } = await startScript(`bench/${bench}.ts`, ['--quick', '--json'], settings).outcome
  t.equal(code, 0, error)
  t.strictSame(await readdir(TMPDIR), [], 'its data are gone')
  const lines: Line[] = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  for (const line of lines) {
    t.strictSame(Object.keys(line), ['bench', 'case', 'measure', 'value', 'unit', 'target', 'ok'])
    t.equal(line.bench, bench)
    // Of what must not happen, zero is the figure.
    t.ok(line.value > 0 || line.target === '<= 0', `${line.case}: ${line.measure}`)
    t.match(line.unit, /^(?:s|ms|1\/s|ratio|MB|files|rules|count)$/)
    t.equal(line.ok, line.target === null ? null : meets(line.value, line.target))
  }
  return lines
}

t.test('bench:start times first and later starts, directly and through the launcher', async (t) => {
  const lines = await quickly(t, 'start')
  const slowest = lines.filter(({ measure }) => measure.startsWith('slowest'))
  t.strictSame(
    slowest.map(({ case: name, target }) => [name, target]),
    [
      ['first start, node src/server.ts', null],
      ['first start, npm start’s launcher', null],
      ['later start, node src/server.ts', '<= 2'],
      ['later start, npm start’s launcher', '<= 2'],
    ],
  )
})

t.test('bench:requests measures each case beside what it is compared with', async (t) => {
  const lines = await quickly(t, 'requests')
  const cases = new Set(lines.map(({ case: name }) => name))
  t.equal(cases.size, 10)
  for (const name of cases) {
    const measures = lines.filter((line) => line.case === name).map(({ measure }) => measure)
    t.strictSame(measures.slice(0, 3), ['a second', 'p50', 'p99'], name)
  }
  t.strictSame(
    lines
      .filter(({ unit }) => unit === 'ratio')
      .map(({ case: name, measure, target }) => [name, measure, target]),
    [
      ['embedded: GET /health/live', 'of the bare route', '>= 0.8 of bare route'],
      ['embedded: GET /v1/me', 'of the bare route', null],
      ['embedded: GET /v1/me', 'of the raw select', null],
      ['embedded: POST /v1/people', 'of the raw insert', null],
    ],
  )
})

t.test(
  'bench:clashes measures judging beside bare SQL, and touches only what a change concerns',
  async (t) => {
    const lines = await quickly(t, 'clashes')
    const targets = new Set(lines.flatMap(({ target }) => target ?? []))
    t.same([...targets].toSorted(), ['<= 1 of n log n', '<= 2 of bare SQL', '<= 3 of bare SQL'])
    const counts = lines.filter(({ case: name }) => name.endsWith('one changed'))
    t.ok(counts.length >= 2)
    const of = (measure: string) =>
      counts.filter((line) => line.measure === measure).map(({ value }) => value)
    t.same(of('events judged again'), of('events that it concerns'))
  },
)

t.test('bench:planner proves its plans, and other code agrees', async (t) => {
  const lines = await quickly(t, 'planner')
  for (const measure of ['gap', 'checked by other code', 'peak memory'])
    t.ok(lines.some((line) => line.measure === measure))
  t.strictSame(
    lines.filter(({ measure, value }) => measure === 'checked by other code' && value !== 1),
    [],
  )
  t.strictSame(
    lines.filter(({ ok, unit }) => ok === false && !['s', 'ms'].includes(unit)),
    [],
    'the seconds are the machine’s to answer for',
  )
})

const CORPUS = new URL('../../../shared/ics-corpus/', import.meta.url)
const skip = existsSync(CORPUS) ? false : 'other people’s calendar files are not beside the project'

t.test('bench:ical meets every bar over the calendar files beside the project', { skip }, async (t) => {
  const lines = await quickly(t, 'ical')
  t.strictSame(
    lines
      .filter(({ ok, unit }) => ok === false && unit !== 's')
      .map(({ case: name, measure }) => [name, measure]),
    [],
    'the seconds are the machine’s to answer for',
  )
  t.equal(lines.find(({ case: name }) => name === 'awkward files')?.value, 25)
})
