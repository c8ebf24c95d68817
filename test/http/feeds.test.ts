import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { composeServices } from '../../src/compose.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { TEST_KEY } from '../fixtures/service.ts'
import { startTriad } from '../fixtures/subscriber.ts'

void eachEngine(t, 'should give a feed its address once, in three forms', async (t, database) => {
  const { service, kent } = await startTriad(t, database)
  const made = await kent.post('/v1/feeds', { name: 'Outlook' }, { 'idempotency-key': 'outlook' })
  t.match(made, { status: 201, body: { name: 'Outlook', detail: 'full', fetchedAt: null, fetchedBy: null } })
  const { https, webcal, google } = made.body.addresses
  t.match(https, /^http:\/\/localhost\/feeds\/v1\/[\w-]{43}\.ics$/)
  t.equal(webcal, https.replace('http:', 'webcal:'))
  t.equal(new URL(google).searchParams.get('cid'), webcal)
  t.equal((await service.nobody.get(new URL(https).pathname)).status, 200)

  const again = await kent.post('/v1/feeds', { name: 'Outlook' }, { 'idempotency-key': 'outlook' })
  t.match(again, { status: 201, body: { id: made.body.id } })
  const one = await kent.get(`/v1/feeds/${made.body.id}`)
  const list = await kent.get('/v1/feeds')
  t.equal(list.body.items.length, 2)
  const secret = https.slice(-47, -4)
  for (const reply of [again, one, list]) t.notOk(reply.text.includes(secret))
  t.equal(made.headers.location, `/v1/feeds/${made.body.id}`)
})

void eachEngine(t, "should keep a feed its owner's alone", async (t, database) => {
  const { service, consultant, kent, surrey, feed } = await startTriad(t, database)
  const url = `/v1/feeds/${feed.id}`
  const absent = await surrey.get('/v1/feeds/00000000-0000-4000-8000-000000000000')
  for (const other of [surrey, consultant]) {
    const reply = await other.get(url)
    t.equal(reply.status, 404)
    t.equal(reply.text, absent.text)
    t.equal((await other.delete(url)).status, 404)
    t.same((await other.get('/v1/feeds')).body.items, [])
  }
  for (const reply of [await service.operator.get(url), await service.operator.delete(url)])
    t.match(reply, { status: 403, body: { code: 'forbidden' } })
  t.equal((await feed.fetch()).status, 200, 'nobody else could end it')
  t.equal((await kent.delete(url)).status, 204)
  t.equal((await kent.get(url)).status, 404)
  t.equal((await kent.delete(url)).status, 404)
  t.equal((await feed.fetch()).status, 404)
})

void eachEngine(t, 'should refuse a feed that is not asked for rightly', async (t, database) => {
  const { service, kent } = await startTriad(t, database)
  for (const [body, pointer] of [
    [{}, '/name'],
    [{ name: ' ' }, '/name'],
    [{ name: 'x'.repeat(101) }, '/name'],
    [{ name: 'a\u0000b' }, '/name'],
    [{ name: 'Outlook', detail: 'some' }, '/detail'],
    [{ name: 'Outlook', token: 'mine' }, '/token'],
  ] as const) {
    const refused = await kent.post('/v1/feeds', body)
    t.match(refused, { status: 400, body: { errors: [{ pointer }] } }, JSON.stringify(body))
  }
  t.equal((await service.nobody.post('/v1/feeds', { name: 'Outlook' })).status, 401)
  const operator = await service.operator.post('/v1/feeds', { name: 'Outlook' })
  t.match(operator, { status: 403, body: { code: 'forbidden' } }, 'whoever holds no office')
  t.equal((await kent.get('/v1/feeds?cursor=made-up')).status, 400)
  t.equal((await kent.get('/v1/feeds/not-an-id')).status, 400)
})

void eachEngine(t, 'should note when and by what client a feed was fetched', async (t, database) => {
  const { service, kent, feed } = await startTriad(t, database)
  const noted = async () => {
    const { fetchedAt, fetchedBy } = (await kent.get(`/v1/feeds/${feed.id}`)).body
    return [fetchedAt, fetchedBy]
  }
  t.strictSame(await noted(), [null, null])
  const { headers } = await feed.fetch({ 'user-agent': `iOS/17.0 ${'x'.repeat(300)}` })
  t.strictSame(await noted(), ['2019-05-10T09:00:00.000Z', `iOS/17.0 ${'x'.repeat(191)}`])
  service.setClock('2019-05-10T09:00:59Z')
  await feed.fetch({ 'user-agent': 'Outlook' })
  t.strictSame((await noted())[0], '2019-05-10T09:00:00.000Z', 'at most once a minute')
  service.setClock('2019-05-10T09:01:00Z')
  await feed.fetch({ 'user-agent': 'Outlook', 'if-none-match': String(headers.etag) })
  t.strictSame(await noted(), ['2019-05-10T09:01:00.000Z', 'Outlook'], 'a client that got 304 came, too')

  await database.pool.query('revoke update on feed from peer_challenge_service')
  service.setClock('2019-05-10T10:00:00Z')
  t.equal((await feed.fetch()).status, 200, 'though the note fails')
  t.strictSame(await noted(), ['2019-05-10T09:01:00.000Z', 'Outlook'])
})

void eachEngine(
  t,
  'should leave audit rows of making and ending a feed, and of its first fetch each day',
  async (t, database) => {
    const { service, consultant, kent, feed } = await startTriad(t, database)
    for (let fetches = 0; fetches < 3; fetches++) await feed.fetch()
    // Midnight in London is an hour before that of the clock in summer.
    for (const instant of ['2019-05-10T22:59:00Z', '2019-05-10T23:00:00Z', '2019-05-10T23:30:00Z']) {
      service.setClock(instant)
      await feed.fetch()
    }
    await kent.delete(`/v1/feeds/${feed.id}`)
    await feed.fetch()
    const { body } = await consultant.get('/v1/audit-entries?limit=500')
    const ofFeed = body.items.filter(({ subjectId }: { subjectId: string }) => subjectId === feed.id)
    const fetched = {
      action: 'fetchFeed',
      outcome: 'read',
      personId: kent.personId,
      offices: [{ role: 'director' }],
    }
    t.match(ofFeed, [
      { action: 'createFeed' },
      { ...fetched, at: '2019-05-10T09:00:00.000Z', detail: { firstOf: '2019-05-10' } },
      { ...fetched, at: '2019-05-10T23:00:00.000Z', detail: { firstOf: '2019-05-11' } },
      { action: 'revokeFeed' },
    ])
    t.equal(ofFeed.length, 4)
    t.match(ofFeed[1].correlationId, /./)
    t.notMatch(JSON.stringify(ofFeed), feed.token)
  },
)

void eachEngine(t, 'should make addresses and links from BASE_URL where it is set', async (t, database) => {
  const { kent } = await startTriad(t, database)
  const app = await buildApp(
    composeServices(database, () => new Date('2019-05-10T09:00:00Z'), TEST_KEY),
    { LOG_LEVEL: 'silent', TRUST_PROXY: false, BASE_URL: 'https://triads.example.org/pct/' },
  )
  t.teardown(() => app.close())
  const made = await app.inject({
    method: 'POST',
    url: '/v1/feeds',
    headers: { authorization: `Bearer ${kent.token}`, host: 'elsewhere.example.org' },
    payload: { name: 'Outlook' },
  })
  const { https } = made.json().addresses
  t.match(https, /^https:\/\/triads\.example\.org\/pct\/feeds\/v1\/[\w-]{43}\.ics$/)
  const { body } = await app.inject(https.slice('https://triads.example.org/pct'.length))
  t.match(body, 'https://triads.example.org/pct/v1/challenge-events/')
  t.notMatch(body, 'elsewhere')
})
