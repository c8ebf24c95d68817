import type { DatesProblem, FewestDates } from '../domain/planning/fewest-dates.ts'
import type { Solving } from './halt.ts'

/**
 * The fewest dates for events of which some share people: colouring a graph, exactly. The event with the fewest dates
 * left is placed next, on every date that it could have and on one more, unless that is as many as are known to do
 * (Brélaz 1979). HiGHS is no help here: the dates are alike, and it would try each order of them.
 */
export const fewestDates = async (
  { events, shared }: DatesProblem,
  { halt }: Solving,
): Promise<FewestDates> => {
  const meets = Array.from({ length: events }, (): number[] => [])
  for (const [a, b] of shared) {
    meets[a]?.push(b)
    meets[b]?.push(a)
  }
  const clique = largeClique(meets)
  let best = onePerEvent(events)
  let count = events
  let isWhole = true
  const dateOf = new Int16Array(events).fill(-1)
  // How many neighbours of an event are on each date.
  const around = Array.from({ length: events }, () => new Int16Array(events))
  const taken = new Int16Array(events)
  const put = (event: number, date: number, by: 1 | -1): void => {
    dateOf[event] = by === 1 ? date : -1
    for (const other of meets[event] ?? []) {
      const row = around[other]
      if (!row) continue
      const before = row[date] ?? 0
      row[date] = before + by
      if (before === 0 || before + by === 0) taken[other] = (taken[other] ?? 0) + by
    }
  }
  let looks = 0
  const look = (placed: number, used: number): void => {
    if (used >= count || !isWhole) return
    if (placed === events) {
      best = [...dateOf]
      count = used
      return
    }
    if ((++looks & 1023) === 0 && halt.isDue()) {
      isWhole = false
      return
    }
    const event = nextEvent(dateOf, taken, meets)
    for (let date = 0; date < Math.min(used + 1, count - 1); date++) {
      if ((around[event]?.[date] ?? 0) > 0) continue
      put(event, date, 1)
      look(placed + 1, Math.max(used, date + 1))
      put(event, date, -1)
      if (count === clique.length) return
    }
  }
  for (const [date, event] of clique.entries()) put(event, date, 1)
  look(clique.length, clique.length)
  return { dateOf: best, dates: count, bound: isWhole ? count : clique.length }
}

const onePerEvent = (events: number): number[] => Array.from({ length: events }, (_, at) => at)

/** The event with the fewest dates left, of these the one that shares people with most. */
const nextEvent = (dateOf: Int16Array, taken: Int16Array, meets: readonly (readonly number[])[]): number => {
  let next = -1
  for (const [event, others] of meets.entries()) {
    if ((dateOf[event] ?? 0) >= 0) continue
    const more = (taken[event] ?? 0) - (taken[next] ?? -1)
    if (next < 0 || more > 0 || (more === 0 && others.length > (meets[next]?.length ?? 0))) next = event
  }
  return next
}

/** Events that all share somebody with one another: the largest found by beginning with each in turn. */
const largeClique = (meets: readonly (readonly number[])[]): number[] => {
  let largest: number[] = []
  for (const first of meets.keys()) {
    const clique = [first]
    let open = meets[first] ?? []
    while (open.length > 0) {
      const next = open.toSorted((a, b) => withIn(open, meets[b]) - withIn(open, meets[a]) || a - b)[0] ?? 0
      clique.push(next)
      open = open.filter((each) => meets[next]?.includes(each))
    }
    if (clique.length > largest.length) largest = clique
  }
  return largest
}

const withIn = (open: readonly number[], others: readonly number[] | undefined): number =>
  open.filter((each) => others?.includes(each)).length
