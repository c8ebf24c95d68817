import { diaryLimits, type FacilitatorClass, type SlotLimit } from '../domain/planning/facilitators.ts'
import { type Ground, placesOf } from '../domain/planning/ground.ts'
import { leastOddness, weekOf } from '../domain/planning/rules.ts'
import type { Column, Row } from './mixed.ts'

/**
 * What every model of a problem has besides its events: a row for each seat, which has just one event; for each class
 * of facilitators and each slot, whose events are no more than those of the class who come; for each facilitator's
 * diary and load; for each week; and,
 * where the seats do not divide by three, for how many groups are of another size: without it the relaxation takes
 * thirds of threes for all, and its bound says nothing of the four that there has to be.
 */
export interface Frame {
  readonly rows: readonly Row[]
  /** What is no event: facilitators' days, and weeks' events too many. */
  readonly columns: readonly Column[]
  /** How many classes an event may be chaired by; one that stands for nobody where events have no facilitator. */
  readonly classCount: number
  /** The row that counts a class's events on a slot; -1 where events have no facilitator. */
  classRow(at: number, slot: number): number
  /** The row that counts the events in the week of a slot; -1 where a further event costs nothing. */
  weekRow(slot: number): number
  /** A slot of each week whose events are counted, with the row that does. */
  readonly weeks: readonly { readonly slot: number; readonly row: number }[]
  /** The row that counts groups by how far their sizes are from three; -1 where they need not be. */
  readonly sizeRow: number
  /** The rows of the facilitators' diaries and loads. */
  readonly limits: readonly (SlotLimit & { readonly facilitator: number; readonly row: number })[]
}

export const frameOf = (ground: Ground, classes: readonly FacilitatorClass[]): Frame => {
  const { seats, slots, facilitators, problem, slotAt } = ground
  const rows: Row[] = seats.map(() => ({ lower: 1, upper: 1 }))
  const columns: Column[] = []
  const add = (upper: number): number => rows.push({ lower: Number.NEGATIVE_INFINITY, upper }) - 1

  const isChaired = problem.facilitators !== null
  const classStart = rows.length
  if (isChaired) for (let at = 0; at < classes.length * slots.length; at++) add(0)
  const classRow = (at: number, slot: number): number =>
    isChaired ? classStart + at * slots.length + slot : -1

  const oddness = leastOddness(seats.length, problem.sizes)
  const sizeRow = oddness > 0 ? rows.push({ lower: oddness, upper: Number.POSITIVE_INFINITY }) - 1 : -1

  const shared = diaryLimits(ground)
  const limits = classes
    .flatMap(({ members }) => members)
    .flatMap((facilitator) => {
      const { most, slotIds } = facilitators[facilitator] ?? { most: null, slotIds: [] }
      const free = placesOf(slotIds, slotAt)
      const own = most === null ? shared : [...shared, { slots: free, most }]
      return own
        .map((limit) => ({ most: limit.most, slots: limit.slots.filter((slot) => free.includes(slot)) }))
        .filter((limit) => limit.slots.length > limit.most)
        .map((limit) => ({ facilitator, ...limit, row: add(limit.most) }))
    })
  for (const [at, { members }] of classes.entries())
    for (const facilitator of members) {
      const ofThem = limits.filter((limit) => limit.facilitator === facilitator)
      for (const slot of placesOf(facilitators[facilitator]?.slotIds ?? [], slotAt)) {
        const limiting = ofThem.filter((limit) => limit.slots.includes(slot)).map(({ row }) => row)
        columns.push({
          cost: 0,
          upper: 1,
          rows: [classRow(at, slot), ...limiting],
          values: [-1, ...limiting.map(() => 1)],
        })
      }
    }

  const { weights, eventsPerWeek } = problem.policy
  const weekRows = new Map<number, { slot: number; row: number }>()
  if (weights.spread > 0)
    for (const [slot, { date }] of slots.entries()) {
      const week = weekOf(date)
      if (weekRows.has(week)) continue
      const row = add(eventsPerWeek)
      weekRows.set(week, { slot, row })
      columns.push({ cost: weights.spread, upper: seats.length, rows: [row], values: [-1] })
    }
  const weekRowOf = slots.map(({ date }) => weekRows.get(weekOf(date))?.row ?? -1)
  return {
    rows,
    columns,
    classCount: isChaired ? classes.length : 1,
    classRow,
    weekRow: (slot) => weekRowOf[slot] ?? -1,
    weeks: [...weekRows.values()],
    sizeRow,
    limits,
  }
}
