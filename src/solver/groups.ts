import type { Costing } from '../domain/planning/costing.ts'
import type { FacilitatorClass } from '../domain/planning/facilitators.ts'
import type { Ground } from '../domain/planning/ground.ts'
import { forbids, type Requirement } from '../domain/planning/requirements.ts'

/** Every group that may meet, by number, with what it costs wherever it does. */
export interface Groups {
  readonly count: number
  /** The seats of each group in order, `WIDTH` places a group, -1 where it has fewer. */
  readonly members: Int16Array
  readonly cost: Float64Array
  /** Bit by bit, the classes of facilitators that may chair it. */
  readonly chairs: Int32Array
}

/** No group is larger. */
export const WIDTH = 4

export const membersOf = ({ members }: Groups, group: number): number[] =>
  Array.from(members.subarray(group * WIDTH, group * WIDTH + WIDTH)).filter((seat) => seat >= 0)

/**
 * Lists the groups of a problem. Seats pinned together are put in as one block, so that a round whose triads are kept
 * has only these; bans cut whole branches off.
 */
export const groupsOf = (
  { seats, problem: { sizes } }: Ground,
  requirements: readonly Requirement[],
  costing: Costing,
  classes: readonly FacilitatorClass[],
): Groups => {
  const apart = apartTable(seats.length, requirements)
  const refusing = requirements.filter(({ refuses, together }) => refuses ?? together)
  const blocks = blocksOf(seats.length, requirements)
  const members: number[] = []
  const costs: number[] = []
  const chairs: number[] = []

  const take = (group: readonly number[]): void => {
    const inOrder = group.toSorted((a, b) => a - b)
    if (refusing.some((requirement) => forbids(requirement, { members: inOrder, slot: -1 }))) return
    for (let place = 0; place < WIDTH; place++) members.push(inOrder[place] ?? -1)
    costs.push(costing.group(inOrder))
    chairs.push(
      classes.reduce(
        (bits, { notFor }, at) => (inOrder.some((seat) => notFor.has(seat)) ? bits : bits | (1 << at)),
        0,
      ),
    )
  }
  const extend = (group: readonly number[], from: number): void => {
    if (group.length >= sizes.smallest) take(group)
    for (let at = from; at < blocks.length && group.length < sizes.largest; at++) {
      const block = blocks[at] ?? []
      if (group.length + block.length > sizes.largest) continue
      if (block.some((seat) => group.some((other) => apart[seat * seats.length + other]))) continue
      extend([...group, ...block], at + 1)
    }
  }
  extend([], 0)
  return {
    count: costs.length,
    members: Int16Array.from(members),
    cost: Float64Array.from(costs),
    chairs: Int32Array.from(chairs),
  }
}

const apartTable = (size: number, requirements: readonly Requirement[]): Uint8Array => {
  const table = new Uint8Array(size * size)
  for (const { apart } of requirements) {
    if (!apart) continue
    const [a, b] = apart
    table[a * size + b] = 1
    table[b * size + a] = 1
  }
  return table
}

/** The seats in blocks that stay together: one each, but for those that pins tie to each other. */
const blocksOf = (size: number, requirements: readonly Requirement[]): number[][] => {
  const block = Array.from({ length: size }, (_, seat) => seat)
  for (const { together } of requirements) {
    if (!together) continue
    const tied = new Set(together.map((seat) => block[seat]))
    const first = Math.min(...together.map((seat) => block[seat] ?? seat))
    for (let seat = 0; seat < size; seat++) if (tied.has(block[seat])) block[seat] = first
  }
  return [...Map.groupBy(block.keys(), (seat) => block[seat]).values()].filter(
    (seats) => !seats.some((a) => seats.some((b) => a < b && isApart(a, b, requirements))),
  )
}

const isApart = (a: number, b: number, requirements: readonly Requirement[]): boolean =>
  requirements.some(({ apart }) => apart?.includes(a) && apart.includes(b))
