import type { AllocationProblem } from '../../../src/domain/planning/moderators.ts'
import { DEFAULT_PLANNING_POLICY } from '../../../src/domain/planning/policy.ts'
import type { PlanningProblem } from '../../../src/domain/planning/problem.ts'
import { startSolve } from '../../../src/solver/thread.ts'
import { faultsOfAllocation } from '../../check-plan/allocation.ts'
import { checkChallengers } from '../../check-plan/challengers.ts'
import { checkPlan } from '../../check-plan/check.ts'
import { openLedger, sum } from '../../check-plan/cost.ts'
import { planByHand } from './by-hand.ts'
import { type Graph, mycielski, queens } from './graphs.ts'
import { KNOWN_ROTATIONS } from './known-rotations.ts'
import {
  type BenchFacts,
  numbersFrom,
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

type BenchProblem = BenchFacts & Pick<PlanningProblem, 'policy'>

/** A problem under the service's own weights, for a region that prefers these ISO weekdays. */
const weighed = (facts: BenchFacts, preferredWeekdays: readonly number[] = [2, 3, 4]): BenchProblem => ({
  ...facts,
  policy: { ...DEFAULT_PLANNING_POLICY, preferredWeekdays },
})

const costed = (problem: BenchProblem, events: Parameters<ReturnType<typeof openLedger>['plan']>[0]) =>
  sum(Object.values(openLedger(problem).plan(events)))

/** How long an outcome takes, by the clock and of the processor. */
const timed = async <T>(coming: Promise<T>) => {
  const started = performance.now()
  const before = process.cpuUsage()
  const outcome = await coming
  const used = process.cpuUsage(before)
  return { outcome, seconds: (performance.now() - started) / 1000, work: (used.user + used.system) / 1e6 }
}

/** Of an instance that was not solved. */
const NONE = { bound: Number.NaN, ours: Number.NaN, gap: Number.NaN, beside: {} }

const planned = async (
  problem: BenchProblem,
  beside: Readonly<Record<string, number>> = {},
): Promise<Row> => {
  const limits = { seed: SEED, seconds: 120 }
  const solve = startSolve('plan', problem as unknown as PlanningProblem, limits)
  const { outcome, seconds, work } = await timed(solve.outcome)
  const size = `${problem.seats.length} × ${problem.slots.length}`
  if (outcome.kind !== 'planned') return { ...NONE, size, seconds, work, checked: outcome.kind }
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

/** So many authorities, two of which challenge each; the rules of two at a time are counted by the checker's own code. */
const directed = async (count: number): Promise<Row> => {
  const problem = weighed(syntheticSeats(count, SEED, []))
  const { seats, met, policy } = problem as unknown as PlanningProblem
  const nothing = { bans: [], groups: null, pins: [], standing: [] }
  const asked = { seats, met, policy, perPaper: 2, mutual: false, ...nothing }
  const { outcome, seconds, work } = await timed(
    startSolve('directed', asked, { seed: SEED, seconds: 120 }).outcome,
  )
  if (outcome.kind !== 'planned') return { ...NONE, size: `${count}`, seconds, work, checked: outcome.kind }
  const { challenges, cost, bound } = outcome
  const { faults } = checkChallengers({ problem: asked, plan: { challenges, cost }, certificate: { bound } })
  const gap = Math.max(0, cost.total - bound)
  const found = { bound, ours: cost.total, gap: gap < 1e-6 ? 0 : gap }
  return {
    size: `${count}`,
    ...found,
    seconds,
    work,
    checked: faults.length === 0 ? 'yes' : 'no',
    beside: {},
  }
}

/** Moderators and papers with suitabilities and conflicts from a seed. */
const moderated = async (
  {
    papers,
    moderators,
    needs,
    floor,
    ceiling,
    conflicts,
  }: Readonly<Record<'papers' | 'moderators' | 'needs' | 'floor' | 'ceiling' | 'conflicts', number>>,
  objective: AllocationProblem['objective'] = 'total',
): Promise<Row> => {
  const next = numbersFrom(SEED)
  const named = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, at) => ({ id: `${prefix} ${at}`, name: `${prefix} ${at}` }))
  const read = named('Paper', papers).map((each) => ({ ...each, needs }))
  const readers = named('Moderator', moderators).map((each) => ({ ...each, floor, ceiling }))
  const problem: AllocationProblem = {
    papers: read,
    moderators: readers,
    suitability: read.map(() => Float64Array.from(readers, next)),
    barred: read.flatMap(({ id: paperId }) =>
      readers
        .filter(() => next() < conflicts)
        .map(({ id: moderatorId }) => ({ paperId, moderatorId, because: 'A conflict.' })),
    ),
    objective,
  }
  const { outcome, seconds, work } = await timed(
    startSolve('allocation', problem, { seed: SEED, seconds: 120 }).outcome,
  )
  const size = `${papers} × ${moderators}`
  if (outcome.kind !== 'allocated') return { ...NONE, size, seconds, work, checked: outcome.kind }
  const [fault] = faultsOfAllocation(
    { problem, ...outcome },
    objective === 'total' ? undefined : outcome.worst,
  )
  const gap = Math.abs(outcome.bound - outcome.total)
  const found = { bound: outcome.bound, ours: outcome.total, gap: gap < 1e-6 ? 0 : gap }
  return { size, ...found, seconds, work, checked: fault ?? 'yes', beside: {} }
}

/** Directors' years ahead; of `held` years that were held already, each by chance. */
const rotated = async (count: number, most: number, held: number): Promise<Row> => {
  const next = numbersFrom(SEED)
  const ids = Array.from({ length: count }, (_, at) => `director-${String(at).padStart(2, '0')}`)
  const seats = ids.map((id) => ({ id, name: id, office: null }))
  const met = Array.from({ length: held }, () => {
    const order = seats.map(({ id }) => ({ id, key: next() })).sort((a, b) => a.key - b.key)
    return order.flatMap(({ id }, at) =>
      order.slice(at + 1, at + 3 - (at % 3)).map((other): [string, string] => [id, other.id]),
    )
  }).flat()
  const problem = { seats, met, bans: [], pins: [], years: most }
  const { outcome, seconds, work } = await timed(
    startSolve('rotation', problem, { seed: SEED, seconds: 60 }).outcome,
  )
  const bound = Math.min(outcome.most.years, held === 0 ? most : outcome.most.years)
  const ours = outcome.repeatFree
  const pairs = [...met, ...outcome.years.slice(0, ours).flatMap(({ groups }) => pairsOf(groups))].map(
    (pair) => pair.toSorted().join(' '),
  )
  const isTrue =
    new Set(pairs).size ===
      new Set(met.map((pair) => pair.toSorted().join(' '))).size + pairs.length - met.length &&
    outcome.years.every(
      ({ groups }) => new Set(groups.flat()).size === count && groups.flat().length === count,
    )
  const size = held === 0 ? `${count}` : `${count}, ${held} held`
  return {
    size,
    bound,
    ours,
    gap: bound - ours,
    seconds,
    work,
    checked: isTrue ? 'yes' : 'a pair meets twice',
    beside: {},
  }
}

const pairsOf = (groups: readonly (readonly string[])[]): [string, string][] =>
  groups.flatMap((group) =>
    group.flatMap((a, at) => group.slice(at + 1).map((b): [string, string] => [a, b])),
  )

/** Dates alone, for events of which some share people; how few will do is known. */
const dated = async (graph: Graph, known: number): Promise<Row> => {
  const { outcome, seconds, work } = await timed(
    startSolve('fewest-dates', graph, { seed: SEED, seconds: 120 }).outcome,
  )
  const { dateOf, dates } = outcome
  const isTrue = graph.shared.every(([a, b]) => dateOf[a] !== dateOf[b]) && new Set(dateOf).size === dates
  const gap = dates - outcome.bound
  const checked = isTrue && dates === known ? 'yes' : 'not as known'
  return {
    size: `${graph.events}`,
    bound: outcome.bound,
    ours: dates,
    gap,
    seconds,
    work,
    checked,
    beside: { known },
  }
}

const GRAPHS: Readonly<Record<string, readonly [Graph, number]>> = {
  queen5_5: [queens(5), 5],
  queen6_6: [queens(6), 7],
  queen7_7: [queens(7), 7],
  queen8_8: [queens(8), 9],
  myciel3: [mycielski(3), 4],
  myciel4: [mycielski(4), 5],
  myciel5: [mycielski(5), 6],
}

const THOUSAND = { papers: 1000, moderators: 500, needs: 2, floor: 2, ceiling: 5, conflicts: 0.05 }

export const INSTANCES: readonly Instance[] = [
  {
    name: 'South East 2019-20',
    seconds: 1,
    run: () => {
      const { facts, published } = southEast()
      const problem = weighed(facts, [])
      return planned(problem, { published: costed(problem, published) })
    },
  },
  {
    name: '18 directors, 60 days',
    seconds: 1,
    run: () => planned(weighed(syntheticSeats(18, SEED, AUTUMN.slice(0, 60)))),
  },
  {
    name: '33 directors, 120 days',
    seconds: 4,
    run: () => planned(weighed(syntheticSeats(33, SEED, weekdays('2025-09-01', '2026-02-13')))),
  },
  ...REGION_NAMES.map((name) => ({
    name,
    seconds: null,
    run: () => planned(weighed(syntheticRegion(name, SEED, AUTUMN))),
  })),
  {
    name: 'Moderators, country',
    seconds: null,
    run: () => moderated({ papers: 153, moderators: 120, needs: 2, floor: 1, ceiling: 4, conflicts: 0.05 }),
  },
  { name: 'Moderators, thousand', seconds: 3, run: () => moderated(THOUSAND) },
  { name: 'Moderators, worst off first', seconds: 3, run: () => moderated(THOUSAND, 'worst-off-first') },
  ...[11, 33, 60].map((count) => ({
    name: `Challengers of ${count}`,
    seconds: null,
    run: () => directed(count),
  })),
  ...Object.entries(KNOWN_ROTATIONS).map(([count, most]) => ({
    name: `Rotation of ${count}`,
    seconds: 15,
    run: () => rotated(Number(count), most, 0),
  })),
  ...[18, 24, 33].map((count) => ({
    name: `Rotation of ${count}, two held`,
    seconds: null,
    run: () => rotated(count, KNOWN_ROTATIONS[count] ?? 1, 2),
  })),
  ...Object.entries(GRAPHS).map(([name, [graph, known]]) => ({
    name: `Dates alone, ${name}`,
    seconds: null,
    run: () => dated(graph, known),
  })),
]
