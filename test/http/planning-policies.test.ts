import t from 'tap'
import { DEFAULT_PLANNING_POLICY } from '../../src/domain/planning/policy.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { startPlanning } from '../fixtures/plans.ts'
import { SOUTH_EAST } from '../fixtures/round.ts'
import { change } from '../fixtures/service.ts'

const NEXT = { label: '2020-21', window: { first: '2020-10-01', last: '2020-12-11' } }

void eachEngine(t, 'should judge plans by the policy of their round', async (t, database) => {
  const round = await startPlanning(t, database)
  const { consultant, roundId } = round
  const url = `/v1/rounds/${roundId}`
  const DEFAULT = JSON.parse(JSON.stringify(DEFAULT_PLANNING_POLICY))
  t.same((await consultant.get(url)).body.policy.planning, DEFAULT, 'a round that says nothing')
  const first = await round.plan({ planned: 'dates' })
  t.same(first.policy, DEFAULT)
  t.ok(first.cost.amounts['travel-total'] > 0, 'there is something to travel')

  const planning = { weights: { 'travel-total': 7 }, preferredWeekdays: [3] }
  const changed = await change(consultant, url, { policy: { planning } })
  t.equal(changed.status, 200, changed.text)
  const own = { ...DEFAULT, preferredWeekdays: [3], weights: { ...DEFAULT.weights, 'travel-total': 7 } }
  t.same(changed.body.policy.planning, own, 'what it does not say stays')

  const asked = await round.ask({ planned: 'dates' })
  t.equal(asked.body.policy, null, 'not before its solving begins')
  await round.solve()
  const { body: second } = await consultant.get(`/v1/plans/${asked.body.id}`)
  t.same(second.policy, own)
  t.equal(second.cost.amounts['travel-total'], first.cost.amounts['travel-total'], 'the same triads')
  t.ok(
    Math.abs(second.cost.byRule['travel-total'] - 7 * first.cost.amounts['travel-total']) < 1e-9,
    'at another price',
  )
  const weekdays = second.events.map(({ date }: { date: string }) => new Date(date).getUTCDay())
  t.same(weekdays, [3, 3], 'on Wednesdays')

  const third = await round.plan({ planned: 'dates', policy: { weights: { 'travel-total': 0 } } })
  t.equal(third.cost.byRule['travel-total'], 0, "the plan's own price comes before the round's")
  t.same(third.policy.preferredWeekdays, [3], 'and only that')
  t.same(third.request.policy, { weights: { 'travel-total': 0 } }, 'as it was asked for')

  await change(consultant, url, { policy: { planning: { weights: { 'travel-total': 9 } } } })
  t.same((await consultant.get(`/v1/plans/${second.id}`)).body, second, 'what was planned stays as it was')
  const { body: list } = await consultant.get(`${url}/plans`)
  t.same(
    list.items
      .map(
        ({ policy }: { policy: { weights: Record<string, number> } }) => policy.weights['travel-total'] ?? 0,
      )
      .toSorted((a: number, b: number) => a - b),
    [0, 2, 7],
  )

  const copied = await consultant.post('/v1/rounds', { ...NEXT, copyFrom: roundId })
  const kept = { ...own, weights: { ...own.weights, 'travel-total': 9 } }
  t.same(copied.body.policy.planning, kept, 'a copy has it')
  const over = { ...NEXT, label: '2020-21, again', copyFrom: roundId }
  const other = await consultant.post('/v1/rounds', { ...over, policy: { planning: { neighbours: 'seek' } } })
  t.same(other.body.policy.planning, { ...kept, neighbours: 'seek' }, 'with what it says itself')
})

void eachEngine(t, 'should refuse a policy that makes no sense, and name the field', async (t, database) => {
  const { consultant, roundId, ask } = await startPlanning(t, database)
  const url = `/v1/rounds/${roundId}`
  const { body: before } = await consultant.get(url)
  for (const [planning, field] of [
    [{ weights: { 'travel-total': -1 } }, '/weights/travel-total'],
    [{ weights: { 'travel-total': 'much' } }, '/weights/travel-total'],
    [{ weights: { quotas: 100_001 } }, '/weights/quotas'],
    [{ weights: { quotas: null } }, '/weights/quotas'],
    [{ weights: { kindness: 1 } }, '/weights/kindness'],
    [{ neighbours: 'love' }, '/neighbours'],
    [{ preferredWeekdays: [1, 8] }, '/preferredWeekdays/1'],
    [{ eventsPerWeek: 0.5 }, '/eventsPerWeek'],
  ] as const) {
    const refused = (pointer: string) => ({
      status: 400,
      body: { code: 'invalid-request', errors: [{ pointer }] },
    })
    t.match(await change(consultant, url, { policy: { planning } }), refused(`/policy/planning${field}`))
    t.match(await ask({ policy: planning }), refused(`/policy${field}`))
  }
  t.same((await consultant.get(url)).body, before)
})

void eachEngine(t, 'should know the statistical neighbours of authorities', async (t, database) => {
  const round = await startPlanning(t, database)
  const { consultant, roundId } = round
  const { body: known } = await consultant.get('/v1/authorities')
  const kent = known.items.find(({ name }: { name: string }) => name === 'Kent')
  const others = Object.values(SOUTH_EAST).filter((code) => code !== SOUTH_EAST.Kent)
  const url = `/v1/authorities/${kent.id}`
  t.equal((await change(consultant, url, { statisticalNeighbours: others })).status, 200)
  const { body: triads } = await consultant.get(`/v1/rounds/${roundId}/triads`)
  const own = triads.items.find(({ authorities }: { authorities: { name: string }[] }) =>
    authorities.some(({ name }) => name === 'Kent'),
  )
  const near = own.authorities.filter(({ gssCode }: { gssCode: string }) => others.includes(gssCode)).length
  t.ok(near > 0)
  for (const [neighbours, count] of [
    ['avoid', near],
    ['ignore', 0],
  ]) {
    await change(consultant, `/v1/rounds/${roundId}`, { policy: { planning: { neighbours } } })
    const plan = await round.plan({ planned: 'dates' })
    t.equal(plan.cost.amounts['statistical-neighbours'], count, `by the round, ${neighbours}`)
  }
})
