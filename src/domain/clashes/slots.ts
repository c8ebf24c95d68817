import { type Fault, failure, type Result, success } from '../failures.ts'
import {
  type Days,
  daysOf,
  eachDay,
  type Occasion,
  type Span,
  spanOfOccasion,
  type WallTime,
} from '../intervals.ts'

/** Whole days, or mornings and afternoons. */
export const SLOT_LENGTHS = ['day', 'half-day'] as const

export type SlotLength = (typeof SLOT_LENGTHS)[number]

/** What an occasion takes of a day, or how many whole days: all of it but its date. */
export type SlotShape = Omit<Occasion, 'date'>

/** A place in the calendar where an event could stand. */
export interface Slot {
  readonly occasion: Occasion
  /** The instants that it takes, half-open. */
  readonly span: Span
}

/** The wall times of one half of a day. */
export interface HalfDay {
  readonly startTime: WallTime
  readonly endTime: WallTime
}

/** When mornings and afternoons are. */
export interface HalfDays {
  readonly morning: HalfDay
  readonly afternoon: HalfDay
}

/** Office hours, cut at one o'clock: our own choice, which every request may change. */
export const DEFAULT_HALF_DAYS: HalfDays = {
  morning: { startTime: '09:00', endTime: '13:00' },
  afternoon: { startTime: '13:00', endTime: '17:00' },
}

/**
 * Whether halves of a day are in order: each ends after it starts, and the afternoon starts when the morning is over
 * or later. All that is wrong is refused at `at('morning')` and `at('afternoon')`.
 */
export const checkHalfDays = (
  { morning, afternoon }: HalfDays,
  at: (half: keyof HalfDays) => string,
): Result<null> => {
  const faults: Fault[] = []
  const backwards = 'The end must come after the start.'
  if (morning.endTime <= morning.startTime) faults.push({ pointer: at('morning'), detail: backwards })
  if (afternoon.endTime <= afternoon.startTime) faults.push({ pointer: at('afternoon'), detail: backwards })
  if (faults.length === 0 && afternoon.startTime < morning.endTime)
    faults.push({
      pointer: at('afternoon'),
      detail: 'The afternoon starts when the morning is over, or later.',
    })
  const [first] = faults
  return first ? failure('invalid-request', first.detail, faults) : success(null)
}

const WHOLE_DAY: SlotShape = { days: 1, startTime: null, endTime: null }

const halves = ({ morning, afternoon }: HalfDays): SlotShape[] => [
  { days: 1, ...morning },
  { days: 1, ...afternoon },
]

/** The shapes of slots for people who have no event yet: a whole day, or each half of one. */
export const shapesOf = (length: SlotLength, halfDays: HalfDays): SlotShape[] =>
  length === 'day' ? [WHOLE_DAY] : halves(halfDays)

/**
 * The shapes of slots for an event that has an occasion. It keeps its own form: as many whole days, or its very
 * hours. Asked for days, a timed event gets whole ones; asked for half-days, it gets them beside its own hours, and
 * an event of whole days gets them instead of these.
 */
export const shapesFor = (
  { date: _, ...own }: Occasion,
  length: SlotLength | null,
  halfDays: HalfDays,
): SlotShape[] => {
  const timed = own.startTime !== null
  if (length === null) return [own]
  if (length === 'day') return [timed ? WHOLE_DAY : own]
  const isOwn = ({ startTime, endTime }: SlotShape) => startTime === own.startTime && endTime === own.endTime
  return [...(timed ? [own] : []), ...halves(halfDays).filter((half) => !isOwn(half))]
}

/**
 * The slots of a window, by the time they begin: one of each shape on each of its days, as far as all of its days lie
 * within the window. Whole days of one day tile the window, whatever the clocks do; a shape whose wall times the
 * clocks skip on a day has no slot on that day.
 */
export const slotsOf = (window: Days, shapes: readonly SlotShape[], zone: string): Slot[] =>
  eachDay(window)
    .flatMap((date) =>
      shapes.flatMap((shape): Slot[] => {
        const occasion = { date, ...shape }
        if (daysOf(occasion).last > window.last) return []
        const span = spanOfOccasion(occasion, zone)
        return span.ok ? [{ occasion, span: span.value }] : []
      }),
    )
    .toSorted(byTime)

/** Slots in the order of time: by when they begin, then by when they end. */
export const byTime = (a: Slot, b: Slot): number =>
  a.span.from.getTime() - b.span.from.getTime() || a.span.until.getTime() - b.span.until.getTime()
