import { type HalfDays, type SlotLength, shapesOf, slotsOf } from '../clashes/slots.ts'
import type { Days, Occasion } from '../intervals.ts'
import type { PlanSlot } from './problem.ts'
import { weekdayOf } from './rules.ts'

/** The slots on which a round's events may be planned: each working day of a window, Monday to Friday, or its halves. */
export const planSlots = (
  window: Days,
  { length, halfDays }: { readonly length: SlotLength; readonly halfDays: HalfDays },
  zone: string,
): PlanSlot[] =>
  slotsOf(window, shapesOf(length, halfDays), zone)
    .filter(({ occasion }) => weekdayOf(occasion.date) <= 5)
    .map(({ occasion, span }) => ({
      id: slotIdOf(occasion),
      date: occasion.date,
      from: span.from.getTime(),
      until: span.until.getTime(),
    }))

/** What a slot is called: its day, with its hours where it is a part of it. */
export const slotIdOf = ({ date, startTime, endTime }: Occasion): string =>
  startTime === null ? date : `${date}T${startTime}-${endTime}`

/** The occasion that a slot's name stands for. */
export const occasionOfSlot = (id: string): Occasion => {
  const [date = '', hours] = id.split('T')
  const [startTime = null, endTime = null] = hours?.split('-') ?? []
  return { date, days: 1, startTime, endTime }
}
