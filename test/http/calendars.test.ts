import t from 'tap'
import { loadCalendars, loadCommitments } from '../../src/db/calendars.ts'
import { inTransaction } from '../../src/db/database.ts'
import { conference, diaryOf, KENT, kentTerms, NOWHERE, SURREY, startRegion } from '../fixtures/calendars.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { change } from '../fixtures/service.ts'

void eachEngine(
  t,
  'should keep whole days as local days, across the clock change too',
  async (t, database) => {
    const { consultant } = await startRegion(t, database)
    const { body: calendar } = await consultant.post('/v1/calendars', conference)
    const url = `/v1/calendars/${calendar.id}/commitments`
    const entered = await consultant.post(url, { title: 'NCAS', from: '2019-10-26', to: '2019-10-28' })
    t.match(entered, {
      status: 201,
      headers: { location: `${url}/${entered.body.id}` },
      body: {
        title: 'NCAS',
        from: '2019-10-26',
        to: '2019-10-28',
        date: null,
        startsAt: '2019-10-25T23:00:00.000Z',
        endsAt: '2019-10-29T00:00:00.000Z',
        scope: { kind: 'region' },
      },
    })
    const changed = await change(consultant, `${url}/${entered.body.id}`, { to: '2019-10-27' })
    t.match(changed, {
      status: 200,
      body: { title: 'NCAS', from: '2019-10-26', endsAt: '2019-10-28T00:00:00.000Z' },
    })

    const times = { date: '2019-10-27', startTime: '01:30', endTime: '03:00' }
    const timed = await consultant.post(url, { title: 'Early', ...times })
    t.match(timed.body, { ...times, from: null, startsAt: '2019-10-27T00:30:00.000Z' }, 'the earlier 01:30')
    const whole = await change(consultant, `${url}/${timed.body.id}`, {
      from: '2019-10-27',
      to: '2019-10-27',
    })
    t.match(whole.body, { from: '2019-10-27', startTime: null, endsAt: '2019-10-28T00:00:00.000Z' })
  },
)

void eachEngine(t, 'should refuse times that are none, each at its place', async (t, database) => {
  const { consultant } = await startRegion(t, database)
  const { body: calendar } = await consultant.post('/v1/calendars', conference)
  const url = `/v1/calendars/${calendar.id}/commitments`
  const refused: readonly (readonly [object, string])[] = [
    [{ from: '2019-02-30', to: '2019-03-01' }, '/from'],
    [{ from: '2019-03-02', to: '2019-03-01' }, '/to'],
    [{ from: '2019-03-02' }, '/to'],
    [{ date: '2019-03-31', startTime: '01:30', endTime: '03:00' }, '/startTime'],
    [{ date: '2019-03-31', startTime: '00:30', endTime: '01:30' }, '/endTime'],
    [{ date: '2019-03-30', startTime: '10:00', endTime: '10:00' }, '/endTime'],
    [{ date: '2019-03-30', startTime: '10:00', endTime: '24:00' }, '/endTime'],
    [{ date: '2019-03-30', startTime: '10:00' }, '/endTime'],
    [{ date: '2019-03-30' }, '/startTime'],
    [{ startTime: '10:00', endTime: '11:00' }, '/date'],
    [{ from: '2019-03-30', to: '2019-03-30', date: '2019-03-30' }, '/date'],
    [{}, '/from'],
    [{ from: '2019-03-30', to: '2019-03-30', until: '2019-03-30' }, '/until'],
    [{ from: '2019-03-30', to: '2019-03-30', busy: 'free' }, '/busy'],
    [{ from: '2019-03-30', to: '2019-03-30', title: 'a\u0000b' }, '/title'],
    [{ from: '2019-03-30', to: '2019-03-30', title: null }, '/title'],
  ]
  for (const [body, pointer] of refused) {
    const reply = await consultant.post(url, { title: 'Meeting', ...body })
    t.match(
      reply,
      { status: 400, body: { code: 'invalid-request', errors: [{ pointer }] } },
      JSON.stringify(body),
    )
  }
  t.equal((await consultant.get(url)).body.items.length, 0)
  t.match(await consultant.get(`${url}?from=2019-05-02&to=2019-05-01`), { status: 400 })
  t.match(await consultant.get(`${url}?cursor=abc`), { status: 400 })
  const { body: kept } = await consultant.post(url, { title: 'Kept', from: '2019-05-01', to: '2019-05-02' })
  const stays = await change(consultant, `${url}/${kept.id}`, { startTime: '10:00' })
  t.match(stays, { status: 400, body: { errors: [{ pointer: '/date' }] } }, 'whole days have no start time')
})

void eachEngine(t, 'should list in the order of time, by page and by days', async (t, database) => {
  const { consultant } = await startRegion(t, database)
  const days = ['2019-06-03', '2019-05-01', '2019-06-04']
  const commitments = days.map((day) => ({ title: day, from: day, to: day }))
  const { body: calendar } = await consultant.post('/v1/calendars', { ...conference, commitments })
  const url = `/v1/calendars/${calendar.id}/commitments`
  const titles = (body: { items: { title: string }[] }) => body.items.map(({ title }) => title)
  const first = await consultant.get(`${url}?limit=2`)
  t.same(titles(first.body), ['2019-05-01', '2019-06-03'])
  const rest = await consultant.get(`${url}?limit=2&cursor=${first.body.nextCursor}`)
  t.same(titles(rest.body), ['2019-06-04'])
  t.equal(rest.body.nextCursor, null)
  t.same(titles((await consultant.get(`${url}?from=2019-05-02&to=2019-06-03`)).body), ['2019-06-03'])
  t.same(titles((await consultant.get(`${url}?from=2019-06-04`)).body), ['2019-06-04'])
})

void eachEngine(t, 'should keep a calendar’s commitments within whom it answers for', async (t, database) => {
  const { consultant, surrey } = await startRegion(t, database)
  const day = { title: 'Half term', from: '2019-10-21', to: '2019-10-25' }
  const beyond = await consultant.post('/v1/calendars', {
    ...kentTerms,
    commitments: [day, { ...day, authorities: [KENT, SURREY] }],
  })
  t.match(beyond, { status: 400, body: { errors: [{ pointer: '/commitments/1/authorities/1' }] } })
  t.notMatch(await consultant.get('/v1/calendars'), { text: /Kent school terms/ }, 'nothing was kept')

  const { body: calendar } = await consultant.post('/v1/calendars', kentTerms)
  const url = `/v1/calendars/${calendar.id}/commitments`
  const outside = await consultant.post(url, { ...day, authorities: [{ authorityId: surrey.id }] })
  t.match(outside, { status: 400, body: { errors: [{ pointer: '/authorities/0' }] } })
  const unknown = await consultant.post(url, { ...day, authorities: [{ gssCode: 'E10000099' }] })
  t.match(unknown, { status: 400, body: { errors: [{ pointer: '/authorities/0' }] } })
  const roles = {
    ...conference,
    kind: 'regional-meeting',
    scope: { kind: 'roles', roles: ['assistant-director'] },
  }
  const { body: meetings } = await consultant.post('/v1/calendars', roles)
  t.same(meetings.scope, { kind: 'roles', roles: ['assistant-director'] })
  const narrowed = await consultant.post(`/v1/calendars/${meetings.id}/commitments`, {
    ...day,
    authorities: [KENT],
  })
  t.match(narrowed, { status: 400, body: { errors: [{ pointer: '/authorities' }] } })
})

void eachEngine(t, 'should trust a calendar as far as it is told, and no further', async (t, database) => {
  const { service, consultant } = await startRegion(t, database)
  const bad: readonly (readonly [object, string])[] = [
    [{ coversFrom: '2019-09-01', coversTo: '2019-08-31' }, '/coversTo'],
    [{ checkedAt: '2019-05-10T10:00:01+01:00' }, '/checkedAt'],
    [{ checkedAt: '0000-01-01T00:00:00+14:00' }, '/checkedAt'],
    [{ staleAfterDays: 0 }, '/staleAfterDays'],
    [{ scope: { kind: 'persons', personIds: [NOWHERE] } }, '/scope/personIds/0'],
    [
      { scope: { kind: 'authorities', authorities: [KENT, { authorityId: NOWHERE }] } },
      '/scope/authorities/1',
    ],
    [{ kind: 'inspection', scope: { kind: 'roles', roles: ['director'] } }, '/scope'],
    [{ kind: 'personal', scope: { kind: 'region' } }, '/scope'],
    [{ colour: 'red' }, '/colour'],
  ]
  for (const [fields, pointer] of bad) {
    const reply = await consultant.post('/v1/calendars', { ...conference, ...fields })
    t.match(reply, { status: 400, body: { errors: [{ pointer }] } }, JSON.stringify(fields))
  }
  const { body: calendar } = await consultant.post('/v1/calendars', {
    ...conference,
    checkedAt: '2019-05-01T09:00:00+01:00',
    staleAfterDays: 30,
  })
  t.match(calendar, { checkedAt: '2019-05-01T08:00:00.000Z', staleAfterDays: 30, coversTo: null })
  const url = `/v1/calendars/${calendar.id}`
  t.match(await consultant.patch(url, { confirm: true }), { status: 428 })
  t.match(await consultant.patch(url, { confirm: true }, { 'if-match': '"stale"' }), { status: 412 })
  service.setClock('2019-05-20T09:00:00Z')
  const confirmed = await change(consultant, url, { confirm: true })
  t.match(confirmed, { status: 200, body: { checkedAt: '2019-05-20T09:00:00.000Z', staleAfterDays: 30 } })
  const both = await change(consultant, url, { confirm: true, checkedAt: '2019-05-19T09:00:00Z' })
  t.match(both, { status: 400, body: { errors: [{ pointer: '/confirm' }] } })
  const covers = await change(consultant, url, {
    coversFrom: '2019-09-01',
    coversTo: '2020-08-31',
    staleAfterDays: null,
  })
  t.match(covers.body, {
    name: 'Conferences',
    coversFrom: '2019-09-01',
    coversTo: '2020-08-31',
    staleAfterDays: null,
  })
  t.match(await change(consultant, url, { coversTo: '2019-08-31' }), { status: 400 })
  t.match(await change(consultant, url, { name: 'Bank holidays' }), {
    status: 409,
    body: { code: 'conflict' },
  })
  const dry = await consultant.post('/v1/calendars?dryRun=true', { ...conference, name: 'Dry' })
  t.match(dry, { status: 200, body: { name: 'Dry' } })
  t.equal((await consultant.get(`/v1/calendars/${dry.body.id}`)).status, 404)
})

void eachEngine(t, 'should enter a repeated request once', async (t, database) => {
  const { consultant } = await startRegion(t, database)
  const key = { 'idempotency-key': 'enter-once' }
  const { body: calendar } = await consultant.post('/v1/calendars', conference)
  const url = `/v1/calendars/${calendar.id}/commitments`
  const day = { title: 'Summit', from: '2019-10-21', to: '2019-10-21' }
  const [first, again] = [await consultant.post(url, day, key), await consultant.post(url, day, key)]
  t.equal(first.status, 201)
  t.same(again.body, first.body)
  t.equal((await consultant.get(url)).body.items.length, 1)
})

void eachEngine(t, 'should load what the rules of clashes look at', async (t, database) => {
  const { regionId, consultant, kent, surrey } = await startRegion(t, database)
  await kent.director.post('/v1/calendars', {
    ...diaryOf(kent.director),
    commitments: [{ from: '2019-10-20', to: '2019-10-21', busy: 'out-of-office' }],
  })
  await consultant.post('/v1/calendars', {
    ...conference,
    scope: { kind: 'authorities', authorities: [KENT, SURREY] },
    commitments: [
      { title: 'All', date: '2019-10-21', startTime: '10:00', endTime: '11:00' },
      { title: 'Surrey', date: '2019-10-21', startTime: '11:00', endTime: '12:00', authorities: [SURREY] },
    ],
  })
  const loaded = async (from: string, until: string) =>
    inTransaction(database, { regionId, personId: null, now: new Date() }, async (trx) => {
      const calendars = await loadCalendars(trx, regionId)
      const asked = calendars.map((calendar) => ({ calendar, from: new Date(from), until: new Date(until) }))
      const commitments = await loadCommitments(trx, [...asked, ...asked])
      return { calendars, commitments: commitments.toSorted((a, b) => (a.span.from < b.span.from ? -1 : 1)) }
    })
  const { calendars, commitments } = await loaded('2019-10-21T09:30:00Z', '2019-10-21T11:00:00Z')
  t.same(calendars.map(({ kind }) => kind).toSorted(), ['bank-holiday', 'conference', 'personal'])
  t.match(commitments, [
    { title: '', scope: { kind: 'persons', ids: [kent.director.personId] }, busy: 'out-of-office' },
    { title: 'All', scope: { kind: 'authorities', ids: [kent.id, surrey.id].toSorted() }, wholeDays: null },
    { title: 'Surrey', scope: { kind: 'authorities', ids: [surrey.id] } },
  ])
  t.equal(commitments.length, 3)
  const touching = await loaded('2019-10-21T11:00:00Z', '2019-10-21T12:00:00Z')
  t.same(
    touching.commitments.map(({ title }) => title),
    [''],
    'half-open: what ends as it begins is not in it',
  )
  t.same((await loaded('2019-08-26T00:00:00Z', '2019-08-26T12:00:00Z')).commitments[0]?.wholeDays, {
    first: '2019-08-26',
    last: '2019-08-26',
  })
})
