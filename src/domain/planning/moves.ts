import type { Confirmed, PlannedEvent } from './problem.ts'

/** What a plan would do to one event that people have agreed to. */
export interface Move {
  readonly confirmed: Confirmed
  /** The events in which its people would be then, in the order of the plan; one where they stay together. */
  readonly becomes: readonly PlannedEvent[]
  /** Whether somebody would meet others than were agreed. */
  readonly changesCompany: boolean
  /** Whether somebody would meet on another date. */
  readonly changesDate: boolean
  readonly changesFacilitator: boolean
}

/** Just what a plan moves of what is confirmed; an event that stays as it is is not among it. */
export const movesOf = (confirmed: readonly Confirmed[], events: readonly PlannedEvent[]): Move[] =>
  confirmed
    .map((each) => {
      const becomes = events.filter(({ seatIds }) => seatIds.some((id) => each.seatIds.includes(id)))
      return {
        confirmed: each,
        becomes,
        changesCompany: becomes.some(({ seatIds }) => !isSame(seatIds, each.seatIds)),
        changesDate: becomes.some(({ slotId }) => slotId !== each.slotId),
        changesFacilitator: becomes.some(({ facilitatorId }) => facilitatorId !== each.facilitatorId),
      }
    })
    .filter((move) => move.changesCompany || move.changesDate || move.changesFacilitator)

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id) => b.includes(id))
