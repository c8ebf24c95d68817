import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { addAuthorities, appoint, startService } from '../fixtures/service.ts'

void eachEngine(t, 'should let people in, each by an invitation of their own', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const me = await consultant.get('/v1/me')
  t.equal(me.status, 200)
  t.equal(me.body.region.name, 'South East')
  t.equal(me.body.appointments[0].role, 'consultant')

  const { body: person } = await consultant.post('/v1/people', { name: 'Director, Kent' })
  const { body: invitation } = await consultant.post('/v1/invitations', { personId: person.id })
  const first = await service.nobody.post('/v1/tokens', { invitation: invitation.code })
  t.equal(first.status, 201)
  const again = await service.nobody.post('/v1/tokens', { invitation: invitation.code })
  t.match(again, { status: 410, body: { code: 'invitation-used' } })
  const unknown = await service.nobody.post('/v1/tokens', { invitation: 'a'.repeat(43) })
  t.match(unknown, { status: 404, body: { code: 'not-found' } })
  const listed = await consultant.get('/v1/invitations')
  t.notMatch(listed.text, invitation.code, 'a code is shown once')
})

void eachEngine(t, 'should show a region nothing of another', async (t, database) => {
  const service = await startService(t, database)
  const south = await service.region('South East')
  const north = await service.region('North West')
  const { Kent } = await addAuthorities(service, south.consultant, { Kent: 'E10000016' })
  t.equal((await south.consultant.get(`/v1/authorities/${Kent?.id}`)).status, 200)
  const hidden = await north.consultant.get(`/v1/authorities/${Kent?.id}`)
  const absent = await north.consultant.get('/v1/authorities/00000000-0000-4000-8000-000000000000')
  t.equal(hidden.status, 404)
  t.equal(hidden.text, absent.text)
  t.same((await north.consultant.get('/v1/authorities')).body, { items: [], nextCursor: null })
  t.equal((await north.consultant.get('/v1/regions')).body.items.length, 1)
})

void eachEngine(
  t,
  'should keep one director to an authority, and end their rights with the post',
  async (t, database) => {
    const service = await startService(t, database)
    const { consultant } = await service.region()
    const { Kent } = await addAuthorities(service, consultant, { Kent: 'E10000016' })
    const { body: second } = await consultant.post('/v1/people', { name: 'Director elect, Kent' })
    const overlap = {
      personId: second.id,
      role: 'director',
      authorities: [{ gssCode: 'E10000016' }],
      from: '2019-01-01',
    }
    t.match(await consultant.post('/v1/appointments', overlap), { status: 409, body: { code: 'conflict' } })

    const appointments = await consultant.get(`/v1/appointments?personId=${Kent?.director.personId}`)
    const [{ id }] = appointments.body.items
    const { headers } = await consultant.get(`/v1/appointments/${id}`)
    const url = `/v1/appointments/${id}`
    t.equal((await consultant.patch(url, { until: '2019-05-11' })).status, 428)
    t.equal((await consultant.patch(url, { until: '2019-05-11' }, { 'if-match': '"stale"' })).status, 412)
    const ended = await consultant.patch(url, { until: '2019-05-11' }, { 'if-match': String(headers.etag) })
    t.match(ended, { status: 200, body: { until: '2019-05-11' } })
    t.equal((await Kent?.director.get('/v1/authorities'))?.status, 200, 'still in post on the 10th')
    service.setClock('2019-05-11T00:00:00+01:00')
    t.equal((await Kent?.director.get('/v1/authorities'))?.status, 403)
  },
)

void eachEngine(t, 'should do a repeated request once, and never repeat a secret', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const key = { 'idempotency-key': 'first-try' }
  const first = await consultant.post('/v1/people', { name: 'Director, Kent' }, key)
  const second = await consultant.post('/v1/people', { name: 'Director, Kent' }, key)
  t.equal(second.status, 201)
  t.equal(second.text, first.text)
  t.equal(second.headers.etag, first.headers.etag)
  const other = await consultant.post('/v1/people', { name: 'Director, Surrey' }, key)
  t.match(other, { status: 422, body: { code: 'idempotency-key-reused' } })
  t.equal((await consultant.get('/v1/people')).body.items.length, 2, 'the consultant and one more')

  const invite = { personId: first.body.id }
  const shown = await consultant.post('/v1/invitations', invite, { 'idempotency-key': 'invite' })
  const replayed = await consultant.post('/v1/invitations', invite, { 'idempotency-key': 'invite' })
  t.type(shown.body.code, 'string')
  t.equal(replayed.body.id, shown.body.id)
  t.equal(replayed.body.code, undefined)

  const dry = await consultant.post('/v1/people?dryRun=true', { name: 'Director, Surrey' })
  t.match(dry, { status: 200, body: { name: 'Director, Surrey' } })
  t.equal((await consultant.get('/v1/people')).body.items.length, 2)
  await appoint(service, consultant, 'Moderator, Kent', { role: 'moderator' })
})

void eachEngine(t, 'should let the operator see into no region', async (t, database) => {
  const service = await startService(t, database)
  await service.region()
  for (const url of ['/v1/authorities', '/v1/people', '/v1/appointments', '/v1/invitations', '/v1/rounds']) {
    t.match(await service.operator.get(url), { status: 403, body: { code: 'forbidden' } }, url)
  }
  t.equal((await service.operator.get('/v1/regions')).body.items.length, 1)
  t.equal((await service.operator.get('/v1/me')).body.operator, true)
})
