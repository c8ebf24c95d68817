import { seal, unseal } from '../sealing.ts'

/** How much of a document one chunk seals, in bytes. */
export const CHUNK_BYTES = 256 * 1024

/** One sealed piece of a document: nonce, ciphertext and tag in `bytes`, its place from 0, and whether it ends. */
export interface SealedChunk {
  readonly index: number
  readonly last: boolean
  readonly bytes: Buffer
}

/** A stored document is not what was sealed: changed, cut, reordered, another's, or under another key. */
export class DocumentDamaged extends Error {
  override readonly name = 'DocumentDamaged'

  constructor(documentId: string, what: string) {
    super(`Document ${documentId} is damaged: ${what}`)
  }
}

/**
 * Seals a document with AES-256-GCM, chunk by chunk, in constant memory; an empty one is a single empty chunk.
 * `key` is 32 bytes. Each chunk has a random nonce of its own, stored in front: 2^32 of them, the most that
 * NIST SP 800-38D allows one key, seal a pebibyte. The document's id, the index and the last-flag are
 * authenticated, so that a chunk opens nowhere but in its place. Seal each id once: chunks of two sealings of
 * one id could stand in for each other.
 */
export async function* sealChunks(
  key: Buffer,
  documentId: string,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<SealedChunk, void, undefined> {
  const plain = Buffer.alloc(CHUNK_BYTES)
  let filled = 0
  let index = 0
  for await (const piece of source) {
    for (let at = 0; at < piece.length; ) {
      // A full chunk waits for the next byte: only then is it known not to be the last.
      if (filled === CHUNK_BYTES) {
        yield sealChunk(key, documentId, index++, false, plain)
        filled = 0
      }
      const taken = piece.subarray(at, at + CHUNK_BYTES - filled)
      plain.set(taken, filled)
      filled += taken.length
      at += taken.length
    }
  }
  yield sealChunk(key, documentId, index, true, plain.subarray(0, filled))
}

/**
 * Opens what `sealChunks` sealed, in constant memory; `chunks` come in order of their index. A chunk is passed
 * on once it is proven, but the end only at the end: whoever forwards the bytes must abort, not finish, when
 * this throws. Throws `DocumentDamaged` for any difference from what was sealed.
 */
export async function* openChunks(
  key: Buffer,
  documentId: string,
  chunks: AsyncIterable<SealedChunk>,
): AsyncGenerator<Buffer, void, undefined> {
  let expected = 0
  let ended = false
  for await (const chunk of chunks) {
    if (ended) throw new DocumentDamaged(documentId, 'it goes on after its last chunk')
    if (chunk.index !== expected)
      throw new DocumentDamaged(documentId, `chunk ${chunk.index} stands in the place of ${expected}`)
    const plain = openChunk(key, documentId, chunk)
    expected += 1
    ended = chunk.last
    if (plain.length > 0) yield plain
  }
  if (!ended) throw new DocumentDamaged(documentId, `it ends after ${expected} chunks without its last`)
}

const sealChunk = (
  key: Buffer,
  documentId: string,
  index: number,
  last: boolean,
  plain: Buffer,
): SealedChunk => ({
  index,
  last,
  bytes: seal(key, place(documentId, index, last), plain),
})

const openChunk = (key: Buffer, documentId: string, { index, last, bytes }: SealedChunk): Buffer => {
  const plain = unseal(key, place(documentId, index, last), bytes)
  if (plain === null) throw new DocumentDamaged(documentId, `chunk ${index} does not open`)
  return plain
}

/** What binds a chunk to its place; index and flag have a fixed length, so no two places read alike. */
const place = (documentId: string, index: number, last: boolean): Buffer => {
  const position = Buffer.alloc(5)
  position.writeUInt32BE(index)
  position.writeUInt8(last ? 1 : 0, 4)
  return Buffer.concat([Buffer.from(documentId, 'utf8'), position])
}
