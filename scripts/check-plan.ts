// `npm run check-plan -- FILE`: verifies a plan's file (its problem, plan and certificate, as JSON) with code that
// shares nothing with the solver: that the plan may be, that it costs what it says, and that none costs less. The bound
// is proven by pricing every event, the rest by searching those that could be in a better plan.
import { readFileSync } from 'node:fs'
import { checkPlan } from './check-plan/check.ts'
import { table } from './print.ts'

const [path, ...rest] = process.argv.slice(2)
const say = (text: string) => process.stdout.write(`${text}\n`)

const read = (from: string) => {
  try {
    const file = JSON.parse(readFileSync(from, 'utf8'))
    if (file?.problem?.seats && file?.plan?.events && file?.certificate?.prices) return file
    process.stderr.write(`${from} holds no problem, plan and certificate.\n`)
  } catch (error) {
    process.stderr.write(
      `${from} cannot be read as JSON: ${error instanceof Error ? error.message : error}\n`,
    )
  }
  return process.exit(2)
}

if (path === undefined || rest.length > 0) {
  process.stderr.write('Usage: npm run check-plan -- FILE\n')
  process.exit(2)
}
const verdict = checkPlan(read(path))
const figure = (value: number) => value.toFixed(6)
say(
  table(
    `Plan of ${path}`,
    ['What', 'Found'],
    [
      ['cost, added up here', figure(verdict.cost)],
      ['no plan costs less, by the prices', figure(verdict.bound)],
      ['events priced', verdict.priced.toLocaleString('en-GB')],
      ['of these that could be in a better plan', verdict.within.toLocaleString('en-GB')],
      ['proven', verdict.proof],
    ],
  ),
)
for (const fault of verdict.faults) say(`✗ ${fault}`)
process.exitCode = verdict.faults.length === 0 ? 0 : 1
