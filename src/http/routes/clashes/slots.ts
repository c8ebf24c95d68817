import { z } from 'zod'
import {
  DEFAULT_HALF_DAYS,
  type HalfDay,
  type HalfDays,
  SLOT_LENGTHS,
} from '../../../domain/clashes/slots.ts'

const written = ({ startTime, endTime }: HalfDay): string => `${startTime}-${endTime}`

const halfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, 'Give both times, as 09:00-13:00.')

const HALVES = {
  morning: written(DEFAULT_HALF_DAYS.morning),
  afternoon: written(DEFAULT_HALF_DAYS.afternoon),
}

/** How long slots are, and when half-days begin and end. */
export const slotFields = {
  length: z
    .enum(SLOT_LENGTHS)
    .optional()
    .describe("Unless you say: the event's own days or hours, or whole days where there is no event"),
  morning: halfDay.optional().describe(`Wall times of half-days; ${HALVES.morning} unless you say`),
  afternoon: halfDay.optional().describe(`Wall times of half-days; ${HALVES.afternoon} unless you say`),
}

const read = (half: string): HalfDay => ({ startTime: half.slice(0, 5), endTime: half.slice(6) })

/** Half-days as the request wrote them, or as they are unless it says. */
export const halfDaysOf = ({
  morning = HALVES.morning,
  afternoon = HALVES.afternoon,
}: {
  readonly [Half in keyof HalfDays]?: string | undefined
}): HalfDays => ({
  morning: read(morning),
  afternoon: read(afternoon),
})
