import t, { type Test } from 'tap'
import { startCalendarServer, WITH_LOOPBACK } from '../fixtures/calendar-server.ts'
import { conference, diaryOf, KENT, startRegion } from '../fixtures/calendars.ts'
import { dumpOf, eachEngine, type TestDatabase } from '../fixtures/databases.ts'

const start = (t: Test, database: TestDatabase) => startRegion(t, database, WITH_LOOPBACK)

void eachEngine(
  t,
  'should take the first copy at once, and show of the address its host alone',
  async (t, database) => {
    const { consultant } = await start(t, database)
    const server = await startCalendarServer(t, [
      ['Conference', '2019-10-02'],
      ['Meeting', '2019-11-05'],
    ])
    const { body: calendar } = await consultant.post('/v1/calendars', conference)
    const url = `/v1/calendars/${calendar.id}`
    t.match(await consultant.get(`${url}/subscription`), { status: 404 })
    const dry = await consultant.put(`${url}/subscription?dryRun=true`, { address: server.address })
    t.match(dry, { status: 200, body: { taken: { added: 2 } } })
    t.match(await consultant.get(`${url}/subscription`), { status: 404 }, 'nothing is kept of a dry run')

    const made = await consultant.put(`${url}/subscription`, { address: server.address })
    t.match(made, {
      status: 200,
      body: {
        calendarId: calendar.id,
        host: '127.0.0.1',
        everyMinutes: 360,
        askedAt: '2019-05-10T09:00:00.000Z',
        taken: { added: 2, changed: 0, unchanged: 0, removed: 0, warnings: [], refused: [] },
        failures: 0,
        failure: null,
      },
    })
    const { body: listed } = await consultant.get(`${url}/commitments`)
    t.same(
      listed.items.map(({ title }: { title: string }) => title),
      ['Conference', 'Meeting'],
    )
    t.match(await consultant.get(url), {
      body: { coversFrom: '2019-05-10', coversTo: '2020-05-10', staleAfterDays: 7 },
    })
    t.match(await consultant.get(`${url}/subscription`), { status: 200, body: made.body })
    const dump = await dumpOf(database)
    for (const secret of ['secret-path', Buffer.from('secret-path').toString('hex')]) {
      t.notOk(dump.includes(secret), 'the address is in no table')
      t.notOk(made.text.includes(secret))
    }
    t.match(await consultant.delete(`${url}/subscription`), { status: 204 })
    t.match(await consultant.delete(`${url}/subscription`), { status: 404 })
    t.equal((await consultant.get(`${url}/commitments`)).body.items.length, 2, 'what it gave stays')
  },
)

void eachEngine(
  t,
  'should refuse an address that gives no calendar, and change nothing',
  async (t, database) => {
    const { consultant } = await start(t, database)
    const server = await startCalendarServer(t, 404)
    const { body: calendar } = await consultant.post('/v1/calendars', conference)
    const url = `/v1/calendars/${calendar.id}/subscription`
    const before = await consultant.get(`/v1/calendars/${calendar.id}`)
    for (const address of [
      'ftp://calendar.example.org/a.ics',
      'https://user@calendar.example.org/',
      'no address',
    ]) {
      const refused = await consultant.put(url, { address })
      t.match(refused, { status: 400, body: { errors: [{ pointer: '/address' }] } }, address)
      t.notMatch(refused.text, /calendar\.example\.org/, 'no answer repeats an address')
    }
    t.match(await consultant.put(url, { address: server.address }), {
      status: 422,
      body: { detail: 'The server knows no calendar at this address.' },
    })
    t.match(await consultant.put(url, { address: server.address, everyMinutes: 14 }), { status: 400 })
    t.match(await consultant.get(url), { status: 404 })
    t.match(await consultant.post(`/v1/calendars/${calendar.id}/refresh`), { status: 404 })
    t.match(await consultant.get(`/v1/calendars/${calendar.id}`), { body: before.body })
  },
)

void eachEngine(t, "should let nobody but its owner give a diary's address", async (t, database) => {
  const { consultant, kent, surrey } = await start(t, database)
  const server = await startCalendarServer(t, [['Dentist', '2019-10-02']])
  const { director } = kent
  const { body: diary } = await director.post('/v1/calendars', diaryOf(director))
  const { body: theirs } = await consultant.post('/v1/calendars', {
    kind: 'school-holiday',
    name: 'Kent school terms',
    scope: { kind: 'authorities', authorities: [KENT] },
  })
  const asked = (id: string) => [
    ['PUT', `/v1/calendars/${id}/subscription`],
    ['GET', `/v1/calendars/${id}/subscription`],
    ['DELETE', `/v1/calendars/${id}/subscription`],
    ['POST', `/v1/calendars/${id}/refresh`],
  ]
  const call = (client: typeof consultant, method = '', url = '') => {
    if (method === 'PUT') return client.put(url, { address: server.address })
    if (method === 'POST') return client.post(url)
    return method === 'GET' ? client.get(url) : client.delete(url)
  }
  for (const subscribed of [false, true]) {
    if (subscribed) {
      t.match(await call(director, 'PUT', `/v1/calendars/${diary.id}/subscription`), { status: 200 })
      server.serve([['Half term', '2019-10-21']])
      t.match(await call(director, 'PUT', `/v1/calendars/${theirs.id}/subscription`), { status: 200 })
    }
    for (const [method, url] of asked(diary.id)) {
      t.match(await call(surrey.director, method, url), { status: 404 }, `${method} of another's diary`)
      t.match(await call(consultant, method, url), { status: 403 }, `${method} by the consultant`)
    }
    for (const [method, url] of asked(theirs.id)) {
      t.match(await call(surrey.director, method, url), { status: 403 }, `${method} by another office`)
    }
  }
  t.equal(server.asked.length, 2, 'nobody is made to ask a server for somebody who may not')
  t.match(await director.get(`/v1/calendars/${diary.id}/commitments`), { body: { items: [{ title: null }] } })
  t.notOk((await dumpOf(database)).includes('Dentist'))
})

void eachEngine(
  t,
  'should ask again when somebody wishes, and believe an empty calendar when told',
  async (t, database) => {
    const { consultant } = await start(t, database)
    const server = await startCalendarServer(t, [['Conference', '2019-10-02']])
    const { body: calendar } = await consultant.post('/v1/calendars', conference)
    const url = `/v1/calendars/${calendar.id}`
    await consultant.put(`${url}/subscription`, { address: server.address })
    t.match(await consultant.post(`${url}/refresh`), { status: 200, body: { taken: { added: 1 } } })
    t.same(server.asked, ['whole', 'unchanged'])
    server.serve([])
    t.match(await consultant.post(`${url}/refresh`), { status: 422, body: { detail: /suddenly empty/ } })
    t.equal((await consultant.get(`${url}/commitments`)).body.items.length, 1)
    t.match(await consultant.post(`${url}/refresh?acceptEmpty=true`), {
      status: 200,
      body: { taken: { removed: 1 } },
    })
    t.equal((await consultant.get(`${url}/commitments`)).body.items.length, 0)
  },
)
