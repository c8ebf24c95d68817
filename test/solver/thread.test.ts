import { monitorEventLoopDelay } from 'node:perf_hooks'
import t from 'tap'
import { checkPlan } from '../../scripts/check-plan/check.ts'
import type { PlanProgress } from '../../src/domain/planning/plan.ts'
import { startSolve } from '../../src/solver/thread.ts'
import { problemOf, randomFrom, seatsOf, workingDays } from '../fixtures/planning.ts'

/** Large enough to be solving for seconds: distances alone, which leave much between the bound and the plan. */
const slow = problemOf(seatsOf(40, randomFrom(3)), workingDays(60), { sizes: { smallest: 3, largest: 4 } })
const limits = { seed: 1, seconds: 60 }

t.test('a thread gives the plan that solving here gives, and tells how far it is', async (t) => {
  const problem = problemOf(12, 20)
  const told: PlanProgress[] = []
  const outcome = await startSolve('plan', problem, { ...limits, onProgress: (each) => told.push(each) })
    .outcome
  if (outcome.kind !== 'planned') return t.fail(outcome.kind)
  t.match(checkPlan({ problem, plan: outcome.plan, certificate: outcome.certificate }), { proof: 'optimal' })
  t.ok(told.length > 0)
  for (const { bound } of told) t.ok((bound ?? 0) <= outcome.plan.cost.total + 1e-6)
})

t.test('while it solves the service goes on, and it stops when it is asked to', async (t) => {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const started = performance.now()
  const first = Promise.withResolvers<void>()
  const solve = startSolve('plan', slow, { ...limits, onProgress: () => first.resolve() })
  await Promise.race([first.promise, solve.outcome])
  solve.stop()
  const outcome = await solve.outcome
  delay.disable()
  t.ok(['unfinished', 'planned'].includes(outcome.kind), outcome.kind)
  if (outcome.kind === 'unfinished') t.ok(outcome.bound >= 0)
  t.ok(performance.now() - started < 30_000)
  t.ok(delay.percentile(99) / 1e6 < 500, `p99 of the loop's delay: ${delay.percentile(99) / 1e6} ms`)
})

t.test('what is cut off by time says what is proven', async (t) => {
  const outcome = await startSolve('plan', slow, { seed: 1, seconds: 0.3 }).outcome
  if (outcome.kind === 'planned')
    t.ok(outcome.gap >= 0 && outcome.certificate.searched <= outcome.plan.cost.total + 1e-6)
  else t.match(outcome, { kind: 'unfinished', bound: Number })
})

t.test('a thread that fails is an error, not a wait', async (t) => {
  const broken = { ...problemOf(6, 5), seats: null } as unknown as typeof slow
  await t.rejects(startSolve('plan', broken, limits).outcome)
})
