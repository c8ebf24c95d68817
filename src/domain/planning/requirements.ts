import { listInWords } from '../words.ts'
import type { Choice } from './costing.ts'
import { type Ground, placesOf } from './ground.ts'
import type { Pin, PlanningProblem, Quota } from './problem.ts'
import { offBy } from './rules.ts'

/** What cannot be bought off: it forbids events, and when there is no plan it may be what has to give. */
export interface Requirement {
  readonly id: string
  readonly kind: 'clash' | 'ban' | 'pin' | 'quota' | 'sizes' | 'facilitators' | 'facilitator-load'
  /** What a consultant reads. */
  readonly because: string
  /** Seats that may not stand on slots. */
  readonly blocks?: { readonly seats: readonly number[]; readonly slots: readonly number[] }
  /** Seats that may not meet. */
  readonly apart?: readonly [number, number]
  /** Seats that are in one group, whichever it is. */
  readonly together?: readonly number[]
  readonly refuses?: (members: readonly number[]) => boolean
  /** Events with these seats are chaired by this facilitator alone. */
  readonly chairedBy?: { readonly seats: readonly number[]; readonly facilitator: number }
}

/** Of the requirement that every event has a facilitator, and of each facilitator's load. */
export const FACILITATORS = 'facilitators'
export const SIZES = 'sizes'
export const loadOf = (facilitatorId: string): string => `load:${facilitatorId}`

/** Everything that a problem insists on, in one list; the names of the slots' own order. */
export const requirementsOf = (ground: Ground): Requirement[] => {
  const { problem, slots, seats, seatAt, slotAt } = ground
  const everybody = seats.map((_, at) => at)
  return [
    ...problem.clashes
      .filter(({ severity }) => severity === 'blocking')
      .map(({ id, because, seatIds, slotIds }): Requirement => {
        const blocked = seatIds === null ? everybody : placesOf(seatIds, seatAt)
        return { id, kind: 'clash', because, blocks: { seats: blocked, slots: placesOf(slotIds, slotAt) } }
      }),
    ...problem.bans.map(({ id, because, seatIds: [a, b] }): Requirement => {
      const places: [number, number] = [seatAt.get(a) ?? -1, seatAt.get(b) ?? -1]
      return { id, kind: 'ban', because, apart: places }
    }),
    ...problem.pins.map((pin) => pinned(ground, pin, slots.length)),
    ...problem.quotas.filter(({ isHard }) => isHard).map((quota) => quotaRequired(ground, quota)),
    sizesRequired(problem),
    ...(problem.facilitators === null
      ? []
      : [
          {
            id: FACILITATORS,
            kind: 'facilitators',
            because: 'Every event has a facilitator who is free.',
          } as const,
        ]),
    ...(problem.facilitators ?? [])
      .filter(({ most }) => most !== null)
      .map(({ id, name, most }) => ({
        id: loadOf(id),
        kind: 'facilitator-load' as const,
        because: `${name} chairs at most ${most}.`,
      })),
  ]
}

/** The problem with some of its requirements given up. */
export const without = (problem: PlanningProblem, given: ReadonlySet<string>): PlanningProblem => {
  const kept = <T extends { readonly id: string }>(all: readonly T[]) =>
    all.filter(({ id }) => !given.has(id))
  return {
    ...problem,
    clashes: problem.clashes.filter(({ id, severity }) => severity === 'warning' || !given.has(id)),
    bans: kept(problem.bans),
    pins: kept(problem.pins),
    quotas: problem.quotas.filter(({ id, isHard }) => !isHard || !given.has(id)),
    sizes: given.has(SIZES) ? WIDEST_SIZES : problem.sizes,
    facilitators: given.has(FACILITATORS)
      ? null
      : (problem.facilitators?.map((each) => (given.has(loadOf(each.id)) ? { ...each, most: null } : each)) ??
        null),
  }
}

/** What groups may be at all: more than four take no day's questions any more. */
export const WIDEST_SIZES = { smallest: 2, largest: 4 } as const

/** Whether a requirement forbids an event; a facilitator of null is whoever may. */
export const forbids = (
  { blocks, apart, together, refuses, chairedBy }: Requirement,
  { members, slot }: Choice,
  facilitator: number | null = null,
): boolean =>
  (blocks?.slots.includes(slot) === true && members.some((seat) => blocks.seats.includes(seat))) ||
  (apart?.every((seat) => members.includes(seat)) ?? false) ||
  (together !== undefined && isTorn(together, members)) ||
  (refuses?.(members) ?? false) ||
  (facilitator !== null &&
    chairedBy !== undefined &&
    chairedBy.facilitator !== facilitator &&
    members.some((seat) => chairedBy.seats.includes(seat)))

const isTorn = (together: readonly number[], members: readonly number[]): boolean => {
  const inside = together.filter((seat) => members.includes(seat)).length
  return inside > 0 && inside < together.length
}

const pinned = (ground: Ground, pin: Pin, slotCount: number): Requirement => {
  const { seats, slots, seatAt, slotAt, facilitatorAt, facilitators } = ground
  const places = placesOf(pin.seatIds, seatAt)
  const who = listInWords(places.map((at) => seats[at]?.name ?? ''))
  const base = { id: pin.id, kind: 'pin' } as const
  switch (pin.kind) {
    case 'together':
      return { ...base, because: `${who} are in one group.`, together: places }
    case 'dates': {
      const allowed = new Set(placesOf(pin.slotIds, slotAt))
      const dates = listInWords([...allowed].map((at) => slots[at]?.date ?? ''))
      const others = Array.from({ length: slotCount }, (_, at) => at).filter((at) => !allowed.has(at))
      return {
        ...base,
        because: `${who}: only on ${dates || 'no date'}.`,
        blocks: { seats: places, slots: others },
      }
    }
    case 'facilitator': {
      const facilitator = facilitatorAt.get(pin.facilitatorId) ?? -1
      const name = facilitators[facilitator]?.name ?? pin.facilitatorId
      return { ...base, because: `${name} chairs ${who}.`, chairedBy: { seats: places, facilitator } }
    }
  }
}

const quotaRequired = ({ seats }: Ground, quota: Quota): Requirement => {
  const tagged = seats.map(({ tags }) => tags.includes(quota.tag))
  const range = quota.atMost === null ? `at least ${quota.atLeast}` : `${quota.atLeast} to ${quota.atMost}`
  return {
    id: quota.id,
    kind: 'quota',
    because: `Every group has ${range} of “${quota.tag}”.`,
    refuses: (members) => offBy(quota, members.filter((at) => tagged[at]).length) > 0,
  }
}

const sizesRequired = ({ sizes: { smallest, largest } }: PlanningProblem): Requirement => ({
  id: SIZES,
  kind: 'sizes',
  because:
    smallest === largest ? `Every group is of ${largest}.` : `Every group is of ${smallest} to ${largest}.`,
  refuses: ({ length }) => length < smallest || length > largest,
})
