import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { type PlannedRound, startPlanning } from '../fixtures/plans.ts'
import { ref } from '../fixtures/round.ts'

/** The round's triads and events as they stand, without what changes by itself. */
const standing = async ({ consultant, roundId }: PlannedRound) => {
  const { body: triads } = await consultant.get(`/v1/rounds/${roundId}/triads`)
  const { body: events } = await consultant.get(`/v1/challenge-events?roundId=${roundId}`)
  return {
    triads: triads.items
      .filter(({ authorities }: { authorities: object[] }) => authorities.length > 0)
      .map(({ number, authorities }: { number: number; authorities: { name: string }[] }) => ({
        number,
        authorities: authorities.map(({ name }) => name),
      })),
    events: events.items
      .filter(({ state }: { state: string }) => state !== 'cancelled')
      .map(({ title, state, date, startTime, people }: Event) => ({
        title,
        state,
        date,
        startTime,
        people: people.map(({ name }) => name),
      }))
      // Two of one day are listed by their ids.
      .toSorted((a: { title: string }, b: { title: string }) => (a.title < b.title ? -1 : 1)),
  }
}

interface Event {
  readonly title: string
  readonly state: string
  readonly date: string
  readonly startTime: string | null
  readonly people: readonly { readonly name: string }[]
}

const conferenceOn = (date: string) => ({
  kind: 'conference',
  name: 'Conferences',
  scope: { kind: 'region' },
  commitments: [{ title: 'Annual conference', from: date, to: date }],
})

/** Other company for everybody than they have. */
const MIXED = { pins: [{ authorities: [ref('Kent'), ref('Oxfordshire')] }] }

void eachEngine(t, 'should deploy a plan whole, and take it back', async (t, database) => {
  const round = await startPlanning(t, database)
  const { consultant, triads } = round
  const id = await round.proposed({ triadId: triads[0] })
  const before = await standing(round)
  const plan = await round.plan(MIXED)
  const url = `/v1/plans/${plan.id}`
  const { body: diff } = await consultant.get(`${url}/diff`)
  t.equal(diff.items.length, 2)
  t.same(
    diff.items.map(({ triadAction }: { triadAction: string }) => triadAction),
    ['change', 'change'],
  )
  const moving = diff.items.find(({ event }: { event: { id: string } }) => event.id === id)
  t.match(moving.event, {
    action: 'move',
    wasConfirmed: false,
    from: { date: '2019-11-08', startTime: '10:00' },
  })
  t.same(await standing(round), before, 'so far nothing has changed')

  const key = { 'idempotency-key': 'deploy' }
  const deployed = await consultant.post(`${url}/deploy`, undefined, key)
  t.equal(deployed.status, 200, deployed.text)
  t.ok(deployed.body.deployedAt)
  t.equal((await consultant.post(`${url}/deploy`, undefined, key)).status, 200, 'repeated it is done once')
  t.match(await consultant.post(`${url}/deploy`), { status: 409, body: { code: 'wrong-state' } })
  const after = await standing(round)
  const meetings = (events: readonly { date: string; startTime: string | null; names: string[] }[]) =>
    events.map(({ date, startTime, names }) => [date, startTime, ...names.toSorted()].join(' ')).toSorted()
  t.same(
    meetings(after.events.map((event: Event & { people: string[] }) => ({ ...event, names: event.people }))),
    meetings(
      plan.events.map((event: Event & { seats: { name: string }[] }) => ({
        ...event,
        names: event.seats.map(({ name }) => name),
      })),
    ),
    'the events are those of the plan',
  )
  t.ok(after.events.every(({ state }: { state: string }) => state === 'proposed'))
  const { body: history } = await consultant.get(`/v1/challenge-events/${id}/history`)
  t.match(history.items.at(-1), {
    move: 'reschedule',
    reason: /plan of the round/,
    old: { date: '2019-11-08' },
  })
  const { body: again } = await consultant.get(`${url}/diff`)
  t.ok(
    again.items.every(
      (step: { triadAction: string; event: { action: string } }) =>
        step.triadAction === 'keep' && step.event.action === 'keep',
    ),
  )

  const undone = await consultant.post(`${url}/undeploy`)
  t.equal(undone.status, 200, undone.text)
  t.ok(undone.body.undeployedAt)
  t.same(await standing(round), before, 'all is as it was')
  t.match(await consultant.post(`${url}/undeploy`), { status: 409, body: { code: 'wrong-state' } })
  const redeployed = await consultant.post(`${url}/deploy`)
  t.equal(redeployed.status, 200, redeployed.text)
  t.same(await standing(round), after, 'and can be deployed again')
})

void eachEngine(t, 'should deploy nothing of a plan that clashes by now', async (t, database) => {
  const round = await startPlanning(t, database)
  const { consultant } = round
  const plan = await round.plan(MIXED)
  const before = await standing(round)
  await round.calendar(conferenceOn(plan.events[1].date))
  const refused = await consultant.post(`/v1/plans/${plan.id}/deploy`)
  t.match(refused, { status: 409, body: { code: 'clash', clashes: [{ rule: 'conference' }] } })
  t.same(await standing(round), before)
  t.match((await consultant.get(`/v1/plans/${plan.id}`)).body, { deployedAt: null })
})

void eachEngine(t, 'should not deploy a plan over what has been agreed to since', async (t, database) => {
  const round = await startPlanning(t, database)
  const { consultant, triads } = round
  const plan = await round.plan(MIXED)
  await round.confirmed({ triadId: triads[1] })
  const before = await standing(round)
  for (const what of ['diff', 'deploy'] as const) {
    const url = `/v1/plans/${plan.id}/${what}`
    const reply = await (what === 'diff' ? consultant.get(url) : consultant.post(url))
    t.match(reply, { status: 409, body: { code: 'wrong-state', detail: /has changed since it was planned/ } })
  }
  t.same(await standing(round), before)
  const unsolved = (await round.ask({ planned: 'dates' })).body.id
  t.match(await consultant.post(`/v1/plans/${unsolved}/deploy`), {
    status: 409,
    body: { code: 'wrong-state' },
  })
})

void eachEngine(t, 'should not take back what has been changed since', async (t, database) => {
  const round = await startPlanning(t, database)
  const { consultant } = round
  const plan = await round.plan()
  t.equal((await consultant.post(`/v1/plans/${plan.id}/deploy`)).status, 200)
  const { body: events } = await consultant.get(`/v1/challenge-events?roundId=${round.roundId}`)
  await round.move(events.items[0].id, 'confirm', {})
  const before = await standing(round)
  t.match(await consultant.post(`/v1/plans/${plan.id}/undeploy`), {
    status: 409,
    body: { code: 'wrong-state', detail: /Changed since the plan was deployed: “Triad/ },
  })
  t.same(await standing(round), before)
})

void eachEngine(
  t,
  'should form the triads of a round that has none, and empty them again',
  async (t, database) => {
    const round = await startPlanning(t, database, { changes: { triads: [] } })
    const { consultant, roundId } = round
    const plan = await round.plan()
    t.equal((await consultant.post(`/v1/plans/${plan.id}/deploy`)).status, 200)
    const deployed = await standing(round)
    t.equal(deployed.triads.length, 2)
    t.equal((await consultant.post(`/v1/plans/${plan.id}/undeploy`)).status, 200)
    t.same(await standing(round), { triads: [], events: [] })
    for (const path of ['triads', 'clashes', 'calendar.svg', 'export?table=triads', 'self-assessments']) {
      const { status, text } = await consultant.get(`/v1/rounds/${roundId}/${path}`)
      t.equal(status, 200, `${path} shows triads of nobody: ${text.slice(0, 200)}`)
    }
    const other = await round.plan({ seed: 2 })
    t.equal((await consultant.post(`/v1/plans/${other.id}/deploy`)).status, 200)
    t.equal((await standing(round)).triads.length, 2)
    const { body: all } = await consultant.get(`/v1/rounds/${roundId}/triads`)
    t.equal(all.items.length, 2, 'triads of nobody are filled before others are made')
  },
)

void eachEngine(t, 'should repair a region with as few moves as can be', async (t, database) => {
  const round = await startPlanning(t, database)
  const { consultant, triads } = round
  const whole = { startTime: null, endTime: null }
  const first = await round.confirmed({ triadId: triads[0], date: '2019-11-08', ...whole })
  const second = await round.confirmed({ triadId: triads[1], date: '2019-11-22', ...whole })
  await round.calendar(conferenceOn('2019-11-08'))
  t.match(
    await round.ask(),
    { status: 400, body: { errors: [{ pointer: '/repair', detail: /unless the plan is a repair/ }] } },
    'nothing is left to plan without touching what is confirmed',
  )
  const plan = await round.plan({ repair: true })
  t.match(plan, { state: 'planned', isOptimal: true })
  t.equal(plan.cost.amounts.disruption, 3, 'three directors have another date')
  const { body: diff } = await consultant.get(`/v1/plans/${plan.id}/diff`)
  const stepOf = (id: string) => diff.items.find(({ event }: { event: { id: string } }) => event.id === id)
  t.match(stepOf(first), {
    triadAction: 'keep',
    event: { action: 'move', wasConfirmed: true, from: { date: '2019-11-08' } },
  })
  t.match(stepOf(second), { triadAction: 'keep', event: { action: 'keep', wasConfirmed: true } })
  const before = await standing(round)
  t.equal((await consultant.post(`/v1/plans/${plan.id}/deploy`)).status, 200)
  const after = await standing(round)
  t.ok(
    after.events.every(({ state }: { state: string }) => state === 'confirmed'),
    'and stays confirmed',
  )
  t.notSame(after, before)
  t.match(
    await consultant.post(`/v1/plans/${plan.id}/undeploy`),
    { status: 409, body: { code: 'clash', clashes: [{ rule: 'conference' }] } },
    'what was confirmed cannot go back to a date that is blocked',
  )
  t.same(await standing(round), after)
})

void eachEngine(
  t,
  'should dissolve what was agreed to where a repair needs other company',
  async (t, database) => {
    const round = await startPlanning(t, database)
    const { consultant, triads } = round
    const whole = { startTime: null, endTime: null }
    const first = await round.confirmed({ triadId: triads[0], ...whole })
    await round.confirmed({ triadId: triads[1], date: '2019-11-22', ...whole })
    const before = await standing(round)
    const plan = await round.plan({ repair: true, ...MIXED })
    const { body: diff } = await consultant.get(`/v1/plans/${plan.id}/diff`)
    t.same(
      diff.items.map(({ event }: { event: { action: string } }) => event.action),
      ['dissolve', 'dissolve'],
    )
    const deployed = await consultant.post(`/v1/plans/${plan.id}/deploy`)
    t.equal(deployed.status, 200, deployed.text)
    const { body: event } = await consultant.get(`/v1/challenge-events/${first}`)
    t.equal(event.state, 'proposed', 'it is to be agreed to anew')
    const undone = await consultant.post(`/v1/plans/${plan.id}/undeploy`)
    t.equal(undone.status, 200, undone.text)
    t.same(await standing(round), before, 'taken back it is confirmed again')
  },
)

void eachEngine(
  t,
  'should plan and deploy what a request accepts, and not confirm it',
  async (t, database) => {
    const required = { requiredCalendars: [{ kind: 'conference', scope: 'region' }] }
    const round = await startPlanning(t, database, { changes: required })
    const { consultant } = round
    const none = await round.plan()
    t.match(none, {
      state: 'impossible',
      impossible: { conflict: [{ kind: 'clash', because: /^calendar-unknown/ }] },
    })
    const plan = await round.plan({ accept: ['calendar-unknown'] })
    t.match(plan, { state: 'planned', isOptimal: true, cost: { amounts: { warnings: 2 } } })
    const deployed = await consultant.post(`/v1/plans/${plan.id}/deploy`)
    t.equal(deployed.status, 200, deployed.text)
    const { body: events } = await consultant.get(`/v1/challenge-events?roundId=${round.roundId}`)
    t.match(await round.move(events.items[0].id, 'confirm', {}), { status: 409, body: { code: 'clash' } })
    t.match(await round.ask({ accept: ['person-double-booked'] }), { status: 400 })
  },
)
