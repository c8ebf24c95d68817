import t from 'tap'
import { inTransaction } from '../../src/db/database.ts'
import { eachEngine, type TestDatabase } from '../fixtures/databases.ts'
import { AFTER_MEETING, type AfterMeeting, moveEvent, must, startAfterMeeting } from '../fixtures/outcomes.ts'
import { PEOPLE, type Person, STAGES } from '../fixtures/papers.ts'
import { ref } from '../fixtures/round.ts'
import { change } from '../fixtures/service.ts'

/** What a person reaches of Kent's outcomes in the tables themselves, with no service in front to decide. */
const reachedBy = (
  at: AfterMeeting,
  database: TestDatabase,
  person: Person,
  now: string,
): Promise<number[]> =>
  inTransaction(
    database,
    { regionId: at.regionId, personId: at.people[person].personId, now: new Date(now) },
    async (trx) => {
      const counts: number[] = []
      for (const table of ['outcome', 'agreedAction', 'actionNote', 'followUp'] as const) {
        const { count } = await trx
          .selectFrom(table)
          .select((row) => row.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow()
        counts.push(count)
      }
      return counts
    },
  )

/** Kent's strength, action with a note, and follow-up. */
const fill = async (at: AfterMeeting) => {
  const { director } = at.people
  const outcome = await at.find('strength', 'Kent', { text: 'A clear account of the front door.' })
  const action = await at.agree()
  must(await director.post(`${action}/notes`, { text: 'Begun.' }))
  const followUp = `${at.meetings[0]}/follow-ups/${at.authorities.Kent}`
  const etag = String((await director.get(followUp)).headers.etag)
  must(await director.put(followUp, { note: 'All is well.' }, { 'if-match': etag }))
  return { outcome, action, followUp }
}

const OWN: readonly Person[] = ['consultant', 'director', 'delegate', 'contributor']

/** Who reads what came of Kent's meeting, by stage; everybody else does not. */
const TABLE: readonly {
  readonly stage: string
  readonly policy: object
  readonly granted: boolean
  readonly closed: boolean
  readonly readers: readonly Person[]
}[] = [
  { stage: 'after the event', policy: {}, granted: false, closed: false, readers: [...OWN, 'challenger'] },
  {
    stage: 'regional',
    policy: { readership: 'regional' },
    granted: false,
    closed: false,
    readers: [...OWN, 'challenger', 'director elsewhere'],
  },
  {
    stage: 'with grants',
    policy: {},
    granted: true,
    closed: false,
    readers: [...OWN, 'challenger', 'facilitator', 'observer'],
  },
  {
    stage: 'regional, closed, with grants',
    policy: { readership: 'regional' },
    granted: true,
    closed: true,
    readers: [...OWN, 'facilitator', 'observer'],
  },
  { stage: 'closed', policy: {}, granted: false, closed: true, readers: OWN },
]

for (const { stage, policy, granted, closed, readers } of TABLE) {
  void eachEngine(t, `should let read what came of an event: ${stage}`, async (t, database) => {
    const at = await startAfterMeeting(t, database, policy)
    const { outcome, action, followUp } = await fill(at)
    if (granted) for (const as of ['facilitator', 'observer'] as const) await at.grantKent(as)
    if (closed) await at.close()
    for (const person of PEOPLE) {
      const client = at.people[person]
      const reads = readers.includes(person)
      for (const url of [outcome, action, followUp])
        t.equal((await client.get(url)).status, reads ? 200 : 404, `${person}: ${url}`)
      const listed = await client.get(`${at.meetings[0]}/outcomes`)
      t.equal(listed.body.items?.length ?? 0, reads ? 1 : 0, `${person} lists`)
      const actions = await client.get('/v1/actions')
      t.equal(actions.body.items?.length ?? 0, reads ? 1 : 0, `${person} lists actions`)
      const counts = await reachedBy(at, database, person, AFTER_MEETING)
      t.same(counts, reads ? [1, 1, 1, 1] : [0, 0, 0, 0], `${person} behind the second wall`)
    }
  })
}

void eachEngine(
  t,
  'should take what is found only from those who were there, once it was held',
  async (t, database) => {
    const at = await startAfterMeeting(t, database, { readership: 'regional' })
    const url = `${at.meetings[0]}/outcomes`
    const found = {
      authority: ref('Kent'),
      kind: 'area-to-improve',
      theme: 'leaving-care',
      text: 'Too late.',
    }
    await at.grantKent('facilitator')
    await at.grantKent('observer')
    const writers: readonly Person[] = ['consultant', 'director', 'delegate', 'challenger', 'facilitator']
    for (const person of PEOPLE) {
      const { status, text } = await at.people[person].post(url, found)
      const expected = writers.includes(person) ? 201 : person === 'stranger' ? 404 : 403
      t.equal(status, expected, `${person}: ${text}`)
    }
    t.match(await at.people.consultant.post(url, { ...found, authority: ref('Oxfordshire') }), {
      status: 400,
      body: { errors: [{ pointer: '/authority' }] },
    })
    t.match(await at.people.consultant.post(url, { ...found, theme: 'Leaving care' }), {
      status: 400,
      body: { errors: [{ pointer: '/theme' }] },
    })
    const { body: triads } = await at.people.consultant.get(`/v1/rounds/${at.roundId}/triads`)
    const proposed = { roundId: at.roundId, triadId: triads.items[0].id, kind: 'meeting', date: '2019-12-06' }
    const { body: coming } = must(await at.people.consultant.post('/v1/challenge-events', proposed))
    t.match(await at.people.consultant.post(`/v1/challenge-events/${coming.id}/outcomes`, found), {
      status: 409,
      body: {
        code: 'wrong-state',
        detail: 'This event is proposed: what came of it is recorded once it is held.',
      },
    })
    const visit = { ...proposed, kind: 'visit', hostAuthorityId: at.authorities.Medway, date: '2019-11-08' }
    at.service.setClock(STAGES.released)
    const { body: hosted } = must(
      await at.people.consultant.post('/v1/challenge-events', { ...visit, date: '2019-10-11' }),
    )
    const address = `/v1/challenge-events/${hosted.id}`
    must(await moveEvent(at.people.consultant, address, 'confirm'))
    at.service.setClock(AFTER_MEETING)
    must(await moveEvent(at.people.consultant, address, 'hold'))
    t.equal(
      (await at.people.consultant.post(`${address}/outcomes`, found)).status,
      400,
      'a visit is about its host',
    )
    t.equal(
      (await at.people.director.post(`${address}/outcomes`, { ...found, authority: ref('Medway') })).status,
      201,
    )
  },
)

void eachEngine(t, 'should leave what others found to them, and asks to who asks', async (t, database) => {
  const at = await startAfterMeeting(t, database)
  const { consultant, director, delegate, challenger } = at.people
  const found = await at.find('area-to-improve', 'Kent', { by: challenger })
  const ask = await at.find('ask', 'Kent', { by: challenger })
  t.equal((await change(director, found, { text: 'Nothing.' })).status, 403, 'not for Kent to unsay')
  t.equal((await change(delegate, ask, { text: 'Nothing.' })).status, 403)
  t.match(await change(director, ask, { text: 'How do others do it?', theme: 'early-help' }), {
    status: 200,
    body: {
      text: 'How do others do it?',
      theme: 'early-help',
      kind: 'ask',
      writtenBy: { name: 'Director, Medway' },
    },
  })
  t.equal((await change(challenger, found, { text: 'Rather late.' })).status, 200)
  t.equal((await director.delete(found, { 'if-match': '*' })).status, 403)
  t.equal((await consultant.delete(found, { 'if-match': '"old"' })).status, 412)
  const { headers } = await consultant.get(found)
  t.equal((await consultant.delete(found, { 'if-match': String(headers.etag) })).status, 204)
  t.equal((await consultant.get(found)).status, 404)
  const key = { 'idempotency-key': 'one' }
  const body = { authority: ref('Kent'), kind: 'offer', theme: 'front-door', text: 'A visit.' }
  const first = await director.post(`${at.meetings[0]}/outcomes`, body, key)
  const again = await director.post(`${at.meetings[0]}/outcomes`, body, key)
  t.equal(again.text, first.text)
  t.equal(first.headers.location, `/v1/outcomes/${first.body.id}`)
  t.equal((await director.get(`${at.meetings[0]}/outcomes`)).body.items.length, 2)
})
