import type { Event, Problem } from './file.ts'

/** What the rules about one event count for it, rule by rule, weighed; and the whole of a plan's with the weeks. */
export interface Ledger {
  event(event: Event): Record<string, number>
  plan(events: readonly Event[]): Record<string, number>
}

/** Reads each rule's meaning afresh from the problem, event by event. */
export const openLedger = (problem: Problem): Ledger => {
  const { policy, seats, slots } = problem
  const seatOf = new Map(seats.map((seat) => [seat.id, seat]))
  const dateOf = new Map(slots.map((slot) => [slot.id, slot.date]))
  const kept = new Map(
    problem.confirmed.flatMap((each) =>
      each.seatIds.map((id) => [
        id,
        { company: companyOf(each.seatIds.filter((other) => seatOf.has(other))), slotId: each.slotId },
      ]),
    ),
  )
  const meetings = new Map<string, number>()
  for (const { seatIds, yearsAgo } of problem.met) {
    const key = companyOf(seatIds)
    meetings.set(key, (meetings.get(key) ?? 0) + 2 ** (1 - yearsAgo))
  }
  const warned = problem.clashes
    .filter(({ severity }) => severity === 'warning')
    .map((clash) => ({
      seats: clash.seatIds === null ? null : new Set(clash.seatIds),
      slots: new Set(clash.slotIds),
    }))

  const count = ({ seatIds, slotId }: Event): Record<string, number> => {
    const pairs = seatIds.flatMap((a, at) => seatIds.slice(at + 1).map((b) => [a, b] as const))
    const legs = pairs.map(([a, b]) => kilometres(seatOf.get(a)?.office, seatOf.get(b)?.office) / 100)
    const near = pairs.filter(
      ([a, b]) => seatOf.get(a)?.neighbours.includes(b) || seatOf.get(b)?.neighbours.includes(a),
    ).length
    const date = dateOf.get(slotId) ?? ''
    const here = warned.filter((clash) => clash.slots.has(slotId))
    return {
      'repeat-partners': sum(pairs.map((pair) => meetings.get(companyOf(pair)) ?? 0)),
      'travel-total': sum(legs),
      'travel-longest': Math.max(0, ...legs),
      'statistical-neighbours':
        policy.neighbours === 'avoid' ? near : policy.neighbours === 'seek' ? pairs.length - near : 0,
      quotas: sum(
        problem.quotas
          .filter(({ isHard }) => !isHard)
          .map(({ tag, atLeast, atMost }) => {
            const there = seatIds.filter((id) => seatOf.get(id)?.tags.includes(tag)).length
            return there < atLeast ? atLeast - there : atMost !== null && there > atMost ? there - atMost : 0
          }),
      ),
      'group-size': oddness(seatIds.length),
      warnings: sum(
        here.map((clash) => (clash.seats === null ? 1 : seatIds.filter((id) => clash.seats?.has(id)).length)),
      ),
      'inspection-expected': seatIds.filter((id) =>
        problem.expectedInspections.some(
          (each) => each.seatId === id && each.first <= date && date <= each.last,
        ),
      ).length,
      'preferred-weekdays':
        policy.preferredWeekdays.length === 0 || policy.preferredWeekdays.includes(isoWeekday(date)) ? 0 : 1,
      disruption: sum(
        seatIds.map((id) => {
          const was = kept.get(id)
          if (!was) return 0
          return Number(was.slotId !== slotId) + Number(was.company !== companyOf(seatIds))
        }),
      ),
    }
  }
  const weigh = (counts: Record<string, number>): Record<string, number> =>
    Object.fromEntries(
      Object.entries(counts).map(([rule, amount]) => [rule, amount * (policy.weights[rule] ?? 0)]),
    )

  return {
    event: (event) => weigh(count(event)),
    plan: (events) => {
      const total: Record<string, number> = { spread: 0 }
      for (const event of events)
        for (const [rule, amount] of Object.entries(count(event))) total[rule] = (total[rule] ?? 0) + amount
      const weeks = Map.groupBy(events, ({ slotId }) => mondayOf(dateOf.get(slotId) ?? ''))
      for (const week of weeks.values())
        total.spread = (total.spread ?? 0) + Math.max(0, week.length - policy.eventsPerWeek)
      return weigh(total)
    },
  }
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** How far a group's size is from three: what `group-size` counts. */
export const oddness = (size: number): number => ({ 2: 3, 3: 0, 4: 1 })[size] ?? Number.POSITIVE_INFINITY

/** The Monday of a day's week, in days. */
export const mondayOf = (date: string): number =>
  Math.floor(Date.parse(date) / 86_400_000) - (isoWeekday(date) - 1)

const isoWeekday = (date: string): number => new Date(date).getUTCDay() || 7

const companyOf = (ids: readonly string[]): string => [...ids].sort().join(' ')

type Place = Problem['seats'][number]['office']

/** By the spherical law of cosines written with vectors, which needs no haversine; the earth's mean radius. */
const kilometres = (a: Place | undefined, b: Place | undefined): number => {
  if (!a || !b) return 0
  const [p, q] = [vector(a), vector(b)]
  const cross = Math.hypot(p.y * q.z - p.z * q.y, p.z * q.x - p.x * q.z, p.x * q.y - p.y * q.x)
  return 6371.0088 * Math.atan2(cross, p.x * q.x + p.y * q.y + p.z * q.z)
}

const vector = ({ latitude, longitude }: NonNullable<Place>) => {
  const [phi, lambda] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180]
  return { x: Math.cos(phi) * Math.cos(lambda), y: Math.cos(phi) * Math.sin(lambda), z: Math.sin(phi) }
}
