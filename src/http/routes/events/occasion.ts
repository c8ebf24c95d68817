import { z } from 'zod'
import { LocalDateSchema, WallTimeSchema } from '../../wire.ts'

const date = LocalDateSchema.describe("Its first day, in the region's zone")
const days = z.int().min(1).max(366).describe('The first included; more than one only without times')
const time = WallTimeSchema.nullable().describe('Both, or neither for the whole day')

/** When something is, as people enter it: a local date, and wall times unless it takes the whole day. */
export const occasionFields = {
  date,
  days: days.default(1),
  startTime: time.default(null),
  endTime: time.default(null),
}

/** The same where what is left out is not said. */
export const partOfOccasion = {
  date: date.optional(),
  days: days.optional(),
  startTime: time.optional(),
  endTime: time.optional(),
}
