import t from 'tap'
import { constraintFailure } from '../../src/db/constraints.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { by, names, startDirected } from '../fixtures/directed.ts'
import { HAMPSHIRE, ISLE_OF_WIGHT, ref } from '../fixtures/round.ts'
import { change } from '../fixtures/service.ts'

void eachEngine(t, 'should say who challenges whom, and who still lacks one', async (t, database) => {
  const { consultant, authorities, round, url, direct, director } = await startDirected(t, database)
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
  const refusal = await database.kysely
    .updateTable('participant')
    .set({ takingPart: false })
    .where('authorityId', '=', authorities.Surrey?.id ?? '')
    .execute()
    .then(() => null, constraintFailure)
  t.match(refusal, { failure: { code: 'not-a-participant' } }, 'the database refuses it too')
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
