import { createHash } from 'node:crypto'
import type { Failure } from '../../domain/failures.ts'

const KIB = 1024
const MIB = 1024 * KIB

/** The most that one document may hold, in bytes: 50 MiB. */
export const MAX_DOCUMENT_BYTES = 50 * MIB

/** The part of an office file's table of contents that stands first in it, and far more than a signature. */
const HEAD_BYTES = 256 * KIB

/** A zip archive's directory stands at its end: this holds one of some 5,000 parts. */
const TAIL_BYTES = 512 * KIB

/** Bytes on their way, and what is known of them at the end. */
export interface Observed<T> {
  readonly bytes: AsyncIterable<Uint8Array>
  /** What was seen; throws until `bytes` has been read to its end. */
  readonly result: () => T
}

/** What a document turned out to be once it had passed. */
export interface Measure {
  /** In bytes. */
  readonly size: number
  /** Of the whole content, 32 bytes. */
  readonly sha256: Buffer
}

/** A document's two ends (the same bytes twice when it is short), to judge it without holding it whole. */
export interface ContentSample {
  readonly head: Buffer
  readonly tail: Buffer
  /** Of the whole content, in bytes. */
  readonly size: number
}

/** Ends a stream that holds more than it may; `failure` is the refusal to answer with. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge'
  readonly failure: Failure

  constructor(max: number) {
    const most = max >= MIB ? `${Number((max / MIB).toFixed(1))} MB` : `${max} bytes`
    const detail = `The document is larger than ${most}, the most that one may hold.`
    super(detail)
    this.failure = { code: 'too-large', detail }
  }
}

/** Passes on at most `max` bytes; throws `TooLarge` at the first piece that goes beyond, and drops that piece. */
export async function* limited(
  source: AsyncIterable<Uint8Array>,
  max: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let size = 0
  for await (const piece of source) {
    size += piece.length
    if (size > max) throw new TooLarge(max)
    yield piece
  }
}

/** Passes bytes on, counting and hashing them. */
export const measured = (source: AsyncIterable<Uint8Array>): Observed<Measure> => {
  const hash = createHash('sha256')
  let size = 0
  const see = (piece: Uint8Array) => {
    hash.update(piece)
    size += piece.length
  }
  return observed(source, see, () => ({ size, sha256: hash.digest() }))
}

/** Passes bytes on, keeping the two ends of them in constant memory (768 KiB). */
export const sampled = (source: AsyncIterable<Uint8Array>): Observed<ContentSample> => {
  const head = Buffer.alloc(HEAD_BYTES)
  const ring = Buffer.alloc(TAIL_BYTES)
  let size = 0
  const see = (piece: Uint8Array) => {
    if (size < HEAD_BYTES) head.set(piece.subarray(0, HEAD_BYTES - size), size)
    const kept = piece.subarray(-TAIL_BYTES)
    const at = (size + piece.length - kept.length) % TAIL_BYTES
    ring.set(kept.subarray(0, TAIL_BYTES - at), at)
    ring.set(kept.subarray(TAIL_BYTES - at), 0)
    size += piece.length
  }
  return observed(source, see, () => {
    const start = size % TAIL_BYTES
    const tail =
      size < TAIL_BYTES
        ? ring.subarray(0, size)
        : Buffer.concat([ring.subarray(start), ring.subarray(0, start)])
    return { head: head.subarray(0, size), tail, size }
  })
}

const observed = <T>(
  source: AsyncIterable<Uint8Array>,
  see: (piece: Uint8Array) => void,
  conclude: () => T,
): Observed<T> => {
  let seen: { readonly value: T } | null = null
  const pass = async function* () {
    for await (const piece of source) {
      see(piece)
      yield piece
    }
    seen = { value: conclude() }
  }
  return {
    bytes: pass(),
    result: () => {
      if (seen === null) throw new Error('the bytes have not been read to their end')
      return seen.value
    },
  }
}
