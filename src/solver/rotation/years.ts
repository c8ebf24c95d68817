import { pairsIn } from '../../domain/planning/rotation.ts'
import type { Halt } from '../halt.ts'
import type { Year } from './designs.ts'
import type { Pins } from './pins.ts'
import { type Board, numbersFrom, pairOf } from './place.ts'

/** Groups tried for one year before it is given up. */
const PATIENCE = 30_000
const BEGINNINGS = 20

/** Years that can still be added to others without a repeat, one after the other, each found by trying groups. */
export const yearsFrom = (
  board: Board,
  held: readonly Year[],
  sizes: readonly number[],
  most: number,
  halt: Halt,
  seed: number,
): Year[] => {
  const next = numbersFrom(seed + 1)
  let best = [...held]
  for (let beginning = 0; beginning < BEGINNINGS && best.length < most && !halt.isDue(); beginning++) {
    const years = [...held]
    const spent = new Set(board.spent)
    const spend = (year: Year) => {
      for (const [a, b] of year.flatMap(pairsIn)) spent.add(pairOf(board, a, b))
    }
    held.forEach(spend)
    while (years.length < most) {
      const year = oneYear({ ...board, spent }, sizes, next)
      if (year === null) break
      years.push(year)
      spend(year)
    }
    if (years.length > best.length) best = years
  }
  return best
}

/**
 * The years that are pinned, each by itself without a repeat; null where they are not found. What is pinned in one is
 * kept out of the others.
 */
export const pinnedYears = (
  board: Board,
  pins: Pins,
  sizes: readonly number[],
  halt: Halt,
  seed: number,
): ReadonlyMap<number, Year> | null => {
  const next = numbersFrom(seed + 2)
  const pairsPinned = (groups: Year) => groups.flatMap(pairsIn).map(([a, b]) => pairOf(board, a, b))
  for (let beginning = 0; beginning < BEGINNINGS && !halt.isDue(); beginning++) {
    const found = new Map<number, Year>()
    const spent = new Set([...board.spent, ...[...pins.values()].flatMap(pairsPinned)])
    for (const [year, groups] of pins) {
      const own = new Set(pairsPinned(groups))
      const made = oneYear({ ...board, spent: spent.difference(own) }, sizes, next, groups)
      if (made === null) break
      found.set(year, made)
      for (const pair of pairsPinned(made)) spent.add(pair)
    }
    if (found.size === pins.size) return found
  }
  return null
}

/**
 * A year without a spent pair, in which those who are pinned are in one group: then whoever has the fewest partners left
 * is placed next. Null when patience runs out.
 */
const oneYear = (
  board: Board,
  sizes: readonly number[],
  next: () => number,
  pinned: Year = [],
): Year | null => {
  let left = PATIENCE
  const mayMeet = (a: number, b: number) => !board.spent.has(pairOf(board, a, b))
  const order = Array.from({ length: board.count }, (_, at) => ({ at, key: next() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ at }) => at)
  const fill = (free: readonly number[], sizesLeft: readonly number[]): Year | null => {
    if (sizesLeft.length === 0) return []
    const partners = free.map((a) => free.filter((b) => a !== b && mayMeet(a, b)).length)
    const scarce = Math.min(...partners)
    if (scarce < 2) return null
    const waiting = pinned.filter((group) => group.every((each) => free.includes(each)))
    const [begun = [free[partners.indexOf(scarce)] ?? 0], ...later] = waiting
    const others = free.filter(
      (b) =>
        !begun.includes(b) && begun.every((a) => mayMeet(a, b)) && !later.some((group) => group.includes(b)),
    )
    for (const each of new Set(sizesLeft)) {
      if (each < begun.length) continue
      const rest = sizesLeft.toSpliced(sizesLeft.indexOf(each), 1)
      const found = grow(begun, others, each, free, rest)
      if (found) return found
    }
    return null
  }
  const grow = (
    group: readonly number[],
    others: readonly number[],
    size: number,
    free: readonly number[],
    rest: readonly number[],
  ): Year | null => {
    if (group.length === size) {
      const found = fill(
        free.filter((each) => !group.includes(each)),
        rest,
      )
      return found && [group, ...found]
    }
    for (const [at, other] of others.entries()) {
      if (left-- < 0) return null
      const found = grow(
        [...group, other],
        others.slice(at + 1).filter((each) => mayMeet(each, other)),
        size,
        free,
        rest,
      )
      if (found) return found
    }
    return null
  }
  return fill(order, sizes)
}
