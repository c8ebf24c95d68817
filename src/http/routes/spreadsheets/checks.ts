import { z } from 'zod'
import { failure, type Result, success } from '../../../domain/failures.ts'
import { NewEventSchema, Reason } from '../events/schemas.ts'
import {
  DatedCodeSchema,
  NewAppointmentSchema,
  NewAuthoritySchema,
  NewPersonSchema,
} from '../people/schemas.ts'
import { ParticipantRequestSchema, TriadNumber } from '../rounds/schemas.ts'

/** Holds the fields of a line to a schema; faults are pointers into the fields. */
const checkedBy =
  <S extends z.ZodType>(schema: S) =>
  (fields: Readonly<Record<string, unknown>>): Result<z.output<S>> => {
    const read = schema.safeParse(fields)
    if (read.success) return success(read.data)
    const faults = read.error.issues.map(({ path, message }) => ({
      pointer: `/${path.join('/')}`,
      detail: message,
    }))
    return failure('invalid-request', faults.map(({ detail }) => detail).join(' '), faults)
  }

/** The same schemas as those of the JSON requests, so that a line is held to what a request is. */
export const checkPerson = checkedBy(NewPersonSchema)

export const checkAppointment = checkedBy(NewAppointmentSchema)

/** A council whose code is not yet issued has none. */
export const checkAuthority = checkedBy(
  NewAuthoritySchema.extend({ codes: z.array(DatedCodeSchema).max(20) }),
)

/** Which authority it is has been found by then. */
const NAMED = { authority: { authorityId: '00000000-0000-4000-8000-000000000000' } }

const checkParticipant = checkedBy(ParticipantRequestSchema)

export const roundChecks = {
  participants: (fields: Readonly<Record<string, unknown>>) => checkParticipant({ ...NAMED, ...fields }),
  triads: checkedBy(z.strictObject({ number: TriadNumber })),
  dates: checkedBy(NewEventSchema.extend({ reason: Reason.nullable() })),
}
