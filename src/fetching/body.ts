import { PassThrough, type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

/**
 * The ways of packing that are read. Deflate is read where it comes but not asked for: servers mean two forms by it,
 * and only the one with a header is read.
 */
const DECODERS: Record<string, () => Transform> = {
  identity: () => new PassThrough(),
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/** What is asked for (Accept-Encoding). */
export const ACCEPTED = 'gzip, br'

/** Whether a body that is packed so (Content-Encoding) is read. */
export const isReadable = (encoding: string): boolean => Object.hasOwn(DECODERS, encoding)

/** Thrown where a body is larger than may be. */
export class TooLarge extends Error {}

/** Passes a stream on until it is more than `most` bytes, and hands each chunk to `keep`. */
const atMost = (most: number, keep: (chunk: Buffer) => void = () => undefined) => {
  let bytes = 0
  return new Transform({
    transform: (chunk: Buffer, _, done) => {
      bytes += chunk.length
      if (bytes > most) return done(new TooLarge())
      keep(chunk)
      done(null, chunk)
    },
  })
}

/** A body unpacked; throws `TooLarge` where it has more than `most` bytes, as sent or as decoded. */
export const readBody = async (
  body: Readable,
  encoding: string,
  most: number,
  signal: AbortSignal,
): Promise<Buffer> => {
  const kept: Buffer[] = []
  const decoder = DECODERS[encoding]?.() ?? new PassThrough()
  const last = atMost(most, (chunk) => kept.push(chunk)).resume()
  await pipeline([body, atMost(most), decoder, last], { signal })
  return Buffer.concat(kept)
}
