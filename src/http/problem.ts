import { z } from 'zod'
import type { Failure, FailureCode } from '../domain/failures.ts'
import { ClashSchema, presentClash } from './routes/clashes/present.ts'

/** The one table from refusals to status codes, with the title of each problem document. */
export const PROBLEMS: Readonly<Record<FailureCode, { readonly status: number; readonly title: string }>> = {
  'invalid-request': { status: 400, title: 'The request is not right' },
  unauthenticated: { status: 401, title: 'Who are you?' },
  forbidden: { status: 403, title: 'Not yours to do' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Not a method of this address' },
  conflict: { status: 409, title: 'It stands against something already there' },
  clash: { status: 409, title: 'The date clashes' },
  'double-booked': { status: 409, title: 'Somebody would be in two places at once' },
  'already-in-triad': { status: 409, title: 'Already in a triad of this round' },
  'wrong-state': { status: 409, title: 'Not in this state' },
  'conflict-of-interest': { status: 409, title: 'A conflict of interest' },
  'not-a-participant': { status: 422, title: 'Not a participant of the round' },
  'triad-size': { status: 422, title: 'Not a size of triad that the round allows' },
  'invitation-used': { status: 410, title: 'The invitation was used' },
  'invitation-expired': { status: 410, title: 'The invitation has expired' },
  'precondition-failed': { status: 412, title: 'It changed since you read it' },
  'too-large': { status: 413, title: 'Too large' },
  'unsupported-media-type': { status: 415, title: 'Not a kind of content accepted here' },
  'content-mismatch': { status: 422, title: 'The content is not what it says' },
  'calendar-unreachable': { status: 422, title: 'The calendar could not be fetched' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key belongs to another request' },
  'precondition-required': { status: 428, title: 'If-Match is missing' },
  'address-too-long': { status: 414, title: 'The address is too long' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  internal: { status: 500, title: 'Something failed here' },
  unavailable: { status: 503, title: 'Not ready' },
}

/** RFC 9457: what every refusal looks like. */
export const ProblemSchema = z
  .strictObject({
    type: z.string().describe('A URI reference that names the kind of problem; relative to this service'),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(PROBLEMS) as [FailureCode, ...FailureCode[]]).describe('Stable; for programs'),
    detail: z.string().describe('A sentence for people'),
    errors: z
      .array(
        z.strictObject({
          pointer: z
            .string()
            .describe(
              'RFC 6901 pointer into the body; `?name` for a query parameter, `{name}` for a part of the address, a header by its name; `line 17, column from` in a spreadsheet, whose header is line 1',
            ),
          detail: z.string(),
        }),
      )
      .optional(),
    clashes: z.array(ClashSchema).optional(),
  })
  .meta({ id: 'Problem' })

/** A problem document as sent. */
export type Problem = z.infer<typeof ProblemSchema>

/** The problem document of a refusal. */
export const problemOf = (failure: Failure): Problem => {
  const { status, title } = PROBLEMS[failure.code]
  return {
    type: `/problems#${failure.code}`,
    title,
    status,
    code: failure.code,
    detail: failure.detail,
    ...(failure.faults && { errors: failure.faults.map(({ pointer, detail }) => ({ pointer, detail })) }),
    ...(failure.clashes && { clashes: failure.clashes.map(presentClash) }),
  }
}
