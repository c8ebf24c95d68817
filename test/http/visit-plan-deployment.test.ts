import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { HAMPSHIRE, ref } from '../fixtures/round.ts'
import { startVisits, type VisitedRound } from '../fixtures/visit-plans.ts'

interface Event {
  readonly id: string
  readonly title: string
  readonly kind: string
  readonly state: string
  readonly date: string
  readonly days: number
  readonly people: readonly { readonly name: string }[]
}

/** The round's visits as they stand, without what changes by itself. */
const standing = async ({ consultant, roundId }: VisitedRound) => {
  const { body } = await consultant.get(`/v1/challenge-events?roundId=${roundId}`)
  return (body.items as Event[])
    .filter(({ state }) => state !== 'cancelled')
    .map(({ title, state, date, days, people }) => ({
      title,
      state,
      date,
      days,
      people: people.map(({ name }) => name),
    }))
    .toSorted((a, b) => (a.title < b.title ? -1 : 1))
}

const conferenceOn = (date: string) => ({
  kind: 'conference',
  name: `Conference of ${date}`,
  scope: { kind: 'region' },
  commitments: [{ title: 'Annual conference', from: date, to: date }],
})

// biome-ignore lint/suspicious/noExplicitAny: a body is read as JSON
const dateOf = (plan: any, name: string) =>
  plan.visits.find(({ host }: { host: { name: string } }) => host.name === name)

void eachEngine(t, 'should deploy a plan of visits whole, and take it back', async (t, database) => {
  const round = await startVisits(t, database)
  const { consultant, move } = round
  const kent = await round.visit('Kent', { date: '2019-11-20' })
  const medway = await round.visit('Medway', { date: '2019-11-21' })
  t.equal((await move(medway, 'defer', { reason: 'Ill.' })).status, 200)
  const before = await standing(round)
  const pins = [
    { host: ref('Kent'), dates: ['2019-11-26'] },
    { host: ref('Medway'), dates: ['2019-11-21'] },
  ]
  const plan = await round.planVisits({ hosts: [ref('Kent'), ref('Medway'), ref('Surrey'), HAMPSHIRE], pins })
  t.match(plan, { state: 'planned', isOptimal: true })
  t.match(dateOf(plan, 'Kent'), { action: 'move', eventId: kent })
  t.match(dateOf(plan, 'Medway'), { action: 'move', eventId: medway })
  t.match(dateOf(plan, 'Surrey'), { action: 'propose', eventId: null })
  t.same(await standing(round), before, 'so far nothing has changed')

  const url = `/v1/visit-plans/${plan.id}`
  const tried = await consultant.post(`${url}/deploy?dryRun=true`)
  t.equal(tried.status, 200, tried.text)
  t.same(await standing(round), before, 'nor by trying')
  const key = { 'idempotency-key': 'deploy' }
  const deployed = await consultant.post(`${url}/deploy`, undefined, key)
  t.equal(deployed.status, 200, deployed.text)
  t.ok(deployed.body.deployedAt)
  t.equal((await consultant.post(`${url}/deploy`, undefined, key)).status, 200, 'repeated it is done once')
  t.match(await consultant.post(`${url}/deploy`), { status: 409, body: { detail: /deployed already/ } })
  const after = await standing(round)
  const visits = after.filter(({ title }) => /visit/i.test(title))
  t.equal(visits.length, 4)
  t.ok(visits.every(({ state }) => state === 'proposed'))
  t.same(
    visits.map(({ date, people }) => [date, ...people.toSorted()].join()).toSorted(),
    plan.visits
      .map((visit: Event) => [visit.date, ...visit.people.map(({ name }) => name).toSorted()].join())
      .toSorted(),
    'the visits are those of the plan, with its people',
  )
  const { body: history } = await consultant.get(`/v1/challenge-events/${kent}/history`)
  t.match(history.items.at(-1), { move: 'reschedule', reason: /plan of the round’s visits/ })

  const undone = await consultant.post(`${url}/undeploy`)
  t.equal(undone.status, 200, undone.text)
  t.ok(undone.body.undeployedAt)
  t.same(await standing(round), before, 'all is as it was')
  t.match(await consultant.post(`${url}/undeploy`), { status: 409, body: { code: 'wrong-state' } })
  const again = await consultant.post(`${url}/deploy`)
  t.equal(again.status, 200, again.text)
  t.same(await standing(round), after, 'and can be deployed again')

  const { body: events } = await consultant.get(
    `/v1/challenge-events?roundId=${round.roundId}&state=proposed`,
  )
  const surrey = events.items.find(
    ({ hostAuthorityId }: { hostAuthorityId: string }) => hostAuthorityId === round.authorities.Surrey?.id,
  )
  t.equal((await move(surrey.id, 'confirm', {})).status, 200)
  t.match(await consultant.post(`${url}/undeploy`), {
    status: 409,
    body: { code: 'wrong-state', detail: /Changed since the plan was deployed: “.*Surrey.*”/ },
  })
})

void eachEngine(t, 'should deploy nothing where the world has changed since', async (t, database) => {
  const round = await startVisits(t, database)
  const { consultant, move, meetings } = round
  const hosts = [ref('Kent'), HAMPSHIRE]
  const pins = [
    { host: ref('Kent'), dates: ['2019-11-18', '2019-11-19'] },
    { host: HAMPSHIRE, dates: ['2019-11-20'] },
  ]
  await round.calendar(conferenceOn('2019-11-18'))
  const plan = await round.planVisits({ hosts, pins })
  t.equal(plan.state, 'planned')
  const refused = async (what: string, detail: RegExp, body: object = { code: 'wrong-state' }) => {
    const before = await standing(round)
    const reply = await consultant.post(`/v1/visit-plans/${plan.id}/deploy`)
    t.match(reply, { status: 409, body: { ...body, detail } }, `${what}: ${reply.text}`)
    t.same(await standing(round), before, `${what}: nothing has changed`)
  }
  const post = async (id: string, to: string, body: object) => {
    const reply = await move(id, to, body)
    if (reply.status !== 200) throw new Error(reply.text)
  }

  await post(meetings[0], 'reschedule', { date: '2019-11-19', reason: 'Later.' })
  await refused(
    'a meeting moved',
    /Triad 1 meets on Tuesday 19 November 2019, not before the visit to Kent on Tuesday 19 November 2019/,
  )
  await post(meetings[0], 'defer', { reason: 'Later.' })
  await refused('a meeting deferred', /triad 1 has none on any date/)
  await post(meetings[0], 'reschedule', {
    date: '2019-11-08',
    startTime: null,
    endTime: null,
    reason: 'Back.',
  })

  const other = await round.visit('Kent', { date: '2019-11-27' })
  await refused('a visit proposed by hand', /The visit to Kent was proposed, moved or agreed to/)
  await post(other, 'confirm', {})
  await refused('a visit confirmed by hand', /The visit to Kent is confirmed/)
  await post(other, 'cancel', { reason: 'By the plan.' })

  const pencilled = await round.visit('Medway', { date: '2019-11-19' })
  await refused('somebody pencilled in elsewhere', /Double booking of .*Kent.* already in “.*Medway/, {
    code: 'clash',
    clashes: [{ rule: 'person-double-booked' }],
  })
  await post(pencilled, 'cancel', { reason: 'By the plan.' })

  const calendar = await round.calendar(conferenceOn('2019-11-20'))
  await refused('a conference', /Annual conference/, { code: 'clash', clashes: [{ rule: 'conference' }] })
  t.match((await consultant.get(`/v1/visit-plans/${plan.id}`)).body, { deployedAt: null })
  const commitments = await consultant.get(`/v1/calendars/${calendar.body.id}/commitments`)
  const { headers } = await consultant.get(
    `/v1/calendars/${calendar.body.id}/commitments/${commitments.body.items[0].id}`,
  )
  const gone = await consultant.delete(
    `/v1/calendars/${calendar.body.id}/commitments/${commitments.body.items[0].id}`,
    { 'if-match': String(headers.etag ?? '*') },
  )
  t.ok(gone.status < 300, gone.text)
  round.at('2019-11-19T08:00:00Z')
  await refused('a date that has come', /no visit to Kent can be on Tuesday 19 November 2019 any more/i)
  round.at('2019-11-18T08:00:00Z')
  t.equal(
    (await consultant.post(`/v1/visit-plans/${plan.id}/deploy`)).status,
    200,
    'with all as it was it can be',
  )
})

void eachEngine(
  t,
  'should move confirmed visits only to repair them, at their price',
  async (t, database) => {
    const round = await startVisits(t, database)
    const { consultant, move } = round
    const kent = await round.visit('Kent', { date: '2019-11-19', days: 2 })
    const medway = await round.visit('Medway', { date: '2019-11-26' })
    for (const id of [kent, medway]) t.equal((await move(id, 'confirm', {})).status, 200)
    t.equal((await round.planVisits()).visits.length, 5, 'what is confirmed is left alone')
    await round.calendar(conferenceOn('2019-11-20'))
    const before = await standing(round)
    const plan = await round.planVisits({ hosts: [ref('Kent'), ref('Medway')], days: 2, repair: true })
    t.match(plan, { state: 'planned', isOptimal: true, cost: { amounts: { disruption: 3 } } })
    t.match(dateOf(plan, 'Medway'), { action: 'keep', date: '2019-11-26', days: 1 }, 'it keeps its own form')
    t.match(dateOf(plan, 'Kent'), { action: 'move', eventId: kent, days: 2 })
    t.not(dateOf(plan, 'Kent').date, '2019-11-19')
    const deployed = await consultant.post(`/v1/visit-plans/${plan.id}/deploy`)
    t.equal(deployed.status, 200, deployed.text)
    const after = await standing(round)
    t.notSame(after, before)
    t.equal(after.filter(({ state }) => state === 'confirmed').length, 2, 'and stay confirmed')
    t.match(
      await consultant.post(`/v1/visit-plans/${plan.id}/undeploy`),
      { status: 409, body: { code: 'clash', clashes: [{ rule: 'conference' }] } },
      'what was confirmed cannot go back to a date that is blocked',
    )
    t.same(await standing(round), after)

    round.at('2019-12-12T08:00:00Z')
    t.equal((await move(medway, 'hold', undefined)).status, 200)
    t.match(await round.askVisits({ hosts: [ref('Medway')], repair: true }), {
      status: 400,
      body: { errors: [{ pointer: '/hosts/0', detail: /was held/ }] },
    })
  },
)

void eachEngine(t, 'should deploy what a request accepts, and not confirm it', async (t, database) => {
  const required = { requiredCalendars: [{ kind: 'conference', scope: 'region' }] }
  const round = await startVisits(t, database, { changes: required })
  const { consultant } = round
  const none = await round.planVisits({ hosts: [ref('Kent')] })
  t.match(none, { state: 'impossible', impossible: { conflict: [{ openDates: [] }] } })
  t.match(none.impossible.conflict[0].because.join(' '), /calendar-unknown/)
  const plan = await round.planVisits({ hosts: [ref('Kent')], accept: ['calendar-unknown'] })
  t.match(plan, { state: 'planned', isOptimal: true, cost: { amounts: { warnings: 1 } } })
  const deployed = await consultant.post(`/v1/visit-plans/${plan.id}/deploy`)
  t.equal(deployed.status, 200, deployed.text)
  const { body: events } = await consultant.get(`/v1/challenge-events?roundId=${round.roundId}`)
  const visit = events.items.find(({ kind }: Event) => kind === 'visit')
  t.match(await round.move(visit.id, 'confirm', {}), { status: 409, body: { code: 'clash' } })
})

void eachEngine(t, 'should let no plan of triads leave visits behind', async (t, database) => {
  const round = await startVisits(t, database)
  const { consultant } = round
  const visits = await round.planVisits()
  const visitsUrl = `/v1/visit-plans/${visits.id}`
  t.equal((await consultant.post(`${visitsUrl}/deploy`)).status, 200)
  const before = await standing(round)
  const dates = ['2019-11-27', '2019-11-28', '2019-11-29']
  // Triads that are kept, so that it is only the meeting that moves.
  const plan = await round.plan({ planned: 'dates', pins: [{ authorities: [ref('Kent')], dates }] })
  t.match(plan, { state: 'planned' })
  const deploy = () => consultant.post(`/v1/plans/${plan.id}/deploy`)
  const refused = { status: 409, body: { code: 'wrong-state', detail: /^These visits would be .*visit to/ } }
  t.match(await deploy(), refused)
  t.same(await standing(round), before, 'nothing has changed')

  t.equal((await consultant.post(`${visitsUrl}/undeploy`)).status, 200)
  t.equal((await deploy()).status, 200)
  // Its meeting was on the 8th before: what is a visit of the day before that then?
  const early = await round.visit('Kent', { date: '2019-11-07', triadId: round.triads[0] })
  const undeploy = () => consultant.post(`/v1/plans/${plan.id}/undeploy`)
  t.match(await undeploy(), refused)
  t.equal((await round.move(early, 'cancel', { reason: 'Too early.' })).status, 200)
  await round.visit('Kent', { date: '2019-11-11', triadId: round.triads[0] })
  t.equal((await undeploy()).status, 200, 'a visit that fits again is no reason')
})
