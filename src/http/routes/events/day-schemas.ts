import { z } from 'zod'
import { ANSWERS } from '../../../domain/events/attendance.ts'
import { Id, Instant, text } from '../../wire.ts'
import { AuthorityRefSchema } from '../people/schemas.ts'

const Named = z.strictObject({ id: Id, name: z.string() })

export const AttendanceSchema = z
  .strictObject({
    authorities: z.array(Named).describe('Led by one director, so that they are one office'),
    director: Named.nullable().describe('Null while the seat is vacant'),
    answer: z.enum(ANSWERS),
    substitute: Named.nullable().describe("Who sits in the director's seat"),
    note: z.string().nullable().describe('For the office itself and the consultant; null for others'),
    came: z.boolean().nullable().describe('Whether the seat was filled; null until it is recorded'),
    answeredBy: Named.nullable(),
    answeredAt: Instant.nullable(),
  })
  .meta({ id: 'Attendance' })

export const AttendancesSchema = z
  .strictObject({
    items: z.array(AttendanceSchema),
    nextCursor: z.null().describe('The list is always whole: an item for each office'),
  })
  .meta({ id: 'Attendances' })

export const ByOffice = z.strictObject({ id: Id, authorityId: Id.describe('Any authority of the office') })

export const AttendanceChangeSchema = z
  .strictObject({
    answer: z.enum(['coming', 'apologies', 'substitute']),
    substituteId: Id.nullable()
      .default(null)
      .describe('With the answer `substitute`: who; named by the director alone'),
    note: text(1000).nullable().default(null),
  })
  .meta({
    id: 'AttendanceChange',
    examples: [{ answer: 'apologies', note: 'On leave that week.' }],
  })

export const CameSchema = z
  .strictObject({ came: z.boolean().nullable().describe('null takes it back') })
  .meta({ id: 'Came', examples: [{ came: true }] })

export const BookingSchema = z
  .strictObject({
    id: Id,
    eventId: Id,
    authorityId: Id,
    personId: Id,
    came: z.boolean().nullable().describe('null until it is recorded'),
    bookedBy: Id,
    bookedAt: Instant,
  })
  .meta({ id: 'Booking' })

export const NewBookingSchema = z.strictObject({ authority: AuthorityRefSchema, personId: Id }).meta({
  id: 'NewBooking',
  examples: [{ authority: { gssCode: 'E10000016' }, personId: '0f8c2f0e-6d1c-4a6e-9d5b-2f1f3c0f7a11' }],
})

export const ByBooking = z.strictObject({ id: Id, bookingId: Id })

const cameIds = z.array(Id).max(500).describe('Everybody who came, by their ids')

export const CohortSchema = z.strictObject({ cameIds }).meta({ id: 'Cohort' })

export const CohortChangeSchema = z.strictObject({ cameIds }).meta({
  id: 'CohortChange',
  examples: [{ cameIds: ['0f8c2f0e-6d1c-4a6e-9d5b-2f1f3c0f7a11'] }],
})
