import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import {
  CHUNK_BYTES,
  DocumentDamaged,
  openChunks,
  type SealedChunk,
  sealChunks,
} from '../../../src/services/papers/cipher.ts'
import { collect, inPieces } from './bytes.ts'

const key = randomBytes(32)
const ID = '0b0f4a52-7d0a-4f0e-9a53-0e2f5d3b7c11'

const sealed = async (bytes: Uint8Array, pieceBytes?: number, id = ID): Promise<SealedChunk[]> => {
  const chunks: SealedChunk[] = []
  for await (const chunk of sealChunks(key, id, inPieces(bytes, pieceBytes))) chunks.push(chunk)
  return chunks
}

async function* stored(chunks: readonly SealedChunk[]) {
  yield* chunks
}

const opened = (chunks: readonly SealedChunk[], id = ID, withKey = key): Promise<Buffer> =>
  collect(openChunks(withKey, id, stored(chunks)))

t.test('should open what was sealed, whatever the bytes and however they came', async (t) => {
  const around = fc.integer({ min: -2, max: 2 })
  const sizes = fc.oneof(
    fc.nat(5000),
    fc.tuple(fc.integer({ min: 1, max: 3 }), around).map(([chunks, more]) => chunks * CHUNK_BYTES + more),
  )
  await fc.assert(
    fc.asyncProperty(sizes, fc.integer({ min: 1, max: 2 * CHUNK_BYTES }), async (size, pieceBytes) => {
      const bytes = randomBytes(size)
      const chunks = await sealed(bytes, Math.max(pieceBytes, Math.ceil(size / 500)))
      t.equal(chunks.length, Math.max(1, Math.ceil(size / CHUNK_BYTES)))
      t.ok(
        chunks.every((chunk, index) => chunk.index === index && chunk.last === (index === chunks.length - 1)),
      )
      t.ok(bytes.equals(await opened(chunks)))
    }),
    { numRuns: 60 },
  )
})

t.test('should seal an empty document as one chunk, and pieces without bytes as nothing', async (t) => {
  const [only, ...more] = await sealed(Buffer.alloc(0))
  t.match(only, { index: 0, last: true })
  t.same(more, [])
  t.equal((await opened([only as SealedChunk])).length, 0)
})

t.test('should never seal the same content alike', async (t) => {
  const [first] = await sealed(Buffer.from('the same'))
  const [second] = await sealed(Buffer.from('the same'))
  t.notSame(first?.bytes, second?.bytes)
  t.notOk(first?.bytes.includes('the same'))
})

const three = await sealed(randomBytes(2 * CHUNK_BYTES + 700))
const [first, second, third] = three as [SealedChunk, SealedChunk, SealedChunk]

t.test('should notice every flipped bit', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.nat(2), fc.nat(), fc.nat(7), async (which, where, bit) => {
      const chunks = three.map((chunk) => ({ ...chunk, bytes: Buffer.from(chunk.bytes) }))
      const bytes = chunks[which]?.bytes as Buffer
      const at = where % bytes.length
      bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
      await t.rejects(opened(chunks), DocumentDamaged)
    }),
    { numRuns: 100 },
  )
})

t.test('should notice a chunk that is missing, doubled, moved, cut or extended', async (t) => {
  const tampered: Record<string, SealedChunk[]> = {
    nothing: [],
    'without its last': [first, second],
    'without its first': [second, third],
    'without its middle': [first, third],
    reordered: [second, first, third],
    doubled: [first, first, second, third],
    'going on after its last': [first, second, third, third],
    'renumbered to close a gap': [first, { ...third, index: 1 }],
    'renumbered to change places': [{ ...second, index: 0 }, { ...first, index: 1 }, third],
    'ended early': [first, { ...second, last: true }],
    'never ended': [first, second, { ...third, last: false }],
    'empty chunk': [{ ...first, bytes: Buffer.alloc(0) }, second, third],
    'too short for a tag': [{ ...first, bytes: Buffer.alloc(27) }, second, third],
    'one byte short': [{ ...first, bytes: first.bytes.subarray(0, -1) }, second, third],
    'one byte long': [{ ...first, bytes: Buffer.concat([first.bytes, Buffer.alloc(1)]) }, second, third],
  }
  for (const [what, chunks] of Object.entries(tampered))
    await t.rejects(opened(chunks), DocumentDamaged, what)
})

t.test('should notice a chunk after the last, though it is genuine in that place', async (t) => {
  const longer = await sealed(randomBytes(3 * CHUNK_BYTES + 1))
  await t.rejects(opened([...three, longer[3] as SealedChunk]), { message: /goes on after its last/ })
})

t.test('should notice another key, and chunks of another document', async (t) => {
  await t.rejects(opened(three, ID, randomBytes(32)), DocumentDamaged)
  await t.rejects(opened(three, 'another document'), DocumentDamaged)
  const other = await sealed(randomBytes(2 * CHUNK_BYTES + 700), undefined, 'another document')
  await t.rejects(opened([first, other[1] as SealedChunk, third]), DocumentDamaged)
})

t.test('should pass on no byte of a chunk that does not open', async (t) => {
  const bytes = Buffer.from(second.bytes)
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1
  let passed = 0
  await t.rejects(async () => {
    for await (const piece of openChunks(key, ID, stored([first, { ...second, bytes }, third])))
      passed += piece.length
  }, DocumentDamaged)
  t.equal(passed, CHUNK_BYTES)
})

t.test('should name the document in the error and nothing of its content or key', async (t) => {
  await t.rejects(opened([first]), {
    message: `Document ${ID} is damaged: it ends after 1 chunks without its last`,
  })
})

t.test('should hold one chunk at a time, not the document', async (t) => {
  let given = 0
  const endless = async function* () {
    const piece = Buffer.alloc(64 * 1024)
    for (;;) {
      given += piece.length
      yield piece
    }
  }
  let read = 0
  for await (const piece of openChunks(key, ID, sealChunks(key, ID, endless()))) {
    read += piece.length
    t.ok(given - read <= 64 * 1024, 'at most one piece ahead')
    if (read >= 20 * CHUNK_BYTES) break
  }
  t.equal(read, 20 * CHUNK_BYTES)
})

t.test('should pass on the failure of its source', async (t) => {
  const broken = async function* () {
    yield Buffer.alloc(10)
    throw new Error('the connection broke')
  }
  await t.rejects(
    collect(
      (async function* () {
        for await (const chunk of sealChunks(key, ID, broken())) yield chunk.bytes
      })(),
    ),
    /the connection broke/,
  )
})
