import type { LocalDate } from '../intervals.ts'
import { distanceInKm } from './distance.ts'
import { type Ground, placesOf } from './ground.ts'
import type { PlanningRule } from './policy.ts'
import type { GroupSizes, Quota } from './problem.ts'

/**
 * What a rule counts, by what it can be told from alone: a group's cost on a slot is the sum over its pairs, over its
 * seats on that slot, of the slot, and of the group as a whole. Seats and slots are given by their numbers.
 */
export interface Terms {
  pair?(a: number, b: number): number
  group?(members: readonly number[]): number
  seatOn?(seat: number, slot: number): number
  slot?(slot: number): number
}

/** The rules about one event at a time; `spread` alone is about several, see `overfullWeeks`. */
export type EventRule = Exclude<PlanningRule, 'spread'>

/** Each year further back counts half. */
const FADING = 0.5

/** Pairs that met before: 1 for last year, a half for the year before, and so on, summed. */
export const repeatPartners = ({ problem, seatAt, seats }: Ground): Terms => {
  const counts = pairTable(seats.length)
  for (const { seatIds, yearsAgo } of problem.met) {
    const [a, b] = placesOf(seatIds, seatAt)
    if (a !== undefined && b !== undefined) counts.add(a, b, FADING ** (yearsAgo - 1))
  }
  return { pair: counts.of }
}

/** Hundreds of kilometres between the offices of each pair, as the crow flies. */
export const travelTotal = (ground: Ground): Terms => ({ pair: hundredsOfKm(ground) })

/** Hundreds of kilometres between the two offices that lie furthest apart. */
export const travelLongest = (ground: Ground): Terms => {
  const between = hundredsOfKm(ground)
  return { group: (members) => eachPair(members).reduce((most, [a, b]) => Math.max(most, between(a, b)), 0) }
}

/** Pairs of neighbours where they shall not meet; pairs of others where they shall. */
export const statisticalNeighbours = ({ problem, seats, seatAt }: Ground): Terms => {
  const wish = problem.policy.neighbours
  if (wish === 'ignore') return {}
  const near = pairTable(seats.length)
  for (const [at, { neighbours }] of seats.entries())
    for (const other of placesOf(neighbours, seatAt)) if (near.of(at, other) === 0) near.add(at, other, 1)
  return { pair: wish === 'avoid' ? near.of : (a, b) => 1 - near.of(a, b) }
}

/** Seats that a soft quota misses or has too many, summed over the quotas. */
export const quotas = ({ problem, seats }: Ground): Terms => {
  const soft = problem.quotas.filter(({ isHard }) => !isHard)
  if (soft.length === 0) return {}
  const tags = seats.map((seat) => new Set(seat.tags))
  return {
    group: (members) =>
      soft.reduce(
        (sum, quota) => sum + offBy(quota, members.filter((at) => tags[at]?.has(quota.tag)).length),
        0,
      ),
  }
}

/** By how many seats a group with `count` of a tag misses a quota. */
export const offBy = ({ atLeast, atMost }: Quota, count: number): number =>
  Math.max(0, atLeast - count) + Math.max(0, count - (atMost ?? count))

/** 1 for a group of four, 3 for a pair: so that eight directors become two fours, not two threes and a pair. */
export const groupSize = (): Terms => ({ group: ({ length }) => oddnessOf(length) })

export const oddnessOf = (size: number): number => (size === 3 ? 0 : size < 3 ? 3 : size - 3)

/** The least that any division of so many seats into groups counts for `group-size`; infinite where there is none. */
export const leastOddness = (seats: number, { smallest, largest }: GroupSizes): number => {
  const least = [0]
  for (let count = 1; count <= seats; count++) {
    let best = Number.POSITIVE_INFINITY
    for (let size = smallest; size <= Math.min(largest, count); size++)
      best = Math.min(best, oddnessOf(size) + (least[count - size] ?? 0))
    least.push(best)
  }
  return least[seats] ?? 0
}

/** Warnings: one for each seat that a commitment concerns, and one an event for a commitment of the whole region. */
export const warnings = ({ problem, seats, slots, seatAt, slotAt }: Ground): Terms => {
  const ofSeat = new Float64Array(seats.length * slots.length)
  const ofSlot = new Float64Array(slots.length)
  for (const { severity, seatIds, slotIds } of problem.clashes) {
    if (severity !== 'warning') continue
    for (const slot of placesOf(slotIds, slotAt)) {
      if (seatIds === null) ofSlot[slot] = (ofSlot[slot] ?? 0) + 1
      else
        for (const seat of placesOf(seatIds, seatAt)) {
          const at = seat * slots.length + slot
          ofSeat[at] = (ofSeat[at] ?? 0) + 1
        }
    }
  }
  return {
    seatOn: (seat, slot) => ofSeat[seat * slots.length + slot] ?? 0,
    slot: (slot) => ofSlot[slot] ?? 0,
  }
}

/** Seats whose inspection is expected about the day. */
export const inspectionExpected = ({ problem, seats, slots, seatAt }: Ground): Terms => {
  const expected = seats.map((): { first: LocalDate; last: LocalDate }[] => [])
  for (const { seatId, first, last } of problem.expectedInspections)
    expected[seatAt.get(seatId) ?? -1]?.push({ first, last })
  return {
    seatOn: (seat, slot) => {
      const date = slots[slot]?.date ?? ''
      return expected[seat]?.some(({ first, last }) => first <= date && date <= last) ? 1 : 0
    },
  }
}

/** Events on another weekday than those preferred. */
export const preferredWeekdays = ({ problem, slots }: Ground): Terms => {
  const { preferredWeekdays: preferred } = problem.policy
  if (preferred.length === 0) return {}
  return { slot: (slot) => (preferred.includes(weekdayOf(slots[slot]?.date ?? '')) ? 0 : 1) }
}

/** Directors whose confirmed date would be another, and directors whose confirmed company would. */
export const disruption = ({ problem, seats, slots, seatAt, slotAt }: Ground): Terms => {
  const company = new Map<number, string>()
  const date = new Map<number, number>()
  for (const { seatIds, slotId } of problem.confirmed) {
    const places = placesOf(seatIds, seatAt)
    for (const seat of places) {
      company.set(seat, places.join())
      date.set(seat, slotId === null ? -1 : (slotAt.get(slotId) ?? -1))
    }
  }
  if (company.size === 0) return {}
  const moved = new Float64Array(seats.length * slots.length)
  for (const [seat, kept] of date)
    for (let slot = 0; slot < slots.length; slot++) moved[seat * slots.length + slot] = slot === kept ? 0 : 1
  return {
    group: (members) => {
      const now = members.join()
      return members.filter((seat) => company.has(seat) && company.get(seat) !== now).length
    },
    seatOn: (seat, slot) => moved[seat * slots.length + slot] ?? 0,
  }
}

/** Every rule about one event at a time, by its name. */
export const EVENT_RULES: Readonly<Record<EventRule, (ground: Ground) => Terms>> = {
  'repeat-partners': repeatPartners,
  'travel-total': travelTotal,
  'travel-longest': travelLongest,
  'statistical-neighbours': statisticalNeighbours,
  quotas,
  'group-size': groupSize,
  warnings,
  'inspection-expected': inspectionExpected,
  'preferred-weekdays': preferredWeekdays,
  disruption,
}

/** Of `spread`: the events of each week beyond as many as a week may have, summed. */
export const overfullWeeks = ({ problem, slots }: Ground, chosen: readonly number[]): number => {
  const counts = new Map<number, number>()
  for (const slot of chosen) {
    const week = weekOf(slots[slot]?.date ?? '')
    counts.set(week, (counts.get(week) ?? 0) + 1)
  }
  return counts.values().reduce((sum, count) => sum + Math.max(0, count - problem.policy.eventsPerWeek), 0)
}

const dayNumber = (date: LocalDate): number => Date.parse(`${date}T00:00Z`) / 86_400_000

/** The ISO weekday of a day, 1 for Monday; the first of 1970 was a Thursday. */
export const weekdayOf = (date: LocalDate): number => ((dayNumber(date) + 3) % 7) + 1

/** A number for the week of a day, Monday to Sunday. */
export const weekOf = (date: LocalDate): number => Math.floor((dayNumber(date) + 3) / 7)

/** Every two of a group. */
export const eachPair = <T>(members: readonly T[]): [T, T][] =>
  members.flatMap((a, at) => members.slice(at + 1).map((b): [T, T] => [a, b]))

const hundredsOfKm = ({ seats }: Ground): ((a: number, b: number) => number) => {
  const table = pairTable(seats.length)
  for (const [a, { office: from }] of seats.entries())
    for (const [b, { office: to }] of seats.entries())
      if (a < b && from && to) table.add(a, b, distanceInKm(from, to) / 100)
  return table.of
}

/** A number for every two seats, the same either way round. */
const pairTable = (size: number) => {
  const values = new Float64Array(size * size)
  return {
    add: (a: number, b: number, value: number): void => {
      for (const at of a === b ? [a * size + b] : [a * size + b, b * size + a])
        values[at] = (values[at] ?? 0) + value
    },
    of: (a: number, b: number): number => values[a * size + b] ?? 0,
  }
}
