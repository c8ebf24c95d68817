import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { composeServices } from '../../src/compose.ts'
import { zipped } from '../../src/services/packs/zip.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { watchMemory } from '../fixtures/memory.ts'
import { filesOf, readByOthers } from '../fixtures/packs.ts'
import { acceptKent, type Papers, pdfOf, STAGES, startPapers, upload } from '../fixtures/papers.ts'
import { type Client, TEST_KEY } from '../fixtures/service.ts'

const MIB = 1024 * 1024

/** Kent's director submits documents of so many MiB each. */
const submitLarge = async (at: Papers, sizes: readonly number[]): Promise<void> => {
  const { director } = at.people
  const documentIds: string[] = []
  for (const [index, mib] of sizes.entries()) {
    const { body, text } = await upload(at, director, at.papers.Kent ?? '', pdfOf(mib, index), {
      name: `Part ${index + 1}.pdf`,
    })
    if (body.id === undefined) throw new Error(text)
    documentIds.push(body.id)
  }
  const submitted = await director.post(`${at.papers.Kent}/submissions`, { documentIds })
  if (submitted.status !== 201) throw new Error(submitted.text)
}

/** What goes wrong with a pack on its way: the name of the error, with the bytes that came before. */
const brokenBy = async (bytes: AsyncIterable<Buffer>, meanwhile: (sent: number) => Promise<void>) => {
  let sent = 0
  const pieces: Buffer[] = []
  try {
    for await (const piece of bytes) {
      sent += piece.length
      pieces.push(piece)
      await meanwhile(sent)
    }
    return { error: null, archive: Buffer.concat(pieces) }
  } catch (error) {
    return { error: (error as Error).name, archive: Buffer.concat(pieces) }
  }
}

/** Bytes that no packing makes smaller, so that an archive is as long as what is in it. */
const incompressible = (mib: number): Buffer => {
  const bytes = Buffer.alloc(mib * MIB)
  let state = 0x9e3779b9
  for (let at = 0; at < bytes.length; at += 4) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5
    bytes.writeInt32LE(state | 0, at)
  }
  bytes.write('%PDF-1.7\n')
  bytes.write('%%EOF\n', bytes.length - 6)
  return bytes
}

void eachEngine(t, 'should end as an error when the right ends on the way', async (t, database) => {
  const at = await startPapers(t, database)
  const { director, moderator, consultant } = at.people
  const documentIds: string[] = []
  for (const name of ['One.pdf', 'Two.pdf']) {
    const stored = await upload(at, director, at.papers.Kent ?? '', incompressible(8), { name })
    documentIds.push(stored.body.id)
  }
  await director.post(`${at.papers.Kent}/submissions`, { documentIds })
  const assignment = await acceptKent(at, moderator)
  const { packs } = composeServices(database, () => new Date(STAGES.writing), TEST_KEY)
  const caller = { personId: moderator.personId, regionId: at.regionId }
  const opened = await packs.forModerator(caller, assignment.split('/').at(-1) ?? '')
  if (!opened.ok) throw new Error(opened.failure.detail)
  let declared = false
  const { error, archive } = await brokenBy(opened.value.bytes, async (sent) => {
    if (declared || sent < MIB) return
    declared = true
    const conflict = { type: 'other', reason: 'Found.' }
    const reply = await moderator.post(`${assignment}/declare-conflict`, conflict)
    if (reply.status !== 200) throw new Error(reply.text)
  })
  t.ok(declared, 'in the middle of the first document')
  t.equal(error, 'DocumentDamaged')
  t.ok(archive.length < 6 * MIB, `after ${archive.length} bytes: what was already on its way, and no more`)
  t.throws(() => filesOf(archive), 'what came opens as no archive')
  const { body } = await consultant.get('/v1/audit-entries?limit=500')
  const read = body.items.filter(({ action }: { action: string }) => action === 'downloadDocument')
  t.equal(read.length, 1, 'the second document was not opened')
})

void eachEngine(
  t,
  'should end as an error when the right ends between two documents',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { moderator, consultant } = at.people
    await submitLarge(at, [1, 1])
    const assignment = await acceptKent(at, moderator)
    let now = new Date(STAGES.writing)
    const { packs } = composeServices(database, () => now, TEST_KEY)
    const caller = { personId: moderator.personId, regionId: at.regionId }
    const opened = await packs.forModerator(caller, assignment.split('/').at(-1) ?? '')
    if (!opened.ok) throw new Error(opened.failure.detail)
    now = new Date('2999-01-01T00:00:00Z')
    const posts = await consultant.get(`/v1/appointments?personId=${moderator.personId}`)
    const { headers } = await consultant.get(`/v1/appointments/${posts.body.items[0].id}`)
    await consultant.patch(
      `/v1/appointments/${posts.body.items[0].id}`,
      { until: '2020-01-01' },
      { 'if-match': headers.etag ?? '' },
    )
    const { error, archive } = await brokenBy(opened.value.bytes, async () => {})
    t.equal(error, 'PackBrokenOff')
    t.throws(() => filesOf(archive))
  },
)

void eachEngine(t, 'should break the connection off rather than finish', async (t, database) => {
  const at = await startPapers(t, database)
  await submitLarge(at, [2])
  const assignment = await acceptKent(at, at.people.moderator)
  const send = await overHttp(at)
  const received = async (): Promise<Buffer | 'broken'> => {
    const sent = send(`${assignment}/pack`, at.people.moderator)
    sent.end()
    try {
      const [response] = (await once(sent, 'response')) as [IncomingMessage]
      return Buffer.concat(await response.toArray())
    } catch {
      return 'broken'
    }
  }
  const whole = await received()
  t.ok(whole !== 'broken' && filesOf(whole).has('1 Submission/Part 1.pdf'))
  await database.pool.query('delete from document_chunk where last')
  t.equal(await received(), 'broken')
})

void eachEngine(t, 'should carry some 200 MB in constant memory', async (t, database) => {
  const at = await startPapers(t, database)
  await submitLarge(at, [49, 49, 49, 49])
  const assignment = await acceptKent(at, at.people.moderator)
  const send = await overHttp(at)
  const watch = watchMemory()
  const sent = send(`${assignment}/pack`, at.people.moderator)
  sent.end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  // The documents compress well, so that memory is looked at by what is read of them, not by what comes.
  const pieces: Buffer[] = []
  for await (const piece of watch.each(response, 16 * 1024)) pieces.push(piece)
  const archive = Buffer.concat(pieces)
  const files = filesOf(archive)
  t.equal(files.size, 6)
  for (const index of [0, 1, 2, 3])
    t.ok(files.get(`1 Submission/Part ${index + 1}.pdf`)?.equals(pdfOf(49, index)), `part ${index + 1}`)
  t.comment(`grew by ${watch.grown()} MiB, the archive itself ${Math.round(archive.length / MIB)} MiB`)
  t.ok(watch.grown() < 24, `${watch.grown()} MiB`)
})

t.test('an archive of more than 4 GiB opens, in the form for that', { timeout: 240_000 }, async (t) => {
  const piece = Buffer.alloc(8 * MIB)
  const gibibytes = function* () {
    for (let nth = 0; nth < 520; nth++) yield piece
  }
  const entries = [
    { path: 'large.bin', open: async () => gibibytes() },
    { path: 'after.txt', open: async () => [Buffer.from('After it.')] },
  ]
  const pieces: Buffer[] = []
  for await (const each of zipped(entries, new Date(STAGES.writing))) pieces.push(each)
  const found = readByOthers(Buffer.concat(pieces))
  if (found === null) return t.pass('no python3 here')
  t.same([...found.keys()], ['large.bin', 'after.txt'])
})

const overHttp = async ({ service }: Papers) => {
  await service.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = service.app.server.address() as AddressInfo
  return (path: string, client: Client) =>
    request({ port, path, headers: { authorization: `Bearer ${client.token}` }, agent: false })
}
