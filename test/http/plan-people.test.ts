import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { startPlanning } from '../fixtures/plans.ts'
import { ref } from '../fixtures/round.ts'

interface Event {
  readonly date: string
  readonly seats: readonly { readonly name: string }[]
  readonly facilitator: { readonly id: string } | null
}

const has = ({ seats }: Event, ...names: readonly string[]) =>
  names.every((name) => seats.some((seat) => seat.name === `Director, ${name}`))

void eachEngine(
  t,
  'should give each event a facilitator who may chair it and is free',
  async (t, database) => {
    const round = await startPlanning(t, database)
    const { consultant, authorities, triads } = round
    const facilitator = async (name: string): Promise<string> =>
      (await consultant.post('/v1/people', { name })).body.id
    const [first, second] = [await facilitator('Facilitator one'), await facilitator('Facilitator two')]
    await consultant.post('/v1/conflicts', {
      personId: first,
      authorityId: authorities.Kent?.id,
      type: 'former-post',
      reason: 'Worked there.',
    })
    const plan = await round.plan({
      planned: 'dates',
      facilitators: [
        { personId: first, most: 1 },
        { personId: second, most: 1 },
      ],
      pins: [{ authorities: [ref('Kent')], dates: ['2019-11-13'] }],
    })
    t.match(plan, { state: 'planned', isOptimal: true }, JSON.stringify(plan.impossible))
    const kent = plan.events.find((event: Event) => has(event, 'Kent'))
    t.equal(kent.facilitator.id, second, 'not the one who has a conflict with it')
    t.same(new Set(plan.events.map((event: Event) => event.facilitator?.id)), new Set([first, second]))
    t.equal((await consultant.post(`/v1/plans/${plan.id}/deploy`)).status, 200)
    const { body: events } = await consultant.get(`/v1/challenge-events?triadId=${triads[0]}`)
    t.match(events.items, [{ date: '2019-11-13', people: [] }])
    t.ok(
      events.items[0].people.some(
        ({ personId, capacity }: { personId: string; capacity: string }) =>
          personId === second && capacity === 'facilitator',
      ),
    )

    const busy = await round.plan({
      planned: 'dates',
      facilitators: [{ personId: first, most: 2 }],
      pins: [{ authorities: [ref('Kent')], dates: ['2019-11-13'] }],
    })
    t.match(busy, { state: 'impossible', impossible: { conflict: [{}] } }, 'the only one has a conflict')
  },
)

void eachEngine(
  t,
  'should never bring those together between whom a conflict stands',
  async (t, database) => {
    const round = await startPlanning(t, database)
    const { consultant, authorities } = round
    const { director } = authorities.Kent ?? {}
    await consultant.post('/v1/conflicts', {
      personId: director?.personId,
      authorityId: authorities.Surrey?.id,
      type: 'family',
      reason: 'Kin.',
    })
    // All that is left to Kent's director is what the conflict forbids, so that the plan would have it.
    const plan = await round.plan({ pins: [{ authorities: [ref('Kent'), ref('Surrey')] }] })
    t.match(plan, { state: 'impossible' })
    t.same(plan.impossible.conflict.map(({ kind }: { kind: string }) => kind).toSorted(), ['ban', 'pin'])
    const other = await round.plan()
    t.notOk(other.events.some((event: Event) => has(event, 'Kent', 'Surrey')))
  },
)

void eachEngine(
  t,
  'should leave what was accepted of a confirmed date accepted in a repair',
  async (t, database) => {
    const round = await startPlanning(t, database)
    const { consultant, triads } = round
    const whole = { startTime: null, endTime: null }
    await round.calendar({
      kind: 'conference',
      name: 'Conferences',
      scope: { kind: 'region' },
      commitments: [{ title: 'Annual conference', from: '2019-11-08', to: '2019-11-08' }],
    })
    const first = await round.proposed({ triadId: triads[0], ...whole })
    const { body: event } = await consultant.get(`/v1/challenge-events/${first}`)
    const [{ rule, commitmentId }] = event.clashes
    const waivers = [{ rule, commitmentId, reason: 'They are there anyhow.' }]
    const confirmed = await round.move(first, 'confirm', { waivers })
    t.equal(confirmed.status, 200, confirmed.text)
    await round.confirmed({ triadId: triads[1], date: '2019-11-22', ...whole })
    const plan = await round.plan({ repair: true })
    t.match(plan, { state: 'planned', cost: { amounts: { disruption: 0 } } })
    const { body: diff } = await consultant.get(`/v1/plans/${plan.id}/diff`)
    t.ok(diff.items.every((step: { event: { action: string } }) => step.event.action === 'keep'))
  },
)
