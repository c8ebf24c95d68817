import { type HalfDays, type SlotLength, shapesOf, slotsOf } from '../clashes/slots.ts'
import { type Days, daysOf, eachDay, type Occasion, type Span } from '../intervals.ts'
import { slotIdOf } from './round-slots.ts'
import { weekdayOf } from './rules.ts'
import type { VisitSlot } from './visits.ts'

/** How long visits are: so many whole days in a row, or half a day. */
export interface VisitLength {
  readonly days: number
  readonly length: SlotLength
  readonly halfDays: HalfDays
}

/** The slots of a window on which visits may be planned, Monday to Friday on each of their days. */
export const visitSlots = (
  window: Days,
  { days, length, halfDays }: VisitLength,
  zone: string,
): VisitSlot[] => {
  const shapes = length === 'day' ? [{ days, startTime: null, endTime: null }] : shapesOf(length, halfDays)
  return slotsOf(window, shapes, zone)
    .filter(({ occasion }) => eachDay(daysOf(occasion)).every((day) => weekdayOf(day) <= 5))
    .map(({ occasion, span }) => visitSlot(occasion, span))
}

/** An occasion as a slot; equal occasions have one id. */
export const visitSlot = (occasion: Occasion, { from, until }: Span): VisitSlot => ({
  id: occasion.days === 1 ? slotIdOf(occasion) : `${slotIdOf(occasion)}, ${occasion.days} days`,
  occasion,
  from: from.getTime(),
  until: until.getTime(),
})
