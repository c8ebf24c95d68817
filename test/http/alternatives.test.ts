import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { FRIDAY, startRound } from '../fixtures/events.ts'
import { ref } from '../fixtures/round.ts'

interface Item {
  readonly rank: number
  readonly occasion: { readonly date: string; readonly days: number; readonly startTime: string | null }
  readonly verdict: string
  readonly clashes: readonly { readonly rule: string }[]
}

const dates = (items: readonly Item[]) => items.map(({ occasion }) => occasion.date)

void eachEngine(t, 'should rank every slot to which an event could move, best first', async (t, database) => {
  const round = await startRound(t, database)
  const { consultant, authorities } = round
  const id = await round.confirmed()
  await round.calendar({
    kind: 'school-holiday',
    name: 'Kent school terms',
    scope: { kind: 'authorities', authorities: [ref('Kent')] },
    commitments: [{ title: 'Half term', from: '2019-11-07', to: '2019-11-07' }],
  })
  await round.calendar({
    kind: 'conference',
    name: 'Conferences',
    scope: { kind: 'region' },
    commitments: [{ title: 'Conference', date: '2019-11-11', startTime: '09:00', endTime: '11:00' }],
  })
  const url = `/v1/challenge-events/${id}/alternatives`
  const { status, body, text } = await consultant.get(url)
  t.equal(status, 200, text)
  t.equal(body.items.length, 20)
  const first = body.items as Item[]
  t.same(dates(first).slice(0, 4), ['2019-11-06', '2019-11-05', '2019-11-04', '2019-11-12'])
  t.match(first[0], {
    rank: 1,
    occasion: { date: '2019-11-06', days: 1, startTime: '10:00', endTime: '13:00' },
    startsAt: '2019-11-06T10:00:00.000Z',
    verdict: 'free',
    clashes: [],
    coverage: { free: 0, busy: 0, unknown: 0 },
  })
  const all = [...first]
  for (let cursor = body.nextCursor; cursor; ) {
    const page = await consultant.get(`${url}?cursor=${cursor}`)
    all.push(...page.body.items)
    cursor = page.body.nextCursor
  }
  t.equal(all.length, 73, 'the 74 days of the window, and not its own')
  t.same(
    all.map(({ rank }) => rank),
    all.map((_, index) => index + 1),
  )
  t.notOk(dates(all).includes(FRIDAY))
  const on = (date: string) => all.find(({ occasion }) => occasion.date === date)
  t.match(on('2019-11-07'), { verdict: 'warnings', clashes: [{ rule: 'school-holiday', eventId: id }] })
  t.match(on('2019-11-11'), { verdict: 'blocked', clashes: [{ rule: 'conference' }] })
  t.match(on('2019-11-09'), { verdict: 'blocked', clashes: [{ rule: 'weekend' }] })

  const why = await consultant.get(`${url}?date=2019-11-11`)
  t.same(why.body.items, [on('2019-11-11')], 'why not the 11th?')
  t.equal(why.body.nextCursor, null)
  const halves = await consultant.get(`${url}?date=2019-11-11&length=half-day`)
  t.match(halves.body.items, [
    { occasion: { startTime: '13:00', endTime: '17:00' }, verdict: 'free', clashes: [] },
    { occasion: { startTime: '09:00', endTime: '13:00' }, verdict: 'blocked' },
    { occasion: { startTime: '10:00', endTime: '13:00' }, verdict: 'blocked' },
  ])
  const later = await consultant.get(`${url}?date=2019-11-11&length=half-day&morning=11:00-13:00`)
  t.match(later.body.items[0], { occasion: { startTime: '11:00', endTime: '13:00' }, verdict: 'free' })
  const days = await consultant.get(`${url}?length=day&date=${FRIDAY}`)
  t.match(days.body.items, [{ occasion: { date: FRIDAY, startTime: null }, verdict: 'free' }])

  round.service.setClock('2019-12-01T12:00:00Z')
  const late = await authorities.Kent?.director.get(url)
  t.same(dates(late?.body.items).toSorted()[0], '2019-12-02', 'from tomorrow on')
  t.equal(late?.body.items.length, 12)
  round.service.setClock('2019-12-13T12:00:00Z')
  t.same((await consultant.get(url)).body, { items: [], nextCursor: null }, 'nothing is left')
})

void eachEngine(t, 'should rank other dates without the waivers of the present one', async (t, database) => {
  const round = await startRound(t, database, {
    requiredCalendars: [{ kind: 'conference', scope: 'region' }],
  })
  const { consultant } = round
  const { body: calendar } = await round.calendar({
    kind: 'conference',
    name: 'Conferences',
    scope: { kind: 'region' },
    coversFrom: '2019-09-01',
    coversTo: '2019-11-15',
    commitments: [{ title: 'Conference week', from: FRIDAY, to: '2019-11-12' }],
  })
  const id = await round.proposed()
  const [{ commitmentId }] = (await consultant.get(`/v1/challenge-events/${id}`)).body.clashes
  const waivers = [{ rule: 'conference', commitmentId, reason: 'None of the three goes' }]
  t.equal((await round.move(id, 'confirm', { waivers })).status, 200)
  const url = `/v1/challenge-events/${id}/alternatives?limit=200`
  const items = (await consultant.get(url)).body.items as Item[]
  const on = (date: string) => items.find(({ occasion }) => occasion.date === date)
  t.match(on('2019-11-12'), { verdict: 'blocked', clashes: [{ rule: 'conference', waived: null }] })
  t.match(on('2019-11-18'), {
    verdict: 'unknown',
    clashes: [{ rule: 'calendar-unknown', calendarId: calendar.id }],
    coverage: { free: 0, busy: 0, unknown: 1 },
  })
  const ranks = ['free', 'unknown', 'blocked'].map((word) =>
    items.findIndex(({ verdict }) => verdict === word),
  )
  t.same(
    ranks,
    ranks.toSorted((a, b) => a - b),
  )
  t.equal(ranks[0], 0)

  t.equal((await round.move(id, 'defer', { reason: 'Not now' })).status, 200)
  const again = (await consultant.get(url)).body.items as Item[]
  t.match(
    again.find(({ occasion }) => occasion.date === FRIDAY),
    { verdict: 'blocked' },
    'once deferred, its old place is one of many',
  )
  t.equal(again.length, items.length + 1)
})

void eachEngine(t, 'should refuse what no alternative can be found for', async (t, database) => {
  const round = await startRound(t, database)
  const { consultant } = round
  const id = await round.proposed()
  const url = `/v1/challenge-events/${id}/alternatives`
  const cases: [string, string][] = [
    ['date=2020-02-30', '?date'],
    ['date=2020-03-01', '?date'],
    ['length=week', '?length'],
    ['morning=nine', '?morning'],
    ['morning=13:00-09:00', '?morning'],
    ['afternoon=12:00-17:00', '?afternoon'],
    ['cursor=x', '?cursor'],
    ['limit=0', '?limit'],
    ['colour=red', '?colour'],
  ]
  for (const [query, pointer] of cases)
    t.match(await consultant.get(`${url}?${query}`), { status: 400, body: { errors: [{ pointer }] } }, query)
  const north = await round.service.region('North West')
  t.equal((await north.consultant.get(url)).status, 404)
  t.equal((await consultant.get(`/v1/challenge-events/${round.roundId}/alternatives`)).status, 404)
  t.equal((await round.move(id, 'cancel', { reason: 'No' })).status, 200)
  t.match(await consultant.get(url), { status: 409, body: { code: 'wrong-state' } })
})

void eachEngine(t, 'should move sessions along, and leave out where they cannot go', async (t, database) => {
  const round = await startRound(t, database)
  const { consultant, authorities } = round
  const id = await round.proposed()
  const url = `/v1/challenge-events/${id}`
  const everybody = [ref('Kent'), ref('Medway'), ref('Surrey')]
  const sat = await consultant.put(
    `${url}/sessions`,
    { sessions: [{ startTime: '10:00', endTime: '11:00', authorities: everybody }] },
    { 'if-match': '*' },
  )
  t.equal(sat.status, 200, sat.text)
  const kent = authorities.Kent?.director
  await kent?.post('/v1/calendars', {
    kind: 'personal',
    name: 'Mine',
    scope: { kind: 'persons', personIds: [kent.personId] },
    commitments: [
      { date: '2019-11-11', startTime: '12:00', endTime: '13:00', busy: 'out-of-office' },
      { date: '2019-11-12', startTime: '10:30', endTime: '10:45', busy: 'out-of-office' },
    ],
  })
  const items = async (query: string) => (await consultant.get(`${url}/alternatives?${query}`)).body.items
  t.match(await items('date=2019-11-11'), [{ verdict: 'free' }], 'the session is over by then')
  t.match(await items('date=2019-11-12'), [{ verdict: 'blocked', clashes: [{ rule: 'personal-busy' }] }])
  t.match(
    (await items('date=2019-11-13&length=half-day')).map(({ occasion }: Item) => occasion.startTime),
    ['09:00', '10:00'],
    'the afternoon has no room for it',
  )
})
