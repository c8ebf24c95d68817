import type { FacilitatorClass } from '../domain/planning/facilitators.ts'
import type { Ground } from '../domain/planning/ground.ts'
import type { Prices } from '../domain/planning/plan.ts'
import type { Frame } from './frame.ts'

/** The prices of the rows by what they stand for, so that they can be checked without knowing the rows. */
export const pricesOf = (
  { seats, slots, facilitators }: Ground,
  frame: Frame,
  classes: readonly FacilitatorClass[],
  duals: Float64Array,
): Prices => {
  // A row with an upper bound alone has a price from nought down; what is told is what more of it would save.
  const saving = (row: number): number => Math.max(0, -(duals[row] ?? 0))
  const slotId = (slot: number): string => slots[slot]?.id ?? ''
  const idOf = (facilitator: number): string => facilitators[facilitator]?.id ?? ''
  return {
    seats: Object.fromEntries(seats.map(({ id }, at) => [id, duals[at] ?? 0])),
    facilitators: classes.map(({ members }, at) => ({
      ids: members.map(idOf),
      bySlot: Object.fromEntries(
        slots.flatMap(({ id }, slot) =>
          saving(frame.classRow(at, slot)) > 0 ? [[id, saving(frame.classRow(at, slot))]] : [],
        ),
      ),
    })),
    sizes: Math.max(0, duals[frame.sizeRow] ?? 0),
    limits: frame.limits
      .map(({ facilitator, slots: limited, most, row }) => ({
        facilitatorId: idOf(facilitator),
        slotIds: limited.map(slotId),
        most,
        price: saving(row),
      }))
      .filter(({ price }) => price > 0),
    weeks: frame.weeks
      .map(({ slot, row }) => ({ slotId: slotId(slot), price: saving(row) }))
      .filter(({ price }) => price > 0),
  }
}
