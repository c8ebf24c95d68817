import t, { type Test } from 'tap'
import { constraintFailure } from '../../src/db/constraints.ts'
import { eachEngine, type TestDatabase } from '../fixtures/databases.ts'
import { kentPdf, upload } from '../fixtures/papers.ts'
import { addSouthEast, HAMPSHIRE, ISLE_OF_WIGHT, ref, roundRequest } from '../fixtures/round.ts'
import { appoint, type Client, change, type Reply, startService } from '../fixtures/service.ts'

/** The South East's authorities in a round that is directed, unless the test has it otherwise. */
const startDirected = async (t: Test, database: TestDatabase, changes: object = {}) => {
  const service = await startService(t, database, '2019-07-01T09:00:00Z')
  const { consultant } = await service.region()
  const authorities = await addSouthEast(service, consultant)
  const { body: round } = await consultant.post(
    '/v1/rounds',
    roundRequest({ method: 'directed', ...changes }),
  )
  const url = `/v1/rounds/${round.id}/challenges`
  const direct = async (challenges: readonly object[], client: Client = consultant): Promise<Reply> => {
    const { headers } = await consultant.get(url)
    return client.put(url, { challenges }, { 'if-match': String(headers.etag) })
  }
  const director = (name: string): Client => {
    const found = authorities[name]?.director
    if (found === undefined) throw new Error(`nobody directs ${name}`)
    return found
  }
  return { service, consultant, authorities, round, url, direct, director }
}

type Name = Parameters<typeof ref>[0]

const by = (name: Name, ...challengers: Name[]) => ({
  authority: ref(name),
  challengers: challengers.map(ref),
})

const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name)

void eachEngine(t, 'should say who challenges whom, and who still lacks one', async (t, database) => {
  const { consultant, round, url, direct, director } = await startDirected(t, database)
  t.match(round, { method: 'directed', policy: { challenges: { perPaper: 2, mutual: false } } })
  const empty = await director('Kent').get(url)
  t.equal(empty.body.unchallenged.length, 8)

  const set = await direct([by('Kent', 'Medway', 'Surrey'), by('Medway', 'Surrey')])
  t.equal(set.status, 200, set.text)
  const of = (name: string) =>
    set.body.items.find((each: { authority: { name: string } }) => each.authority.name === name)
  t.same(names(of('Kent').challengers), ['Medway', 'Surrey'])
  t.same([of('Kent').load, of('Medway').load, of('Surrey').load], [0, 1, 2])
  t.equal(set.body.unchallenged.length, 6)
  t.notOk(names(set.body.unchallenged).includes('Kent'))
  t.same((await director('Surrey').get(url)).body, set.body, 'every office of the region reads it')
  t.match((await consultant.get(`/v1/rounds/${round.id}`)).body.pairs, { total: 3 })

  t.equal((await consultant.put(url, { challenges: [] })).status, 428)
  t.equal((await consultant.put(url, { challenges: [] }, { 'if-match': '"stale"' })).status, 412)
  t.equal((await direct([], director('Kent'))).status, 403)
  const { headers } = await consultant.get(url)
  const race = [by('Kent', 'Oxfordshire'), by('Kent', 'Buckinghamshire')].map((one) =>
    consultant.put(url, { challenges: [one] }, { 'if-match': String(headers.etag) }),
  )
  t.same((await Promise.all(race)).map(({ status }) => status).toSorted(), [200, 412], 'one of two at once')
  t.same(
    names((await direct([by('Kent', 'Surrey')])).body.items[4].challengers),
    ['Surrey'],
    'the whole list',
  )
})

void eachEngine(t, 'should refuse challenges against the rules, and name the field', async (t, database) => {
  const { service, consultant, round, url, direct } = await startDirected(t, database, {
    participants: [
      ...(['Kent', 'Medway', 'Surrey', 'Oxfordshire'] as const).map((name) => ({ authority: ref(name) })),
      { authority: HAMPSHIRE },
      { authority: ISLE_OF_WIGHT },
    ],
  })
  const refused = async (challenges: readonly object[], status: number, code: string, pointer: string) =>
    t.match(await direct(challenges), { status, body: { code, errors: [{ pointer }] } }, pointer)
  await refused([by('Kent', 'Kent')], 400, 'invalid-request', '/challenges/0/challengers/0')
  await refused([by('Kent', 'Medway'), by('Kent')], 400, 'invalid-request', '/challenges/1/authority')
  await refused([by('Kent', 'Medway', 'Medway')], 400, 'invalid-request', '/challenges/0/challengers/1')
  const unknown = { authority: ref('Kent'), challengers: [{ gssCode: 'E10009999' }] }
  await refused([by('Medway'), unknown], 400, 'invalid-request', '/challenges/1/challengers/0')
  await refused([by('Kent', 'Buckinghamshire')], 422, 'not-a-participant', '/challenges/0/challengers/0')
  const shared = { authority: HAMPSHIRE, challengers: [ref('Kent'), ISLE_OF_WIGHT] }
  await refused([shared], 409, 'conflict-of-interest', '/challenges/0/challengers/1')
  const three = by('Kent', 'Medway', 'Surrey', 'Oxfordshire')
  await refused([three], 409, 'conflict', '/challenges/0/challengers/2')
  const mutual = [by('Kent', 'Medway'), by('Medway', 'Kent')]
  await refused(mutual, 409, 'conflict', '/challenges/0/challengers/0')
  t.same((await consultant.get(url)).body.unchallenged.length, 6, 'nothing of it was kept')

  const own = `/v1/rounds/${round.id}`
  t.equal(
    (await change(consultant, own, { policy: { challenges: { perPaper: 3, mutual: true } } })).status,
    200,
  )
  t.equal((await direct([three])).status, 200)
  t.equal((await direct(mutual)).status, 200)

  const participants = await consultant.get(`${own}/participants`)
  const without = { participants: [{ authority: ref('Kent') }, { authority: ref('Surrey') }] }
  t.match(
    await consultant.put(`${own}/participants`, without, { 'if-match': String(participants.headers.etag) }),
    { status: 409, body: { code: 'conflict', errors: [{ pointer: '/participants' }], detail: /Medway/ } },
  )
  await change(consultant, own, { state: 'open' })
  await change(consultant, own, { state: 'closed' })
  t.match(await direct([]), { status: 409, body: { code: 'wrong-state' } })
  const north = await service.region('North West')
  t.equal((await north.consultant.get(url)).status, 404)
})

void eachEngine(t, 'should refuse in the database too who takes no part', async (t, database) => {
  const { direct, authorities } = await startDirected(t, database)
  await direct([by('Kent', 'Medway')])
  const refusal = await database.kysely
    .updateTable('participant')
    .set({ takingPart: false })
    .where('authorityId', '=', authorities.Medway?.id ?? '')
    .execute()
    .then(() => null, constraintFailure)
  t.match(refusal, { failure: { code: 'not-a-participant' } })
})

void eachEngine(t, 'should keep a method once something rests on it', async (t, database) => {
  const { consultant, round, direct } = await startDirected(t, database)
  const url = `/v1/rounds/${round.id}`
  t.match((await change(consultant, url, { method: 'triad' })).body, { method: 'triad' })
  t.match(await consultant.get(`${url}/challenges`), { status: 409, body: { code: 'wrong-state' } })
  t.equal((await change(consultant, url, { method: 'directed' })).status, 200)
  await direct([by('Kent', 'Medway')])
  t.match(await change(consultant, url, { method: 'triad' }), {
    status: 409,
    body: { code: 'wrong-state', errors: [{ pointer: '/method' }] },
  })
  const later = { label: '2020-21', window: { first: '2020-10-01', last: '2020-12-11' } }
  const copied = await consultant.post('/v1/rounds', { ...later, copyFrom: round.id })
  t.match(copied.body, { method: 'directed' })
})

void eachEngine(
  t,
  'should open a released paper to its challengers, not to the rest of a triad',
  async (t, database) => {
    const at = await startDirected(t, database, {
      triads: [[ref('Kent'), ref('Medway'), ref('Surrey')]],
      policy: { challenges: { perPaper: 1 }, moderation: { oneAuthority: true } },
    })
    const { service, consultant, round, direct, director } = at
    const papers = await consultant.get(`/v1/rounds/${round.id}/self-assessments`)
    const { id } = papers.body.items.find(
      (paper: { authority: { name: string } }) => paper.authority.name === 'Kent',
    )
    const paper = `/v1/self-assessments/${id}`
    const { body: document } = await upload({ service }, director('Kent'), paper, kentPdf)
    await director('Kent').post(`${paper}/submissions`, { documentIds: [document.id] })
    await direct([by('Kent', 'Medway')])

    const moderatorOf = (name: Name, title = name as string) =>
      appoint(service, consultant, `Moderator, ${title}`, { role: 'moderator', authorities: [ref(name)] })
    const offer = (moderator: Client) =>
      consultant.post('/v1/moderation-assignments', { selfAssessmentId: id, moderatorId: moderator.personId })
    t.match(await offer(await moderatorOf('Medway')), {
      status: 409,
      body: { code: 'conflict-of-interest', detail: 'Their authority challenges this paper.' },
    })
    t.equal((await offer(await moderatorOf('Surrey'))).status, 201, 'the third member moderates')
    t.match(await offer(await moderatorOf('Oxfordshire')), {
      status: 409,
      body: { code: 'conflict-of-interest', detail: /^Another authority moderates this paper/ },
    })
    t.equal((await offer(await moderatorOf('Surrey', 'Surrey, second'))).status, 201)

    const read = async (name: string) =>
      (await director(name).get(`${paper}/documents/${document.id}`)).status
    t.equal(await read('Medway'), 404, 'not before the release')
    service.setClock('2019-09-13T09:00:00Z')
    t.same(await Promise.all(['Medway', 'Surrey', 'Oxfordshire'].map(read)), [200, 404, 404])
    await direct([by('Kent', 'Oxfordshire')])
    t.same(await Promise.all(['Medway', 'Surrey', 'Oxfordshire'].map(read)), [404, 404, 200])

    const meeting = await consultant.post('/v1/challenge-events', {
      roundId: round.id,
      kind: 'meeting',
      date: '2019-12-13',
    })
    t.match(meeting, { status: 201, body: { triadId: null, title: 'Challenge event, 2019-20' } })
    t.equal(meeting.body.people.length, 7, 'all directors of the round')
    const check = { roundId: round.id, kind: 'meeting', date: '2019-12-13' }
    t.equal((await consultant.post('/v1/clash-checks', check)).status, 200)
    const deferring = { reason: 'A snowed-in county hall.' }
    const { headers } = await consultant.get(`/v1/challenge-events/${meeting.body.id}`)
    await consultant.post(`/v1/challenge-events/${meeting.body.id}/defer`, deferring, {
      'if-match': String(headers.etag),
    })
    await change(consultant, `/v1/rounds/${round.id}`, { state: 'open' })
    await change(consultant, `/v1/rounds/${round.id}`, { state: 'closed' })
    t.equal(await read('Oxfordshire'), 200, 'kept for the day that is put off')
  },
)

void eachEngine(t, 'should let one of two moderating authorities that race win', async (t, database) => {
  const { service, consultant, round } = await startDirected(t, database, {
    policy: { moderation: { oneAuthority: true } },
  })
  const papers = await consultant.get(`/v1/rounds/${round.id}/self-assessments`)
  const { id: selfAssessmentId } = papers.body.items.find(
    (paper: { authority: { name: string } }) => paper.authority.name === 'Kent',
  )
  const moderators = await Promise.all(
    (['Medway', 'Surrey', 'Oxfordshire', 'Buckinghamshire'] as const).map((name) =>
      appoint(service, consultant, `Moderator, ${name}`, { role: 'moderator', authorities: [ref(name)] }),
    ),
  )
  const offers = await Promise.all(
    moderators.map(({ personId }) =>
      consultant.post('/v1/moderation-assignments', { selfAssessmentId, moderatorId: personId }),
    ),
  )
  t.same(offers.map(({ status }) => status).toSorted(), [201, 409, 409, 409])
})
