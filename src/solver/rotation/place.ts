import type { Halt } from '../halt.ts'
import type { Year } from './designs.ts'
import { type FreeYears, matchPins, type Pins, seated } from './pins.ts'

/** What years are laid upon: which pairs may not meet any more, and how far apart two are. */
export interface Board {
  readonly count: number
  /** Pairs as `smaller * count + larger`. */
  readonly spent: ReadonlySet<number>
  distance(a: number, b: number): number
}

/** A pair as a board has it. */
export const pairOf = ({ count }: Pick<Board, 'count'>, a: number, b: number): number =>
  Math.min(a, b) * count + Math.max(a, b)

function* pairsOfYear(year: Year): Generator<readonly [number, number]> {
  for (const group of year)
    for (const [at, a] of group.entries()) for (const b of group.slice(at + 1)) yield [a, b]
}

/** Numbers from 0 up to 1, the same from the same seed. */
export const numbersFrom = (seed: number) => {
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
 * are kept as long as no pin and no more years are lost by them (and now and then one more, so as not to be caught),
 * then, of as many years, the travel of the year that comes first: the one that is pinned there, else the nearest.
 */
export const place = (
  board: Board,
  design: readonly Year[],
  pins: Pins,
  halt: Halt,
  seed: number,
): FreeYears => {
  const next = numbersFrom(seed)
  const seatAt = seated(board.count, design, pins)
  const years = (): Year[] =>
    design.map((year) => year.map((group) => group.map((point) => seatAt[point] ?? 0)))
  const travel = (year: Year): number => {
    let sum = 0
    for (const [a, b] of pairsOfYear(year)) sum += board.distance(a, b)
    return sum
  }
  const lost = (year: Year): number => {
    let hits = 0
    for (const [a, b] of pairsOfYear(year)) if (board.spent.has(pairOf(board, a, b))) hits++
    return hits
  }
  // Pins come before years lost; pairs lost lead towards fewer years; travel decides what is left.
  const worth = (these: readonly Year[]): number => {
    const hits = these.map(lost)
    const { at, missing } = matchPins(these, hits, pins)
    const first = at.get(0)
    const candidates = first === undefined ? these.keys() : [first]
    const nearest = Math.min(
      ...[...candidates].flatMap((k) => (hits[k] === 0 ? [travel(these[k] ?? [])] : [])),
      1e5,
    )
    return (
      missing * 1e9 +
      hits.filter((each) => each > 0).length * 1e6 +
      hits.reduce((sum, each) => sum + each, 0) * 1e3 +
      nearest / 1e3
    )
  }
  let now = worth(years())
  let best = { worth: now, years: years() }
  const swap = (points: Swap): void => {
    for (const [a, b] of points) {
      const kept = seatAt[a] ?? 0
      seatAt[a] = seatAt[b] ?? 0
      seatAt[b] = kept
    }
  }
  const swaps = Math.min(SWAPS, Math.ceil(4e7 / (design.length * board.count * board.count)))
  for (let tried = 0; tried < swaps && !halt.isDue(); tried++) {
    const points = pins.size === 0 ? anyTwo(board.count, next) : swapIn(design, next)
    swap(points)
    const then = worth(years())
    if (then <= now || next() < 0.002) now = then
    else swap(points)
    if (now < best.worth) best = { worth: now, years: years() }
  }
  const hits = best.years.map(lost)
  const { at, missing } = matchPins(best.years, hits, pins)
  const pinned = missing === 0 ? [...at] : []
  return {
    pinned: new Map(pinned.map(([year, place]) => [year, best.years[place] ?? []])),
    others: best.years
      .filter((_, place) => hits[place] === 0 && !pinned.some(([, taken]) => taken === place))
      .toSorted((a, b) => travel(a) - travel(b)),
  }
}

type Swap = readonly (readonly [number, number])[]

const anyTwo = (count: number, next: () => number): Swap => [
  [Math.floor(next() * count), Math.floor(next() * count)],
]

/** Any two points, two of one group, or two whole groups: the last two leave the year that is seated by its pins as it is. */
const swapIn = ([first = []]: readonly Year[], next: () => number): Swap => {
  const kind = next()
  if (kind < 1 / 3) return anyTwo(first.flat().length, next)
  const [one = [], other = []] = [0, 0].map(() => first[Math.floor(next() * first.length)])
  if (kind < 2 / 3) return anyTwo(one.length, next).map(([a, b]) => [one[a] ?? 0, one[b] ?? 0] as const)
  return one.length === other.length ? one.map((point, at) => [point, other[at] ?? point] as const) : []
}
