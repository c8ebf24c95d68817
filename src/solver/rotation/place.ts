import type { Halt } from '../halt.ts'
import type { Year } from './designs.ts'

/** What years are laid upon: which pairs may not meet any more, and how far apart two are. */
export interface Board {
  readonly count: number
  /** Pairs as `smaller * count + larger`. */
  readonly spent: ReadonlySet<number>
  distance(a: number, b: number): number
}

const pairOf = ({ count }: Board, a: number, b: number): number => Math.min(a, b) * count + Math.max(a, b)

function* pairsIn(year: Year): Generator<readonly [number, number]> {
  for (const group of year)
    for (const [at, a] of group.entries()) for (const b of group.slice(at + 1)) yield [a, b]
}

/** Numbers from 0 up to 1, the same from the same seed. */
const numbersFrom = (seed: number) => {
  let state = seed >>> 0
  return (): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32
  }
}

/** Swaps tried while a design is moved about; more find hardly more. */
const SWAPS = 20_000

/**
 * The years of a design in which nobody meets whom they may not, when it is decided who sits where in it: swaps of two
 * are kept as long as no more years are lost by them (and now and then one more, so as not to be caught), then, of as
 * many years, the travel of the nearest year. That year comes first.
 */
export const place = (board: Board, design: readonly Year[], halt: Halt, seed: number): Year[] => {
  const next = numbersFrom(seed)
  const seatAt = Array.from({ length: board.count }, (_, at) => at)
  const seated = (): Year[] =>
    design.map((year) => year.map((group) => group.map((point) => seatAt[point] ?? 0)))
  const travel = (year: Year): number => {
    let sum = 0
    for (const [a, b] of pairsIn(year)) sum += board.distance(a, b)
    return sum
  }
  const lost = (year: Year): number => {
    let hits = 0
    for (const [a, b] of pairsIn(year)) if (board.spent.has(pairOf(board, a, b))) hits++
    return hits
  }
  // Years lost come first; pairs lost lead towards fewer years; travel decides what is left.
  const worth = (years: readonly Year[]): number => {
    const hits = years.map(lost)
    const nearest = Math.min(...years.flatMap((year, at) => (hits[at] === 0 ? [travel(year)] : [])), 1e5)
    return (
      hits.filter((each) => each > 0).length * 1e6 +
      hits.reduce((sum, each) => sum + each, 0) * 1e3 +
      nearest / 1e3
    )
  }
  let now = worth(seated())
  let best = { worth: now, years: seated() }
  const swap = (a: number, b: number): void => {
    const kept = seatAt[a] ?? 0
    seatAt[a] = seatAt[b] ?? 0
    seatAt[b] = kept
  }
  const swaps = Math.min(SWAPS, Math.ceil(4e7 / (design.length * board.count * board.count)))
  for (let tried = 0; tried < swaps && !halt.isDue(); tried++) {
    const [a, b] = [Math.floor(next() * board.count), Math.floor(next() * board.count)]
    swap(a, b)
    const then = worth(seated())
    if (then <= now || next() < 0.002) now = then
    else swap(a, b)
    if (now < best.worth) best = { worth: now, years: seated() }
  }
  return best.years.filter((year) => lost(year) === 0).toSorted((a, b) => travel(a) - travel(b))
}

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
      for (const [a, b] of pairsIn(year)) spent.add(pairOf(board, a, b))
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

/** A year without a spent pair: whoever has the fewest partners left is placed next. Null when patience runs out. */
const oneYear = (board: Board, sizes: readonly number[], next: () => number): Year | null => {
  let left = PATIENCE
  const mayMeet = (a: number, b: number) => !board.spent.has(pairOf(board, a, b))
  const order = Array.from({ length: board.count }, (_, at) => ({ at, key: next() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ at }) => at)
  const fill = (free: readonly number[], sizesLeft: readonly number[]): Year | null => {
    const [size] = sizesLeft
    if (size === undefined) return []
    const partners = free.map((a) => free.filter((b) => a !== b && mayMeet(a, b)).length)
    const scarce = Math.min(...partners)
    if (scarce < 2) return null
    const first = free[partners.indexOf(scarce)] ?? 0
    for (const each of new Set(sizesLeft)) {
      const rest = sizesLeft.toSpliced(sizesLeft.indexOf(each), 1)
      const found = grow(
        [first],
        free.filter((b) => b !== first && mayMeet(first, b)),
        each,
        free,
        rest,
      )
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
