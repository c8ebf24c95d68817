// `npm run check-plan -- FILE`: verifies a plan's file (its problem, plan and certificate, as JSON) with code that
// shares nothing with the solver: that the plan may be, that it costs what it says, and that none costs less. Of plans of
// triads the bound is proven by pricing every event and the rest by searching those that could be in a better plan, of
// moderators by pricing every pair; of challengers and of visits it is the solver's word.
import { readFileSync } from 'node:fs'
import { checkOf } from './check-plan/checks.ts'
import { table } from './print.ts'

const [path, ...rest] = process.argv.slice(2)
const say = (text: string) => process.stdout.write(`${text}\n`)

const read = (from: string) => {
  try {
    const check = checkOf(JSON.parse(readFileSync(from, 'utf8')))
    if (check !== null) return check
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
const { lines, faults } = read(path)()
say(
  table(
    `Plan of ${path}`,
    ['What', 'Found'],
    lines.map((line) => [...line]),
  ),
)
for (const fault of faults) say(`✗ ${fault}`)
process.exitCode = faults.length === 0 ? 0 : 1
