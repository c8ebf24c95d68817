import { pairsIn } from '../../domain/planning/rotation.ts'
import type { Year } from './designs.ts'

/** What is decided of some years, by their numbers from zero: who is in one group. */
export type Pins = ReadonlyMap<number, Year>

/** Years without a repeat: those that are pinned, by their numbers, and others in any order. */
export interface FreeYears {
  readonly pinned: ReadonlyMap<number, Year>
  readonly others: readonly Year[]
}

/**
 * Which year of several stands for each that is pinned, and how many pairs are missing from that: those of pins that are
 * not together in it, and those of it that may not meet. `hits` are the latter by year.
 */
export const matchPins = (
  years: readonly Year[],
  hits: readonly number[],
  pins: Pins,
): { readonly at: ReadonlyMap<number, number>; readonly missing: number } => {
  const at = new Map<number, number>()
  const taken = new Set<number>()
  let missing = 0
  for (const [year, groups] of pins) {
    let [best, least] = [-1, Number.POSITIVE_INFINITY]
    for (const [place, candidate] of years.entries()) {
      if (taken.has(place)) continue
      const lacking = apartIn(candidate, groups) + (hits[place] ?? 0)
      if (lacking < least) [best, least] = [place, lacking]
    }
    at.set(year, best)
    taken.add(best)
    missing += Math.min(least, 1000)
  }
  return { at, missing }
}

/** How many pairs of these groups are apart in a year. */
const apartIn = (year: Year, groups: Year): number => {
  const groupOf = new Map(year.flatMap((group, at) => group.map((each) => [each, at] as const)))
  return groups.flatMap(pairsIn).filter(([a, b]) => groupOf.get(a) !== groupOf.get(b)).length
}

/**
 * Who sits at each point of a design to begin with: the year of which most is pinned stands for the first of the design
 * as far as its groups have room, and everybody else follows in order.
 */
export const seated = (count: number, [first = []]: readonly Year[], pins: Pins): number[] => {
  const [fullest = []] = [...pins.values()].toSorted((a, b) => b.flat().length - a.flat().length)
  const seatAt = Array<number>(count).fill(-1)
  for (const group of fullest.toSorted((a, b) => b.length - a.length)) {
    const room = first
      .map((points) => points.filter((point) => seatAt[point] === -1))
      .filter(({ length }) => length >= group.length)
      .toSorted((a, b) => a.length - b.length)[0]
    for (const [at, seat] of group.entries()) {
      const point = room?.[at]
      if (point !== undefined) seatAt[point] = seat
    }
  }
  const placed = new Set(seatAt)
  const others = Array.from({ length: count }, (_, at) => at).filter((seat) => !placed.has(seat))
  return seatAt.map((seat) => (seat === -1 ? (others.shift() ?? 0) : seat))
}
