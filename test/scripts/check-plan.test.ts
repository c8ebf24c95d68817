import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { NO_HALT } from '../../src/solver/halt.ts'
import { solvePlan } from '../../src/solver/solve-plan.ts'
import { ownFolder } from '../fixtures/folders.ts'
import { problemOf } from '../fixtures/planning.ts'
import { startScript } from '../fixtures/script-process.ts'

t.test('a plan’s file is proven, a forged one is refused, and another file is none', async (t) => {
  const folder = await ownFolder(t)
  const check = async (content: string) => {
    const file = join(folder, 'plan.json')
    await writeFile(file, content)
    return startScript('check-plan.ts', [file], {}).outcome
  }
  const problem = problemOf(12, 10)
  const outcome = await solvePlan(problem, { halt: NO_HALT, seed: 1 })
  if (outcome.kind !== 'planned') return t.fail(outcome.kind)
  const { plan, certificate } = outcome
  const proven = await check(JSON.stringify({ problem, plan, certificate }))
  t.match(proven, { code: 0, out: /proven +optimal/ }, proven.error)

  const [first, ...others] = plan.events
  const forged = await check(
    JSON.stringify({ problem, plan: { ...plan, events: [first, first, ...others] }, certificate }),
  )
  t.match(forged, { code: 1, out: /✗ director-\d\d is in 2 events/ })
  t.match(await check('{"problem": {}}'), { code: 2, error: /holds no problem, plan and certificate/ })
  t.match(await check('no JSON'), { code: 2, error: /cannot be read as JSON/ })
})
