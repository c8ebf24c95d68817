import fc from 'fast-check'
import t from 'tap'
import { faultsOfPlan } from '../../scripts/check-plan/allowed.ts'
import { checkPlan } from '../../scripts/check-plan/check.ts'
import { openLedger, sum } from '../../scripts/check-plan/cost.ts'
import { checkProblem } from '../../src/domain/planning/check-problem.ts'
import { movesOf } from '../../src/domain/planning/moves.ts'
import { DEFAULT_PLANNING_POLICY, NEIGHBOUR_WISHES } from '../../src/domain/planning/policy.ts'
import type { Pin, PlannedEvent, PlanningProblem } from '../../src/domain/planning/problem.ts'
import { haltOn, NO_HALT } from '../../src/solver/halt.ts'
import { secondBest, solvePlan } from '../../src/solver/solve-plan.ts'
import { everyPlan, problemOf, randomFrom, regionOf, seatsOf, workingDays } from '../fixtures/planning.ts'

/** A round of every rule and requirement, small enough to try every plan. */
const problems = fc
  .record({
    seats: fc.integer({ min: 4, max: 7 }),
    slots: fc.integer({ min: 1, max: 4 }),
    sizes: fc.constantFrom(
      { smallest: 3, largest: 4 },
      { smallest: 2, largest: 3 },
      { smallest: 2, largest: 4 },
    ),
    seed: fc.nat(),
    chairs: fc.option(fc.integer({ min: 1, max: 2 })),
    neighbours: fc.constantFrom(...NEIGHBOUR_WISHES),
    isHard: fc.boolean(),
  })
  .map(({ seats, slots, sizes, seed, chairs, neighbours, isHard }): PlanningProblem => {
    const random = randomFrom(seed)
    const days = workingDays(slots)
    const people = seatsOf(seats, random).map((seat) => ({
      ...seat,
      neighbours: [`director-0${Math.floor(random() * 3)}`],
    }))
    const someSlots = (share: number) => days.filter(() => random() < share).map(({ id }) => id)
    const someone = () => people[Math.floor(random() * seats)]?.id ?? ''
    const two = (): [string, string] => [
      people[0]?.id ?? '',
      people[1 + Math.floor(random() * (seats - 1))]?.id ?? '',
    ]
    const pins: Pin[] = [
      ...(random() < 0.3 ? [{ id: 'pin-1', kind: 'together' as const, seatIds: two() }] : []),
      ...(random() < 0.3
        ? [{ id: 'pin-2', kind: 'dates' as const, seatIds: [someone()], slotIds: someSlots(0.7) }]
        : []),
      ...(random() < 0.3 && chairs
        ? [{ id: 'pin-3', kind: 'facilitator' as const, seatIds: [someone()], facilitatorId: 'chair-0' }]
        : []),
    ]
    return problemOf(people, days, {
      sizes,
      pins,
      facilitators:
        chairs === null
          ? null
          : Array.from({ length: chairs }, (_, at) => ({
              id: `chair-${at}`,
              name: `Chair ${at}`,
              slotIds: someSlots(0.8),
              most: random() < 0.4 ? 1 : null,
              notFor: random() < 0.3 ? [someone()] : [],
            })),
      clashes: Array.from({ length: 5 }, (_, at) => ({
        id: `clash-${at}`,
        severity: random() < 0.4 ? ('blocking' as const) : ('warning' as const),
        seatIds: random() < 0.2 ? null : [someone(), someone()],
        slotIds: someSlots(0.4),
        because: 'Busy.',
      })),
      bans: random() < 0.4 ? [{ id: 'ban-1', seatIds: two(), because: 'They never meet.' }] : [],
      quotas: [
        {
          id: 'quota-1',
          tag: 'county',
          atLeast: 1,
          atMost: random() < 0.5 ? 1 : null,
          isHard: isHard && random() < 0.5,
        },
      ],
      met: Array.from({ length: 4 }, () => ({ seatIds: two(), yearsAgo: 1 + Math.floor(random() * 3) })),
      expectedInspections: [{ seatId: someone(), first: days[0]?.date ?? '', last: days[1]?.date ?? '' }],
      confirmed:
        random() < 0.4
          ? [
              {
                seatIds: people.slice(0, 3).map(({ id }) => id),
                slotId: days[0]?.id ?? null,
                facilitatorId: null,
              },
            ]
          : [],
      policy: {
        weights: Object.fromEntries(
          Object.keys(DEFAULT_PLANNING_POLICY.weights).map((rule) => [rule, Math.round(random() * 40) / 4]),
        ) as PlanningProblem['policy']['weights'],
        neighbours,
        preferredWeekdays: [2, 3],
        eventsPerWeek: 1,
      },
    })
  })

/** Whether facilitators can be given to events so that nothing is broken, by trying them all. */
const canBeChaired = (problem: PlanningProblem, events: readonly PlannedEvent[], at = 0): boolean => {
  if (problem.facilitators === null || at === events.length) return faultsOfPlan(problem, events).length === 0
  return problem.facilitators.some(({ id }) =>
    canBeChaired(
      problem,
      events.map((event, place) => (place === at ? { ...event, facilitatorId: id } : event)),
      at + 1,
    ),
  )
}

/** The least that any plan costs, by trying every one; null where none may be. */
const leastCost = (problem: PlanningProblem): number | null => {
  const ledger = openLedger(problem)
  const bare = {
    ...problem,
    facilitators: null,
    pins: problem.pins.filter(({ kind }) => kind !== 'facilitator'),
  }
  let least: number | null = null
  for (const events of everyPlan(problem)) {
    const cost = sum(Object.values(ledger.plan(events)))
    if ((least !== null && cost >= least) || faultsOfPlan(bare, events).length > 0) continue
    if (canBeChaired(problem, events)) least = cost
  }
  return least
}

const solving = { halt: NO_HALT, seed: 1 }

t.test('the plan is the cheapest of all there are, and its certificate holds', async (t) => {
  let planned = 0
  await fc.assert(
    fc.asyncProperty(problems, async (problem) => {
      if (!checkProblem(problem).ok) return
      const outcome = await solvePlan(problem, solving)
      const least = leastCost(problem)
      if (outcome.kind !== 'planned') {
        if (outcome.kind !== 'impossible' || least !== null) throw new Error(`${outcome.kind}, but ${least}`)
        return
      }
      planned++
      const verdict = checkPlan({ problem, plan: outcome.plan, certificate: outcome.certificate })
      if (verdict.proof !== 'optimal' || !outcome.isOptimal) throw new Error(JSON.stringify(verdict))
      if (least === null || Math.abs(least - outcome.plan.cost.total) > 1e-6)
        throw new Error(`${outcome.plan.cost.total}, but ${least}`)
    }),
    { numRuns: 150, seed: 20191101 },
  )
  t.ok(planned > 30, `${planned} of 150 have a plan`)
})

t.test('the order of the facts changes nothing, nor does solving twice', async (t) => {
  const problem = regionOf(5)
  const first = await solvePlan(problem, solving)
  t.equal(first.kind, 'planned')
  t.strictSame(await solvePlan(problem, solving), first)
  const reversed = {
    ...problem,
    seats: problem.seats.toReversed(),
    slots: problem.slots.toReversed(),
    facilitators: problem.facilitators?.toReversed() ?? null,
  }
  const again = await solvePlan(reversed, solving)
  if (first.kind !== 'planned' || again.kind !== 'planned') return
  t.strictSame(again.plan.events, first.plan.events)
})

t.test('a solve that is stopped, or has no time, says so and is not half a plan', async (t) => {
  const stopped = new Int32Array(new SharedArrayBuffer(4))
  Atomics.store(stopped, 0, 1)
  t.match(await solvePlan(regionOf(5), { halt: haltOn(stopped, 60), seed: 1 }), { kind: 'unfinished' })
  const late = haltOn(new Int32Array(new SharedArrayBuffer(4)), 0)
  t.match(await solvePlan(regionOf(5), { halt: late, seed: 1 }), { kind: 'unfinished' })
})

t.test('the second best is the cheapest of all other plans, and each event says what it costs', async (t) => {
  for (const seed of [1, 2, 3, 4]) {
    const seats = seatsOf(6, randomFrom(seed))
    const problem = problemOf(seats, 3, { policy: { ...DEFAULT_PLANNING_POLICY, preferredWeekdays: [2] } })
    const best = await solvePlan(problem, solving)
    if (best.kind !== 'planned') return t.fail(best.kind)
    const second = await secondBest({ problem, plan: best.plan }, solving)
    if (second.kind !== 'planned') return t.fail(second.kind)
    const ledger = openLedger(problem)
    const keyOf = (events: readonly PlannedEvent[]) =>
      events
        .map(({ seatIds, slotId }) => `${seatIds.toSorted()} ${slotId}`)
        .toSorted()
        .join()
    const others = [...everyPlan(problem)].filter((events) => keyOf(events) !== keyOf(best.plan.events))
    const least = Math.min(...others.map((events) => sum(Object.values(ledger.plan(events)))))
    t.ok(
      Math.abs(second.plan.cost.total - least) < 1e-6,
      `${second.plan.cost.total}, and ${least} by trying all`,
    )
    const { cost, byEvent } = best.plan
    t.ok(Math.abs(sum(byEvent.map(({ total }) => total)) + cost.byRule.spread - cost.total) < 1e-9)
  }
})

t.test('a new clash on a confirmed event moves that event alone, where that is all it takes', async (t) => {
  const problem = regionOf(5)
  const first = await solvePlan(problem, solving)
  if (first.kind !== 'planned') return t.fail(first.kind)
  const { events } = first.plan
  const struck = events[2]
  if (!struck) return t.fail('no third event')
  const strike = {
    id: 'inspection',
    severity: 'blocking' as const,
    seatIds: struck.seatIds.slice(0, 1),
    slotIds: [struck.slotId],
    because: 'Inspectors are on site.',
  }
  const repaired = await solvePlan(
    { ...problem, confirmed: events, clashes: [...problem.clashes, strike] },
    solving,
  )
  if (repaired.kind !== 'planned') return t.fail(repaired.kind)
  const moves = movesOf(events, repaired.plan.events)
  t.strictSame(
    moves.map(({ confirmed, changesCompany, changesDate }) => ({ confirmed, changesCompany, changesDate })),
    [{ confirmed: struck, changesCompany: false, changesDate: true }],
  )
  t.equal(repaired.plan.cost.amounts.disruption, 3, 'three diaries')
  t.match(
    checkPlan({
      problem: { ...problem, confirmed: events, clashes: [...problem.clashes, strike] },
      ...repaired,
    }),
    {
      proof: 'optimal',
    },
  )
})
