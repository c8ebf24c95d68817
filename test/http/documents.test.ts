import { Readable } from 'node:stream'
import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import {
  ABSENT,
  countStored,
  DOCX,
  inPieces,
  kentDocx,
  kentPdf,
  PDF,
  pdfOf,
  sha256,
  startPapers,
  upload,
} from '../fixtures/papers.ts'

void eachEngine(t, 'should give a document back as it came', async (t, database) => {
  const at = await startPapers(t, database)
  const { director, contributor } = at.people
  const paper = at.papers.Kent ?? ''
  const files = [
    { file: kentPdf, name: 'Self-assessment.pdf', type: PDF },
    { file: kentDocx, name: 'Kent’s “own” view (final) – Ω.docx', type: DOCX },
  ]
  for (const { file, name, type } of files) {
    const sent = await upload(at, director, paper, file, { name, type: `${type}; charset=binary` })
    t.match(sent, {
      status: 201,
      body: { name, mediaType: type, size: file.length, sha256: sha256(file) },
      headers: { location: `${paper}/documents/${sent.body.id}` },
    })
    const url = `${paper}/documents/${sent.body.id}`
    const headers = { authorization: `Bearer ${contributor.token}` }
    const got = await at.service.app.inject({ method: 'GET', url, headers })
    t.same(got.rawPayload, file)
    t.match(got.headers, {
      'content-type': type,
      'content-length': String(file.length),
      'content-disposition': /^attachment; filename="[\w. -]+"; filename\*=UTF-8''[\w.%-]+$/,
      etag: `"${sha256(file)}"`,
      'x-content-type-options': 'nosniff',
      'cache-control': /private/,
    })
    const [, exact] = String(got.headers['content-disposition']).split("UTF-8''")
    t.equal(decodeURIComponent(exact ?? ''), name)
    const head = await at.service.app.inject({ method: 'HEAD', url, headers })
    t.equal(head.statusCode, 200)
    t.equal(head.headers['content-length'], String(file.length))
    t.equal(head.body, '')
    t.equal((await contributor.get(url, { 'if-none-match': `"${sha256(file)}"` })).status, 304)
  }
})

void eachEngine(t, 'should show a draft to those who write it alone', async (t, database) => {
  const at = await startPapers(t, database)
  const { director, delegate, consultant, assistant } = at.people
  const paper = at.papers.Kent ?? ''
  const { body } = await upload(at, director, paper, kentPdf)
  const url = `${paper}/documents/${body.id}`
  t.equal((await delegate.get(url)).status, 200)
  t.equal((await assistant.get(url)).status, 404)
  const hidden = await consultant.get(url)
  t.equal(hidden.status, 404)
  t.equal(hidden.text, (await consultant.get(`${paper}/documents/${ABSENT}`)).text)
  await director.post(`${paper}/submissions`, { documentIds: [body.id] })
  t.equal((await consultant.get(url)).status, 200)
  t.equal((await director.get(`${at.papers.Medway}/documents/${body.id}`)).status, 404, 'of another paper')
})

void eachEngine(t, 'should keep nothing of what it refuses', async (t, database) => {
  const at = await startPapers(t, database)
  const { director, challenger, consultant } = at.people
  const paper = at.papers.Kent ?? ''
  const refusals: [number, string, Buffer | Readable, object][] = [
    [415, 'unsupported-media-type', Buffer.from('text'), { type: 'text/plain' }],
    [415, 'unsupported-media-type', Buffer.from('{}'), { type: 'application/json' }],
    [422, 'content-mismatch', kentDocx, { type: PDF }],
    [422, 'content-mismatch', kentPdf, { type: DOCX }],
    [422, 'content-mismatch', kentPdf.subarray(0, -200), {}],
    [422, 'content-mismatch', Buffer.alloc(0), {}],
    [413, 'too-large', Readable.from(inPieces(pdfOf(50, 1))), {}],
    [400, 'invalid-request', kentPdf, { name: '../etc/passwd' }],
    [400, 'invalid-request', kentPdf, { name: 'two\r\nlines.pdf' }],
    [400, 'invalid-request', kentPdf, { name: ' ' }],
  ]
  for (const [status, code, file, how] of refusals) {
    t.match(await upload(at, director, paper, file, how), { status, body: { code } }, code)
  }
  t.match(
    await upload(at, consultant, paper, kentPdf),
    { status: 400, body: { errors: [{ pointer: '?source' }] } },
    'for the authority, and so from somewhere',
  )
  const hidden = await upload(at, challenger, paper, kentPdf)
  const absent = await upload(at, challenger, `/v1/self-assessments/${ABSENT}`, kentPdf)
  t.equal(hidden.status, 404)
  t.equal(hidden.text, absent.text)
  t.same(await countStored(database), { documents: 0, chunks: 0 })
  const bare = await at.service.send({
    method: 'POST',
    url: `${paper}/documents?name=a.pdf`,
    headers: { authorization: `Bearer ${director.token}` },
  })
  t.equal(bare.status, 415, 'no type at all')
  const raw = await director.post(`${paper}/submissions`, kentPdf, { 'content-type': PDF })
  t.equal(raw.status, 415, 'bytes are no JSON')
})

void eachEngine(
  t,
  'should clear away what a killed process left, with the next upload',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { director } = at.people
    await database.pool.query(
      `insert into document (region_id, self_assessment_id, name, media_type, uploaded_by, created_at)
     select region_id, id, 'left.pdf', 'application/pdf', $1, '2019-07-01T07:59:59Z' from self_assessment
     where id = $2`,
      [director.personId, at.papers.Kent?.split('/').at(-1)],
    )
    t.same(await countStored(database), { documents: 1, chunks: 0 })
    t.equal((await upload(at, director, at.papers.Kent ?? '', kentPdf)).status, 201)
    t.same(await countStored(database), { documents: 1, chunks: 1 })
  },
)
