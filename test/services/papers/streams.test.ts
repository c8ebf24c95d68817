import { createHash } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import {
  limited,
  MAX_DOCUMENT_BYTES,
  measured,
  sampled,
  TooLarge,
} from '../../../src/services/papers/streams.ts'
import { collect, inPieces } from './bytes.ts'

const pieces = fc.tuple(fc.uint8Array({ maxLength: 2000 }), fc.integer({ min: 1, max: 300 }))

t.test('should measure what passes, unchanged', async (t) => {
  await fc.assert(
    fc.asyncProperty(pieces, async ([bytes, pieceBytes]) => {
      const passing = measured(inPieces(bytes, pieceBytes))
      t.same(await collect(passing.bytes), Buffer.from(bytes))
      t.same(passing.result(), { size: bytes.length, sha256: createHash('sha256').update(bytes).digest() })
      t.same(passing.result(), passing.result(), 'may be asked twice')
    }),
    { numRuns: 50 },
  )
})

t.test('should not give a result before the end', async (t) => {
  const passing = measured(inPieces(Buffer.from('abc'), 1))
  t.throws(() => passing.result(), /not been read/)
  for await (const _ of passing.bytes) break
  t.throws(() => passing.result(), /not been read/)
})

t.test('should pass what is within the limit and stop what is beyond, without reading on', async (t) => {
  await fc.assert(
    fc.asyncProperty(pieces, async ([bytes, pieceBytes]) => {
      t.same(await collect(limited(inPieces(bytes, pieceBytes), bytes.length)), Buffer.from(bytes))
      if (bytes.length === 0) return
      const taken = { bytes: 0 }
      const beyond = limited(counted(inPieces(bytes, pieceBytes), taken), bytes.length - 1)
      await t.rejects(collect(beyond), TooLarge)
    }),
    { numRuns: 50 },
  )
  const taken = { bytes: 0 }
  await t.rejects(collect(limited(counted(inPieces(Buffer.alloc(1000), 10), taken), 95)), TooLarge)
  t.equal(taken.bytes, 100)
})

t.test('should refuse a document over the limit in words', async (t) => {
  t.match(new TooLarge(MAX_DOCUMENT_BYTES), {
    failure: { code: 'too-large', detail: /larger than 50 MB/ },
  })
})

t.test('should keep both ends of what passes', async (t) => {
  const bytes = Buffer.alloc(2 * 1024 * 1024)
  for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(at, at)
  for (const size of [0, 1, 1000, 262144, 262145, 524287, 524288, 524289, 1048576, bytes.length]) {
    for (const pieceBytes of [977, 65536, 524288, 600000, bytes.length]) {
      const content = bytes.subarray(0, size)
      const passing = sampled(inPieces(content, pieceBytes))
      t.ok(content.equals(await collect(passing.bytes)), 'passes unchanged')
      const { head, tail, size: seen } = passing.result()
      t.equal(seen, size)
      t.ok(head.equals(content.subarray(0, 262144)), `head of ${size} in ${pieceBytes}`)
      t.ok(tail.equals(content.subarray(-524288)), `tail of ${size} in ${pieceBytes}`)
    }
  }
})

async function* counted(source: AsyncIterable<Uint8Array>, taken: { bytes: number }) {
  for await (const piece of source) {
    taken.bytes += piece.length
    yield piece
  }
}
