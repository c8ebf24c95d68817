import t from 'tap'
import { DEFAULT_ROUND_POLICY } from '../../src/domain/rounds/policy.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { addSouthEast, EVERYBODY, HAMPSHIRE, ref, roundRequest } from '../fixtures/round.ts'
import { addAuthorities, type Client, change, startService } from '../fixtures/service.ts'

const LATER = { label: '2020-21', window: { first: '2020-10-01', last: '2020-12-11' } }

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
