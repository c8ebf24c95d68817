import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { kentPdf, startPapers, upload } from '../fixtures/papers.ts'
import { ref } from '../fixtures/round.ts'
import { giveTemplate, writeChapter } from '../fixtures/self-assessments.ts'
import { appoint } from '../fixtures/service.ts'

const PRACTICE = 'quality-of-practice'
const ASKS = 'asks-and-offers'

void eachEngine(
  t,
  'should let contributors write chapters without overwriting each other',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { director, contributor, consultant, challenger, assistant, delegate } = at.people
    const draft = `${at.papers.Kent}/draft`
    t.match((await director.get(draft)).body, {
      template: null,
      chapters: [],
      openPoints: [{ pointer: '/documents' }],
    })
    await giveTemplate(at)
    t.equal((await consultant.get(draft)).status, 403, "a draft is its authors' alone")
    for (const other of [challenger, assistant]) t.equal((await other.get(draft)).status, 404)
    const empty = await contributor.get(draft)
    t.match(empty.body, {
      template: { version: 1 },
      chapters: [{ key: PRACTICE, text: '', mayWrite: true, guidance: /^What do you know/ }, { key: ASKS }],
      signatures: { needed: ['director'], given: [] },
    })
    const url = `${draft}/chapters/${PRACTICE}`
    const { etag } = (await contributor.get(url)).headers
    t.equal(etag, empty.body.chapters[0].etag, 'the draft tells each chapter’s own')
    t.equal((await contributor.patch(url, { text: 'Ours.' })).status, 428)
    const written = await contributor.patch(
      url,
      { text: 'Our front door is stable.' },
      { 'if-match': String(etag) },
    )
    t.match(written, { status: 200, body: { words: 5, changedBy: { id: contributor.personId } } })
    t.equal(
      (await delegate.patch(url, { text: 'Mine.' }, { 'if-match': String(etag) })).status,
      412,
      'too late',
    )
    const asks = { 'if-match': empty.body.chapters[1].etag }
    t.equal(
      (await contributor.patch(`${draft}/chapters/${ASKS}`, { text: 'Two.' }, asks)).status,
      200,
      'another',
    )
    t.equal((await contributor.get(`${draft}/chapters/nothing`)).status, 404)

    const second = await appoint(at.service, consultant, 'contributor of figures, Kent', {
      role: 'contributor',
      authorities: [ref('Kent')],
    })
    const contributorIds = [second.personId]
    t.equal((await writeChapter(at, contributor, ASKS, { contributorIds })).status, 403)
    t.match(await writeChapter(at, director, ASKS, { contributorIds: [assistant.personId] }), {
      status: 400,
      body: { errors: [{ pointer: '/contributorIds/0' }] },
    })
    t.match(await writeChapter(at, director, ASKS, { contributorIds }), {
      status: 200,
      body: { contributors: [{ id: second.personId }], text: 'Two.' },
    })
    t.equal((await writeChapter(at, contributor, ASKS, { text: 'No.' })).status, 403, 'not named for it')
    t.equal((await writeChapter(at, second, ASKS, { text: 'Three of them, and four more.' })).status, 200)
    t.match((await director.get(draft)).body.openPoints, [
      { pointer: `/chapters/${ASKS}`, detail: /six words|6 words: one word over its limit of 5/ },
    ])
    await giveTemplate(at, { sections: [{ key: PRACTICE, title: 'Practice' }] })
    t.match((await director.get(draft)).body, {
      template: { version: 2 },
      chapters: [{ key: PRACTICE }, { key: ASKS, asked: false, text: /^Three/ }],
      openPoints: [],
    })
    t.equal((await writeChapter(at, director, ASKS, { text: null })).status, 200)
    t.equal((await director.get(draft)).body.chapters.length, 1)
  },
)

void eachEngine(t, 'should take a retried upload once, and let a document go', async (t, database) => {
  const at = await startPapers(t, database)
  const { director, contributor, consultant } = at.people
  const paper = at.papers.Kent ?? ''
  const first = await upload(at, contributor, paper, kentPdf)
  const again = await upload(at, contributor, paper, kentPdf)
  t.equal(again.status, 201)
  t.equal(again.body.id, first.body.id, 'the same name and content is the same document')
  const other = await upload(at, contributor, paper, kentPdf, { name: 'Annex.pdf' })
  t.not(other.body.id, first.body.id)
  t.equal((await director.get(`${paper}/draft`)).body.documents.length, 2)
  const both = await Promise.all(
    [1, 2].map(() => upload(at, director, paper, kentPdf, { name: 'Twice.pdf' })),
  )
  t.equal(both[0]?.body.id, both[1]?.body.id, 'at once, too')
  t.equal((await consultant.delete(`${paper}/documents/${other.body.id}`)).status, 403)
  t.equal((await director.delete(`${paper}/documents/${other.body.id}`)).status, 204)
  t.equal((await director.delete(`${paper}/documents/${other.body.id}`)).status, 404)
  await director.post(`${paper}/submissions`, { documentIds: [first.body.id] })
  t.match(await director.delete(`${paper}/documents/${first.body.id}`), { status: 409 })
  t.not((await upload(at, director, paper, kentPdf)).body.id, first.body.id, 'of a version it is another')
})
