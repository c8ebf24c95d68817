// `npm run bench:planner`: a row an instance, each solved in a process of its own, so that its memory is its own: size,
// what is proven, ours, gap, seconds, peak memory, and whether code that shares nothing with the solver agrees. It
// reaches into the house, because through HTTP one could not tell the solving from the way to it.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { note, table } from '../print.ts'
import { measureAnswering } from './planner/answering.ts'
import { INSTANCES, type Row, SEED } from './planner/instances.ts'
import { openReport, readOptions } from './report.ts'

/** What an instance's own process says at its end. */
type Measured = Row & { readonly memory: number }

const QUICK = ['South East 2019-20', '18 directors, 60 days']

const [flag, only] = process.argv.slice(2)
if (flag === '--instance') {
  const row = await INSTANCES.find(({ name }) => name === only)?.run()
  const memory = process.resourceUsage().maxRSS / 1024
  process.stdout.write(JSON.stringify({ ...row, memory }))
  process.exit(0)
}

const options = readOptions()
const report = openReport('planner', options)
const measure = async (name: string): Promise<Measured> => {
  const args = [import.meta.filename, '--instance', name]
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 24 })
  return JSON.parse(stdout, (_, value) => value ?? Number.NaN)
}

const rows: (readonly [string, Measured])[] = []
for (const { name, seconds } of INSTANCES) {
  if (options.quick && !QUICK.includes(name)) continue
  const row = await measure(name)
  rows.push([name, row])
  // What is left of years after two by chance nobody knows: the bound only says that more there cannot be.
  report.add(name, 'gap', row.gap, 'count', name.endsWith('held') ? undefined : '<= 0')
  report.add(name, 'checked by other code', Number(row.checked === 'yes'), 'count')
  report.add(name, 'solved', row.seconds, 's', seconds === null ? undefined : `<= ${seconds}`)
  report.add(name, 'work of the processor', row.work, 's')
  report.add(name, 'peak memory', row.memory, 'MB', '<= 500')
  for (const [what, cost] of Object.entries(row.beside))
    report.add(name, `${what}, of the optimum`, cost / row.ours, 'ratio')
}
const figure = (value: number, digits = 2) => (Number.isFinite(value) ? value.toFixed(digits) : '–')
if (!options.json) {
  const columns = ['Instance', 'Size', 'Proven', 'Ours', 'Gap', 's', 'CPU s', 'MB', 'Checked', 'Beside']
  const lines = rows.map(([name, row]) => [
    name,
    row.size,
    figure(row.bound),
    figure(row.ours),
    figure(row.gap),
    figure(row.seconds),
    figure(row.work),
    figure(row.memory, 0),
    row.checked,
    Object.entries(row.beside)
      .map(([what, cost]) => `${what} ${figure(cost)}`)
      .join('; '),
  ])
  const total = rows.reduce((sum, [, { seconds }]) => sum + seconds, 0)
  process.stdout.write(`${table('Plans, moderators and rotations', columns, lines)}\n`)
  process.stdout.write(
    `${note(`Seed ${SEED}. All together ${figure(total)} s. By hand: the best of three climbs, without a facilitator to find.`)}\n`,
  )
}
const plans = options.quick ? 1 : 4
const { quiet, solving, optimal } = await measureAnswering(plans)
const service = `A service that solves ${plans === 1 ? 'a plan' : `${plans} plans`}`
report.add(service, 'proven optimal', optimal, 'count', `>= ${plans}`)
report.add(service, 'p99 of /health/live', solving.p99, 'ms', '<= 50')
report.add(service, 'slowest of /health/live', solving.slowest, 'ms')
report.add(service, 'p99 of /health/live without a plan', quiet.p99, 'ms')
report.print('Against the targets')
