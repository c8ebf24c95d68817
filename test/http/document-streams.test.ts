import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { composeServices } from '../../src/compose.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { watchMemory } from '../fixtures/memory.ts'
import {
  countStored,
  inPieces,
  type Papers,
  PDF,
  pdfOf,
  sha256,
  startPapers,
  upload,
} from '../fixtures/papers.ts'
import { type Client, TEST_KEY } from '../fixtures/service.ts'

const MIB = 1024 * 1024

/** Speaks HTTP over a socket, for what an injected request cannot show: streams, and connections that break. */
const overHttp = async ({ service }: Papers) => {
  await service.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = service.app.server.address() as AddressInfo
  return (method: string, path: string, client: Client, headers: Record<string, string | number> = {}) =>
    request({
      port,
      method,
      path,
      headers: { authorization: `Bearer ${client.token}`, ...headers },
      agent: false,
    })
}

void eachEngine(t, 'should leave nothing of an upload that breaks off', async (t, database) => {
  const at = await startPapers(t, database)
  const send = await overHttp(at)
  const { director } = at.people
  const path = `${at.papers.Kent}/documents?name=a.pdf`
  const upload = send('POST', path, director, { 'content-type': PDF, 'content-length': 5 * MIB })
  upload.on('error', () => {})
  upload.write(pdfOf(2))
  const until = async (what: string, holds: (kept: { documents: number; chunks: number }) => boolean) => {
    for (let tries = 0; tries < 100; tries++) {
      if (holds(await countStored(database))) return t.pass(what)
      await pause(50)
    }
    return t.fail(what)
  }
  await until('chunks arrive while it flows', ({ chunks }) => chunks > 2)
  upload.destroy()
  await until('nothing is left', ({ documents, chunks }) => documents === 0 && chunks === 0)
})

void eachEngine(t, 'should break off rather than finish a damaged document', async (t, database) => {
  const at = await startPapers(t, database)
  const send = await overHttp(at)
  const { director } = at.people
  const { body } = await upload(at, director, at.papers.Kent ?? '', pdfOf(1))
  const path = `${at.papers.Kent}/documents/${body.id}`
  const received = async (): Promise<number | 'broken'> => {
    const sent = send('GET', path, director)
    sent.end()
    try {
      const [response] = (await once(sent, 'response')) as [IncomingMessage]
      let size = 0
      for await (const piece of response) size += piece.length
      return response.statusCode === 200 ? size : 'broken'
    } catch {
      return 'broken'
    }
  }
  t.equal(await received(), MIB)
  const damages = [
    'update document_chunk set bytes = set_byte(bytes, 100, 255 - get_byte(bytes, 100)) where index = 2',
    'delete from document_chunk where last',
  ]
  for (const damage of damages) {
    await database.pool.query(damage)
    t.equal(await received(), 'broken')
  }
})

void eachEngine(t, 'should break off when the right to read ends on the way', async (t, database) => {
  const at = await startPapers(t, database)
  const { director, consultant } = at.people
  const { body } = await upload(at, director, at.papers.Kent ?? '', pdfOf(6))
  const selfAssessmentId = at.papers.Kent?.split('/').at(-1) ?? ''
  const { papers } = composeServices(database, () => new Date('2019-07-01T09:00:00Z'), TEST_KEY)
  const caller = { personId: director.personId, regionId: at.regionId }
  const opened = await papers.download(caller, { holderId: selfAssessmentId, documentId: body.id })
  if (!opened.ok) throw new Error(opened.failure.detail)
  const bytes = opened.value.bytes[Symbol.asyncIterator]()
  let sent = (await bytes.next()).value?.length ?? 0
  t.ok(sent > 0)
  const conflict = {
    personId: director.personId,
    authorityId: at.authorities.Kent,
    type: 'other',
    reason: 'Found.',
  }
  t.equal((await consultant.post('/v1/conflicts', conflict)).status, 201)
  const rest = async () => {
    for await (const piece of { [Symbol.asyncIterator]: () => bytes }) sent += piece.length
  }
  await t.rejects(rest(), { name: 'DocumentDamaged' })
  t.ok(sent <= 3 * MIB, `after ${sent} bytes: what was already fetched, and no more`)
})

void eachEngine(t, 'should carry 50 MiB in constant memory, both ways', async (t, database) => {
  const at = await startPapers(t, database)
  const send = await overHttp(at)
  const { director } = at.people
  const whole = pdfOf(50)
  const digest = sha256(whole)
  const sending = send('POST', `${at.papers.Kent}/documents?name=a.pdf`, director, {
    'content-type': PDF,
    'content-length': whole.length,
  })
  const uploading = watchMemory()
  Readable.from(uploading.each(inPieces(whole))).pipe(sending)
  const [answer] = (await once(sending, 'response')) as [IncomingMessage]
  const { id, sha256: found } = JSON.parse(Buffer.concat(await answer.toArray()).toString())
  t.equal(answer.statusCode, 201)
  t.equal(found, digest)

  const receiving = send('GET', `${at.papers.Kent}/documents/${id}`, director)
  const downloading = watchMemory()
  receiving.end()
  const [response] = (await once(receiving, 'response')) as [IncomingMessage]
  const hash = createHash('sha256')
  for await (const piece of downloading.each(response)) hash.update(piece)
  t.equal(hash.digest('hex'), digest)
  const grown = { uploading: uploading.grown(), downloading: downloading.grown() }
  t.comment(`grew by ${grown.uploading} MiB uploading, ${grown.downloading} MiB downloading`)
  // A chunk is 256 KiB and the sample 768 KiB; the rest is sockets and what a slow machine has in flight.
  t.ok(grown.uploading < 8, `${grown.uploading} MiB while uploading`)
  t.ok(grown.downloading < 8, `${grown.downloading} MiB while downloading`)
})
