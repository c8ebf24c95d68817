import t from 'tap'
import { countQueries } from '../fixtures/counting.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { FRIDAY, startRound } from '../fixtures/events.ts'
import { ref } from '../fixtures/round.ts'
import { appoint } from '../fixtures/service.ts'

interface Item {
  readonly date: string
  readonly startTime: string | null
  readonly rank: number | null
  readonly verdict: string
  readonly clashes: readonly { readonly rule: string }[]
}

const said = (items: readonly Item[]) => items.map(({ date, verdict }) => `${date} ${verdict}`)

void eachEngine(t, 'should rank many dates, or the slots of a window, when asked', async (t, database) => {
  const round = await startRound(t, database)
  const { consultant, roundId } = round
  await round.confirmed()
  const idea = { roundId, authorities: [ref('Kent'), ref('Oxfordshire'), ref('Bracknell Forest')] }
  const check = async (body: object) => {
    const reply = await consultant.post('/v1/clash-checks', { ...idea, ...body })
    t.equal(reply.status, 200, reply.text)
    return reply.body.items as Item[]
  }
  const occasions = ['2019-11-09', FRIDAY, '2019-11-07', '2019-11-06'].map((date) => ({ date }))
  t.match(await check({ occasions }), [
    { date: '2019-11-09', rank: null, verdict: 'blocked' },
    { date: FRIDAY },
    { date: '2019-11-07', verdict: 'free' },
    { date: '2019-11-06' },
  ])
  const best = await check({ occasions, ranked: true })
  t.same(said(best), ['2019-11-06 free', '2019-11-07 free', '2019-11-09 blocked', `${FRIDAY} blocked`])
  t.same(
    best.map(({ rank }) => rank),
    [1, 2, 3, 4],
  )
  const window = { first: '2019-11-07', last: '2019-11-10' }
  t.same(said(await check({ window })), [
    '2019-11-07 free',
    `${FRIDAY} blocked`,
    '2019-11-09 blocked',
    '2019-11-10 blocked',
  ])
  const halves = await check({ window, length: 'half-day', ranked: true, limit: 3 })
  t.same(
    halves.map(({ date, startTime, verdict }) => `${date} ${startTime} ${verdict}`),
    ['2019-11-07 09:00 free', '2019-11-07 13:00 free', `${FRIDAY} 13:00 free`],
  )
  t.equal(
    (await check({ window: { first: '2019-10-01', last: '2020-09-30' }, length: 'half-day' })).length,
    732,
  )
  t.equal((await check({ occasions: Array(400).fill({ date: FRIDAY }) })).length, 400)
})

void eachEngine(t, 'should check dates for people with no event yet', async (t, database) => {
  const round = await startRound(t, database)
  const { consultant, roundId, authorities, service } = round
  const event = await round.confirmed()
  const kent = authorities.Kent?.director ?? consultant
  const moderator = await appoint(service, consultant, 'Moderator A', { role: 'moderator' })
  const meeting = (name: string, role: string, day: string) =>
    round.calendar({
      kind: 'regional-meeting',
      name,
      scope: { kind: 'roles', roles: [role] },
      commitments: [{ title: name, from: day, to: day }],
    })
  await meeting('Moderators', 'moderator', '2019-11-05')
  await meeting('Assistant directors', 'assistant-director', '2019-11-06')
  await meeting('Directors', 'director', '2019-11-07')
  await kent.post('/v1/calendars', {
    kind: 'personal',
    name: 'Mine',
    scope: { kind: 'persons', personIds: [kent.personId] },
    commitments: [{ from: '2019-11-12', to: '2019-11-12', busy: 'out-of-office' }],
  })
  await round.calendar({
    kind: 'school-holiday',
    name: 'Kent school terms',
    scope: { kind: 'authorities', authorities: [ref('Kent')] },
    commitments: [{ title: 'Half term', from: '2019-11-04', to: '2019-11-15' }],
  })
  const personIds = [kent.personId, moderator.personId]
  const ask = { roundId, personIds, window: { first: '2019-11-04', last: '2019-11-12' } }
  const { body, text } = await consultant.post('/v1/clash-checks', ask)
  t.match(
    body.items.map(({ date, clashes }: Item) => [date, ...clashes.map(({ rule }) => rule)]),
    [
      ['2019-11-04'],
      ['2019-11-05', 'regional-meeting'],
      ['2019-11-06'],
      ['2019-11-07', 'regional-meeting'],
      [FRIDAY, 'person-double-booked'],
      ['2019-11-09', 'weekend'],
      ['2019-11-10', 'weekend'],
      ['2019-11-11'],
      ['2019-11-12', 'personal-busy'],
    ],
    text,
  )
  t.match(body.items[4].clashes, [{ otherEventId: event, personIds: [kent.personId] }])

  const other = await authorities.Medway?.director.post('/v1/clash-checks', ask)
  t.match(other, { status: 403 }, 'nobody maps a colleague’s diary')
  t.equal((await kent.post('/v1/clash-checks', { ...ask, personIds: [kent.personId] })).status, 200)
})

void eachEngine(t, 'should try a window for an event, in its own form, best first', async (t, database) => {
  const round = await startRound(t, database)
  const { consultant, roundId } = round
  const eventId = await round.confirmed()
  const window = { first: '2019-11-04', last: '2019-11-15' }
  const { body } = await consultant.post('/v1/clash-checks', { roundId, eventId, window, ranked: true })
  t.match(body.items.slice(0, 3), [
    { date: FRIDAY, startTime: '10:00', endTime: '13:00', rank: 1, verdict: 'free', clashes: [] },
    { date: '2019-11-07', startTime: '10:00' },
    { date: '2019-11-06' },
  ])
})

void eachEngine(t, 'should name what is wrong with a window, or with people', async (t, database) => {
  const round = await startRound(t, database)
  const { consultant, roundId } = round
  const [triadId] = round.triads
  const window = { first: '2019-11-04', last: '2019-11-15' }
  const me = consultant.personId
  const north = await round.service.region('North West')
  const cases: [string, object, string][] = [
    ['a date and a window', { triadId, window, date: FRIDAY }, '/date'],
    ['a list and a window', { triadId, window, occasions: [{ date: FRIDAY }] }, '/date'],
    ['times beside a window', { triadId, window, startTime: '10:00' }, '/window'],
    ['a length without a window', { triadId, date: FRIDAY, length: 'day' }, '/length'],
    ['a window backwards', { triadId, window: { first: FRIDAY, last: '2019-11-07' } }, '/window/last'],
    ['two years', { triadId, window: { first: '2019-01-01', last: '2020-12-31' } }, '/window/last'],
    ['a morning backwards', { triadId, window, length: 'half-day', morning: '12:00-09:00' }, '/morning'],
    ['halves that overlap', { triadId, window, length: 'half-day', afternoon: '12:00-17:00' }, '/afternoon'],
    ['people and a triad', { triadId, personIds: [me], window }, '/triadId'],
    ['no people', { personIds: [], window }, '/personIds'],
    ['somebody twice', { personIds: [me, me], window }, '/personIds/1'],
    ['somebody of elsewhere', { personIds: [north.consultant.personId], window }, '/personIds/0'],
    ['people visited', { personIds: [me], kind: 'visit', window }, '/kind'],
    ['a limit of nothing', { triadId, window, limit: 0 }, '/limit'],
  ]
  for (const [what, body, pointer] of cases) {
    const reply = await consultant.post('/v1/clash-checks', { roundId, ...body })
    t.match(reply, { status: 400, body: { errors: [{ pointer }] } }, what)
  }
})

void eachEngine(t, 'should read the ground once, for a year of slots as for one', async (t, database) => {
  const round = await startRound(t, database)
  const { consultant, roundId } = round
  const eventId = await round.confirmed()
  const count = countQueries(t, database)
  const check = async (window: object) => {
    const body = { roundId, eventId, window, length: 'half-day' }
    const { answer, queries } = await count(() => consultant.post('/v1/clash-checks', body))
    return { queries, length: answer.body.items.length }
  }
  await check({ first: FRIDAY, last: FRIDAY })
  const day = await check({ first: FRIDAY, last: FRIDAY })
  const year = await check({ first: '2019-10-01', last: '2020-09-30' })
  t.equal(day.length, 3)
  t.equal(year.length, 1098)
  t.ok(day.queries > 0, `${day.queries} queries`)
  t.equal(year.queries, day.queries)
})
