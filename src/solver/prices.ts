import type { Costing } from '../domain/planning/costing.ts'
import type { Ground } from '../domain/planning/ground.ts'
import type { Requirement } from '../domain/planning/requirements.ts'
import { oddnessOf } from '../domain/planning/rules.ts'
import type { Frame } from './frame.ts'
import { type Groups, membersOf, WIDTH } from './groups.ts'
import type { Event } from './master.ts'

/** All that events are priced from: the groups, and what a seat and a slot cost, infinite where they may not meet. */
export interface Tables {
  readonly groups: Groups
  readonly seatOn: Float64Array
  readonly slotCost: Float64Array
  readonly slotCount: number
  readonly frame: Frame
}

export const tablesOf = (
  { slots }: Ground,
  requirements: readonly Requirement[],
  costing: Costing,
  groups: Groups,
  frame: Frame,
): Tables => {
  const seatOn = Float64Array.from(costing.seatOn)
  for (const { blocks } of requirements)
    for (const seat of blocks?.seats ?? [])
      for (const slot of blocks?.slots ?? []) seatOn[seat * slots.length + slot] = Number.POSITIVE_INFINITY
  return { groups, seatOn, slotCost: costing.slot, slotCount: slots.length, frame }
}

/** What an event costs, by its group and slot. */
export const costOf = (
  { groups, seatOn, slotCost, slotCount }: Tables,
  group: number,
  slot: number,
): number => {
  let cost = (groups.cost[group] ?? 0) + (slotCost[slot] ?? 0)
  for (let place = group * WIDTH; place < group * WIDTH + WIDTH; place++) {
    const seat = groups.members[place] ?? -1
    if (seat >= 0) cost += seatOn[seat * slotCount + slot] ?? 0
  }
  return cost
}

/** The rows an event counts in, and how much: its seats', its class's on the slot, the week's, and the sizes'. */
export const entriesOf = (
  { groups, frame }: Tables,
  { group, slot, chair }: Event,
): { readonly rows: readonly number[]; readonly values: readonly number[] } => {
  const members = membersOf(groups, group)
  const once = [...members, frame.classRow(chair, slot), frame.weekRow(slot)].filter((row) => row >= 0)
  const oddness = frame.sizeRow < 0 ? 0 : oddnessOf(members.length)
  const values = once.map(() => 1)
  return oddness > 0
    ? { rows: [...once, frame.sizeRow], values: [...values, oddness] }
    : { rows: once, values }
}

/**
 * Calls `see` with the reduced cost of every event that may be, by the prices of the rows. This is the whole of what
 * is enumerated, again and again: 5,456 groups on 120 slots take some 4 ms.
 */
export const priceAll = (
  { groups, seatOn, slotCost, slotCount, frame }: Tables,
  duals: Float64Array,
  see: (group: number, slot: number, chair: number, reduced: number) => void,
): void => {
  const { members, cost, chairs, count } = groups
  const sizePrices = [0, 1, 2, 3, 4].map((size) => oddnessOf(size) * (duals[frame.sizeRow] ?? 0))
  const isChaired = frame.classRow(0, 0) >= 0
  for (let chair = 0; chair < frame.classCount; chair++) {
    const base = new Float64Array(slotCount)
    for (let slot = 0; slot < slotCount; slot++) {
      const paid = [frame.classRow(chair, slot), frame.weekRow(slot)]
      base[slot] = paid.reduce((sum, row) => sum - (row >= 0 ? (duals[row] ?? 0) : 0), slotCost[slot] ?? 0)
    }
    for (let group = 0; group < count; group++) {
      if (isChaired && (((chairs[group] ?? 0) >> chair) & 1) === 0) continue
      const at = group * WIDTH
      const a = members[at] ?? 0
      const b = members[at + 1] ?? 0
      const c = members[at + 2] ?? -1
      const d = members[at + 3] ?? -1
      let own = (cost[group] ?? 0) - (duals[a] ?? 0) - (duals[b] ?? 0)
      own -= sizePrices[c < 0 ? 2 : d < 0 ? 3 : 4] ?? 0
      if (c >= 0) own -= duals[c] ?? 0
      if (d >= 0) own -= duals[d] ?? 0
      for (let slot = 0; slot < slotCount; slot++) {
        let reduced =
          own + (base[slot] ?? 0) + (seatOn[a * slotCount + slot] ?? 0) + (seatOn[b * slotCount + slot] ?? 0)
        if (c >= 0) reduced += seatOn[c * slotCount + slot] ?? 0
        if (d >= 0) reduced += seatOn[d * slotCount + slot] ?? 0
        if (reduced < Number.POSITIVE_INFINITY) see(group, slot, chair, reduced)
      }
    }
  }
}

/** The events whose reduced cost is at most `limit`, cheapest first. */
export const eventsWithin = (tables: Tables, duals: Float64Array, limit: number): readonly Event[] => {
  const found: (Event & { readonly reduced: number })[] = []
  priceAll(tables, duals, (group, slot, chair, reduced) => {
    if (reduced <= limit) found.push({ group, slot, chair, reduced })
  })
  return found.sort(
    (a, b) => a.reduced - b.reduced || a.group - b.group || a.slot - b.slot || a.chair - b.chair,
  )
}

/** The reduced cost under which just about the `count` cheapest events lie; the dearest of all where there are fewer. */
export const limitFor = (tables: Tables, duals: Float64Array, count: number): number => {
  const kept = new Float64Array(count * 2)
  let size = 0
  let limit = Number.POSITIVE_INFINITY
  priceAll(tables, duals, (_group, _slot, _chair, reduced) => {
    if (reduced > limit) return
    kept[size++] = reduced
    if (size < kept.length) return
    kept.sort()
    size = count
    limit = kept[count - 1] ?? limit
  })
  const sorted = kept.subarray(0, size).sort()
  return sorted[Math.min(count, size) - 1] ?? 0
}
