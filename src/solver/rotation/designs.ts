import { mostYears, sizesOf } from '../../domain/planning/rotation.ts'

/** A year: its groups, by the numbers of those who meet. */
export type Year = readonly (readonly number[])[]

/**
 * A symmetry that a rotation is looked for with: points on rings of `length`, all turned by one step at a time, and
 * points that stay. A base year turned `length` times gives as many years; an invariant year is turned into itself.
 */
interface Symmetry {
  readonly length: number
  readonly rings: number
  readonly fixed: number
  readonly bases: number
  /** Years of one group through all three rings, turned. */
  readonly invariants: number
  /** Whether one year has each ring as a group, the first with the point that stays. */
  readonly ringYear?: boolean
}

/**
 * Where the most years are known to be had, and with which symmetry they are found: without one the search is hopeless
 * from 15 on, with one it takes milliseconds. The numbers of groups of four are those of the least that there must be.
 */
const SYMMETRIES: Readonly<Record<number, Symmetry>> = {
  9: { length: 3, rings: 3, fixed: 0, bases: 1, invariants: 1 },
  12: { length: 4, rings: 3, fixed: 0, bases: 1, invariants: 0 },
  13: { length: 4, rings: 3, fixed: 1, bases: 1, invariants: 0 },
  14: { length: 4, rings: 3, fixed: 2, bases: 1, invariants: 0 },
  15: { length: 7, rings: 2, fixed: 1, bases: 1, invariants: 0 },
  16: { length: 3, rings: 5, fixed: 1, bases: 2, invariants: 0 },
  18: { length: 4, rings: 4, fixed: 2, bases: 2, invariants: 0 },
  19: { length: 3, rings: 6, fixed: 1, bases: 2, invariants: 0, ringYear: true },
  21: { length: 7, rings: 3, fixed: 0, bases: 1, invariants: 3 },
  24: { length: 11, rings: 2, fixed: 2, bases: 1, invariants: 0 },
  27: { length: 13, rings: 2, fixed: 1, bases: 1, invariants: 0 },
  30: { length: 14, rings: 2, fixed: 2, bases: 1, invariants: 0 },
  33: { length: 11, rings: 3, fixed: 0, bases: 1, invariants: 5 },
  36: { length: 17, rings: 2, fixed: 2, bases: 1, invariants: 0 },
  39: { length: 19, rings: 2, fixed: 1, bases: 1, invariants: 0 },
  48: { length: 23, rings: 2, fixed: 2, bases: 1, invariants: 0 },
}

/**
 * Years of groups in which no two meet twice, as many as are known to be possible; one year where no more are known of.
 * Null where so many cannot be divided into threes and fours. The same every time: the search has no chance in it.
 */
export const designOf = (count: number): Year[] | null => {
  const sizes = sizesOf(count)
  if (sizes === null) return null
  const found = mostYears(count).years <= 1 ? null : search(SYMMETRIES[count] ?? inThreeRings(count), sizes)
  return found ?? [dealt(sizes)]
}

/** For other numbers: a third as many years as there are points, found for most; more may be possible. */
const inThreeRings = (count: number): Symmetry => ({
  length: Math.floor(count / 3),
  rings: 3,
  fixed: count % 3,
  bases: 1,
  invariants: 0,
})

/** One year, its groups filled in order. */
const dealt = (sizes: readonly number[]): Year => {
  let next = 0
  return sizes.map((size) => Array.from({ length: size }, () => next++))
}

/** Points tried before the search begins again in another order; what is found is mostly found within a few thousand. */
const PATIENCE = 20_000
const BEGINNINGS = 4000

const search = (symmetry: Symmetry, sizes: readonly number[]): Year[] | null => {
  const { length, rings, fixed, bases } = symmetry
  const count = length * rings + fixed
  const orbitOf = pairOrbits(symmetry)
  let state = 1
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  for (let beginning = 0; beginning < BEGINNINGS; beginning++) {
    const constant = [...invariantYears(symmetry, next), ...(symmetry.ringYear ? [ringYear(symmetry)] : [])]
    const orbits = constant.flatMap((year) => year.flatMap((group) => orbitsIn(group, orbitOf.of)))
    const taken = new Uint8Array(orbitOf.size)
    for (const orbit of orbits) taken[orbit] = 1
    // Each orbit is met as often as it is long; fewer different ones are met twice.
    if (orbits.length !== new Set(orbits).size * length) continue
    const found = fillYears(orbitOf.of, taken, shuffled(count, next), sizes, bases)
    if (found) return [...found.flatMap((base) => turned(base, symmetry)), ...constant]
  }
  return null
}

/** Years that turning leaves as they are: the first ring's points each with one of the second and one of the third. */
const invariantYears = ({ length, invariants }: Symmetry, next: (below: number) => number): Year[] => {
  const [second, third] = [shuffled(length, next), shuffled(length, next)]
  return Array.from({ length: invariants }, (_, at) =>
    Array.from({ length }, (_, turn) =>
      [0, second[at] ?? 0, third[at] ?? 0].map((step, ring) => ring * length + ((turn + step) % length)),
    ),
  )
}

const ringYear = ({ length, rings, fixed }: Symmetry): Year =>
  Array.from({ length: rings }, (_, ring) => [
    ...Array.from({ length }, (_, at) => ring * length + at),
    ...Array.from({ length: ring === 0 ? fixed : 0 }, (_, at) => rings * length + at),
  ])

/** The orbit of every two points, -1 where turning them brings them onto each other sooner, or not at all. */
const pairOrbits = ({ length, rings, fixed }: Symmetry) => {
  const moving = length * rings
  const count = moving + fixed
  const of = Array.from({ length: count }, () => new Int16Array(count).fill(-1))
  const known = new Map<string, number>()
  for (let a = 0; a < count; a++)
    for (let b = 0; b < count; b++) {
      if (a === b || (a >= moving && b >= moving)) continue
      const [ringA, ringB] = [a, b].map((point) =>
        point < moving ? Math.floor(point / length) : rings + point - moving,
      )
      const step = a < moving && b < moving ? (b - a + length * rings) % length : 0
      const isSame = ringA === ringB
      if (isSame && step * 2 === length) continue
      const key = isSame
        ? `${ringA} ${Math.min(step, length - step)}`
        : (ringA ?? 0) < (ringB ?? 0)
          ? `${ringA} ${ringB} ${step}`
          : `${ringB} ${ringA} ${(length - step) % length}`
      const orbit = known.get(key) ?? known.size
      known.set(key, orbit)
      const row = of[a]
      if (row) row[b] = orbit
    }
  return { of, size: known.size }
}

const orbitsIn = (group: readonly number[], orbitOf: readonly Int16Array[]): number[] =>
  group.flatMap((a, at) => group.slice(at + 1).map((b) => orbitOf[a]?.[b] ?? -1))

/** Base years whose groups use each orbit once at most, by trying points in order; null where patience runs out. */
const fillYears = (
  orbitOf: readonly Int16Array[],
  taken: Uint8Array,
  order: readonly number[],
  sizes: readonly number[],
  bases: number,
): Year[] | null => {
  const years: number[][][] = []
  let left = PATIENCE
  const fill = (
    free: readonly number[],
    sizesLeft: readonly number[],
    groups: readonly number[][],
  ): boolean => {
    if (sizesLeft.length === 0) {
      years.push([...groups])
      if (years.length === bases || fill(order, sizes, [])) return true
      years.pop()
      return false
    }
    const [first = -1, ...others] = free
    for (const size of new Set(sizesLeft)) {
      const rest = sizesLeft.toSpliced(sizesLeft.indexOf(size), 1)
      if (grow([first], others, size, rest, groups)) return true
    }
    return false
  }
  const grow = (
    group: readonly number[],
    others: readonly number[],
    size: number,
    sizesLeft: readonly number[],
    groups: readonly number[][],
  ): boolean => {
    if (group.length === size)
      return fill(others.concat(skipped(order, others, group, groups)), sizesLeft, [...groups, [...group]])
    for (const [at, point] of others.entries()) {
      if (left-- < 0) return false
      const orbits = group.map((each) => orbitOf[each]?.[point] ?? -1)
      if (orbits.some((orbit) => orbit < 0 || taken[orbit] === 1) || new Set(orbits).size < orbits.length)
        continue
      for (const orbit of orbits) taken[orbit] = 1
      if (grow([...group, point], others.slice(at + 1), size, sizesLeft, groups)) return true
      for (const orbit of orbits) taken[orbit] = 0
    }
    return false
  }
  return fill(order, sizes, []) ? years : null
}

/** The points of a year that are in no group and were passed over while one was filled. */
const skipped = (
  order: readonly number[],
  others: readonly number[],
  group: readonly number[],
  groups: readonly number[][],
): number[] => {
  const used = new Set([...groups.flat(), ...group, ...others])
  return order.filter((point) => !used.has(point))
}

const turned = (base: Year, { length, rings }: Symmetry): Year[] =>
  Array.from({ length }, (_, turn) =>
    base.map((group) =>
      group.map((point) =>
        point < length * rings ? Math.floor(point / length) * length + ((point + turn) % length) : point,
      ),
    ),
  )

const shuffled = (count: number, next: (below: number) => number): number[] => {
  const order = Array.from({ length: count }, (_, at) => at)
  for (let at = count - 1; at > 0; at--) {
    const other = next(at + 1)
    const [a = 0, b = 0] = [order[at], order[other]]
    order[at] = b
    order[other] = a
  }
  return order
}
