import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { startRound } from '../fixtures/events.ts'
import { ref } from '../fixtures/round.ts'
import { appoint } from '../fixtures/service.ts'

const MONDAY = '2019-11-11'

/** Thursday, three working days of inspectors on site from Monday, and Kent's triad meets on that Monday. */
const THURSDAY = '2019-11-07T15:00:00Z'
const ON_SITE = { from: MONDAY, to: '2019-11-13' }

void eachEngine(t, 'should serve an inspection call on the Thursday in two calls', async (t, database) => {
  const round = await startRound(t, database)
  const { consultant, authorities, service } = round
  const id = await round.confirmed({ date: MONDAY })
  const elsewhere = await round.confirmed({ triadId: round.triads[1], date: MONDAY })
  const before = await round.confirmed({ date: '2019-11-06', title: 'Before it' })
  service.setClock(THURSDAY)

  const kent = authorities.Kent?.id
  const report = await consultant.post(`/v1/authorities/${kent}/inspections`, ON_SITE)
  t.equal(report.status, 201, report.text)
  const { commitment, affected } = report.body
  t.match(commitment, {
    ...ON_SITE,
    title: 'Inspection',
    scope: { kind: 'authorities', authorities: [{ authorityId: kent }] },
  })
  t.equal(report.headers.location, `/v1/calendars/${commitment.calendarId}/commitments/${commitment.id}`)
  t.match((await consultant.get(`/v1/calendars/${commitment.calendarId}`)).body, {
    kind: 'inspection',
    name: 'Inspections of Kent',
  })
  t.equal(affected.length, 1, 'neither the other triad nor the meeting before')
  t.not(affected[0].event.id, elsewhere)
  t.not(affected[0].event.id, before)
  t.match(affected[0].event, {
    id,
    state: 'confirmed',
    clashes: [{ rule: 'inspection-on-site', commitmentId: commitment.id, severity: 'blocking' }],
  })
  const seen = await consultant.get(`/v1/challenge-events/${id}`)
  t.strictSame(affected[0].event, seen.body)
  t.equal(affected[0].etag, seen.headers.etag)
  const { alternatives } = affected[0]
  t.equal(alternatives.length, 3)
  t.same(
    alternatives.map((each: { occasion: { date: string } }) => each.occasion.date),
    ['2019-11-08', '2019-11-14', '2019-11-15'],
    'the nearest days on which nobody is on site, no weekend among them',
  )
  const listed = await consultant.get(`/v1/challenge-events/${id}/alternatives?limit=3`)
  t.strictSame(listed.body.items, alternatives)
  t.ok(
    alternatives.every(({ clashes }: { clashes: { rule: string }[] }) =>
      clashes.every(({ rule }) => rule === 'short-notice'),
    ),
  )

  const [, chosen] = alternatives
  const taken = await consultant.post(
    `/v1/challenge-events/${id}/reschedule`,
    { ...chosen.occasion, reason: 'Inspectors on site in Kent' },
    { 'if-match': affected[0].etag },
  )
  t.match(taken, { status: 200, body: { ...chosen.occasion, state: 'confirmed' } }, taken.text)
  t.same(taken.body.clashes, chosen.clashes, 'it has the clashes that the alternative said')
})

void eachEngine(
  t,
  'should let what an inspection hits be deferred with the same answer',
  async (t, database) => {
    const round = await startRound(t, database)
    const { consultant, authorities, service } = round
    const id = await round.confirmed({ date: MONDAY })
    service.setClock(THURSDAY)
    const kent = authorities.Kent?.id
    const { body } = await consultant.post(`/v1/authorities/${kent}/inspections`, ON_SITE)
    const deferred = await consultant.post(
      `/v1/challenge-events/${id}/defer`,
      { reason: 'Inspectors on site in Kent' },
      { 'if-match': body.affected[0].etag },
    )
    t.match(deferred, { status: 200, body: { state: 'deferred', clashes: [] } })
    const again = await consultant.post(`/v1/authorities/${kent}/inspections`, ON_SITE)
    t.same(again.body.affected, [], 'it holds no time any more')
    t.equal(again.body.commitment.calendarId, body.commitment.calendarId, 'never a second calendar')
    t.equal(again.body.commitment.id, body.commitment.id, 'nor a second inspection')

    const audit = await consultant.get('/v1/audit-entries?limit=200')
    const entries = audit.body.items.filter(({ action }: { action: string }) => action === 'reportInspection')
    t.match(entries, [{}, {}], 'both are in the audit log')
  },
)

void eachEngine(t, "should be told by the authority's office, and by nobody else", async (t, database) => {
  const round = await startRound(t, database)
  const { consultant, authorities, service } = round
  const id = await round.proposed({ date: MONDAY })
  const url = `/v1/authorities/${authorities.Kent?.id}/inspections`
  const assistant = await appoint(service, consultant, 'Assistant, Kent', {
    role: 'assistant',
    authorities: [ref('Kent')],
  })
  const medway = authorities.Medway?.director
  const body = { ...ON_SITE, title: 'Focused visit by Ofsted' }
  t.match(await medway?.post(url, body), { status: 403, body: { code: 'forbidden' } })
  const north = await service.region('North West')
  t.match(await north.consultant.post(url, body), { status: 404 })
  t.same(
    (await consultant.get('/v1/calendars')).body.items.map(({ kind }: { kind: string }) => kind),
    ['bank-holiday'],
  )

  const dry = await assistant.post(`${url}?dryRun=true`, body)
  t.equal(dry.status, 200, dry.text)
  t.equal(dry.body.affected.length, 1)
  t.equal((await consultant.get('/v1/calendars')).body.items.length, 1, 'nothing is kept')
  const key = { 'idempotency-key': 'call-of-thursday' }
  const told = await assistant.post(url, body, key)
  t.match(told, { status: 201, body: { affected: [{ event: { id } }] } }, told.text)
  t.same((await assistant.post(url, body, key)).body, told.body, 'told twice, it is one')
  const { commitment } = told.body
  const list = await consultant.get(`/v1/calendars/${commitment.calendarId}/commitments`)
  t.equal(list.body.items.length, 1)

  for (const address of [
    `/v1/challenge-events/${id}`,
    `/v1/challenge-events/${id}/alternatives?date=2019-11-12`,
    `/v1/rounds/${round.roundId}/clashes`,
    `/v1/calendars/${commitment.calendarId}`,
    `/v1/calendars/${commitment.calendarId}/commitments`,
    '/v1/calendars',
  ]) {
    const others = await medway?.get(address)
    t.match(others, { status: 200, text: /unavailable/i }, address)
    t.notMatch(others?.text, /inspect|ofsted/i, address)
  }
  const blocked = await medway?.get(`/v1/challenge-events/${id}/alternatives?date=2019-11-12`)
  t.match(blocked?.body.items, [
    { verdict: 'blocked', clashes: [{ rule: 'unavailable', commitmentId: null, calendarId: null }] },
  ])
  const window = {
    roundId: round.roundId,
    triadId: round.triads[0],
    window: { first: MONDAY, last: '2019-11-13' },
    ranked: true,
  }
  const checked = await medway?.post('/v1/clash-checks', window)
  t.match(checked, { status: 200, text: /unavailable/ })
  t.notMatch(checked?.text, /inspect|ofsted/i)

  const address = `/v1/calendars/${commitment.calendarId}/commitments/${commitment.id}`
  const shorter = await assistant.patch(address, { to: MONDAY }, { 'if-match': '*' })
  t.match(shorter, { status: 200, body: { from: MONDAY, to: MONDAY } })
  t.equal((await assistant.delete(address, { 'if-match': '*' })).status, 204)
  t.same((await consultant.get(`/v1/challenge-events/${id}`)).body.clashes, [])
})

void eachEngine(t, 'should name what is wrong with a report, and make nothing', async (t, database) => {
  const round = await startRound(t, database)
  const { consultant, authorities } = round
  const url = `/v1/authorities/${authorities.Kent?.id}/inspections`
  const cases: [object, string][] = [
    [{ from: MONDAY }, '/to'],
    [{ from: MONDAY, to: '2019-11-10' }, '/to'],
    [{ from: '2019-02-30', to: MONDAY }, '/from'],
    [{ ...ON_SITE, title: '' }, '/title'],
    [{ ...ON_SITE, colour: 'red' }, '/colour'],
  ]
  for (const [body, pointer] of cases)
    t.match(await consultant.post(url, body), { status: 400, body: { errors: [{ pointer }] } }, pointer)
  t.equal((await consultant.get('/v1/calendars')).body.items.length, 1)

  const both = await Promise.all([consultant.post(url, ON_SITE), consultant.post(url, ON_SITE)])
  t.same(
    both.map(({ status }) => status),
    [201, 201],
  )
  t.equal(
    (await consultant.get('/v1/calendars')).body.items.length,
    2,
    'two reports at once make one calendar between them',
  )
})
