import t from 'tap'
import { checkPlan } from '../../scripts/check-plan/check.ts'
import type { PlanFile } from '../../scripts/check-plan/file.ts'
import { NO_HALT } from '../../src/solver/halt.ts'
import { secondBest, solvePlan } from '../../src/solver/solve-plan.ts'
import { problemOf, regionOf } from '../fixtures/planning.ts'

const solving = { halt: NO_HALT, seed: 1 }

t.test('a forged certificate is refused', async (t) => {
  const problem = regionOf(7)
  const outcome = await solvePlan(problem, solving)
  if (outcome.kind !== 'planned') return t.fail(outcome.kind)
  const file: PlanFile = { problem, plan: outcome.plan, certificate: outcome.certificate }
  t.match(checkPlan(file), { faults: [], proof: 'optimal' })
  const { plan, certificate } = file
  const [first, ...others] = plan.events
  if (!first) return t.fail('no event')
  const forged: Record<string, PlanFile> = {
    'a cheaper cost': { ...file, plan: { ...plan, cost: { ...plan.cost, total: plan.cost.total - 1 } } },
    'a higher bound': { ...file, certificate: { ...certificate, bound: certificate.bound + 1 } },
    'an event left out': { ...file, plan: { ...plan, events: others } },
    'a director twice': { ...file, plan: { ...plan, events: [...plan.events, first] } },
    'another facilitator': {
      ...file,
      plan: { ...plan, events: [{ ...first, facilitatorId: 'nobody' }, ...others] },
    },
    'a price too high': {
      ...file,
      certificate: {
        ...certificate,
        prices: { ...certificate.prices, seats: { ...certificate.prices.seats, 'director-00': 1e6 } },
      },
    },
  }
  for (const [forgery, each] of Object.entries(forged)) t.equal(checkPlan(each).proof, 'refuted', forgery)
})

t.test('a plan that is called the best and is not is found out by searching', async (t) => {
  // One day, so that the next plan has other triads, and costs more.
  const problem = problemOf(12, 1)
  const best = await solvePlan(problem, solving)
  if (best.kind !== 'planned') return t.fail(best.kind)
  const second = await secondBest({ problem, plan: best.plan }, solving)
  if (second.kind !== 'planned') return t.fail(second.kind)
  const { plan } = second
  t.ok(plan.cost.total > best.plan.cost.total + 1e-3)
  const certificate = { ...best.certificate, searched: plan.cost.total }
  t.match(checkPlan({ problem, plan, certificate }), {
    proof: 'refuted',
    faults: [/a plan that costs .* was found/],
  })
})
