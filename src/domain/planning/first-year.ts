import type { Plan } from './plan.ts'
import type { PlanningProblem } from './problem.ts'
import type { AcceptableRule } from './request.ts'
import type { Rotation, RotationProblem } from './rotation.ts'

/** The round that a rotation's first year shall be, and the rules of clashes whose blocking ones only cost there. */
export interface FirstRound {
  readonly roundId: string
  readonly accept: readonly AcceptableRule[]
}

/** The first year as the round would hold it. */
export interface FirstYear {
  /** How many years could have been the first, this one counted. */
  readonly among: number
  /** The dates of its groups; null where none of them finds any. */
  readonly plan: Plan | null
  /** Why there are none; null where there are. */
  readonly because: string | null
}

/** A rotation whose years are in the order in which they would be held. */
export interface DatedRotation extends Rotation {
  /** Null where no round was named. */
  readonly firstYear: FirstYear | null
}

/**
 * The years, by their places, that could be the first: years without a repeat change places as they like, since nobody
 * meets twice in all of them, but a year that has a pin is held in its turn.
 */
export const possibleFirstYears = (
  { repeatFree }: Pick<Rotation, 'repeatFree'>,
  { pins }: Pick<RotationProblem, 'pins'>,
): number[] => {
  const isPinned = (place: number) => pins.some(({ year }) => year === place + 1)
  if (repeatFree === 0) return []
  if (isPinned(0)) return [0]
  return [...Array(repeatFree).keys()].filter((place) => !isPinned(place))
}

/** The rotation with the year of a place first, which changes places with it. */
export const withFirst = (rotation: Rotation, place: number): Rotation => {
  const years = [...rotation.years]
  const [first, chosen] = [years[0], years[place]]
  if (first === undefined || chosen === undefined) return rotation
  years[place] = first
  years[0] = chosen
  return { ...rotation, years }
}

/** A round's problem with a year's groups decided: only when they meet is left. */
export const heldTo = (problem: PlanningProblem, groups: readonly (readonly string[])[]): PlanningProblem => {
  const sizes = groups.map(({ length }) => length)
  return {
    ...problem,
    sizes: { smallest: Math.min(...sizes), largest: Math.max(...sizes) },
    pins: [
      ...problem.pins,
      ...groups.map((seatIds, at) => ({ id: `group-${at + 1}`, kind: 'together' as const, seatIds })),
    ],
  }
}
