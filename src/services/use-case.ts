import type { Handle } from '../db/database.ts'
import type { Actor } from '../domain/access/actor.ts'
import { type Failure, failure, type Result, success } from '../domain/failures.ts'

/** Who was recognised by a token; nothing about what they may do. */
export interface Caller {
  readonly personId: string
  /** Null for the operator, who belongs to no region. */
  readonly regionId: string | null
  /** The request's id, under which the service's log and the audit log know it. */
  readonly correlationId?: string
}

/** One request to run a use case: who asks, and what they ask of the write itself. */
export interface Call<Output> {
  readonly caller: Caller
  /** The operation's public name, under which it stands in the audit log. */
  readonly operation: string
  /** The record that the address names, for the audit row of a refusal. */
  readonly subjectId: string | null
  /** Nothing is kept; the answer is what it would have been. */
  readonly dryRun?: boolean
  /** Whether the caller's If-Match names the record as they would see it now. */
  readonly matches?: ((view: never) => boolean) | null
  readonly idempotency?: { readonly key: string; readonly fingerprint: Buffer } | null
  /**
   * Turns the output into the answer, before anything is committed, so that an answer that cannot be
   * given leaves nothing behind. `kept` is the part that a replay may repeat: no secrets.
   */
  readonly seal: (output: Output) => { readonly answer: unknown; readonly kept: unknown }
}

/** What a use case works with: one transaction, who acts, the moment, and the audit row it leaves. */
export interface Work {
  readonly trx: Handle
  readonly actor: Actor
  readonly now: Date
  /** The region acted in and its zone; null only for the operator outside any region. */
  readonly region: Region | null
  /** What the audit row says; the last call counts. A write that records nothing is a programmer's error. */
  record(subjectType: string, subjectId: string | null, detail?: Readonly<Record<string, unknown>>): void
  /** Refuses a change when the caller's If-Match does not name this view of the record. */
  unchanged(view: unknown): Result<null>
}

/** A region as use cases see it. */
export interface Region {
  readonly id: string
  readonly name: string
  /** IANA name; every local date of the region is meant in it. */
  readonly timezone: string
}

/**
 * One thing that somebody can do. `authorise` comes first, loads what the caller means and may refuse;
 * `run` gets what it found. A replayed write is authorised again but not run.
 */
export interface UseCase<Input, Found, Output> {
  readonly kind: 'read' | 'write'
  /** Whether the operator, who belongs to no region, may ask at all. */
  readonly outsideRegions?: boolean
  authorise(work: Work, input: Input): Promise<Result<Found>>
  run(work: Work, input: Input, found: Found): Promise<Result<Output>>
}

/** A use case that changes nothing; it leaves an audit row only if it records one. */
export const reading = <Input, Found, Output>(
  parts: Omit<UseCase<Input, Found, Output>, 'kind'>,
): UseCase<Input, Found, Output> => ({ kind: 'read', ...parts })

/** A use case that changes something, and records it. */
export const writing = <Input, Found, Output>(
  parts: Omit<UseCase<Input, Found, Output>, 'kind'>,
): UseCase<Input, Found, Output> => ({ kind: 'write', ...parts })

/** The region of a use case that runs only inside one: the runner has refused everybody else. */
export const regionOf = (work: Work): Region => {
  if (work.region === null) throw new Error('a use case with outsideRegions asked for its region')
  return work.region
}

const NOTHING_HERE: Failure = { code: 'not-found', detail: 'There is nothing here for you.' }

/** The one answer to a record that is hidden and to one that does not exist. */
export const notFound = (): Result<never> => ({ ok: false, failure: NOTHING_HERE })

/** `notFound`, with what the audit log alone is told of why. */
export const hidden = (reason: string): Result<never> => ({
  ok: false,
  failure: { ...NOTHING_HERE, reason },
})

/** A refusal to somebody who may see the record but not do this. */
export const forbidden = (detail: string): Result<never> => failure('forbidden', detail)

/** Goes on when `allowed`, else refuses with a sentence. */
export const allow = (allowed: boolean, detail: string): Result<null> =>
  allowed ? success(null) : forbidden(detail)
