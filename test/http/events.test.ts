import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { FRIDAY, startRound } from '../fixtures/events.ts'
import { appoint } from '../fixtures/service.ts'

const REASON = { reason: 'Half term in Medway' }

void eachEngine(
  t,
  'should propose an event with its people, and show it to the region',
  async (t, database) => {
    const round = await startRound(t, database)
    const reply = await round.propose({ venue: 'County Hall', joiningLink: 'https://example.org/meet' })
    t.equal(reply.status, 201, reply.text)
    t.equal(reply.headers.location, `/v1/challenge-events/${reply.body.id}`)
    t.match(reply.body, {
      roundId: round.roundId,
      triadId: round.triads[0],
      state: 'proposed',
      title: 'Triad 1 challenge event, 2019-20',
      date: FRIDAY,
      days: 1,
      startTime: '10:00',
      startsAt: '2019-11-08T10:00:00.000Z',
      endsAt: '2019-11-08T13:00:00.000Z',
      datedOn: '2019-05-10',
      revision: 1,
      clashes: [],
      vacantAuthorityIds: [],
    })
    t.same(
      reply.body.people.map(({ name, capacity }: Record<string, string>) => [name, capacity]),
      [
        ['Director, Kent', 'director'],
        ['Director, Medway', 'director'],
        ['Director, Surrey', 'director'],
      ],
    )
    const director = round.authorities.Oxfordshire?.director
    const read = await director?.get(`/v1/challenge-events/${reply.body.id}`)
    t.same(read?.body, reply.body, 'everybody in the region reads it')
    t.equal(read?.headers.etag, reply.headers.etag)
    t.equal((await round.propose({}, director)).status, 403)

    const listed = await round.consultant.get(`/v1/challenge-events?roundId=${round.roundId}&state=proposed`)
    t.same(listed.body, { items: [reply.body], nextCursor: null })
    const none = await round.consultant.get(`/v1/challenge-events?triadId=${round.triads[1]}`)
    t.same(none.body.items, [])
  },
)

void eachEngine(t, 'should know whom each kind of event is for', async (t, database) => {
  const round = await startRound(t, database)
  const moderator = await appoint(round.service, round.consultant, 'Moderator, Kent', { role: 'moderator' })
  const facilitator = await appoint(round.service, round.consultant, 'Facilitator A', { role: 'facilitator' })
  const names = async (body: object): Promise<string[]> => {
    const { body: event } = await round.propose(body)
    return event.people.map(({ name }: { name: string }) => name)
  }
  t.same(await names({ triadId: round.triads[1] }), [
    'Director, Buckinghamshire',
    'Director, Hampshire and Isle of Wight',
    'Director, Oxfordshire',
  ])
  const training = { triadId: null, kind: 'training', days: 2, startTime: null, endTime: null }
  t.same(await names({ ...training, facilitatorIds: [facilitator.personId] }), [
    'Facilitator A',
    'Moderator, Kent',
  ])
  t.equal((await names({ triadId: null, kind: 'summit' })).length, 7, 'one director leads two of the eight')
  t.same(
    await names({
      kind: 'visit',
      hostAuthorityId: round.authorities.Kent?.id,
      days: 5,
      startTime: null,
      endTime: null,
      facilitatorIds: [moderator.personId],
    }),
    ['Director, Kent', 'Director, Medway', 'Director, Surrey', 'Moderator, Kent'],
  )
})

void eachEngine(t, 'should keep each move with the old date, who and why', async (t, database) => {
  const round = await startRound(t, database)
  const id = await round.confirmed()
  t.match(await round.move(id, 'hold'), { status: 409, body: { code: 'wrong-state' } }, 'it is yet to come')
  t.match(await round.move(id, 'reschedule', { date: '2019-11-15' }), {
    status: 400,
    body: { errors: [{ pointer: '/reason' }] },
  })
  t.equal((await round.move(id, 'reschedule', { date: '2019-11-15', ...REASON })).status, 200)
  const deferred = await round.move(id, 'defer', { reason: 'Inspectors on site' })
  t.match(deferred, { status: 200, body: { state: 'deferred', people: [], clashes: [] } })
  t.match(await round.move(id, 'confirm', {}), { status: 409, body: { code: 'wrong-state' } })
  const again = await round.move(id, 'reschedule', {
    date: '2020-02-07',
    startTime: null,
    endTime: null,
    ...REASON,
  })
  t.match(again, { status: 200, body: { state: 'proposed', startTime: null, triadId: round.triads[0] } })
  t.equal((await round.move(id, 'confirm', {})).status, 200)
  round.service.setClock('2020-02-07T18:00:00Z')
  t.match(await round.move(id, 'hold'), { status: 200, body: { state: 'held', people: { length: 3 } } })
  t.match(await round.move(id, 'cancel', REASON), { status: 409, body: { code: 'wrong-state' } })

  const history = await round.consultant.get(`/v1/challenge-events/${id}/history`)
  t.match(history.body, {
    nextCursor: null,
    items: [
      { move: 'propose', from: null, to: 'proposed', old: null, personId: round.consultant.personId },
      { move: 'confirm', to: 'confirmed', reason: null },
      { move: 'reschedule', old: { date: FRIDAY, startTime: '10:00' }, ...REASON },
      { move: 'defer', old: { date: '2019-11-15' }, reason: 'Inspectors on site' },
      { move: 'reschedule', from: 'deferred', to: 'proposed' },
      { move: 'confirm', old: { date: '2020-02-07', startTime: null } },
      { move: 'hold', to: 'held', at: '2020-02-07T18:00:00.000Z' },
    ],
  })
  const part = await round.consultant.get(`/v1/challenge-events/${id}/history?limit=2`)
  const rest = await round.consultant.get(
    `/v1/challenge-events/${id}/history?limit=9&cursor=${part.body.nextCursor}`,
  )
  t.same([...part.body.items, ...rest.body.items], history.body.items)
})

void eachEngine(t, 'should write nothing on a dry run', async (t, database) => {
  const round = await startRound(t, database)
  const count = async () => {
    const tables = ['challenge_event', 'participation', 'event_history', 'waiver', 'audit_entry']
    const counts = await Promise.all(
      tables.map((table) => database.pool.query(`select count(*)::int as n from ${table}`)),
    )
    return counts.map(({ rows }) => rows[0].n)
  }
  const before = await count()
  const proposal = await round.consultant.post('/v1/challenge-events?dryRun=true', {
    roundId: round.roundId,
    triadId: round.triads[0],
    kind: 'meeting',
    date: '2019-11-09',
    waivers: [{ rule: 'weekend', reason: 'They asked for it' }],
  })
  t.match(proposal, { status: 200, body: { clashes: [{ rule: 'weekend', waived: 'They asked for it' }] } })
  t.equal(proposal.headers.location, undefined)
  t.same(await count(), before)
  const id = await round.proposed()
  const counted = await count()
  t.match(await round.move(id, 'confirm?dryRun=true', {}), { status: 200, body: { state: 'confirmed' } })
  t.same(await count(), counted)
  t.equal((await round.consultant.get(`/v1/challenge-events/${id}`)).body.state, 'proposed')
})

void eachEngine(t, 'should name what is wrong with a request', async (t, database) => {
  const round = await startRound(t, database)
  const elsewhere = await round.service.region('North West')
  const whole = { startTime: null, endTime: null }
  const host = round.authorities.Oxfordshire?.id
  const cases: [string, object, string][] = [
    ['a field that is not known', { colour: 'red' }, '/colour'],
    ['30 February', { date: '2020-02-30' }, '/date'],
    ['a wall time that the clocks skip', { date: '2020-03-29', startTime: '01:30' }, '/startTime'],
    ['an end before the start', { endTime: '09:00' }, '/endTime'],
    ['half a time', { endTime: null }, '/endTime'],
    ['no time of day', { startTime: '25:00' }, '/startTime'],
    ['a meeting of two days', { days: 2, ...whole }, '/days'],
    [
      'a visit of six days',
      { kind: 'visit', hostAuthorityId: round.authorities.Kent?.id, days: 6, ...whole },
      '/days',
    ],
    ['a visit to nobody', { kind: 'visit' }, '/hostAuthorityId'],
    ['a host outside the triad', { kind: 'visit', hostAuthorityId: host }, '/hostAuthorityId'],
    ['a meeting of no triad', { triadId: null }, '/triadId'],
    ['a triad at a summit', { kind: 'summit' }, '/triadId'],
    ['a triad that is not there', { triadId: round.roundId }, '/triadId'],
    ['a round that is not there', { roundId: round.triads[0] }, '/roundId'],
    [
      'a facilitator of another region',
      { facilitatorIds: [elsewhere.consultant.personId] },
      '/facilitatorIds/0',
    ],
    [
      'a facilitator named twice',
      { facilitatorIds: [round.consultant.personId, round.consultant.personId] },
      '/facilitatorIds/1',
    ],
    ['a link that is none', { joiningLink: 'javascript:alert(1)' }, '/joiningLink'],
    ['NUL in a title', { title: 'a\u0000b' }, '/title'],
    ['a waiver of nothing', { waivers: [{ rule: 'weekend', reason: 'x' }] }, '/waivers/0'],
    ['a waiver of no rule', { waivers: [{ rule: 'rain', reason: 'x' }] }, '/waivers/0/rule'],
  ]
  for (const [what, body, pointer] of cases) {
    t.match(await round.propose(body), { status: 400, body: { errors: [{ pointer }] } }, what)
  }
  t.same((await round.consultant.get('/v1/challenge-events')).body.items, [], 'nothing was written')

  const id = await round.proposed()
  const url = `/v1/challenge-events/${id}`
  t.equal((await round.consultant.post(`${url}/confirm`, {})).status, 428)
  t.equal((await round.consultant.post(`${url}/confirm`, {}, { 'if-match': '"stale"' })).status, 412)
  t.equal((await round.consultant.patch(url, { venue: 'x' }, { 'if-match': '"stale"' })).status, 412)
  const hidden = await elsewhere.consultant.get(url)
  const absent = await elsewhere.consultant.get(`/v1/challenge-events/${round.roundId}`)
  t.equal(hidden.status, 404)
  t.equal(hidden.text, absent.text)
  t.equal((await elsewhere.consultant.post(`${url}/confirm`, {}, { 'if-match': '*' })).status, 404)
  t.equal((await elsewhere.consultant.get(`/v1/rounds/${round.roundId}/clashes`)).status, 404)
  t.equal((await elsewhere.consultant.get(`/v1/rounds/${round.roundId}/waivers`)).status, 404)
  t.equal(
    (await round.authorities.Kent?.director.post(`${url}/cancel`, REASON, { 'if-match': '*' }))?.status,
    403,
  )
  t.equal((await round.service.operator.get(url)).status, 403)
  t.equal((await round.service.operator.get('/v1/challenge-events')).status, 403)
  for (const body of [
    { ...REASON },
    { date: '2019-11-15', swapWith: { eventId: id, revision: 1 }, ...REASON },
  ]) {
    t.match(await round.move(id, 'reschedule', body), {
      status: 400,
      body: { errors: [{ pointer: '/date' }] },
    })
  }
  t.match(await round.move(id, 'reschedule', { swapWith: { eventId: id, revision: 1 }, ...REASON }), {
    status: 400,
  })
})

void eachEngine(
  t,
  'should let a closed round’s deferred event still meet, and no other',
  async (t, database) => {
    const round = await startRound(t, database)
    const { consultant } = round
    const deferred = await round.confirmed()
    t.equal((await round.move(deferred, 'defer', REASON)).status, 200)
    const pencilled = await round.proposed({ triadId: round.triads[1] })
    for (const state of ['open', 'closed']) {
      const { headers } = await consultant.get(`/v1/rounds/${round.roundId}`)
      const match = { 'if-match': String(headers.etag) }
      t.equal((await consultant.patch(`/v1/rounds/${round.roundId}`, { state }, match)).status, 200)
    }
    const refused = { status: 409, body: { code: 'wrong-state' } }
    t.match(await round.propose(), refused)
    t.match(await round.move(pencilled, 'confirm', {}), refused)
    t.match(await round.move(pencilled, 'reschedule', { date: '2019-11-15', ...REASON }), refused)
    t.equal((await round.move(pencilled, 'cancel', REASON)).status, 200)
    t.equal((await round.move(deferred, 'reschedule', { date: '2020-02-07', ...REASON })).status, 200)
    t.equal((await round.move(deferred, 'confirm', {})).status, 200)
    round.service.setClock('2020-02-08T09:00:00Z')
    t.equal((await round.move(deferred, 'hold')).status, 200)
  },
)
