import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { kentPdf, move, offerKent, startPapers, submitKent, upload } from '../fixtures/papers.ts'

void eachEngine(t, 'should keep versions growing, each with documents of its own', async (t, database) => {
  const at = await startPapers(t, database)
  const { director, contributor, challenger, consultant } = at.people
  const paper = at.papers.Kent ?? ''
  const { submission } = await submitKent(at)
  t.match(submission, { status: 201, body: { version: 1, documents: [{ mediaType: 'application/pdf' }] } })
  t.match(submission.headers, { location: `${paper}/submissions` })
  const used = submission.body.documents[0].id
  const { body: other } = await upload(at, challenger, at.papers.Medway ?? '', kentPdf)
  const { body: fresh } = await upload(at, contributor, paper, kentPdf, { name: 'Annex.pdf' })
  for (const documentIds of [
    [used],
    [other.id],
    ['00000000-0000-4000-8000-000000000000'],
    [fresh.id, fresh.id],
  ]) {
    const refused = await director.post(`${paper}/submissions`, { documentIds })
    t.match(refused, { status: 400, body: { errors: [{ pointer: /^\/documentIds\/[01]$/ }] } })
  }
  t.match(
    await director.post(`${paper}/submissions`, {}),
    { status: 409, body: { code: 'wrong-state' } },
    'what nobody signed off is not submitted',
  )
  const sections = [{ title: 'Front door', text: 'Line one\nline two' }]
  const key = { 'idempotency-key': 'second' }
  const body = { sections, documentIds: [fresh.id], note: 'With an annex.' }
  t.match(
    await contributor.post(`${paper}/submissions`, body),
    { status: 409, body: { code: 'wrong-state' } },
    'the director signs, whoever submits',
  )
  const second = await director.post(`${paper}/submissions`, body, key)
  t.match(second, { status: 201, body: { version: 2, sections, note: 'With an annex.' } })
  t.same((await director.post(`${paper}/submissions`, body, key)).body, second.body)
  t.match(
    await consultant.post(`${paper}/submissions`, { sections }),
    { status: 400, body: { errors: [{ pointer: '/source' }] } },
    'for an authority, only by its wish',
  )
  t.equal((await challenger.post(`${paper}/submissions`, { sections })).status, 404)
  const both = await Promise.all([1, 2].map(() => director.post(`${paper}/submissions`, { sections })))
  t.same(both.map(({ status, body }) => [status, body.version]).sort(), [
    [201, 3],
    [201, 4],
  ])
  const page = await director.get(`${paper}/submissions?limit=3`)
  t.same(
    page.body.items.map(({ version }: { version: number }) => version),
    [1, 2, 3],
  )
  const rest = await director.get(`${paper}/submissions?limit=3&cursor=${page.body.nextCursor}`)
  t.match(rest.body, { items: [{ version: 4 }], nextCursor: null })

  const { headers } = await consultant.get(`/v1/rounds/${at.roundId}`)
  const opened = await consultant.patch(
    `/v1/rounds/${at.roundId}`,
    { state: 'open' },
    { 'if-match': headers.etag ?? '' },
  )
  await consultant.patch(
    `/v1/rounds/${at.roundId}`,
    { state: 'closed' },
    { 'if-match': opened.headers.etag ?? '' },
  )
  t.match(await director.post(`${paper}/submissions`, { sections }), {
    status: 409,
    body: { code: 'wrong-state' },
  })
})

void eachEngine(t, 'should show an office who may read its paper, and who did', async (t, database) => {
  const at = await startPapers(t, database)
  const { consultant, moderator, director, assistant } = at.people
  const { document } = await submitKent(at)
  await move(moderator, await offerKent(at, moderator), 'accept')
  await moderator.get(document)
  const readers = await assistant.get(`${at.papers.Kent}/readers`)
  t.equal(readers.status, 200, 'an assistant keeps the list without reading the paper')
  const bases = readers.body.mayRead.map(
    ({ basis, now }: { basis: string; now: boolean }) => `${basis}${now ? '' : ' later'}`,
  )
  t.same(bases.sort(), [
    'challenger later',
    'challenger later',
    'consultant',
    'contributor',
    'delegate',
    'director',
    'moderator',
  ])
  const past = readers.body.haveRead.find(
    ({ person }: { person: { id: string } }) => person.id === moderator.personId,
  )
  t.match(past, { reads: 1, person: { name: 'moderator, Oxfordshire' } })
  t.equal((await consultant.get(`${at.papers.Kent}/readers`)).status, 200)
  t.equal((await moderator.get(`${at.papers.Kent}/readers`)).status, 404)
  t.equal((await director.get(`${at.papers.Medway}/readers`)).status, 404)
})
