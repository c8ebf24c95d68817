import { faultsOf, meet } from './allowed.ts'
import { mondayOf, oddness, openLedger, sum } from './cost.ts'
import type { Event, PlanFile, Problem } from './file.ts'

/** An event with what it costs less what the prices pay for it. */
export interface Priced {
  readonly seatIds: readonly string[]
  readonly slotId: string
  readonly reduced: number
}

/** What the prices of a certificate prove, found by pricing every event that may be. */
export interface Bound {
  readonly faults: readonly string[]
  /** What all prices add up to: a plan costs this and the reduced costs of its events, or more. */
  readonly base: number
  /** No plan costs less. */
  readonly bound: number
  /** How many events were priced. */
  readonly priced: number
  /** Those whose reduced cost is at most what was asked for. */
  readonly within: readonly Priced[]
}

/**
 * Prices every event. The sum that bounds a plan: each seat's price once; the least of `group-size` at its price; less
 * each limit at its price; less what is left of a facilitator's price on a free slot when their limits are paid; less
 * each week's events at its price. Prices other than seats' that are below nought prove nothing, and are refused.
 */
export const priceEverything = ({ problem, certificate: { prices } }: PlanFile, cost: number): Bound => {
  const faults = faultsOfPrices(problem, prices)
  const weekPrice = new Map<number, number>()
  const dateOf = new Map(problem.slots.map(({ id, date }) => [id, date]))
  for (const { slotId, price } of prices.weeks) weekPrice.set(mondayOf(dateOf.get(slotId) ?? ''), price)
  const chairPrice = (id: string, slotId: string) =>
    prices.facilitators.find(({ ids }) => ids.includes(id))?.bySlot[slotId] ?? 0
  const limitsOn = (id: string, slotId: string) =>
    sum(
      prices.limits
        .filter((limit) => limit.facilitatorId === id && limit.slotIds.includes(slotId))
        .map(({ price }) => price),
    )

  const { seats, policy } = problem
  const base =
    sum(seats.map(({ id }) => prices.seats[id] ?? 0)) +
    (prices.sizes > 0 ? prices.sizes * leastOddness(problem) : 0) -
    sum(prices.limits.map(({ most, price }) => most * price)) -
    sum(
      (problem.facilitators ?? []).flatMap(({ id, slotIds }) =>
        slotIds.map((slotId) => Math.max(0, chairPrice(id, slotId) - limitsOn(id, slotId))),
      ),
    ) -
    sum(
      [...weekPrice.values()].map(
        (price) =>
          price * policy.eventsPerWeek + seats.length * Math.max(0, price - (policy.weights.spread ?? 0)),
      ),
    )

  const freeAt = new Map(
    problem.facilitators?.map(({ id, slotIds }) => [
      id,
      new Map(slotIds.map((slot) => [slot, chairPrice(id, slot)])),
    ]),
  )
  let least = Number.POSITIVE_INFINITY
  let priced = 0
  const within: Priced[] = []
  const seatAlone = costsOfSeats(problem)
  for (const seatIds of groupsOf(problem)) {
    const chairs = chairsOf(problem, seatIds)?.map(({ id }) => id)
    const ofGroup =
      seatAlone.group(seatIds) -
      sum(seatIds.map((id) => prices.seats[id] ?? 0)) -
      prices.sizes * oddness(seatIds.length)
    for (const { id: slotId, date } of problem.slots) {
      const free = chairs?.flatMap((id) => freeAt.get(id)?.get(slotId) ?? [])
      if (free?.length === 0) continue
      const own = seatAlone.on(seatIds, slotId)
      if (own === Number.POSITIVE_INFINITY) continue
      priced++
      const chair = free ? Math.min(...free) : 0
      const reduced = ofGroup + own + chair + (weekPrice.get(mondayOf(date)) ?? 0)
      least = Math.min(least, reduced)
      if (base + reduced <= cost + 1e-6) within.push({ seatIds, slotId, reduced })
    }
  }
  const most = Math.floor(seats.length / problem.sizes.smallest)
  return { faults, base, bound: base + most * Math.min(0, least), priced, within }
}

const faultsOfPrices = (problem: Problem, prices: PlanFile['certificate']['prices']): string[] => {
  const faults: string[] = []
  const all = [
    prices.sizes,
    ...prices.limits.map(({ price }) => price),
    ...prices.weeks.map(({ price }) => price),
    ...prices.facilitators.flatMap(({ bySlot }) => Object.values(bySlot)),
  ]
  if (!all.every((price) => price >= 0 && Number.isFinite(price))) faults.push('a price is below nought')
  const named = prices.facilitators.flatMap(({ ids }) => ids)
  if (new Set(named).size !== named.length) faults.push('a facilitator is priced twice')
  const weeks = prices.weeks.map(({ slotId }) =>
    mondayOf(problem.slots.find(({ id }) => id === slotId)?.date ?? ''),
  )
  if (new Set(weeks).size !== weeks.length) faults.push('a week is priced twice')
  for (const { facilitatorId, slotIds, most } of prices.limits) {
    const slots = problem.slots.filter(({ id }) => slotIds.includes(id))
    const load =
      problem.facilitators?.find(({ id }) => id === facilitatorId)?.most ?? Number.POSITIVE_INFINITY
    const isOneDay = new Set(slots.map(({ date }) => date)).size === 1
    const allMeet = slots.every((a) => slots.every((b) => meet(a, b)))
    const isTrue =
      most >= load || (most >= problem.facilitatorEventsPerDay && isOneDay) || (most >= 1 && allMeet)
    if (!isTrue) faults.push(`nothing limits ${facilitatorId} to ${most} of those slots`)
  }
  return faults
}

/** The least that any division into groups counts for `group-size`, by trying numbers of twos and fours. */
const leastOddness = ({ seats: { length }, sizes: { smallest, largest } }: Problem): number => {
  let least = Number.POSITIVE_INFINITY
  for (let pairs = 0; pairs * 2 <= (smallest <= 2 ? length : 0); pairs++)
    for (let fours = 0; pairs * 2 + fours * 4 <= length; fours++) {
      if (fours > 0 && largest < 4) break
      const rest = length - pairs * 2 - fours * 4
      if (rest % 3 === 0 && (rest === 0 || (smallest <= 3 && largest >= 3)))
        least = Math.min(least, pairs * oddness(2) + fours * oddness(4))
    }
  return least
}

/** Every group that nothing forbids, whenever it meets. */
function* groupsOf(problem: Problem): Generator<readonly string[]> {
  const ids = problem.seats.map(({ id }) => id)
  // Asked on no slot: what forbids a group then forbids it on all.
  const anyday = {
    ...problem,
    clashes: [],
    facilitators: null,
    pins: problem.pins.filter(({ kind }) => kind === 'together'),
  }
  function* extend(group: readonly string[], from: number): Generator<readonly string[]> {
    if (group.length >= problem.sizes.smallest && faultsOf(anyday, eventOf(group, '')).length === 0)
      yield group
    if (group.length === problem.sizes.largest) return
    for (let at = from; at < ids.length; at++) yield* extend([...group, ids[at] ?? ''], at + 1)
  }
  yield* extend([], 0)
}

const eventOf = (seatIds: readonly string[], slotId: string): Event => ({
  seatIds,
  slotId,
  facilitatorId: null,
})

/** Who may chair a group at all; null where events have no facilitator. */
const chairsOf = (problem: Problem, seatIds: readonly string[]) =>
  problem.facilitators?.filter(
    ({ id, notFor }) =>
      !notFor.some((seat) => seatIds.includes(seat)) &&
      problem.pins.every(
        (pin) =>
          pin.kind !== 'facilitator' ||
          pin.facilitatorId === id ||
          !pin.seatIds.some((seat) => seatIds.includes(seat)),
      ),
  )

/** What of an event's cost is of its group alone, and what is of its seats on the slot; infinite where it may not be. */
const costsOfSeats = (problem: Problem) => {
  const ledger = openLedger(problem)
  const dated = new Set(['warnings', 'inspection-expected', 'preferred-weekdays'])
  const undated = openLedger({
    ...problem,
    confirmed: problem.confirmed.map((each) => ({ ...each, slotId: 'none' })),
  })
  const groupCost = (seatIds: readonly string[]) =>
    sum(
      Object.entries(undated.event(eventOf(seatIds, 'none')))
        .filter(([rule]) => !dated.has(rule))
        .map(([, cost]) => cost),
    )
  const seatCost = new Map<string, number>()
  const slotCost = new Map<string, number>()
  const perDiary = problem.policy.weights.disruption ?? 0
  for (const { id: slotId } of problem.slots) {
    const alone = ledger.event(eventOf([], slotId))
    const ofSlot = (alone.warnings ?? 0) + (alone['preferred-weekdays'] ?? 0)
    const open = problem.clashes.some(
      (c) => c.severity === 'blocking' && c.seatIds === null && c.slotIds.includes(slotId),
    )
    slotCost.set(slotId, open ? Number.POSITIVE_INFINITY : ofSlot)
    for (const { id } of problem.seats) {
      const one = ledger.event(eventOf([id], slotId))
      const isBlocked =
        problem.clashes.some(
          (c) => c.severity === 'blocking' && c.seatIds?.includes(id) && c.slotIds.includes(slotId),
        ) ||
        problem.pins.some(
          (pin) => pin.kind === 'dates' && pin.seatIds.includes(id) && !pin.slotIds?.includes(slotId),
        )
      const isMoved = problem.confirmed.some((each) => each.seatIds.includes(id) && each.slotId !== slotId)
      const own =
        (one.warnings ?? 0) +
        (one['inspection-expected'] ?? 0) +
        (one['preferred-weekdays'] ?? 0) -
        ofSlot +
        (isMoved ? perDiary : 0)
      seatCost.set(`${id} ${slotId}`, isBlocked ? Number.POSITIVE_INFINITY : own)
    }
  }
  return {
    group: groupCost,
    on: (seatIds: readonly string[], slotId: string) =>
      (slotCost.get(slotId) ?? 0) + sum(seatIds.map((id) => seatCost.get(`${id} ${slotId}`) ?? 0)),
  }
}
