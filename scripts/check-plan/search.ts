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
  // A group is looked at once, as cheap as its cheapest day; on which days it could be is asked of whole plans alone.
  const listed = [...Map.groupBy(events, ({ seatIds }) => seatIds.join(' ')).values()]
    .map((days) => ({
      days: days.toSorted((a, b) => a.reduced - b.reduced),
      places: (days[0]?.seatIds ?? []).flatMap((id) => number.get(id) ?? []),
      reduced: Math.min(...days.map(({ reduced }) => reduced)),
    }))
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
    if (left.length === 0) return dated(chosen, [], spent)
    // A group's share for each of its seats: what is left costs the least share of each seat, or more.
    const counts = new Map(left.map((at) => [at, 0]))
    const shares = new Map(left.map((at) => [at, Number.POSITIVE_INFINITY]))
    for (const { places, reduced } of open)
      for (const at of places) {
        counts.set(at, (counts.get(at) ?? 0) + 1)
        shares.set(at, Math.min(shares.get(at) ?? 0, reduced / places.length))
      }
    if (spent + sum([...shares.values()]) > room) return null
    const fewest = Math.min(...counts.values())
    const next = left.find((at) => counts.get(at) === fewest) ?? -1
    for (const group of open) {
      if (!group.places.includes(next)) continue
      const now = spent + group.reduced
      const rest = open.filter(
        ({ places, reduced }) => now + reduced <= room && !places.some((at) => group.places.includes(at)),
      )
      const after = left.filter((at) => !group.places.includes(at))
      const found = look(after, rest, [...chosen, group], now)
      if (found) return found
    }
    return null
  }
  /** Every choice of days for a division into groups that leaves room; `spent` is with the cheapest of each. */
  const dated = (groups: readonly Listed[], days: readonly Priced[], spent: number): Searched | null => {
    const group = groups[days.length]
    if (!group) return judged(days)
    for (const day of group.days) {
      if (++looks > MOST_LOOKS) return { kind: 'too large' }
      const now = spent - group.reduced + day.reduced
      if (now > room) break
      const found = dated(groups, [...days, day], now)
      if (found) return found
    }
    return null
  }
  const judged = (chosen: readonly Priced[]): Searched | null => {
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
