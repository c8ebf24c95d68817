import { distanceInKm } from '../../domain/planning/distance.ts'
import {
  mostYearsFrom,
  pairsApart,
  pairsIn,
  type Rotation,
  type RotationPin,
  type RotationProblem,
  type RotationYear,
  sizesOf,
  spentPairs,
} from '../../domain/planning/rotation.ts'
import type { Solving } from '../halt.ts'
import { designOf, type Year } from './designs.ts'
import { yearWithFewestRepeats } from './fewest-repeats.ts'
import type { FreeYears, Pins } from './pins.ts'
import { type Board, place } from './place.ts'
import { pinnedYears, yearsFrom } from './years.ts'

/**
 * The years ahead of those who `checkRotation` lets pass: first as many without a repeat as are found, from a whole
 * rotation laid upon who has met already and what is pinned, and what can still be added to it; then years with the
 * fewest repeats each. Progress is told as the years found without a repeat, and the most that there can be.
 */
export const rotate = async (problem: RotationProblem, solving: Solving): Promise<Rotation> => {
  const seats = problem.seats.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const sorted = { ...problem, seats }
  const most = mostYearsFrom(sorted)
  const free = leadingYears(sorted, most.years, solving)
  solving.onProgress?.({ bound: most.years, best: free.length })
  const named = (year: Year) => year.map((group) => group.map((at) => seats[at]?.id ?? ''))
  const years: RotationYear[] = free.map((year) => ({ groups: named(year), repeats: 0, fewest: 0 }))
  let missing: Rotation['missing'] = null
  while (years.length < problem.years && missing === null) {
    const next = await yearWithFewestRepeats(sorted, years, solving)
    if ('groups' in next) years.push(next)
    else missing = next
  }
  const again = years.findIndex(({ repeats }) => repeats > 0)
  const repeatFree = again < 0 ? years.length : again
  const isProven = most.years > 0 && (years[0]?.fewest ?? 0) > 0
  return { years, repeatFree, most: isProven ? { years: 0, because: 'first-year' } : most, missing }
}

/**
 * The years without a repeat from the first on, as many as were found and are wanted. A year whose pins are found in no
 * such year ends them: the latest are given up first, and nobody meets before it who is pinned together in it.
 */
const leadingYears = (problem: RotationProblem, most: number, solving: Solving): Year[] => {
  const { seats, years } = problem
  const boardOf = boardFor(problem)
  const wanted = Math.min(most, years)
  const at = new Map(seats.map(({ id }, place) => [id, place]))
  const pinned = [...Map.groupBy(problem.pins, ({ year }) => year - 1)]
    .toSorted(([a], [b]) => a - b)
    .map(([year, pins]) => [year, groupsOf(pins, at)] as const)
  let early = pinned.filter(([year]) => year < wanted)
  for (;;) {
    const later = pinned.slice(early.length)
    const board = boardOf(later.flatMap(([, groups]) => groups))
    const onProgress = (best: number) => solving.onProgress?.({ bound: most, best })
    const { pinned: found, others } = repeatFreeYears(board, wanted, new Map(early), solving, onProgress)
    const count = found.size + others.length
    const [last = -1] = early.at(-1) ?? []
    if (found.size < early.length || count <= last) {
      early = early.slice(0, -1)
      continue
    }
    const [end = wanted] = later[0] ?? []
    const left = [...others]
    return Array.from(
      { length: Math.min(count, wanted, end) },
      (_, year) => found.get(year) ?? left.shift() ?? [],
    )
  }
}

const groupsOf = (pins: readonly RotationPin[], at: ReadonlyMap<string, number>): Year =>
  pins.map(({ seatIds }) => seatIds.map((id) => at.get(id) ?? 0))

/** What the years are laid upon, beside groups that are kept apart for a later year. */
const boardFor = ({ seats, met, bans }: RotationProblem) => {
  const at = new Map(seats.map(({ id }, place) => [id, place]))
  const numberOf = (a: number, b: number) => Math.min(a, b) * seats.length + Math.max(a, b)
  const spent = [...spentPairs([...met, ...pairsApart(bans)])].map((pair) => {
    const [a = 0, b = 0] = pair.split(' ').map((id) => at.get(id) ?? 0)
    return numberOf(a, b)
  })
  return (keptApart: Year): Board => ({
    count: seats.length,
    spent: new Set([...spent, ...keptApart.flatMap(pairsIn).map(([a, b]) => numberOf(a, b))]),
    distance: (a, b) => {
      const [from, to] = [seats[a]?.office, seats[b]?.office]
      return from && to ? distanceInKm(from, to) : 0
    },
  })
}

/**
 * The most years that were found, as far as they are wanted: a design placed where most of its years are free, or years
 * one after the other. `onFound` is told how many there are on the way.
 */
const repeatFreeYears = (
  board: Board,
  wanted: number,
  pins: Pins,
  { halt, seed }: Solving,
  onFound: (years: number) => void,
): FreeYears => {
  const sizes = sizesOf(board.count) ?? []
  const extended = ({ pinned, others }: FreeYears): FreeYears => {
    const held = [...pinned.values(), ...others]
    onFound(pinned.size < pins.size ? 0 : Math.min(held.length, wanted))
    const years = yearsFrom(board, held, sizes, wanted, halt, seed)
    return { pinned, others: years.slice(pinned.size) }
  }
  const countOf = ({ pinned, others }: FreeYears) =>
    pinned.size < pins.size ? -1 : pinned.size + others.length
  const placed = extended(place(board, designOf(board.count) ?? [], pins, halt, seed))
  if (countOf(placed) >= wanted || (board.spent.size === 0 && pins.size === 0)) return placed
  const decided = pinnedYears(board, pins, sizes, halt, seed)
  if (decided === null) return placed
  const alone = extended({ pinned: decided, others: [] })
  return countOf(alone) > countOf(placed) ? alone : placed
}
