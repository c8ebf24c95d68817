import { faultsOfPlan } from './allowed.ts'
import { openLedger, sum } from './cost.ts'
import type { Event, Problem } from './file.ts'
import type { Priced } from './priced.ts'

/** What searching the events that could be in a better plan found. */
export type Searched =
  | { readonly kind: 'none better' }
  | { readonly kind: 'better'; readonly events: readonly Event[]; readonly cost: number }
  /** More than is searched here. */
  | { readonly kind: 'too large' }

/** Looks at an event; as many take some ten seconds. */
const MOST_LOOKS = 50_000_000
/** Costs that differ by less are the arithmetic's. */
const TOLERANCE = 1e-6

/**
 * Looks for a plan that costs less than `cost`: every division of the seats into events whose reduced costs add up to
 * less than what is between it and the base. Each step takes the seat for which the fewest events are left.
 */
export const searchBetter = (
  problem: Problem,
  events: readonly Priced[],
  base: number,
  cost: number,
): Searched => {
  const room = cost - base - TOLERANCE
  const ledger = openLedger(problem)
  const number = new Map(problem.seats.map(({ id }, at) => [id, at]))
  const listed = events
    .map((each) => ({ ...each, places: each.seatIds.flatMap((id) => number.get(id) ?? []) }))
    .sort((a, b) => a.reduced - b.reduced)
  let looks = 0

  type Listed = (typeof listed)[number]
  const look = (
    left: readonly number[],
    open: readonly Listed[],
    chosen: readonly Listed[],
    spent: number,
  ): Searched | null => {
    looks += open.length
    if (looks > MOST_LOOKS) return { kind: 'too large' }
    if (left.length === 0) return judged(chosen)
    const counts = new Map(left.map((at) => [at, 0]))
    for (const { places } of open) for (const at of places) counts.set(at, (counts.get(at) ?? 0) + 1)
    const fewest = Math.min(...counts.values())
    if (fewest === 0) return null
    const next = left.find((at) => counts.get(at) === fewest) ?? -1
    for (const event of open) {
      if (!event.places.includes(next)) continue
      const rest = open.filter(
        ({ places, reduced }) =>
          spent + event.reduced + reduced <= room && !places.some((at) => event.places.includes(at)),
      )
      const after = left.filter((at) => !event.places.includes(at))
      const found = look(after, rest, [...chosen, event], spent + event.reduced)
      if (found) return found
    }
    return null
  }
  const judged = (chosen: readonly Listed[]): Searched | null => {
    const bare = chosen.map(({ seatIds, slotId }): Event => ({ seatIds, slotId, facilitatorId: null }))
    const total = sum(Object.values(ledger.plan(bare)))
    if (total >= cost - TOLERANCE) return null
    const chaired = withChairs(problem, bare)
    return chaired ? { kind: 'better', events: chaired, cost: total } : null
  }
  return (
    look(
      [...problem.seats.keys()],
      listed.filter(({ reduced }) => reduced <= room),
      [],
      0,
    ) ?? { kind: 'none better' }
  )
}

/** The events with facilitators, if there is a way to give each one. */
const withChairs = (problem: Problem, events: readonly Event[]): readonly Event[] | null => {
  const { facilitators } = problem
  if (facilitators === null) return events
  const give = (at: number, given: readonly Event[]): readonly Event[] | null => {
    const event = events[at]
    if (!event) return given
    for (const { id } of facilitators) {
      const tried = [...given, { ...event, facilitatorId: id }]
      const part = {
        ...problem,
        seats: problem.seats.filter((seat) => tried.some((each) => each.seatIds.includes(seat.id))),
      }
      if (faultsOfPlan(part, tried).length > 0) continue
      const found = give(at + 1, tried)
      if (found) return found
    }
    return null
  }
  return give(0, [])
}
