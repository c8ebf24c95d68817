import { faultsOfPlan } from '../../check-plan/allowed.ts'
import { openLedger, sum } from '../../check-plan/cost.ts'
import type { Event, Problem } from '../../check-plan/file.ts'
import { numbersFrom } from './regions.ts'

/**
 * What a person with a spreadsheet would do: put the directors into threes in some order, each on the first day that
 * suits all, then swap two directors or move a date as long as that costs less. The best of some such beginnings.
 */
export const planByHand = (problem: Problem, seed: number, beginnings: number): number => {
  const next = numbersFrom(seed)
  const ledger = openLedger(problem)
  const bare = { ...problem, facilitators: null }
  const costOf = (events: readonly Event[]) => sum(Object.values(ledger.plan(events)))
  const mayBe = (events: readonly Event[]) =>
    faultsOfPlan({ ...bare, seats: seated(problem, events) }, events).length === 0
  const firstDay = (seatIds: readonly string[]): Event | null =>
    problem.slots
      .map(({ id }) => ({ seatIds, slotId: id, facilitatorId: null }))
      .find((event) => mayBe([event])) ?? null

  let best = Number.POSITIVE_INFINITY
  for (let beginning = 0; beginning < beginnings; beginning++) {
    const order = problem.seats
      .map(({ id }) => ({ id, key: next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ id }) => id)
    const started = inThrees(order).map(firstDay)
    if (started.some((event) => event === null)) continue
    let events = started.flatMap((event) => event ?? [])
    let cost = costOf(events)
    for (let isBetter = true; isBetter; ) {
      isBetter = false
      for (const changed of changes(problem, events)) {
        const now = costOf(changed)
        if (now >= cost - 1e-9 || !mayBe(changed)) continue
        events = [...changed]
        cost = now
        isBetter = true
        break
      }
    }
    best = Math.min(best, cost)
  }
  return best
}

const seated = ({ seats }: Problem, events: readonly Event[]) =>
  seats.filter(({ id }) => events.some(({ seatIds }) => seatIds.includes(id)))

/** Threes, and as many fours as are over. */
const inThrees = (ids: readonly string[]): string[][] => {
  const groups = Array.from({ length: Math.floor(ids.length / 3) }, (_, at) => ids.slice(at * 3, at * 3 + 3))
  for (const [at, id] of ids.slice(groups.length * 3).entries()) groups[at]?.push(id)
  return groups
}

/** Every plan that is one date or one swap of two directors away. */
function* changes({ slots }: Problem, events: readonly Event[]): Generator<readonly Event[]> {
  for (const [at, event] of events.entries())
    for (const { id } of slots) if (id !== event.slotId) yield events.with(at, { ...event, slotId: id })
  for (const [at, one] of events.entries())
    for (const [further, other] of events.slice(at + 1).entries())
      for (const a of one.seatIds)
        for (const b of other.seatIds)
          yield events
            .with(at, { ...one, seatIds: one.seatIds.map((id) => (id === a ? b : id)) })
            .with(at + 1 + further, { ...other, seatIds: other.seatIds.map((id) => (id === b ? a : id)) })
}
