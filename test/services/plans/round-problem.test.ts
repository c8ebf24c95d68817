import t from 'tap'
import { checkDates, proposeMeeting } from '../../../scripts/rounds/events.ts'
import { findRound } from '../../../src/db/rounds.ts'
import type { PlanningProblem } from '../../../src/domain/planning/problem.ts'
import type { PlanRequest } from '../../../src/domain/planning/request.ts'
import { inRegion } from '../../../src/services/background.ts'
import { loadPlanFacts } from '../../../src/services/plans/facts.ts'
import { buildProblem } from '../../../src/services/plans/problem.ts'
import { loadPlanGround } from '../../../src/services/plans/standings.ts'
import { eachEngine, type TestDatabase } from '../../fixtures/databases.ts'
import { planRequest } from '../../fixtures/plan-requests.ts'
import { MAY_2019, regionIn, startSouthEast } from '../../fixtures/south-east.ts'

const problemIn = async (
  database: TestDatabase,
  roundId: string,
  request: PlanRequest,
): Promise<PlanningProblem> => {
  const read = await inRegion(database, await regionIn(database), new Date(MAY_2019), async (work) => {
    const round = await findRound(work.trx, roundId)
    if (round === null) throw new Error('the round is there')
    const plan = await loadPlanFacts(work, round, request)
    return { plan, ground: await loadPlanGround(work, plan) }
  })
  const problem = await buildProblem(read.plan, read.ground, request)
  if (!problem.ok) throw new Error(problem.failure.detail)
  return problem.value
}

/** What stands against a group on a slot, as the problem has it: rules with how severe they are. */
const standing = ({ clashes }: PlanningProblem, seatIds: readonly string[], slotId: string) =>
  [
    ...new Set(
      clashes
        .filter(
          (clash) =>
            clash.slotIds.includes(slotId) &&
            (clash.seatIds === null || clash.seatIds.some((id) => seatIds.includes(id))),
        )
        .map(({ because, severity }) => `${because.split(':')[0]} ${severity}`),
    ),
  ].toSorted()

void eachEngine(
  t,
  'should make a problem whose dates clash as the checker of clashes says',
  async (t, database) => {
    const { consultant, round, triads } = await startSouthEast(t, database)
    const [first, second] = triads
    if (!first || !second) throw new Error('the round has triads')
    const calendar = async (body: object) => consultant.create('/v1/calendars', body)
    await calendar({
      kind: 'conference',
      name: 'Conferences',
      scope: { kind: 'region' },
      commitments: [{ title: 'Annual conference', from: '2019-11-13', to: '2019-11-15' }],
    })
    const named = { authorityId: first.authorities[0]?.id ?? '' }
    await calendar({
      kind: 'inspection',
      name: 'Inspections',
      scope: { kind: 'authorities', authorities: [named] },
      commitments: [{ title: 'On site', from: '2019-11-18', to: '2019-11-20' }],
    })
    const proposed = await proposeMeeting(consultant, round, second, '2019-11-27')
    await consultant.move(`/v1/challenge-events/${proposed.id}`, 'confirm', { waivers: [] })

    const left = await problemIn(database, round.id, planRequest())
    const whole = await problemIn(database, round.id, planRequest({ repair: true }))
    const seats = new Set(triads.flatMap(({ directors }) => directors.map(({ id }) => id)))
    t.equal(seats.size, 18, 'nineteen authorities, and two share a director')
    t.same(new Set(whole.seats.map(({ id }) => id)), seats)
    t.equal(left.seats.length, 15, 'a triad that has agreed to a date is left alone')
    t.match(
      whole.confirmed,
      [{ slotId: '2019-11-27', seatIds: second.directors.map(({ id }) => id).toSorted() }],
      'unless it may be moved too',
    )
    t.ok(whole.met.length >= 17, 'those who met the year before are known')
    t.ok(whole.met.every(({ yearsAgo }) => yearsAgo === 1))
    const shared = whole.seats.find(({ name }) => name === 'Director, Hampshire and Isle of Wight')
    t.ok((shared?.tags.length ?? 0) > 1, `${shared?.tags}`)
    t.ok(shared?.neighbours.length, 'statistical neighbours within the region are known')

    const slots = whole.slots.map(({ id }) => id)
    let judged = 0
    for (const triad of triads) {
      const seatIds = triad.directors.map(({ id }) => id)
      const checked = await checkDates(consultant, round, { triadId: triad.id }, slots)
      for (const { date, clashes } of checked) {
        const said = clashes
          .filter(({ rule }) => rule !== 'person-double-booked' || triad !== second)
          .map(({ rule, severity }) => `${rule} ${severity}`)
        t.same(
          standing(whole, seatIds, date),
          [...new Set(said)].toSorted(),
          `triad ${triad.number}, ${date}`,
        )
        judged++
      }
    }
    t.ok(judged > 100, `${judged} dates were judged by both`)
    t.ok(whole.clashes.some(({ severity, seatIds }) => severity === 'blocking' && seatIds?.length === 1))
    t.ok(whole.clashes.some(({ severity, seatIds }) => severity === 'blocking' && seatIds === null))
  },
)

void eachEngine(t, 'should know of a facilitator when they are free and for whom', async (t, database) => {
  const { consultant, round, triads } = await startSouthEast(t, database)
  const { id } = await consultant.create<{ id: string }>('/v1/people', { name: 'Facilitator' })
  await consultant.create('/v1/conflicts', {
    personId: id,
    authorityId: triads[0]?.authorities[0]?.id,
    type: 'former-post',
    reason: 'Worked there.',
  })
  const [triad] = triads
  if (!triad) throw new Error('the round has triads')
  const event = await proposeMeeting(consultant, round, triad, '2019-11-27', [id])
  await consultant.move(`/v1/challenge-events/${event.id}`, 'confirm', { waivers: [] })
  const facilitators = [{ personId: id, most: 2, notFor: [] }]
  const problem = await problemIn(database, round.id, planRequest({ facilitators, length: 'half-day' }))
  const [chair] = problem.facilitators ?? []
  t.match(chair, { id, name: 'Facilitator', most: 2 })
  t.notOk(
    chair?.slotIds.some((slot) => slot.startsWith('2019-11-27')),
    'they have an event on that day',
  )
  t.equal(chair?.slotIds.length, problem.slots.length - 2)
  t.equal(problem.slots[0]?.id.slice(10), 'T09:00-13:00')
})
