import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { addAuthorities, startService } from '../fixtures/service.ts'

void eachEngine(t, 'should answer an invitation with a link, shown once', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const { body: person } = await consultant.post('/v1/people', { name: 'Director, Kent' })
  const request = { personId: person.id }
  const asked = { 'idempotency-key': 'invite', host: 'triads.example.org' }
  const first = await consultant.post('/v1/invitations', request, asked)
  t.equal(first.status, 201)
  t.equal(first.body.link, `http://triads.example.org/join#${first.body.code}`)
  const replayed = await consultant.post('/v1/invitations', request, asked)
  t.equal(replayed.body.id, first.body.id)
  t.notMatch(replayed.text, first.body.code)
  t.notMatch((await consultant.get('/v1/invitations')).text, first.body.code)
  t.notMatch((await consultant.get('/v1/audit-entries')).text, first.body.code)
})

void eachEngine(
  t,
  'should say to whoever holds a code what it is for, and use nothing up',
  async (t, database) => {
    const service = await startService(t, database)
    const { id: regionId, consultant } = await service.region()
    const look = (invitation: string) => service.nobody.post('/v1/invitations/look', { invitation })
    const { body: person } = await consultant.post('/v1/people', { name: 'Director, Kent' })
    const { body: first } = await consultant.post('/v1/invitations', { personId: person.id })
    const { body: second } = await consultant.post('/v1/invitations', { personId: person.id })
    t.match(await look(first.code), { status: 410, body: { code: 'invitation-expired' } })
    for (const _ of ['once', 'and again']) {
      t.match(await look(second.code), {
        status: 200,
        body: {
          region: 'South East',
          person: 'Director, Kent',
          invitedBy: 'Programme consultant, South East',
          endsEarlierTokens: false,
        },
      })
    }
    t.equal((await service.nobody.post('/v1/tokens', { invitation: second.code })).status, 201)
    t.match(await look(second.code), { status: 410, body: { code: 'invitation-used' } })
    t.match(await look('a'.repeat(43)), { status: 404, body: { code: 'not-found' } })
    const { body: next } = await service.operator.post(`/v1/regions/${regionId}/consultants`, {
      name: 'Second',
    })
    t.match((await look(next.code)).body, { person: 'Second', invitedBy: null })
    service.setClock('2019-05-24T09:00:00Z')
    t.match(await look(next.code), { status: 410, body: { code: 'invitation-expired' } })
  },
)

void eachEngine(t, 'should invite somebody already in only for a token that is lost', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const { Kent } = await addAuthorities(service, consultant, { Kent: 'E10000016' })
  const director = Kent?.director ?? service.nobody
  const personId = director.personId
  service.setClock('2019-06-03T09:00:00Z')
  const refused = await consultant.post('/v1/invitations', { personId })
  t.match(refused, { status: 409, body: { code: 'conflict' } })
  t.match(refused.body.detail, /^Director, Kent has been in since Friday 10 May 2019.*"again": true/)
  const again = await consultant.post('/v1/invitations', { personId, again: true })
  t.match(again, { status: 201, body: { endsEarlierTokens: true } })
  t.equal((await director.get('/v1/me')).status, 200, 'the old token works until the invitation is used')
  const back = await service.enter(again.body.code)
  t.equal((await back.get('/v1/me')).body.id, personId)
  t.equal((await director.get('/v1/me')).status, 401, 'and not after')
  t.equal((await back.get('/v1/tokens')).body.items.length, 1)
  t.equal((await consultant.get('/v1/me')).status, 200, 'nobody else’s ends')
})

void eachEngine(
  t,
  'should leave one token where two use an invitation for a lost one',
  async (t, database) => {
    const service = await startService(t, database)
    const { consultant } = await service.region()
    const { Kent } = await addAuthorities(service, consultant, { Kent: 'E10000016' })
    const request = { personId: Kent?.director.personId, again: true }
    const { body: invitation } = await consultant.post('/v1/invitations', request)
    const redeem = () => service.nobody.post('/v1/tokens', { invitation: invitation.code })
    const replies = await Promise.all([redeem(), redeem(), redeem(), redeem()])
    t.same(replies.map(({ status }) => status).toSorted(), [201, 410, 410, 410])
    const { rows } = await database.pool.query(
      'select count(*)::int as live from token where person_id = $1 and revoked_at is null',
      [Kent?.director.personId],
    )
    t.equal(rows[0].live, 1)
  },
)

void eachEngine(
  t,
  'should let the operator invite a consultant again, and nobody else',
  async (t, database) => {
    const service = await startService(t, database)
    const { id, consultant } = await service.region()
    const north = await service.region('North West')
    const url = `/v1/regions/${id}/consultants`
    const { personId } = consultant
    t.match(await service.operator.post(url, { personId }), { status: 409, body: { code: 'conflict' } })
    const { body, status } = await service.operator.post(url, { personId, again: true })
    t.equal(status, 201)
    t.equal(body.personId, personId)
    const back = await service.enter(body.code)
    t.equal((await consultant.get('/v1/me')).status, 401)
    t.match((await back.get('/v1/me')).body, { name: 'Programme consultant, South East' })

    const { body: person } = await back.post('/v1/people', { name: 'Director, Kent' })
    const faultAt = (pointer: string) => ({ status: 400, body: { errors: [{ pointer }] } })
    for (const other of [person.id, north.consultant.personId, '00000000-0000-4000-8000-000000000000']) {
      t.match(await service.operator.post(url, { personId: other, again: true }), faultAt('/personId'))
    }
    t.match(await service.operator.post(url, {}), faultAt('/name'))
    t.match(await service.operator.post(url, { name: 'Both', personId }), faultAt('/name'))
    t.match(await back.post(url, { personId, again: true }), { status: 403 })
  },
)
