import { distanceInKm } from '../../domain/planning/distance.ts'
import { DEFAULT_PLANNING_POLICY } from '../../domain/planning/policy.ts'
import type { PlanningProblem } from '../../domain/planning/problem.ts'
import {
  mostYearsFrom,
  pairKey,
  type Rotation,
  type RotationProblem,
  type RotationYear,
  sizesOf,
  spentPairs,
} from '../../domain/planning/rotation.ts'
import type { Solving } from '../halt.ts'
import { solvePlan } from '../solve-plan.ts'
import { designOf, type Year } from './designs.ts'
import { type Board, place, yearsFrom } from './place.ts'

/**
 * The years ahead of those who `checkRotation` lets pass: first as many without a repeat as are found, from a whole
 * rotation laid upon who has met already, and what can still be added to it; then years with the fewest repeats each.
 */
export const rotate = async (problem: RotationProblem, solving: Solving): Promise<Rotation> => {
  const seats = problem.seats.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const sorted = { ...problem, seats }
  const most = mostYearsFrom(sorted)
  const board: Board = {
    count: seats.length,
    spent: spentNumbers(sorted),
    distance: (a, b) => {
      const [from, to] = [seats[a]?.office, seats[b]?.office]
      return from && to ? distanceInKm(from, to) : 0
    },
  }
  const free = repeatFreeYears(board, most.years, solving).slice(0, problem.years)
  const named = (year: Year) => year.map((group) => group.map((at) => seats[at]?.id ?? ''))
  const years: RotationYear[] = free.map((year) => ({ groups: named(year), repeats: 0, fewest: 0 }))
  while (years.length < problem.years) {
    const next = await yearWithFewestRepeats(sorted, years, solving)
    if (next === null) break
    years.push(next)
  }
  return { years, repeatFree: free.length, most }
}

const spentNumbers = ({ seats, met, bans }: RotationProblem): Set<number> => {
  const at = new Map(seats.map(({ id }, place) => [id, place]))
  return new Set(
    [...spentPairs([...met, ...bans])].map((pair) => {
      const [a = 0, b = 0] = pair.split(' ').map((id) => at.get(id) ?? 0)
      return Math.min(a, b) * seats.length + Math.max(a, b)
    }),
  )
}

/** The most years that were found: a design placed where most of its years are free, or years one after the other. */
const repeatFreeYears = (board: Board, most: number, { halt, seed }: Solving): Year[] => {
  const sizes = sizesOf(board.count) ?? []
  const design = designOf(board.count) ?? []
  const placed = place(board, design, halt, seed)
  const extended = yearsFrom(board, placed, sizes, most, halt, seed)
  if (extended.length >= most || board.spent.size === 0) return extended
  const alone = yearsFrom(board, [], sizes, most, halt, seed)
  return alone.length > extended.length ? alone : extended
}

/** The year with the fewest pairs that met before, which is planned as a round of one day is: exactly. */
const yearWithFewestRepeats = async (
  { seats, met, bans }: RotationProblem,
  before: readonly RotationYear[],
  solving: Solving,
): Promise<RotationYear | null> => {
  const spent = spentPairs([
    ...met,
    ...before.flatMap(({ groups }) =>
      groups.flatMap((group) =>
        group.flatMap((a, at) => group.slice(at + 1).map((b): [string, string] => [a, b])),
      ),
    ),
  ])
  const nothing = Object.fromEntries(Object.keys(DEFAULT_PLANNING_POLICY.weights).map((rule) => [rule, 0]))
  const weights = { ...nothing, 'repeat-partners': 1 } as typeof DEFAULT_PLANNING_POLICY.weights
  const ids = seats.map(({ id }) => id)
  const problem: PlanningProblem = {
    seats: seats.map(({ id, office }) => ({ id, name: id, office, tags: [], neighbours: [] })),
    slots: [{ id: 'year', date: '1970-01-01', from: 0, until: 1 }],
    facilitators: null,
    facilitatorEventsPerDay: 1,
    sizes: { smallest: 3, largest: seats.length % 3 === 0 ? 3 : 4 },
    clashes: [],
    bans: bans.map((seatIds, at) => ({ id: `ban-${at}`, seatIds, because: 'They never meet.' })),
    pins: [],
    quotas: [],
    met: ids.flatMap((a, at) =>
      ids
        .slice(at + 1)
        .flatMap((b) => (spent.has(pairKey(a, b)) ? [{ seatIds: [a, b] as const, yearsAgo: 1 }] : [])),
    ),
    expectedInspections: [],
    confirmed: [],
    policy: { ...DEFAULT_PLANNING_POLICY, weights },
  }
  const outcome = await solvePlan(problem, solving)
  if (outcome.kind !== 'planned') return null
  const groups = outcome.plan.events.map(({ seatIds }) => seatIds)
  // Repeats are whole: what is proven of the cost is proven of the next whole number.
  return {
    groups,
    repeats: Math.round(outcome.plan.cost.total),
    fewest: Math.ceil(outcome.certificate.searched - 1e-6),
  }
}
