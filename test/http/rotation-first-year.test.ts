import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { ABSENT } from '../fixtures/papers.ts'
import { NINE, type SentYear, startRotations } from '../fixtures/rotations.ts'
import { ref, roundRequest } from '../fixtures/round.ts'

const ACCEPT = ['calendar-unknown']

const start = async (...given: Parameters<typeof startRotations>) => {
  const at = await startRotations(...given)
  const round = async (label: string, participants: readonly object[]): Promise<string> => {
    const made = await at.consultant.post('/v1/rounds', roundRequest({ label, participants, triads: [] }))
    if (made.status !== 201) throw new Error(made.text)
    return made.body.id
  }
  /** A plan of a round with a year's groups decided. */
  const planOf = async (roundId: string, { groups }: SentYear) => {
    const pins = groups.map(({ seats }) => ({
      authorities: seats.flatMap(({ authorities }) => authorities.map(({ id }) => ({ authorityId: id }))),
    }))
    const asked = await at.consultant.post(`/v1/rounds/${roundId}/plans`, { pins, accept: ACCEPT })
    if (asked.status !== 202) throw new Error(asked.text)
    while ((await at.solving.look()) > 0) await at.solving.idle()
    return (await at.consultant.get(`/v1/plans/${asked.body.id}`)).body
  }
  return { ...at, round, planOf }
}

void eachEngine(t, 'should begin with the year that its round holds most cheaply', async (t, database) => {
  const { consultant, rotate, round, planOf } = await start(t, database)
  const roundId = await round('2019-20', NINE)
  const undated = await rotate()
  t.equal(undated.result.firstYear, null)
  // Two who meet in what would be the first year, and have no day in common in its round.
  const [one, other] = undated.result.years[0].groups[0].seats
  for (const [seat, away] of [
    [
      one,
      [
        ['2019-10-01', '2019-11-11'],
        ['2019-11-13', '2019-12-31'],
      ],
    ],
    [
      other,
      [
        ['2019-10-01', '2019-11-18'],
        ['2019-11-20', '2019-12-31'],
      ],
    ],
  ] as const) {
    const authorities = seat.authorities.map(({ id }: { id: string }) => ({ authorityId: id }))
    const scope = { kind: 'authorities', authorities }
    const inspections = { kind: 'inspection', name: `Of ${seat.name}`, scope }
    const { body: calendar } = await consultant.post('/v1/calendars', inspections)
    for (const [from, to] of away) {
      const onSite = { title: 'On site', from, to }
      const entered = await consultant.post(`/v1/calendars/${calendar.id}/commitments`, onSite)
      t.equal(entered.status, 201, entered.text)
    }
  }
  const { state, result } = await rotate({ firstYear: { roundId, accept: ACCEPT } })
  t.equal(state, 'planned')
  t.match(result, { repeatFreeYears: 4, firstYear: { among: 4, because: null } })
  const groupsOf = (years: readonly SentYear[]) =>
    years.map(({ groups }) =>
      groups
        .map(({ seats }) =>
          seats
            .map(({ id }) => id)
            .toSorted()
            .join(),
        )
        .toSorted()
        .join(' '),
    )
  t.same(groupsOf(result.years).toSorted(), groupsOf(undated.result.years).toSorted(), 'the same years')

  const costs: number[] = []
  for (const year of result.years) {
    const plan = await planOf(roundId, year)
    costs.push(plan.state === 'planned' ? plan.cost.total : Number.POSITIVE_INFINITY)
  }
  const [first = Number.NaN] = costs
  t.ok(
    costs.every((cost) => first <= cost + 1e-6),
    `${first} of ${costs}`,
  )
  t.equal(costs.filter((cost) => cost === Number.POSITIVE_INFINITY).length, 1, 'one year finds no dates')
  t.notSame(groupsOf(result.years)[0], groupsOf(undated.result.years)[0], 'which was the first')
  t.ok(Math.abs(result.firstYear.cost.total - first) < 1e-6)
  t.equal(result.firstYear.events.length, 3)
  t.match(result.firstYear.events[0].date, /^2019-1/)

  const [pinned] = undated.result.years[2].groups
  const authorities = pinned.seats.flatMap(({ authorities }: { authorities: { id: string }[] }) =>
    authorities.map(({ id }) => ({ authorityId: id })),
  )
  const decided = await rotate({ firstYear: { roundId, accept: ACCEPT }, pins: [{ authorities, year: 1 }] })
  t.match(decided.result.firstYear, { among: 1, because: null }, 'a first year that is decided stays')
})

void eachEngine(
  t,
  'should say why the first year finds no dates, or is of no such round',
  async (t, database) => {
    const { ask, rotate, round, consultant } = await start(t, database)
    const whole = await round('2019-20', NINE)
    const conferences = { kind: 'conference', name: 'Conferences', scope: { kind: 'region' } }
    const { body: calendar } = await consultant.post('/v1/calendars', conferences)
    const season = { title: 'A season of conferences', from: '2019-10-01', to: '2019-12-31' }
    await consultant.post(`/v1/calendars/${calendar.id}/commitments`, season)
    const { state, result } = await rotate({ firstYear: { roundId: whole, accept: ACCEPT } })
    t.equal(state, 'planned', 'the years are there all the same')
    t.match(result.firstYear, { among: 4, events: [], cost: null, because: /finds dates in this round/ })
    const fewer = await round('2020-21', NINE.slice(0, 6))
    const pointer = '/firstYear/roundId'
    const nine = NINE.map(({ authority }) => authority)
    for (const body of [
      { firstYear: { roundId: ABSENT } },
      { firstYear: { roundId: fewer }, participants: nine },
      { firstYear: { roundId: whole }, participants: [ref('Kent'), ref('Medway'), ref('Surrey')] },
    ])
      t.match(
        await ask(body),
        { status: 400, body: { errors: [{ pointer }] } },
        JSON.stringify(body).slice(0, 60),
      )
  },
)
