import t from 'tap'
import { constraintFailure } from '../../src/db/constraints.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { addSouthEast, HAMPSHIRE, ISLE_OF_WIGHT, ref, roundRequest } from '../fixtures/round.ts'
import { change, startService } from '../fixtures/service.ts'

const LATER = { label: '2020-21', window: { first: '2020-10-01', last: '2020-12-11' } }

void eachEngine(t, 'should count directors, not authorities, in a triad', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const { Hampshire, Surrey } = await addSouthEast(service, consultant)
  const { body: round } = await consultant.post('/v1/rounds', roundRequest())
  const url = `/v1/rounds/${round.id}/triads`
  const four = [ref('Kent'), HAMPSHIRE, ISLE_OF_WIGHT, ref('Surrey')]
  const formed = await consultant.post(url, { authorities: four })
  t.equal(formed.status, 201, formed.text)
  t.equal(formed.body.number, 1)
  t.equal(formed.body.authorities.length, 4)
  t.equal(formed.body.directors.length, 3)
  t.ok(
    formed.body.directors.some(
      ({ id, name }: { id: string; name: string }) =>
        id === Hampshire?.director.personId && name === 'Director, Hampshire and Isle of Wight',
    ),
  )
  t.same(formed.body.vacancies, [])
  t.same((await Surrey?.director.get(`/v1/triads/${formed.body.id}`))?.body, formed.body)

  const many = [ref('Medway'), ref('Oxfordshire'), ref('Bracknell Forest'), ref('Buckinghamshire')]
  const refused = await consultant.post(url, { authorities: many })
  t.match(refused, {
    status: 422,
    body: { code: 'triad-size', errors: [{ pointer: '/authorities' }], detail: /four directors/ },
  })
  const two = await consultant.post(url, { authorities: many.slice(0, 2) })
  t.match(two, { status: 422, body: { code: 'triad-size' } })
})

void eachEngine(t, 'should show a vacant seat, and count it', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const { Kent } = await addSouthEast(service, consultant)
  const { body: held } = await consultant.get(`/v1/appointments?personId=${Kent?.director.personId}`)
  await change(consultant, `/v1/appointments/${held.items[0].id}`, { until: '2019-09-30' })
  const triads = [[ref('Kent'), ref('Medway'), ref('Surrey')]]
  const { body: round } = await consultant.post('/v1/rounds', roundRequest({ triads }))
  const { body } = await consultant.get(`/v1/rounds/${round.id}/triads`)
  t.equal(body.items.length, 1)
  t.equal(body.items[0].directors.length, 2)
  t.match(body.items[0].vacancies, [{ id: Kent?.id, name: 'Kent', gssCode: 'E10000016' }])
})

void eachEngine(t, 'should keep an authority in one triad of a round', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  await addSouthEast(service, consultant)
  const first = [ref('Kent'), ref('Medway'), ref('Surrey')]
  const { body: round } = await consultant.post('/v1/rounds', roundRequest({ triads: [first] }))
  const url = `/v1/rounds/${round.id}/triads`
  const again = await consultant.post(url, { authorities: [HAMPSHIRE, ref('Oxfordshire'), ref('Surrey')] })
  t.match(again, {
    status: 409,
    body: { code: 'already-in-triad', errors: [{ pointer: '/authorities/2', detail: /Surrey .* triad 1/ }] },
  })
  const twice = { ...roundRequest(LATER), triads: [first, [HAMPSHIRE, ref('Oxfordshire'), ref('Surrey')]] }
  t.match(await consultant.post('/v1/rounds', twice), {
    status: 409,
    body: { code: 'already-in-triad', errors: [{ pointer: '/triads/1/2' }] },
  })
  t.equal((await consultant.get('/v1/rounds')).body.items.length, 1, 'nothing of the refused round is kept')

  const [kent] = await database.kysely.selectFrom('triadMember').selectAll().execute()
  const { body: second } = await consultant.post(url, {
    authorities: [HAMPSHIRE, ref('Oxfordshire'), ref('Bracknell Forest')],
  })
  const member = { regionId: String(kent?.regionId), authorityId: String(kent?.authorityId) }
  const refusal = await database.kysely
    .insertInto('triadMember')
    .values({ ...member, roundId: round.id, triadId: second.id })
    .execute()
    .then(() => null, constraintFailure)
  t.match(
    refusal,
    { failure: { code: 'already-in-triad', faults: [{ pointer: '/authorities' }] } },
    'the database refuses it too',
  )
})

void eachEngine(
  t,
  'should let one of two who form triads with the same authority win',
  async (t, database) => {
    const service = await startService(t, database)
    const { consultant } = await service.region()
    await addSouthEast(service, consultant)
    const { body: round } = await consultant.post('/v1/rounds', roundRequest())
    const url = `/v1/rounds/${round.id}/triads`
    const replies = await Promise.all([
      consultant.post(url, { authorities: [ref('Kent'), ref('Medway'), ref('Surrey')] }),
      consultant.post(url, { authorities: [ref('Kent'), ref('Oxfordshire'), HAMPSHIRE] }),
    ])
    t.same(replies.map(({ status }) => status).toSorted(), [201, 409])
    t.match(replies.find(({ status }) => status === 409)?.body, {
      code: 'already-in-triad',
      errors: [{ pointer: '/authorities/0' }],
    })
    t.equal((await consultant.get(url)).body.items.length, 1)
  },
)

void eachEngine(t, 'should say how many pairs also met in the round before', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  await addSouthEast(service, consultant)
  const before = await consultant.post(
    '/v1/rounds',
    roundRequest({
      triads: [
        [ref('Kent'), ref('Medway'), ref('Surrey')],
        [ref('Oxfordshire'), HAMPSHIRE, ISLE_OF_WIGHT, ref('Buckinghamshire')],
      ],
    }),
  )
  t.match(before.body.pairs, { total: 9, repeated: 0, previousRound: null })
  const now = await consultant.post(
    '/v1/rounds',
    roundRequest({
      ...LATER,
      deadlines: {},
      triads: [
        [ref('Kent'), ref('Medway'), ref('Oxfordshire')],
        [ref('Surrey'), HAMPSHIRE, ISLE_OF_WIGHT, ref('Buckinghamshire')],
      ],
    }),
  )
  t.same(now.body.pairs, {
    total: 9,
    repeated: 4,
    previousRound: { id: before.body.id, label: '2019-20' },
  })
  const { body } = await consultant.get(`/v1/rounds/${now.body.id}/triads?limit=1`)
  t.match(body.items, [{ number: 1, pairsBefore: 1 }])
  const rest = await consultant.get(`/v1/rounds/${now.body.id}/triads?limit=1&cursor=${body.nextCursor}`)
  t.match(rest.body, { items: [{ number: 2, pairsBefore: 3 }], nextCursor: null })
})

void eachEngine(t, 'should keep the triad of an event as its event needs it', async (t, database) => {
  const service = await startService(t, database)
  const { id: regionId, consultant } = await service.region()
  await addSouthEast(service, consultant)
  const triads = [[ref('Kent'), ref('Medway'), ref('Surrey')]]
  const { body: round } = await consultant.post('/v1/rounds', roundRequest({ triads }))
  const url = `/v1/rounds/${round.id}/triads`
  const { body: listed } = await consultant.get(url)
  const triad = `/v1/triads/${listed.items[0].id}`
  const other = { authorities: [ref('Kent'), ref('Medway'), ref('Oxfordshire')] }
  const moved = await change(consultant, triad, { ...other, number: 5 })
  t.match(moved, {
    status: 200,
    body: { number: 5, authorities: [{ name: 'Kent' }, { name: 'Medway' }, { name: 'Oxfordshire' }] },
  })
  t.equal((await consultant.patch(triad, { number: 6 }, { 'if-match': '"stale"' })).status, 412)

  const day = new Date('2019-11-01T00:00:00Z')
  const { id: eventId } = await database.kysely
    .insertInto('challengeEvent')
    .values({
      regionId,
      roundId: round.id,
      triadId: listed.items[0].id,
      kind: 'meeting',
      state: 'confirmed',
      title: 'Triad 5',
      date: '2019-11-01',
      days: 1,
      startsAt: day,
      endsAt: new Date('2019-11-02T00:00:00Z'),
      createdAt: day,
      changedAt: day,
      stateSince: day,
      datedOn: '2019-07-01',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const back = { authorities: triads[0] }
  t.match(await change(consultant, triad, back), {
    status: 409,
    body: { code: 'wrong-state', detail: /confirmed/ },
  })
  t.equal(
    (await change(consultant, triad, { ...other, number: 4 })).status,
    200,
    'the same authorities, no change',
  )
  t.match(await consultant.delete(triad, { 'if-match': '*' }), {
    status: 409,
    body: { code: 'wrong-state', detail: /confirmed/ },
  })
  await database.kysely
    .updateTable('challengeEvent')
    .set({ state: 'cancelled' })
    .where('id', '=', eventId)
    .execute()
  t.equal((await change(consultant, triad, back)).status, 200)
  t.match(await consultant.delete(triad, { 'if-match': '*' }), {
    status: 409,
    body: { code: 'wrong-state', detail: /history/ },
  })

  const { body: fresh } = await consultant.post(url, {
    authorities: [HAMPSHIRE, ref('Oxfordshire'), ref('Bracknell Forest')],
    number: 1,
  })
  t.match(await change(consultant, `/v1/triads/${fresh.id}`, { number: 4 }), {
    status: 409,
    body: { code: 'conflict', errors: [{ pointer: '/number' }] },
  })
  t.equal((await consultant.delete(`/v1/triads/${fresh.id}`)).status, 428)
  t.equal((await consultant.delete(`/v1/triads/${fresh.id}`, { 'if-match': '"stale"' })).status, 412)
  const read = await consultant.get(`/v1/triads/${fresh.id}`)
  const match = { 'if-match': String(read.headers.etag) }
  t.equal((await consultant.delete(`/v1/triads/${fresh.id}`, match)).status, 204)
  t.equal((await consultant.get(`/v1/triads/${fresh.id}`)).status, 404)
})
