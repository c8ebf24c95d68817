import { failure, type Result, success } from '../failures.ts'
import type { Office } from './problem.ts'

/** Whom a rotation is for, and what it begins with. */
export interface RotationProblem {
  readonly seats: readonly { readonly id: string; readonly office: Office | null }[]
  /** Pairs that met in years already held. */
  readonly met: readonly (readonly [string, string])[]
  /** Pairs that never meet. */
  readonly bans: readonly (readonly [string, string])[]
  /** How many years are wanted; those beyond the last without a repeat have as few repeats as each can. */
  readonly years: number
}

/** One year of a rotation. */
export interface RotationYear {
  readonly groups: readonly (readonly string[])[]
  /** Pairs that met before, in a year held or earlier in this rotation. */
  readonly repeats: number
  /** That no such year has fewer repeats, where it has any. */
  readonly fewest: number
}

/** More years than this without a repeat there cannot be, and why. */
export interface MostYears {
  readonly years: number
  readonly because: string
}

export interface Rotation {
  readonly years: readonly RotationYear[]
  /** How many years from here have no repeat. */
  readonly repeatFree: number
  readonly most: MostYears
}

/** The sizes of a year's groups: threes, and as many fours first as there must be; null where there is no such division. */
export const sizesOf = (count: number): number[] | null => {
  const fours = count % 3
  const threes = (count - fours * 4) / 3
  return threes < 0 || count < 3 ? null : [...Array<number>(fours).fill(4), ...Array<number>(threes).fill(3)]
}

/** Where fewer years are possible than counting pairs would allow: found by trying all, as the literature reports. */
const BY_TRYING_ALL: Readonly<Record<number, number>> = {
  6: 1,
  7: 1,
  8: 1,
  10: 1,
  11: 1,
  12: 4,
  13: 4,
  14: 4,
}

/** How many years so many can meet in threes (and the fewest fours) before two must meet again, at most. */
export const mostYears = (count: number): MostYears => {
  const known = BY_TRYING_ALL[count]
  if (known !== undefined) return { years: known, because: 'by trying all' }
  return {
    years: Math.floor(pairsOf(count) / pairsPerYear(count)),
    because: 'by counting the pairs there are',
  }
}

/** The same from where a region stands: each person has at least two new partners a year among those who are left. */
export const mostYearsFrom = ({ seats, met, bans }: RotationProblem): MostYears => {
  const spent = spentPairs([...met, ...bans])
  const partners = seats.map(({ id }) => {
    const gone = [...spent].filter((pair) => pair.split(' ').includes(id)).length
    return seats.length - 1 - gone
  })
  const byPartners = Math.floor(Math.min(...partners) / 2)
  const byPairs = Math.floor((pairsOf(seats.length) - spent.size) / pairsPerYear(seats.length))
  const anyway = mostYears(seats.length)
  if (byPartners < Math.min(byPairs, anyway.years))
    return { years: byPartners, because: 'by the partners that are left to somebody' }
  return byPairs < anyway.years ? { years: byPairs, because: 'by counting the pairs that are left' } : anyway
}

/** Refuses, as `invalid-request`, what no rotation can be made of. */
export const checkRotation = ({ seats, met, bans, years }: RotationProblem): Result<null> => {
  const ids = new Set(seats.map(({ id }) => id))
  const at = (pointer: string, detail: string) => failure('invalid-request', detail, [{ pointer, detail }])
  if (sizesOf(seats.length) === null)
    return at('/seats', `${seats.length} cannot be divided into groups of three and four.`)
  if (ids.size < seats.length) return at('/seats', 'Somebody is named twice.')
  if (seats.length > MOST_SEATS) return at('/seats', `A rotation is planned for at most ${MOST_SEATS}.`)
  if (!Number.isInteger(years) || years < 1 || years > MOST_SEATS)
    return at('/years', 'Years are counted from one.')
  if (![...met, ...bans].every(([a, b]) => ids.has(a) && ids.has(b) && a !== b))
    return at('/met', 'A pair names somebody who is not part of the rotation, or the same one twice.')
  return success(null)
}

/** London, the largest region, has 33; beyond this the searches have not been tried. */
const MOST_SEATS = 60

/** Pairs as keys, each once, whichever way round they were given. */
export const spentPairs = (pairs: readonly (readonly [string, string])[]): Set<string> =>
  new Set(pairs.map(([a, b]) => pairKey(a, b)))

export const pairKey = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`)

const pairsOf = (count: number): number => (count * (count - 1)) / 2

const pairsPerYear = (count: number): number =>
  (sizesOf(count) ?? []).reduce((sum, size) => sum + pairsOf(size), 0)
