import { DEFAULT_PLANNING_POLICY } from '../../domain/planning/policy.ts'
import type { PlanningProblem } from '../../domain/planning/problem.ts'
import {
  type MissingYear,
  pairKey,
  pairsIn,
  type RotationProblem,
  type RotationYear,
  spentPairs,
} from '../../domain/planning/rotation.ts'
import { whyNone } from '../explain.ts'
import type { Solving } from '../halt.ts'
import { solvePlan } from '../solve-plan.ts'

/**
 * The year that comes next with the fewest pairs that met before, which is planned as a round of one day is: exactly.
 * Where there is none it says what of bans, pins and sizes cannot hold together.
 */
export const yearWithFewestRepeats = async (
  given: RotationProblem,
  before: readonly RotationYear[],
  { halt, seed }: Solving,
): Promise<RotationYear | MissingYear> => {
  const year = before.length + 1
  const problem = asRound(given, before)
  const outcome = halt.isDue() ? null : await solvePlan(problem, { halt, seed })
  if (outcome?.kind === 'impossible') {
    const why = await whyNone(problem, { halt, seed })
    if (why.kind === 'impossible') return { kind: 'impossible', year, conflict: why.conflict }
  }
  if (outcome?.kind !== 'planned') return { kind: 'unfinished', year }
  // Repeats are whole: what is proven of the cost is proven of the next whole number.
  return {
    groups: outcome.plan.events.map(({ seatIds }) => seatIds),
    repeats: Math.round(outcome.plan.cost.total),
    fewest: Math.max(0, Math.ceil(outcome.certificate.searched - 1e-6)),
  }
}

const asRound = (
  { seats, met, bans, pins }: RotationProblem,
  before: readonly RotationYear[],
): PlanningProblem => {
  const spent = spentPairs([...met, ...before.flatMap(({ groups }) => groups.flatMap(pairsIn))])
  const nothing = Object.fromEntries(Object.keys(DEFAULT_PLANNING_POLICY.weights).map((rule) => [rule, 0]))
  const weights = { ...nothing, 'repeat-partners': 1 } as typeof DEFAULT_PLANNING_POLICY.weights
  return {
    seats: seats.map((seat) => ({ ...seat, tags: [], neighbours: [] })),
    slots: [{ id: 'year', date: '1970-01-01', from: 0, until: 1 }],
    facilitators: null,
    facilitatorEventsPerDay: 1,
    sizes: { smallest: 3, largest: seats.length % 3 === 0 ? 3 : 4 },
    clashes: [],
    bans: bans.map((ban, at) => ({ ...ban, id: `ban-${at + 1}` })),
    pins: pins
      .filter(({ year }) => year === before.length + 1)
      .map(({ seatIds }, at) => ({ id: `pin-${at + 1}`, kind: 'together', seatIds })),
    quotas: [],
    met: pairsIn(seats.map(({ id }) => id)).flatMap(([a, b]) =>
      spent.has(pairKey(a, b)) ? [{ seatIds: [a, b], yearsAgo: 1 }] : [],
    ),
    expectedInspections: [],
    confirmed: [],
    policy: { ...DEFAULT_PLANNING_POLICY, weights },
  }
}
