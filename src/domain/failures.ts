import type { SeenClash } from './clashes/visibility.ts'

/**
 * Why something was refused. The codes are stable and public (they are the `code` of a problem document);
 * `http/problem.ts` alone maps them to status codes.
 */
export type FailureCode =
  | 'invalid-request'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'method-not-allowed'
  | 'conflict'
  | 'clash'
  | 'invitation-used'
  | 'invitation-expired'
  | 'already-in-triad'
  | 'double-booked'
  | 'not-a-participant'
  | 'triad-size'
  | 'wrong-state'
  | 'conflict-of-interest'
  | 'unsupported-media-type'
  | 'calendar-unreachable'
  | 'content-mismatch'
  | 'too-large'
  | 'precondition-required'
  | 'precondition-failed'
  | 'idempotency-key-reused'
  | 'address-too-long'
  | 'headers-too-large'
  | 'internal'
  | 'unavailable'

/** A place in the request that is wrong: an RFC 6901 pointer into the body (`/date`) or `?name` for a query. */
export interface Fault {
  readonly pointer: string
  readonly detail: string
}

/** A refusal as a value: a stable code, a sentence for a consultant, and where in the request it lies. */
export interface Failure {
  readonly code: FailureCode
  readonly detail: string
  readonly faults?: readonly Fault[]
  /** As the one who is refused may see them. */
  readonly clashes?: readonly SeenClash[]
  /** Why, for the audit log alone: never sent. */
  readonly reason?: string
}

/** What an operation that may be refused returns. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure }

/** A successful result. */
export const success = <T>(value: T): Result<T> => ({ ok: true, value })

/** A refusal; `faults` name the fields, where the request is at fault. */
export const failure = (code: FailureCode, detail: string, faults?: readonly Fault[]): Result<never> => ({
  ok: false,
  failure: faults ? { code, detail, faults } : { code, detail },
})

/** A refusal of one field of the request. */
export const fault = (pointer: string, detail: string): Result<never> =>
  failure('invalid-request', detail, [{ pointer, detail }])
