import t from 'tap'
import { constraintFailure } from '../../src/db/constraints.ts'
import { DEFAULT_ROUND_POLICY } from '../../src/domain/rounds/policy.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { addSouthEast, EVERYBODY, HAMPSHIRE, ISLE_OF_WIGHT, ref, roundRequest } from '../fixtures/round.ts'
import { addAuthorities, type Client, startService } from '../fixtures/service.ts'

const LATER = { label: '2020-21', window: { first: '2020-10-01', last: '2020-12-11' } }

/** Changes what is at an address as it stands now. */
const change = async (client: Client, url: string, body: object) => {
  const { headers } = await client.get(url)
  return client.patch(url, body, { 'if-match': String(headers.etag) })
}

const setParticipants = async (client: Client, roundId: string, participants: readonly object[]) => {
  const url = `/v1/rounds/${roundId}/participants`
  const { headers } = await client.get(url)
  return client.put(url, { participants }, { 'if-match': String(headers.etag) })
}

void eachEngine(t, 'should set up a round in one request, and read it back', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const { Kent } = await addSouthEast(service, consultant)
  const out = { authority: ref('Surrey'), takingPart: false, reason: 'Inspected in June' }
  const participants = [...EVERYBODY.filter(({ authority }) => authority.gssCode !== 'E10000030'), out]
  const policy = {
    clashes: { severities: { 'ofsted-annual-conversation': { region: 'blocking' } }, shortNoticeWeeks: 8 },
    triadSize: { largest: 4 },
    readership: 'regional',
  }
  const requiredCalendars = [{ kind: 'school-holiday', scope: 'every-participant' }]
  const created = await consultant.post(
    '/v1/rounds',
    roundRequest({
      participants,
      policy,
      requiredCalendars,
      triads: [[ref('Kent'), ref('Medway'), HAMPSHIRE]],
    }),
  )
  t.equal(created.status, 201, created.text)
  t.equal(created.headers.location, `/v1/rounds/${created.body.id}`)
  t.match(created.body, {
    label: '2019-20',
    state: 'planning',
    method: 'triad',
    window: { first: '2019-10-01', last: '2019-12-13' },
    deadlines: { selfAssessmentDue: '2019-07-31', commentsDue: '2019-09-06', releaseOn: '2019-09-13' },
    requiredCalendars,
    takingPart: 7,
    pairs: { total: 3, repeated: 0, previousRound: null },
    closedAt: null,
  })
  t.same(created.body.policy, {
    ...DEFAULT_ROUND_POLICY,
    clashes: { ...DEFAULT_ROUND_POLICY.clashes, ...policy.clashes },
    triadSize: { smallest: 3, largest: 4 },
    readership: 'regional',
  })
  const url = `/v1/rounds/${created.body.id}`
  t.same((await Kent?.director.get(url))?.body, created.body, 'every office of the region reads it')
  t.same((await Kent?.director.get('/v1/rounds'))?.body.items, [created.body])

  const listed = await consultant.get(`${url}/participants`)
  t.equal(listed.body.items.length, 8)
  t.match(listed.body.items.at(-1), {
    authority: { name: 'Surrey', gssCode: 'E10000030' },
    takingPart: false,
    reason: 'Inspected in June',
  })
  const papers = await database.kysely.selectFrom('selfAssessment').select('authorityId').execute()
  t.equal(papers.length, 7, 'a self-assessment for each that takes part')

  const back = await change(consultant, url, { policy: { clashes: { severities: {} } } })
  t.equal(back.status, 200)
  t.same(back.body.policy.clashes, { ...DEFAULT_ROUND_POLICY.clashes, shortNoticeWeeks: 8 })
  t.same(back.body.policy.triadSize, { smallest: 3, largest: 4 }, 'what is not given stays')

  const copied = await consultant.post('/v1/rounds', { ...LATER, copyFrom: created.body.id })
  t.match(copied, { status: 201, body: { takingPart: 7, requiredCalendars, policy: back.body.policy } })
})

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

void eachEngine(t, 'should refuse what a round cannot be, and name the field', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const north = await service.region('North West')
  const { Kent } = await addSouthEast(service, consultant)
  const { Bolton } = await addAuthorities(service, north.consultant, { Bolton: 'E08000001' })
  const refused = async (changes: object, pointer: string, status = 400) => {
    const reply = await consultant.post('/v1/rounds', roundRequest(changes))
    t.equal(reply.status, status, reply.text)
    t.ok(
      reply.body.errors?.some((error: { pointer: string }) => error.pointer === pointer),
      `${pointer} in ${reply.text}`,
    )
  }
  await refused({ participants: [{ authority: { gssCode: 'E10009999' } }] }, '/participants/0/authority')
  await refused({ participants: [{ authority: { gssCode: 'E08000001' } }] }, '/participants/0/authority')
  await refused({ participants: [{ authority: { authorityId: Bolton?.id } }] }, '/participants/0/authority')
  await refused({ participants: [EVERYBODY[0], EVERYBODY[0]] }, '/participants/1/authority')
  await refused({ participants: [{ authority: ref('Kent'), takingPart: false }] }, '/participants/0/reason')
  await refused({ triads: [[ref('Kent'), { gssCode: 'E08000001' }]] }, '/triads/0/1')
  await refused(
    { participants: [{ authority: ref('Kent') }], triads: [[ref('Kent'), ref('Medway')]] },
    '/triads/0/1',
    422,
  )
  await refused({ window: { first: '2019-12-01', last: '2019-10-01' } }, '/window/last')
  await refused({ window: { first: '2019-02-30', last: '2019-10-01' } }, '/window/first')
  await refused({ window: { first: '2019-10-01', last: '2029-12-13' } }, '/window/last')
  await refused(
    { deadlines: { selfAssessmentDue: '2019-07-31', commentsDue: '2019-07-01' } },
    '/deadlines/commentsDue',
  )
  await refused({ policy: { triadSize: { smallest: 4 } } }, '/policy/triadSize')
  await refused(
    { policy: { clashes: { severities: { 'person-double-booked': 'warning' } } } },
    '/policy/clashes/severities/person-double-booked',
  )
  await refused({ policy: { moderation: { ceiling: 0 } } }, '/policy/moderation/ceiling')
  await refused({ requiredCalendars: [{ kind: 'inspection', scope: 'region' }] }, '/requiredCalendars/0/kind')
  await refused({ surprise: true }, '/surprise')
  await refused({ label: 'a\u0000b' }, '/label')
  await refused({ copyFrom: '00000000-0000-4000-8000-000000000000' }, '/copyFrom')
  t.equal((await consultant.get('/v1/rounds')).body.items.length, 0)

  t.equal((await consultant.post('/v1/rounds', roundRequest())).status, 201)
  await refused({}, '/label', 409)
  t.match(await Kent?.director.post('/v1/rounds', roundRequest(LATER)), { status: 403 })
  t.match(await service.operator.post('/v1/rounds', roundRequest(LATER)), { status: 403 })
  t.match(await service.operator.get('/v1/rounds'), { status: 403 })
})

void eachEngine(t, 'should show and change rounds and triads only in their region', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const north = await service.region('North West')
  const { Kent } = await addSouthEast(service, consultant)
  const triads = [[ref('Kent'), ref('Medway'), ref('Surrey')]]
  const { body: round } = await consultant.post('/v1/rounds', roundRequest({ triads }))
  const { body: listed } = await consultant.get(`/v1/rounds/${round.id}/triads`)
  const triadId = listed.items[0].id
  const absent = await north.consultant.get('/v1/rounds/00000000-0000-4000-8000-000000000000')
  for (const url of [
    `/v1/rounds/${round.id}`,
    `/v1/rounds/${round.id}/participants`,
    `/v1/rounds/${round.id}/triads`,
    `/v1/triads/${triadId}`,
  ]) {
    const hidden = await north.consultant.get(url)
    t.equal(hidden.status, 404, url)
    t.equal(hidden.text, absent.text)
    t.equal((await service.operator.get(url)).status, 403)
  }
  const any = { 'if-match': '*' }
  t.equal((await north.consultant.patch(`/v1/rounds/${round.id}`, { label: 'Ours' }, any)).status, 404)
  t.equal((await north.consultant.delete(`/v1/triads/${triadId}`, { 'if-match': '*' })).status, 404)
  t.equal((await Kent?.director.patch(`/v1/rounds/${round.id}`, { label: 'Ours' }, any))?.status, 403)
  t.equal((await Kent?.director.delete(`/v1/triads/${triadId}`, { 'if-match': '*' }))?.status, 403)
  t.equal(
    (await Kent?.director.post(`/v1/rounds/${round.id}/triads`, { authorities: [HAMPSHIRE] }))?.status,
    403,
  )
  t.equal(
    (await Kent?.director.put(`/v1/rounds/${round.id}/participants`, { participants: [] }, any))?.status,
    403,
  )
})

void eachEngine(t, 'should open and close a round once, and refuse changes after', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  await addSouthEast(service, consultant)
  const triads = [[ref('Kent'), ref('Medway'), ref('Surrey')]]
  const { body: round } = await consultant.post('/v1/rounds', roundRequest({ triads }))
  const url = `/v1/rounds/${round.id}`
  t.equal((await consultant.patch(url, { state: 'open' })).status, 428)
  t.equal((await consultant.patch(url, { state: 'open' }, { 'if-match': '"stale"' })).status, 412)
  t.match(await change(consultant, url, { state: 'closed' }), {
    status: 409,
    body: { code: 'wrong-state', errors: [{ pointer: '/state' }] },
  })
  const before = (await consultant.get(url)).headers.etag
  const opened = await change(consultant, url, { state: 'open', deadlines: { releaseOn: null } })
  t.match(opened, {
    status: 200,
    body: { state: 'open', deadlines: { releaseOn: null, commentsDue: '2019-09-06' } },
  })
  t.equal((await consultant.patch(url, { label: 'Lost' }, { 'if-match': String(before) })).status, 412)
  service.setClock('2020-03-31T17:00:00+01:00')
  const closed = await change(consultant, url, { state: 'closed' })
  t.match(closed, { status: 200, body: { state: 'closed', closedAt: '2020-03-31T16:00:00.000Z' } })

  const { body: listed } = await consultant.get(`${url}/triads`)
  const triad = `/v1/triads/${listed.items[0].id}`
  const refusals = [
    await change(consultant, url, { state: 'open' }),
    await change(consultant, url, { label: 'Another name' }),
    await setParticipants(consultant, round.id, []),
    await consultant.post(`${url}/triads`, { authorities: [HAMPSHIRE, ref('Oxfordshire')] }),
    await change(consultant, triad, { number: 9 }),
    await consultant.delete(triad, { 'if-match': '*' }),
  ]
  for (const reply of refusals)
    t.match(reply, { status: 409, body: { code: 'wrong-state', detail: /closed/ } })
})

void eachEngine(
  t,
  'should put participants in and out, but none with a triad or papers',
  async (t, database) => {
    const service = await startService(t, database)
    const { id: regionId, consultant } = await service.region()
    const { Kent, Oxfordshire } = await addSouthEast(service, consultant)
    const some = [ref('Kent'), ref('Medway'), ref('Surrey'), ref('Oxfordshire')].map((authority) => ({
      authority,
    }))
    const triads = [[ref('Kent'), ref('Medway'), ref('Surrey')]]
    const { body: round } = await consultant.post('/v1/rounds', roundRequest({ participants: some, triads }))
    const papers = async () =>
      (await database.kysely.selectFrom('selfAssessment').select(['id', 'authorityId']).execute()).length
    t.equal(await papers(), 4)
    t.match(await setParticipants(consultant, round.id, [...some, { authority: HAMPSHIRE }]), { status: 200 })
    t.equal(await papers(), 5)

    const participants = `/v1/rounds/${round.id}/participants`
    t.equal((await consultant.put(participants, { participants: some })).status, 428)
    const stale = { 'if-match': '"stale"' }
    t.equal((await consultant.put(participants, { participants: some }, stale)).status, 412)

    const out = { takingPart: false, reason: 'A change of director' }
    const withoutKent = some.map((each, index) => (index === 0 ? { ...each, ...out } : each))
    t.match(await setParticipants(consultant, round.id, withoutKent), {
      status: 409,
      body: {
        code: 'conflict',
        errors: [{ pointer: '/participants/0/takingPart', detail: /Kent is in triad 1/ }],
      },
    })
    t.match(await setParticipants(consultant, round.id, some.slice(1)), {
      status: 409,
      body: { code: 'conflict', errors: [{ pointer: '/participants' }] },
    })
    const left = await setParticipants(consultant, round.id, some)
    t.match(left, { status: 200, body: { items: { length: 4 } } })
    t.equal(await papers(), 4, 'an untouched self-assessment goes with its participant')

    const paper = await database.kysely
      .selectFrom('selfAssessment')
      .select('id')
      .where('authorityId', '=', String(Oxfordshire?.id))
      .executeTakeFirstOrThrow()
    await database.kysely
      .insertInto('submission')
      .values({
        regionId,
        selfAssessmentId: paper.id,
        version: 1,
        sections: '{}',
        submittedBy: String(Kent?.director.personId),
        submittedAt: new Date('2019-07-01T09:00:00Z'),
      })
      .execute()
    const withoutOxfordshire = some.map((each, index) => (index === 3 ? { ...each, ...out } : each))
    const kept = await setParticipants(consultant, round.id, withoutOxfordshire)
    t.match(kept, { status: 409, body: { code: 'conflict', detail: /papers or moderators/ } })
    t.equal(await papers(), 4)
  },
)

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
