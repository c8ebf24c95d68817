import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { HAMPSHIRE, ISLE_OF_WIGHT, ref } from '../fixtures/round.ts'
import { change } from '../fixtures/service.ts'
import { MEETINGS, startVisits } from '../fixtures/visit-plans.ts'

interface Visit {
  readonly host: { readonly name: string }
  readonly triad: { readonly number: number }
  readonly date: string
  readonly days: number
  readonly startsAt: string
  readonly endsAt: string
  readonly people: readonly { readonly id: string; readonly name: string }[]
}

const conferences = (...commitments: { from: string; to: string }[]) => ({
  kind: 'conference',
  name: 'Conferences',
  scope: { kind: 'region' },
  commitments: commitments.map((each, index) => ({ title: `Conference ${index + 1}`, ...each })),
})

void eachEngine(
  t,
  'should date every visit after its triad’s meeting, to the optimum',
  async (t, database) => {
    const round = await startVisits(t, database)
    const { consultant, askVisits, solve } = round
    await round.calendar(conferences({ from: '2019-11-14', to: '2019-11-22' }))
    const key = { 'idempotency-key': 'one' }
    const asked = await askVisits({ days: 2, seed: 7 }, key)
    t.match(asked, { status: 202, body: { state: 'waiting', isEnded: false, visits: [], isOptimal: null } })
    t.equal(asked.headers.location, `/v1/visit-plans/${asked.body.id}`)
    t.equal((await askVisits({ days: 2, seed: 7 }, key)).body.id, asked.body.id, 'asked again it is the same')
    await solve()

    const { body: plan } = await consultant.get(String(asked.headers.location))
    t.match(plan, {
      state: 'planned',
      isOptimal: true,
      gap: 0,
      tries: 1,
      failure: null,
      impossible: null,
      seed: 7,
    })
    t.match(plan.request, { days: 2, repair: false, length: 'day' })
    t.equal(plan.visits.length, 7, 'one each of seven authorities')
    t.same(new Set(plan.visits.map(({ action }: { action: string }) => action)), new Set(['propose']))
    for (const { host, date, days, triad, people } of plan.visits as Visit[]) {
      t.equal(days, 2)
      t.ok(date > (MEETINGS[triad.number - 1] ?? ''), `${host.name} on ${date} is after the meeting`)
      t.ok(date < '2019-11-13' || date > '2019-11-22', `${host.name} on ${date} is beside the conference`)
      t.ok([1, 2, 3, 4].includes(new Date(date).getUTCDay()), `${date} and the next are working days`)
      t.equal(people.length, 3)
    }
    for (const [index, one] of (plan.visits as Visit[]).entries())
      for (const other of plan.visits.slice(0, index) as Visit[])
        if (one.people.some(({ id }) => other.people.some((each) => each.id === id)))
          t.ok(one.startsAt >= other.endsAt || other.startsAt >= one.endsAt, 'nobody is in two at once')
    t.ok(Math.abs(plan.cost.total - plan.bound) < 1e-6)
    t.equal(plan.cost.total, plan.cost.byRule.spread, 'nothing but full weeks costs')

    const { body: list } = await consultant.get(`/v1/rounds/${round.roundId}/visit-plans`)
    t.same(
      list.items.map(({ id }: { id: string }) => id),
      [plan.id],
    )
    const { body: events } = await consultant.get(`/v1/challenge-events?roundId=${round.roundId}`)
    t.equal(events.items.length, 2, 'nothing has changed')
  },
)

void eachEngine(t, 'should keep to pins, half-days, preferences and other events', async (t, database) => {
  const round = await startVisits(t, database)
  const { triads } = round
  await round.proposed({ triadId: triads[0], date: '2019-11-12', startTime: null, endTime: null })
  const plan = await round.planVisits({
    hosts: [ref('Kent'), ref('Medway'), HAMPSHIRE],
    slots: { length: 'half-day' },
    policy: { preferredWeekdays: [2], eventsPerWeek: 3, weights: { 'preferred-weekdays': 9 } },
    pins: [{ host: ref('Kent'), dates: ['2019-11-11', '2019-11-12', '2019-11-14'] }],
    expectedInspections: [{ authority: ref('Surrey'), first: '2019-11-14', last: '2019-11-19' }],
  })
  t.match(plan, { state: 'planned', isOptimal: true })
  const of = (name: string) => plan.visits.find(({ host }: Visit) => host.name === name)
  t.equal(of('Kent').date, '2019-11-11', 'a meeting that is only proposed is in the way, an inspection costs')
  t.equal(of('Kent').cost.amounts['preferred-weekdays'], 1)
  t.ok(['2019-11-26', '2019-12-03', '2019-12-10'].includes(of('Medway').date))
  t.equal(new Date(of('Hampshire').date).getUTCDay(), 2)
  t.match(plan.cost.amounts, { warnings: 0, 'inspection-expected': 0, 'preferred-weekdays': 1, spread: 0 })
  t.equal(plan.cost.total, 9)
})

void eachEngine(
  t,
  'should name visits that cannot all be dated, and what blocks them',
  async (t, database) => {
    const round = await startVisits(t, database)
    await round.calendar(
      conferences({ from: '2019-11-11', to: '2019-11-15' }, { from: '2019-11-19', to: '2019-12-13' }),
    )
    const plan = await round.planVisits({ hosts: [ref('Kent'), ref('Medway'), ref('Oxfordshire')] })
    t.match(plan, { state: 'impossible', isEnded: true, visits: [], cost: null, isOptimal: null })
    const { conflict } = plan.impossible
    t.same(conflict.map(({ host }: Visit) => host.name).toSorted(), ['Kent', 'Medway'])
    const [one] = conflict
    t.equal(one.meetingOn, '2019-11-08')
    t.same(one.openDates, [{ date: '2019-11-18', days: 1, startTime: null, endTime: null }])
    const said = one.because.join(' ')
    t.match(said, /Its triad meets on Friday 8 November 2019/)
    t.match(said, /Against five of the dates that remain: conference: “Conference 1”/)
    t.match(said, /Left for it: Monday 18 November 2019\./)
    t.match(said, /would be at the visit to (Kent|Medway) too, and nobody is at two visits at once/)
    const fewer = await round.planVisits({ hosts: [ref('Kent'), ref('Oxfordshire')] })
    t.equal(fewer.state, 'planned', 'without one of them the others can be')

    const early = await round.planVisits({
      hosts: [ref('Kent')],
      pins: [{ host: ref('Kent'), dates: ['2019-11-07'] }],
    })
    t.match(early, { state: 'impossible', impossible: { conflict: [{ openDates: [] }] } })
    t.match(early.impossible.conflict[0].because.join(' '), /It is pinned to Thursday 7 November 2019/)
  },
)

void eachEngine(t, 'should keep an interim director out of two visits at once', async (t, database) => {
  const round = await startVisits(t, database)
  const { consultant, authorities } = round
  const hosts = [ref('Kent'), ref('Buckinghamshire')]
  const pins = hosts.map((host) => ({ host, dates: ['2019-11-20'] }))
  t.equal((await round.planVisits({ hosts, pins })).state, 'planned', 'as long as they share nobody')
  const { director } = authorities.Surrey ?? {}
  const { body: posts } = await consultant.get(`/v1/appointments?personId=${director?.personId}`)
  const left = await change(consultant, `/v1/appointments/${posts.items[0].id}`, { until: '2019-11-01' })
  t.equal(left.status, 200, left.text)
  const interim = await consultant.post('/v1/appointments', {
    role: 'director',
    personId: authorities.Oxfordshire?.director.personId,
    authorities: [ref('Surrey')],
    from: '2019-11-01',
  })
  t.equal(interim.status, 201, interim.text)
  const plan = await round.planVisits({ hosts, pins })
  t.equal(plan.state, 'impossible', JSON.stringify(plan.visits))
  t.match(plan.impossible.conflict[0].because.at(-1), /nobody is at two visits at once/)
})

const NOWHERE = { gssCode: 'E08000003' }

const REFUSED: readonly (readonly [string, object, string, RegExp])[] = [
  ['no day', { days: 0 }, '/days', /./],
  ['six days', { days: 6 }, '/days', /./],
  ['two halves of a day', { days: 2, slots: { length: 'half-day' } }, '/days', /takes one day/],
  ['an unknown host', { hosts: [NOWHERE] }, '/hosts/0', /no authority/],
  ['a host in no triad', { hosts: [ref('Bracknell Forest')] }, '/hosts/0', /in no triad of this round/],
  ['a host twice', { hosts: [ref('Kent'), ref('Kent')] }, '/hosts/1', /named twice/],
  [
    'a pin outside the window',
    { pins: [{ host: ref('Kent'), dates: ['2019-11-20', '2020-01-08'] }] },
    '/pins/0/dates/1',
    /On Wednesday 8 January 2020 no visit of one working day can begin/,
  ],
  [
    'a pin over a weekend',
    { days: 2, pins: [{ host: ref('Kent'), dates: ['2019-11-22'] }] },
    '/pins/0/dates/0',
    /no visit of two working days can begin/,
  ],
  [
    'a pin of another host',
    { hosts: [ref('Kent')], pins: [{ host: ref('Medway'), dates: ['2019-11-20'] }] },
    '/pins/0/host',
    /No visit to Medway is planned here/,
  ],
  ['a pin elsewhere', { pins: [{ host: NOWHERE, dates: ['2019-11-20'] }] }, '/pins/0/host', /no authority/],
  ['a rule of triads', { policy: { weights: { 'travel-total': 1 } } }, '/policy/weights/travel-total', /./],
  ['a double booking accepted', { accept: ['person-double-booked'] }, '/accept/0', /./],
]

void eachEngine(t, 'should refuse what no visits can be dated from', async (t, database) => {
  const round = await startVisits(t, database)
  const { consultant, askVisits, roundId, meetings, move } = round
  for (const [what, body, pointer, words] of REFUSED) {
    const reply = await askVisits(body)
    t.equal(reply.status, 400, `${what}: ${reply.text}`)
    const at = reply.body.errors.find((error: { pointer: string }) => error.pointer === pointer)
    t.match(at?.detail, words, `${what}: ${reply.text}`)
  }
  const director = round.authorities.Kent?.director
  const url = `/v1/rounds/${roundId}`
  t.match(await director?.post(`${url}/visit-plans`, {}), { status: 403 })
  const { id } = (await askVisits()).body
  t.match(await director?.get(`/v1/visit-plans/${id}`), { status: 404 })

  const kent = await round.visit('Kent')
  t.equal((await move(kent, 'confirm', {})).status, 200)
  t.match(await askVisits({ hosts: [ref('Kent')] }), {
    status: 400,
    body: { errors: [{ pointer: '/hosts/0', detail: /is confirmed: it is left alone/ }] },
  })
  t.equal((await move(meetings[1], 'defer', { reason: 'Ill.' })).status, 200)
  t.match(await askVisits(), {
    status: 409,
    body: { code: 'wrong-state', detail: /triad 2 has none on any date/ },
  })
  await round.solve()
  t.match((await consultant.get(`/v1/visit-plans/${id}`)).body, {
    state: 'failed',
    failure: /triad 2 has none on any date/,
  })
  t.equal((await askVisits({ hosts: [ref('Medway')] })).status, 202, 'the other triad does not mind')

  round.at('2019-12-12T12:00:00Z')
  t.match(await askVisits({ hosts: [ref('Medway')], days: 2 }), {
    status: 400,
    body: { errors: [{ pointer: '/days', detail: /no two working days in a row/ }] },
  })
  for (const state of ['open', 'closed']) {
    const { headers } = await consultant.get(url)
    t.equal((await consultant.patch(url, { state }, { 'if-match': String(headers.etag) })).status, 200)
  }
  t.match(await askVisits(), { status: 409, body: { code: 'wrong-state', detail: /closed/ } })
})

void eachEngine(t, 'should refuse rounds that have no triads', async (t, database) => {
  const { consultant, roundId } = await startVisits(t, database)
  const window = { first: '2020-10-01', last: '2020-12-11' }
  const ask = async (body: object) => {
    const made = await consultant.post('/v1/rounds', { copyFrom: roundId, window, ...body })
    t.equal(made.status, 201, made.text)
    return consultant.post(`/v1/rounds/${made.body.id}/visit-plans`, {})
  }
  t.match(await ask({ label: '2020-21' }), {
    status: 409,
    body: { code: 'wrong-state', detail: /has no triads yet/ },
  })
  t.match(await ask({ label: '2021-22', method: 'directed' }), {
    status: 409,
    body: { code: 'wrong-state', detail: /has no triads yet/ },
  })
})

void eachEngine(t, 'should stop a plan of visits that waits', async (t, database) => {
  const round = await startVisits(t, database)
  const { consultant, askVisits } = round
  const { id } = (await askVisits({ hosts: [HAMPSHIRE, ISLE_OF_WIGHT] })).body
  t.match(await consultant.post(`/v1/visit-plans/${id}/deploy`), {
    status: 409,
    body: { code: 'wrong-state' },
  })
  t.match(await consultant.post(`/v1/visit-plans/${id}/stop`), {
    status: 200,
    body: { state: 'unfinished', stopped: true, isEnded: true, bound: null },
  })
  await round.solve()
  t.match((await consultant.get(`/v1/visit-plans/${id}`)).body, { state: 'unfinished', tries: 0 })
  t.match(await consultant.post(`/v1/visit-plans/${id}/deploy`), {
    status: 409,
    body: { code: 'wrong-state' },
  })
})
