import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import {
  kentPdf,
  moderateKent,
  move,
  offerKent,
  type Papers,
  PDF,
  type Person,
  reached,
  STAGES,
  startPapers,
  submitKent,
} from '../fixtures/papers.ts'
import type { Reply } from '../fixtures/service.ts'

const YEAR = { title: 'Memorandum 2019-20', body: 'We keep it among ourselves.', from: '2019-07-01' }

const publish = async (at: Papers, changes: object = {}): Promise<string> => {
  const { status, text, body } = await at.people.consultant.post('/v1/memoranda', { ...YEAR, ...changes })
  if (status !== 201) throw new Error(text)
  return `/v1/memoranda/${body.id}`
}

const accept = (at: Papers, memorandum: string, person: Person): Promise<Reply> =>
  at.people[person].post(`${memorandum}/acceptances`)

void eachEngine(
  t,
  'should close others’ papers until the memorandum in force is accepted',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { document } = await moderateKent(at)
    at.service.setClock(STAGES.released)
    const status = async (person: Person) => (await at.people[person].get(document)).status
    t.equal(await status('challenger'), 200, 'a region without a memorandum binds nobody')
    const first = await publish(at, { from: '2019-09-13' })
    for (const person of ['challenger', 'moderator'] as const) {
      t.equal(await status(person), 404, `${person} has not accepted`)
      t.match(await reached(at, database, person, STAGES.released), { document: 0, submission: 0 })
    }
    for (const person of ['director', 'delegate', 'consultant'] as const) t.equal(await status(person), 200)
    t.equal((await accept(at, first, 'challenger')).status, 201)
    t.equal(await status('challenger'), 200)
    t.match(await reached(at, database, 'challenger', STAGES.released), { document: 1, submission: 1 })
    t.equal(await status('moderator'), 404, 'each for themselves')

    const second = await publish(at, { title: 'Memorandum 2020-21', from: '2019-10-01' })
    t.equal(await status('challenger'), 200, 'until the next is in force')
    at.service.setClock('2019-09-30T23:00:00Z')
    t.equal(await status('challenger'), 404, 'from its midnight on')
    t.match(await reached(at, database, 'challenger', '2019-09-30T23:00:00Z'), { document: 0 })
    const accepted = await accept(at, second, 'challenger')
    t.equal(await status('challenger'), 200)
    at.service.setClock('2019-10-02T09:00:00Z')
    const again = await accept(at, second, 'challenger')
    t.equal(again.body.acceptedAt, accepted.body.acceptedAt, 'the first acceptance stands')
    const { body } = await at.people.consultant.get(`${second}/acceptances`)
    const names = (accepted: boolean) =>
      body.items
        .filter((each: { acceptedAt: string | null }) => (each.acceptedAt !== null) === accepted)
        .map(({ person }: { person: { name: string } }) => person.name)
    t.same(names(true), ['Director, Medway'])
    t.ok(names(false).includes('moderator, Oxfordshire'))
    t.equal((await at.people.director.get(`${second}/acceptances`)).status, 403)
    t.match((await at.people.challenger.get('/v1/memoranda')).body.items, [
      { version: 1, inForce: false },
      { version: 2, inForce: true, acceptedAt: accepted.body.acceptedAt },
    ])
  },
)

void eachEngine(t, 'should let nobody accept a moderation before the memorandum', async (t, database) => {
  const at = await startPapers(t, database)
  await submitKent(at)
  const memorandum = await publish(at)
  const assignment = await offerKent(at, at.people.moderator)
  t.match(await move(at.people.moderator, assignment, 'accept'), {
    status: 403,
    body: { detail: /Accept the memorandum in force first/ },
  })
  await accept(at, memorandum, 'moderator')
  const taken = await move(at.people.moderator, assignment, 'accept')
  t.match(taken, { status: 200, body: { submission: { version: 1 } } })
})

void eachEngine(
  t,
  'should record signatures by office, with scans, and say who has not signed',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { consultant, director, assistant, challenger, moderator } = at.people
    const memorandum = await publish(at, { signatories: ['director', 'lead-member'] })
    const scan = await at.service.send({
      method: 'POST',
      url: `${memorandum}/documents?name=signed.pdf`,
      headers: { authorization: `Bearer ${assistant.token}`, 'content-type': PDF },
      payload: kentPdf,
    })
    t.equal(scan.status, 201, scan.text)
    const sign = (client: typeof director, changes: object = {}) =>
      client.post(`${memorandum}/signatures`, {
        authorityId: at.authorities.Kent,
        office: 'director',
        signedOn: '2019-06-28',
        ...changes,
      })
    const signed = await sign(assistant, { documentId: scan.body.id })
    t.match(signed, {
      status: 201,
      body: { signatures: [{ authority: { name: 'Kent' }, office: 'director', documentId: scan.body.id }] },
    })
    t.equal(signed.body.unsigned.length, 8 * 2 - 1)
    const file = `${memorandum}/documents/${scan.body.id}`
    for (const [client, status] of [
      [consultant, 200],
      [assistant, 200],
      [director, 200],
      [challenger, 404],
      [moderator, 404],
    ] as const)
      t.equal((await client.get(file)).status, status)
    t.equal((await sign(director)).status, 409, 'once')
    t.equal((await sign(challenger)).status, 403, 'each its own')
    t.equal((await sign(director, { office: 'chief-executive' })).status, 400, 'not asked')
    t.equal(
      (await sign(consultant, { office: 'lead-member', signedOn: '2019-07-02' })).status,
      400,
      'to come',
    )
    t.equal(
      (await sign(consultant, { office: 'lead-member', documentId: at.roundId })).status,
      400,
      'no scan',
    )
    const [{ id }] = signed.body.signatures
    t.equal((await director.delete(`${memorandum}/signatures/${id}`)).status, 403)
    t.equal((await consultant.delete(`${memorandum}/signatures/${id}`)).status, 204)
    t.equal((await consultant.delete(`${memorandum}/signatures/${id}`)).status, 404)
    t.equal((await director.get(memorandum)).body.unsigned.length, 16)
  },
)

void eachEngine(
  t,
  'should publish versions in the order of their days, and change none',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { consultant, director, stranger } = at.people
    const memorandum = await publish(at)
    const post = (changes: object, client = consultant) =>
      client.post('/v1/memoranda', { ...YEAR, ...changes })
    t.match(await post({ from: '2019-06-30' }), { status: 400, body: { errors: [{ pointer: '/from' }] } })
    t.equal((await post({})).status, 400, 'not on the same day')
    t.equal((await post({ from: '2019-09-01' }, director)).status, 403)
    t.equal((await post({ from: '2019-09-01', signatories: ['director', 'director'] })).status, 400)
    const blank = await director.get(`${memorandum}/blank`)
    t.match(blank.headers['content-type'], 'text/plain')
    t.match(
      blank.text,
      /Version 1, in force from Monday 1 July 2019[\s\S]*among ourselves[\s\S]*Director of children's services/,
    )
    t.equal((await stranger.get(memorandum)).status, 404)
    t.equal((await accept(at, memorandum, 'stranger')).status, 404)
    for (const change of ['update memorandum set body = body', 'delete from memorandum_acceptance'])
      await accept(at, memorandum, 'director').then(() =>
        t.rejects(database.pool.query(change), { code: '23001' }),
      )
  },
)
