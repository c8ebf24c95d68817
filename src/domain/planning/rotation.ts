import { failure, type Result, success } from '../failures.ts'
import { capitalised, countOf } from '../words.ts'
import type { Told } from './explanation.ts'
import type { Ban, Seat } from './problem.ts'

/** Whom a rotation is for, and what it begins with. */
export interface RotationProblem {
  readonly seats: readonly Pick<Seat, 'id' | 'name' | 'office'>[]
  /** Pairs that met in years already held. */
  readonly met: readonly (readonly [string, string])[]
  /** Pairs that never meet. */
  readonly bans: readonly Omit<Ban, 'id'>[]
  readonly pins: readonly RotationPin[]
  /** How many years are wanted; those beyond the last without a repeat have as few repeats as each can. */
  readonly years: number
}

/** These in one group of a year, counted from one; nobody is in two pins of one year. */
export interface RotationPin {
  readonly seatIds: readonly string[]
  readonly year: number
}

/** One year of a rotation. */
export interface RotationYear {
  readonly groups: readonly (readonly string[])[]
  /** Pairs that met before, in a year held or earlier in this rotation. */
  readonly repeats: number
  /** That no such year has fewer repeats, where it has any. */
  readonly fewest: number
}

/** What bounds the years: all was tried; pairs there are, or are left; partners that are left to somebody; the first year. */
export type YearsBound = 'all-tried' | 'pairs' | 'pairs-left' | 'partners-left' | 'first-year'

/** More years than this without a repeat there cannot be, and why. */
export interface MostYears {
  readonly years: number
  readonly because: YearsBound
}

export interface Rotation {
  readonly years: readonly RotationYear[]
  /** How many years from here have no repeat, one after the other. */
  readonly repeatFree: number
  readonly most: MostYears
  /** Why there are fewer years than were wanted; null where there are not. */
  readonly missing: MissingYear | null
}

/** Why a year, counted from one, is not there: the search was ended, or these cannot all hold in it, repeats or not. */
export type MissingYear =
  | { readonly kind: 'unfinished'; readonly year: number }
  | { readonly kind: 'impossible'; readonly year: number; readonly conflict: readonly Told[] }

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
  if (known !== undefined) return { years: known, because: 'all-tried' }
  return {
    years: Math.floor(pairsOf(count) / pairsPerYear(count)),
    because: 'pairs',
  }
}

/** The same from where a region stands: each person has at least two new partners a year among those who are left. */
export const mostYearsFrom = ({ seats, met, bans }: RotationProblem): MostYears => {
  const spent = spentPairs([...met, ...pairsApart(bans)])
  const byPartners = Math.floor(Math.min(...partnersLeft(seats, spent)) / 2)
  const byPairs = Math.floor((pairsOf(seats.length) - spent.size) / pairsPerYear(seats.length))
  const anyway = mostYears(seats.length)
  if (byPartners < Math.min(byPairs, anyway.years)) return { years: byPartners, because: 'partners-left' }
  return byPairs < anyway.years ? { years: byPairs, because: 'pairs-left' } : anyway
}

/** How many each has not met and may meet, in the order of the seats. */
export const partnersLeft = (seats: RotationProblem['seats'], spent: ReadonlySet<string>): number[] => {
  const pairs = [...spent].map((pair) => pair.split(' '))
  return seats.map(({ id }) => seats.length - 1 - pairs.filter((pair) => pair.includes(id)).length)
}

/** Refuses, as `invalid-request`, what no rotation can be made of. */
export const checkRotation = ({ seats, met, bans, pins, years }: RotationProblem): Result<null> => {
  const ids = new Set(seats.map(({ id }) => id))
  const at = (pointer: string, detail: string) => failure('invalid-request', detail, [{ pointer, detail }])
  if (sizesOf(seats.length) === null)
    return at(
      '/seats',
      seats.length === 0
        ? 'There is nobody to plan for.'
        : `${capitalised(countOf(seats.length, 'director'))} cannot be divided into groups of three and four.`,
    )
  if (ids.size < seats.length) return at('/seats', 'Somebody is named twice.')
  if (seats.length > MOST_SEATS)
    return at(
      '/seats',
      `A rotation is planned for at most ${MOST_SEATS} directors; these are ${seats.length}.`,
    )
  if (!Number.isInteger(years) || years < 1 || years > MOST_SEATS)
    return at('/years', `Years are counted from one, and at most ${MOST_SEATS} are planned.`)
  if (![...met, ...pairsApart(bans)].every(([a, b]) => ids.has(a) && ids.has(b) && a !== b))
    return at('/met', 'A pair names somebody who is not part of the rotation, or the same one twice.')
  const pinned = pins.flatMap(({ seatIds, year }) => seatIds.map((id) => `${year} ${id}`))
  if (
    new Set(pinned).size < pinned.length ||
    !pins.flatMap(({ seatIds }) => seatIds).every((id) => ids.has(id))
  )
    return at(
      '/pins',
      'A pin names somebody who is not part of the rotation, or one who is pinned twice in a year.',
    )
  if (pins.some(({ year }) => !Number.isInteger(year) || year < 1 || year > years))
    return at('/pins', 'A pin is of no year of the rotation.')
  return success(null)
}

/** London, the largest region, has 33; beyond this the searches have not been tried. */
export const MOST_SEATS = 60

/** Pairs as keys, each once, whichever way round they were given. */
export const spentPairs = (pairs: readonly (readonly [string, string])[]): Set<string> =>
  new Set(pairs.map(([a, b]) => pairKey(a, b)))

export const pairKey = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`)

/** Bans as pairs. */
export const pairsApart = (bans: RotationProblem['bans']): (readonly [string, string])[] =>
  bans.map(({ seatIds }) => seatIds)

/** All pairs of a group. */
export const pairsIn = <T>(group: readonly T[]): [T, T][] =>
  group.flatMap((a, at) => group.slice(at + 1).map((b): [T, T] => [a, b]))

export const pairsOf = (count: number): number => (count * (count - 1)) / 2

export const pairsPerYear = (count: number): number =>
  (sizesOf(count) ?? []).reduce((sum, size) => sum + pairsOf(size), 0)
