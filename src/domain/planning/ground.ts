import type { PlanFacilitator, PlanningProblem, PlanSlot, Seat } from './problem.ts'

/** A problem's seats, slots and facilitators by number: in one order, whatever order they were given in. */
export interface Ground {
  readonly problem: PlanningProblem
  readonly seats: readonly Seat[]
  readonly slots: readonly PlanSlot[]
  readonly facilitators: readonly PlanFacilitator[]
  readonly seatAt: ReadonlyMap<string, number>
  readonly slotAt: ReadonlyMap<string, number>
  readonly facilitatorAt: ReadonlyMap<string, number>
}

/** Numbers a problem's parts: seats and facilitators by id, slots by the time they begin, end, and by id. */
export const groundOf = (problem: PlanningProblem): Ground => {
  const seats = problem.seats.toSorted(byId)
  const slots = problem.slots.toSorted((a, b) => a.from - b.from || a.until - b.until || byId(a, b))
  const facilitators = (problem.facilitators ?? []).toSorted(byId)
  return {
    problem,
    seats,
    slots,
    facilitators,
    seatAt: numbered(seats),
    slotAt: numbered(slots),
    facilitatorAt: numbered(facilitators),
  }
}

/** The places of ids, in order and each once; an id that is not there is passed over. */
export const placesOf = (ids: readonly string[], at: ReadonlyMap<string, number>): number[] =>
  [...new Set(ids.flatMap((id) => at.get(id) ?? []))].toSorted((a, b) => a - b)

interface Named {
  readonly id: string
}

const byId = (a: Named, b: Named): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

const numbered = (all: readonly Named[]): Map<string, number> => new Map(all.map(({ id }, at) => [id, at]))
