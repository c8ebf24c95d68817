import type { Ground } from './ground.ts'
import type { Requirement } from './requirements.ts'

/** Slots of which one facilitator takes at most so many. */
export interface SlotLimit {
  readonly slots: readonly number[]
  readonly most: number
}

/**
 * What one facilitator's diary allows: of slots that all share an instant one, of the slots of a local day as many as
 * the round's policy says. Slots are intervals, so those that share an instant share the beginning of one of them.
 */
export const diaryLimits = ({ slots, problem }: Ground): SlotLimit[] => {
  const at = slots.map((_, place) => place)
  const instants = [...new Set(slots.map(({ from }) => from))]
  const shared = instants.map((instant) =>
    at.filter((place) => {
      const slot = slots[place]
      return slot !== undefined && slot.from <= instant && instant < slot.until
    }),
  )
  const days = [...Map.groupBy(at, (place) => slots[place]?.date ?? '').values()]
  const perDay = problem.facilitatorEventsPerDay
  return [
    ...shared.filter(({ length }) => length > 1).map((group) => ({ slots: group, most: 1 })),
    ...days.filter(({ length }) => length > perDay).map((group) => ({ slots: group, most: perDay })),
  ]
}

/** Facilitators who may chair just the same groups, so that only how many of them are free matters. */
export interface FacilitatorClass {
  readonly members: readonly number[]
  /** Seats whose events none of them chairs. */
  readonly notFor: ReadonlySet<number>
}

/** The facilitators by whom they may not chair, pins of facilitators included. */
export const facilitatorClasses = (
  { facilitators, seatAt }: Ground,
  requirements: readonly Requirement[],
): FacilitatorClass[] => {
  const pins = requirements.flatMap(({ chairedBy }) => chairedBy ?? [])
  const notFor = facilitators.map(({ notFor }, at) => [
    ...new Set([
      ...notFor.flatMap((id) => seatAt.get(id) ?? []),
      ...pins.filter(({ facilitator }) => facilitator !== at).flatMap(({ seats }) => seats),
    ]),
  ])
  const alike = Map.groupBy(facilitators.keys(), (at) => notFor[at]?.toSorted((a, b) => a - b).join() ?? '')
  return [...alike.values()].map((members) => ({ members, notFor: new Set(notFor[members[0] ?? -1]) }))
}
