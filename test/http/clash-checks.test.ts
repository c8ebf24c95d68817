import t from 'tap'
import { countQueries } from '../fixtures/counting.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { FRIDAY, startRound } from '../fixtures/events.ts'
import { ref, type SOUTH_EAST } from '../fixtures/round.ts'

const HALF_TERM = { from: '2019-10-28', to: '2019-11-01' }

const terms = (name: keyof typeof SOUTH_EAST, commitments: object[] = []) => ({
  kind: 'school-holiday',
  name: `${name} school terms`,
  scope: { kind: 'authorities', authorities: [ref(name)] },
  coversFrom: '2019-09-01',
  coversTo: '2019-12-31',
  commitments,
})

void eachEngine(t, 'should say what stands against each of several dates', async (t, database) => {
  const round = await startRound(t, database, {
    requiredCalendars: [
      { kind: 'school-holiday', scope: 'every-participant' },
      { kind: 'bank-holiday', scope: 'region' },
    ],
  })
  const { authorities } = round
  const { body: kent } = await round.calendar(terms('Kent', [{ title: 'Half term', ...HALF_TERM }]))
  t.equal((await round.calendar(terms('Medway'))).status, 201)
  const director = authorities.Kent?.director ?? round.consultant
  const asked = await director.post('/v1/clash-checks', {
    roundId: round.roundId,
    triadId: round.triads[0],
    occasions: [
      { date: '2019-11-01', startTime: '10:00', endTime: '13:00' },
      { date: '2020-01-10' },
      { date: '2019-12-25' },
    ],
  })
  t.equal(asked.status, 200, asked.text)
  t.equal(asked.headers.location, undefined)
  const [halfTerm, uncovered, christmas] = asked.body.items
  t.match(halfTerm, { date: '2019-11-01', days: 1, startTime: '10:00' })
  const surrey = authorities.Surrey?.id
  t.match(halfTerm.clashes, [
    { rule: 'school-holiday', severity: 'warning', eventId: null, authorityIds: [authorities.Kent?.id] },
    { rule: 'calendar-unknown', severity: 'warning', feeds: 'school-holiday', authorityIds: [surrey] },
  ])
  const answers = (item: {
    coverage: { calendarKind: string; authorityId: string | null; answer: string }[]
  }) =>
    Object.fromEntries(
      item.coverage.map(({ calendarKind, authorityId, answer }) => [authorityId ?? calendarKind, answer]),
    )
  t.same(answers(halfTerm), {
    [authorities.Kent?.id ?? '']: 'busy',
    [authorities.Medway?.id ?? '']: 'free',
    [surrey ?? '']: 'unknown',
    'bank-holiday': 'free',
  })
  t.match(
    halfTerm.coverage.find(({ authorityId }: { authorityId: string }) => authorityId === surrey),
    { reason: /No calendar of school holidays is registered for Surrey/, calendarId: null },
  )
  t.match(
    halfTerm.coverage.find(({ answer }: { answer: string }) => answer === 'busy'),
    { calendarId: kent.id, calendarName: 'Kent school terms', checkedAt: '2019-05-10T09:00:00.000Z' },
  )
  t.equal(answers(uncovered)[authorities.Kent?.id ?? ''], 'unknown')
  t.match(christmas.clashes[0], { rule: 'bank-holiday', severity: 'blocking' })
  t.same((await round.consultant.get('/v1/challenge-events')).body.items, [], 'nothing was written')
})

void eachEngine(
  t,
  'should try a date for authorities, for facilitators, and for an event that might move',
  async (t, database) => {
    const round = await startRound(t, database)
    const { consultant, roundId, authorities } = round
    const kent = authorities.Kent?.director.personId
    const event = await round.confirmed()
    const check = (body: object) => consultant.post('/v1/clash-checks', { roundId, date: FRIDAY, ...body })
    const clashes = async (body: object) => (await check(body)).body.items[0].clashes
    const double = { rule: 'person-double-booked', otherEventId: event }
    const idea = { authorities: [ref('Kent'), ref('Oxfordshire'), ref('Bracknell Forest')] }
    t.match(await clashes(idea), [{ ...double, personIds: [kent] }])
    t.same(await clashes({ ...idea, startTime: '13:00', endTime: '15:00' }), [])
    t.match(await clashes({ triadId: round.triads[1], facilitatorIds: [kent] }), [
      { ...double, personIds: [kent] },
    ])
    t.same(await clashes({ triadId: round.triads[1] }), [])
    t.same(await clashes({ eventId: event }), [], 'it does not meet itself')
    t.match(await clashes({ kind: 'summit' }), [double])
    t.match(await clashes({ eventId: event, date: '2019-11-09' }), [{ rule: 'weekend', eventId: event }])
    const other = await round.confirmed({
      triadId: round.triads[1],
      facilitatorIds: [kent],
      date: '2019-11-15',
    })
    t.match(await clashes({ eventId: event, date: '2019-11-15' }), [{ ...double, otherEventId: other }])
  },
)

void eachEngine(t, 'should name what is wrong with a check', async (t, database) => {
  const round = await startRound(t, database)
  const { consultant, roundId } = round
  const [triadId] = round.triads
  const north = await round.service.region('North West')
  const day = { date: FRIDAY }
  const cases: [string, object, string][] = [
    ['no date', { triadId }, '/date'],
    ['a date and a list', { triadId, ...day, occasions: [day] }, '/date'],
    ['times beside a list', { triadId, occasions: [day], startTime: '10:00' }, '/occasions'],
    ['too many dates', { triadId, occasions: Array(401).fill(day) }, '/occasions'],
    ['nobody', day, '/triadId'],
    ['a triad and authorities', { ...day, triadId, authorities: [ref('Kent')] }, '/triadId'],
    ['a triad of elsewhere', { ...day, triadId: roundId }, '/triadId'],
    ['an event of elsewhere', { ...day, eventId: roundId }, '/eventId'],
    ['an authority of elsewhere', { ...day, authorities: [{ gssCode: 'E99999999' }] }, '/authorities/0'],
    [
      'a person of elsewhere',
      { ...day, triadId, facilitatorIds: [north.consultant.personId] },
      '/facilitatorIds/0',
    ],
    ['a field that is not known', { ...day, triadId, colour: 'red' }, '/colour'],
    [
      'a skipped wall time',
      { triadId, date: '2020-03-29', startTime: '01:30', endTime: '03:00' },
      '/startTime',
    ],
    ['30 February', { triadId, occasions: [day, { date: '2020-02-30' }] }, '/occasions/1/date'],
    [
      'a meeting of two days in a list',
      { triadId, occasions: [day, { ...day, days: 2 }] },
      '/occasions/1/days',
    ],
    ['a visit of six days', { triadId, kind: 'visit', ...day, days: 6 }, '/days'],
  ]
  for (const [what, body, pointer] of cases) {
    const reply = await consultant.post('/v1/clash-checks', { roundId, ...body })
    t.match(reply, { status: 400, body: { errors: [{ pointer }] } }, what)
  }
  const foreign = await north.consultant.post('/v1/clash-checks', { roundId, triadId, ...day })
  t.match(foreign, { status: 404, body: { code: 'not-found' } })
})

void eachEngine(t, 'should tell of an inspection only those who may know', async (t, database) => {
  const round = await startRound(t, database)
  const { authorities, consultant, roundId } = round
  const inspection = await round.calendar({
    kind: 'inspection',
    name: 'Inspections',
    scope: { kind: 'authorities', authorities: [ref('Medway')] },
    commitments: [{ title: 'Focused visit by Ofsted', from: FRIDAY, to: FRIDAY }],
  })
  t.equal(inspection.status, 201)
  const id = await round.proposed()
  const [{ commitmentId }] = (await consultant.get(`/v1/challenge-events/${id}`)).body.clashes
  const waivers = [{ rule: 'inspection-on-site', commitmentId, reason: 'The inspectors agreed' }]
  t.equal((await round.move(id, 'confirm', { waivers })).status, 200)
  const urls = [
    `/v1/challenge-events/${id}`,
    '/v1/challenge-events',
    `/v1/rounds/${roundId}/clashes`,
    `/v1/rounds/${roundId}/waivers`,
  ]
  for (const url of urls) {
    t.match((await consultant.get(url)).text, /inspection-on-site/, `the consultant, ${url}`)
    const others = await authorities.Kent?.director.get(url)
    t.match(others, { status: 200, text: /unavailable/ }, `others, ${url}`)
    t.notMatch(others?.text, /inspect|ofsted/i, `others, ${url}`)
    t.notOk(others?.text.includes(commitmentId), `others, ${url}`)
  }
  const check = { roundId, triadId: round.triads[0], date: FRIDAY }
  t.match((await authorities.Medway?.director.post('/v1/clash-checks', check))?.text, /inspection-on-site/)
  const others = await authorities.Kent?.director.post('/v1/clash-checks', check)
  t.notMatch(others?.text, /inspect|ofsted/i)
})

void eachEngine(
  t,
  'should find the clashes of a round in as many queries for twenty events as for one',
  async (t, database) => {
    const round = await startRound(t, database)
    const count = countQueries(t, database)
    const counted = async (url: string) => {
      const { answer, queries } = await count(() => round.consultant.get(url))
      return { queries, length: answer.body.items.length }
    }
    const url = '/v1/challenge-events?limit=200'
    await round.proposed()
    const one = await counted(url)
    const clashesOfOne = await counted(`/v1/rounds/${round.roundId}/clashes`)
    for (let day = 1; day < 20; day++) {
      await round.proposed({ date: `2019-11-${String(day).padStart(2, '0')}` })
    }
    const many = await counted(url)
    t.equal(many.length, 20)
    t.ok(one.queries > 0, `${one.queries} queries`)
    t.equal(many.queries, one.queries)
    const clashesOfMany = await counted(`/v1/rounds/${round.roundId}/clashes`)
    t.ok(clashesOfMany.queries <= clashesOfOne.queries, `${clashesOfMany.queries} queries`)
  },
)
