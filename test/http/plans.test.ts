import t from 'tap'
import { checkPlan } from '../../scripts/check-plan/check.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { startPlanning } from '../fixtures/plans.ts'
import { ref } from '../fixtures/round.ts'

void eachEngine(t, 'should plan a round to a proven optimum', async (t, database) => {
  const round = await startPlanning(t, database)
  const { consultant, ask, solve } = round
  await round.calendar({
    kind: 'conference',
    name: 'Conferences',
    scope: { kind: 'region' },
    commitments: [{ title: 'Annual conference', from: '2019-10-01', to: '2019-12-10' }],
  })
  const key = { 'idempotency-key': 'one' }
  const asked = await ask({ seed: 7 }, key)
  t.match(asked, { status: 202, body: { state: 'waiting', isEnded: false, events: [], isOptimal: null } })
  t.equal(asked.headers.location, `/v1/plans/${asked.body.id}`)
  t.equal((await ask({ seed: 7 }, key)).body.id, asked.body.id, 'asked again it is the same')
  await solve()

  const { body: plan } = await consultant.get(String(asked.headers.location))
  t.match(plan, {
    state: 'planned',
    isEnded: true,
    isOptimal: true,
    gap: 0,
    tries: 1,
    failure: null,
    seed: 7,
  })
  t.match(plan.request, { planned: 'triads-and-dates', repair: false, length: 'day' })
  t.equal(plan.events.length, 2)
  const names = plan.events.flatMap((event: { seats: { authorities: { name: string }[] }[] }) =>
    event.seats.flatMap(({ authorities }) => authorities.map(({ name }) => name)),
  )
  t.equal(names.length, 7, 'six directors of seven authorities')
  for (const { date } of plan.events) t.ok(date > '2019-12-10', `${date} is after the conference`)
  t.ok(Math.abs(plan.cost.total - plan.bound) < 1e-6)

  const { body: file } = await consultant.get(`/v1/plans/${plan.id}/check-file`)
  const verdict = checkPlan(file)
  t.same(verdict.faults, [], 'code that shares nothing with the solver agrees')
  t.ok(Math.abs(verdict.cost - plan.cost.total) < 1e-6)

  const { body: list } = await consultant.get(`/v1/rounds/${round.roundId}/plans`)
  t.same(
    list.items.map(({ id }: { id: string }) => id),
    [plan.id],
  )
  const { body: triads } = await consultant.get(`/v1/rounds/${round.roundId}/triads`)
  t.equal(triads.items.length, 2, 'nothing has changed')
  t.equal((await consultant.get('/v1/challenge-events')).body.items.length, 0)
})

void eachEngine(t, 'should plan dates alone, the triads kept', async (t, database) => {
  const round = await startPlanning(t, database)
  const { body: triads } = await round.consultant.get(`/v1/rounds/${round.roundId}/triads`)
  const plan = await round.plan({ planned: 'dates', slots: { length: 'half-day' } })
  t.match(plan, { state: 'planned', isOptimal: true })
  const namesOf = (authorities: { name: string }[]) => authorities.map(({ name }) => name).toSorted()
  t.same(
    plan.events
      .map((event: { seats: { authorities: { name: string }[] }[] }) =>
        namesOf(event.seats.flatMap(({ authorities }) => authorities)),
      )
      .toSorted(),
    triads.items
      .map(({ authorities }: { authorities: { name: string }[] }) => namesOf(authorities))
      .toSorted(),
  )
  t.ok(plan.events.every(({ startTime }: { startTime: string }) => ['09:00', '13:00'].includes(startTime)))
})

void eachEngine(
  t,
  'should keep to what is decided, and say what cannot hold together',
  async (t, database) => {
    const round = await startPlanning(t, database)
    const pinned = await round.plan({
      pins: [
        { authorities: [ref('Kent'), ref('Oxfordshire')], dates: ['2019-11-13'] },
        { authorities: [ref('Medway')], dates: ['2019-11-20', '2019-11-21'] },
      ],
      bans: [{ authorities: [ref('Kent'), ref('Surrey')], because: 'A shared trust.' }],
    })
    t.match(pinned, { state: 'planned', isOptimal: true })
    const withKent = pinned.events.find((event: { seats: { name: string }[] }) =>
      event.seats.some(({ name }) => name === 'Director, Kent'),
    )
    t.equal(withKent.date, '2019-11-13')
    t.ok(withKent.seats.some(({ name }: { name: string }) => name === 'Director, Oxfordshire'))
    t.notOk(withKent.seats.some(({ name }: { name: string }) => name === 'Director, Surrey'))

    const impossible = await round.plan({
      pins: [{ authorities: [ref('Kent'), ref('Surrey')] }],
      bans: [{ authorities: [ref('Kent'), ref('Surrey')], because: 'A shared trust.' }],
    })
    t.match(impossible, { state: 'impossible', events: [], isOptimal: null, proof: null, certificate: null })
    const { conflict, relaxation } = impossible.impossible
    t.same(conflict.map(({ kind }: { kind: string }) => kind).toSorted(), ['ban', 'pin'])
    t.match(
      conflict.find(({ kind }: { kind: string }) => kind === 'ban'),
      { because: 'A shared trust.' },
    )
    t.match(relaxation, { isCheapest: true, givenUp: [{ kind: 'pin' }] })
    t.equal(relaxation.events.length, 2, 'and what the plan would be then')

    const others = ['Buckinghamshire', 'Medway', 'Oxfordshire', 'Surrey'] as const
    const bans = [...others.map((name) => ref(name)), { gssCode: 'E10000014' }].map((other) => ({
      authorities: [ref('Kent'), other],
    }))
    const alone = await round.plan({ bans })
    t.equal(alone.state, 'impossible', 'a list of bans leaves somebody alone')
    t.ok(alone.impossible.conflict.every(({ kind }: { kind: string }) => kind === 'ban' || kind === 'sizes'))

    t.match(await round.consultant.get(`/v1/plans/${alone.id}/check-file`), { status: 409 })
  },
)
