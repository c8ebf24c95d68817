import type { PlanningProblem } from '../../../src/domain/planning/problem.ts'
import { startSolve } from '../../../src/solver/thread.ts'
import { checkPlan } from '../../check-plan/check.ts'
import { openLedger, sum } from '../../check-plan/cost.ts'
import { planByHand } from './by-hand.ts'
import {
  type BenchProblem,
  REGION_NAMES,
  southEast,
  syntheticRegion,
  syntheticSeats,
  weekdays,
} from './regions.ts'

/** One row of the bench. */
export interface Row {
  readonly size: string
  /** The optimum where it is known, else what is proven that none is better than. */
  readonly bound: number
  readonly ours: number
  readonly gap: number
  readonly seconds: number
  /** What the processor worked for it: on a machine that others use too, less than the seconds. */
  readonly work: number
  /** How it was checked by other code than the solver's. */
  readonly checked: string
  /** What else is known of the instance: what was published, what a person would reach. */
  readonly beside: Readonly<Record<string, number>>
}

/** An instance by its name, with how long it may take; each is solved in a process of its own. */
export interface Instance {
  readonly name: string
  readonly seconds: number | null
  run(): Promise<Row>
}

/** Printed with the table, so that anybody makes the same instances. */
export const SEED = 2019
const BEGINNINGS = 3
const AUTUMN = weekdays('2025-09-15', '2025-12-12')

const costed = (problem: BenchProblem, events: Parameters<ReturnType<typeof openLedger>['plan']>[0]) =>
  sum(Object.values(openLedger(problem).plan(events)))

const planned = async (
  problem: BenchProblem,
  beside: Readonly<Record<string, number>> = {},
): Promise<Row> => {
  const started = performance.now()
  const before = process.cpuUsage()
  const limits = { seed: SEED, seconds: 120 }
  const outcome = await startSolve('plan', problem as unknown as PlanningProblem, limits).outcome
  const seconds = (performance.now() - started) / 1000
  const used = process.cpuUsage(before)
  const work = (used.user + used.system) / 1e6
  const size = `${problem.seats.length} × ${problem.slots.length}`
  if (outcome.kind !== 'planned')
    return {
      size,
      bound: Number.NaN,
      ours: Number.NaN,
      gap: Number.NaN,
      seconds,
      work,
      checked: outcome.kind,
      beside,
    }
  const { plan, certificate, gap } = outcome
  const verdict = checkPlan({ problem, plan, certificate })
  const checked = verdict.faults[0] ?? (verdict.proof === 'optimal' ? 'yes' : verdict.proof)
  const byHand = planByHand(problem, SEED, BEGINNINGS)
  return {
    size,
    bound: certificate.searched,
    ours: plan.cost.total,
    gap,
    seconds,
    work,
    checked,
    beside: { ...beside, 'by hand': byHand },
  }
}

export const INSTANCES: readonly Instance[] = [
  {
    name: 'South East 2019-20',
    seconds: 1,
    run: () => {
      const { problem, published } = southEast()
      return planned(problem, { published: costed(problem, published) })
    },
  },
  {
    name: '18 directors, 60 days',
    seconds: 1,
    run: () => planned(syntheticSeats(18, SEED, AUTUMN.slice(0, 60))),
  },
  {
    name: '33 directors, 120 days',
    seconds: 4,
    run: () => planned(syntheticSeats(33, SEED, weekdays('2025-09-01', '2026-02-13'))),
  },
  ...REGION_NAMES.map((name) => ({
    name,
    seconds: null,
    run: () => planned(syntheticRegion(name, SEED, AUTUMN)),
  })),
]
