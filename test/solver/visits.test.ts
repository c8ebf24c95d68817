import fc from 'fast-check'
import t from 'tap'
import { checkVisits, costOf, mayBe } from '../../scripts/check-plan/visits.ts'
import { DEFAULT_PLANNING_POLICY } from '../../src/domain/planning/policy.ts'
import type { PlanClash } from '../../src/domain/planning/problem.ts'
import type { Visit, VisitSlot, VisitsOutcome, VisitsProblem } from '../../src/domain/planning/visits.ts'
import { NO_HALT } from '../../src/solver/halt.ts'
import { dateVisits } from '../../src/solver/visits.ts'
import { randomFrom } from '../fixtures/planning.ts'

const solving = { halt: NO_HALT, seed: 1 }
const HOUR = 3_600_000
const DAY = 24 * HOUR
const MONDAY = Date.parse('2019-10-07T00:00Z')

const dayAt = (at: number) => MONDAY + (Math.floor(at / 5) * 7 + (at % 5)) * DAY
const dateAt = (at: number) => new Date(dayAt(at)).toISOString().slice(0, 10)

/** Slots of so many days in a row, which overlap each other, or of half a day. */
const slotsOf = (count: number, days: number): VisitSlot[] =>
  Array.from({ length: count }, (_, at): VisitSlot => {
    if (days === 0.5) {
      const from = dayAt(at >> 1) + (at % 2 === 0 ? 9 : 13) * HOUR
      const [startTime, endTime] = at % 2 === 0 ? ['09:00', '13:00'] : ['13:00', '17:00']
      const occasion = { date: dateAt(at >> 1), days: 1, startTime, endTime }
      return { id: `slot-${at}`, occasion, from, until: from + 4 * HOUR }
    }
    const occasion = { date: dateAt(at), days, startTime: null, endTime: null }
    return { id: `slot-${at}`, occasion, from: dayAt(at), until: dayAt(at) + days * DAY }
  })

/** A small problem by chance: people who sit in two triads, commitments, pins and agreed dates. */
const problemBy = (seed: number): VisitsProblem => {
  const random = randomFrom(seed)
  const upTo = (most: number) => Math.floor(random() * most)
  const some = <T>(all: readonly T[], share: number): T[] => all.filter(() => random() < share)
  const slots = slotsOf(4 + upTo(3), [0.5, 1, 2][upTo(3)] ?? 1)
  const slotIds = slots.map(({ id }) => id)
  const people = Array.from({ length: 4 }, (_, at) => ({
    id: `person-${at}`,
    name: `Director, County ${at}`,
  }))
  const visits = Array.from({ length: 2 + upTo(4) }, (_, at): Visit => {
    const changes = upTo(slotIds.length + 1)
    const those = () => [...new Set([upTo(4), upTo(4)])].map((who) => `person-${who}`)
    return {
      id: `visit-${at}`,
      name: `the visit to County ${at}`,
      authorityIds: [`county-${at}`, `county-${at + 1}`],
      meets: random() < 0.4 ? dateAt(upTo(2)) : '2019-10-01',
      attendances: [
        { personIds: those(), slotIds: slotIds.slice(0, changes) },
        { personIds: those(), slotIds: slotIds.slice(changes) },
      ],
      pinnedTo: random() < 0.3 ? some(slotIds, 0.5) : null,
      agreed: random() < 0.3 ? { slotId: slotIds[upTo(slotIds.length)] ?? '', personIds: those() } : null,
    }
  })
  const clashes = Array.from(
    { length: upTo(5) },
    (_, at): PlanClash => ({
      id: `clash-${at}`,
      severity: random() < 0.5 ? 'blocking' : 'warning',
      seatIds: random() < 0.3 ? null : some(visits, 0.5).map(({ id }) => id),
      slotIds: some(slotIds, 0.4),
      because: `conference: “Conference ${at}”.`,
    }),
  )
  return {
    visits,
    slots,
    people,
    clashes,
    expectedInspections:
      random() < 0.5 ? [{ authorityId: 'county-1', first: dateAt(1), last: dateAt(2) }] : [],
    policy: {
      ...DEFAULT_PLANNING_POLICY,
      preferredWeekdays: random() < 0.5 ? [2, 3] : [],
      eventsPerWeek: upTo(3),
    },
  }
}

/** The least that any dates cost, by trying all; infinite where there are none. */
const leastCost = (problem: VisitsProblem, visits = problem.visits): number => {
  const choose = (chosen: readonly (readonly [Visit, VisitSlot])[]): number => {
    const visit = visits[chosen.length]
    const cost = costOf(problem, chosen)
    if (cost === null) return Number.POSITIVE_INFINITY
    if (visit === undefined) return cost
    return Math.min(
      ...problem.slots
        .filter((slot) => mayBe(problem, visit, slot))
        .map((slot) => choose([...chosen, [visit, slot]])),
      Number.POSITIVE_INFINITY,
    )
  }
  return choose([])
}

const checkDates = (problem: VisitsProblem, outcome: VisitsOutcome & { kind: 'planned' }): void => {
  const { cost, faults } = checkVisits({ problem, plan: outcome, certificate: outcome })
  if (faults.length > 0) throw new Error(faults.join(' '))
  const least = leastCost(problem)
  if (!outcome.isOptimal || Math.abs(least - cost) > 1e-6) throw new Error(`${cost}, but ${least} could be`)
  if ((outcome.bound ?? Number.NaN) > least + 1e-6)
    throw new Error(`a bound of ${outcome.bound} over ${least}`)
}

t.test('visits have the cheapest dates of all, or are told minimally why they have none', async (t) => {
  const count = { planned: 0, one: 0, several: 0 }
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const problem = problemBy(seed)
      const outcome = await dateVisits(problem, solving)
      if (outcome.kind === 'planned') {
        count.planned++
        checkDates(problem, outcome)
        return
      }
      if (outcome.kind !== 'impossible') throw new Error(outcome.kind)
      const told = outcome.conflict.flatMap(({ visitId }) =>
        problem.visits.filter(({ id }) => id === visitId),
      )
      if (told.length === 0 || Number.isFinite(leastCost(problem, told)))
        throw new Error(`these can be dated: ${told.map(({ id }) => id).join()}`)
      for (const one of told)
        if (
          !Number.isFinite(
            leastCost(
              problem,
              told.filter((each) => each !== one),
            ),
          )
        )
          throw new Error(`without ${one.id} the others still cannot be`)
      for (const { visitId, open: told } of outcome.conflict) {
        const visit = problem.visits.find(({ id }) => id === visitId)
        const open = problem.slots.filter((slot) => visit && mayBe(problem, visit, slot))
        const beginnings = (all: readonly { date: string; startTime: string | null }[]) =>
          all
            .map(({ date, startTime }) => `${date} ${startTime}`)
            .toSorted()
            .join()
        if (beginnings(told) !== beginnings(open.map(({ occasion }) => occasion)))
          throw new Error(`${beginnings(told)} are said to be open`)
      }
      count[told.length === 1 ? 'one' : 'several']++
    }),
    { numRuns: 300, seed: 5 },
  )
  t.ok(count.planned > 80 && count.one > 20 && count.several > 10, JSON.stringify(count))
})

const threeOnTwoDays = (): VisitsProblem => ({
  ...problemBy(1),
  slots: slotsOf(3, 1),
  people: [{ id: 'interim', name: 'Interim director, Kent and Surrey' }],
  visits: ['Kent', 'Surrey', 'Medway'].map((name) => ({
    id: name,
    name: `the visit to ${name}`,
    authorityIds: [name],
    meets: dateAt(0),
    attendances: [
      { personIds: [name === 'Medway' ? 'other' : 'interim'], slotIds: ['slot-0', 'slot-1', 'slot-2'] },
    ],
    pinnedTo: null,
    agreed: null,
  })),
  clashes: [
    {
      id: 'clash-1',
      severity: 'blocking',
      seatIds: null,
      slotIds: ['slot-1'],
      because: 'conference: “Annual conference”.',
    },
  ],
})

t.test('why visits cannot be dated is said in words', async (t) => {
  const outcome = await dateVisits(threeOnTwoDays(), solving)
  if (outcome.kind !== 'impossible') return t.fail(outcome.kind)
  t.same(
    outcome.conflict.map(({ visitId }) => visitId),
    ['Kent', 'Surrey'],
    'who shares nobody with others is not to blame',
  )
  t.same(outcome.conflict[0]?.because, [
    'Its triad meets on Monday 7 October 2019 and it comes after that: one date is too early.',
    'Against one of the dates that remain: conference: “Annual conference”.',
    'Left for it: Wednesday 9 October 2019.',
    'Interim director, Kent and Surrey would be at the visit to Surrey too, and nobody is at two visits at once.',
  ])
})

/** Sixty visits of twenty triads in a season of twelve weeks. */
const season = (): VisitsProblem => {
  const slots = slotsOf(60, 2)
  const random = randomFrom(9)
  return {
    ...threeOnTwoDays(),
    slots,
    visits: Array.from({ length: 60 }, (_, at) => ({
      id: `visit-${String(at).padStart(2, '0')}`,
      name: `the visit to County ${at}`,
      authorityIds: [`county-${at}`],
      meets: dateAt(Math.floor(random() * 20)),
      attendances: [
        {
          personIds: [0, 1, 2].map((who) => `person-${3 * Math.floor(at / 3) + who}`),
          slotIds: slots.map(({ id }) => id),
        },
      ],
      pinnedTo: null,
      agreed: null,
    })),
  }
}

t.test('a season of a whole region is dated to the last', async (t) => {
  const started = performance.now()
  const outcome = await dateVisits(season(), solving)
  if (outcome.kind !== 'planned') return t.fail(outcome.kind)
  t.ok(outcome.isOptimal)
  t.equal(outcome.visits.length, 60)
  t.comment(`${Math.round(performance.now() - started)} ms`)
})

t.test('a solve that is ended before it has dates claims nothing', async (t) => {
  const halt = { isDue: () => true, secondsLeft: () => 0.01 }
  t.match(await dateVisits(season(), { halt, seed: 1 }), { kind: 'unfinished' })
})
