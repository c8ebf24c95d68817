import t from 'tap'
import { checkProblem } from '../../src/domain/planning/check-problem.ts'
import { groundOf } from '../../src/domain/planning/ground.ts'
import { DEFAULT_PLANNING_POLICY, PLANNING_RULES } from '../../src/domain/planning/policy.ts'
import type { PlanningProblem } from '../../src/domain/planning/problem.ts'
import {
  EVENT_RULES,
  groupSize,
  leastOddness,
  overfullWeeks,
  repeatPartners,
  travelLongest,
  travelTotal,
  weekdayOf,
} from '../../src/domain/planning/rules.ts'
import { problemOf, seatsOf, workingDays } from '../fixtures/planning.ts'

t.test('every rule but spread is about one event, and has a default weight', async (t) => {
  t.same([...Object.keys(EVENT_RULES), 'spread'].toSorted(), [...PLANNING_RULES].toSorted())
  t.same(Object.keys(DEFAULT_PLANNING_POLICY.weights).toSorted(), [...PLANNING_RULES].toSorted())
})

t.test('partners of last year count one, of the year before a half, and both are added', async (t) => {
  const seatIds = ['director-00', 'director-01'] as const
  const met = [
    { seatIds, yearsAgo: 1 },
    { seatIds, yearsAgo: 2 },
  ]
  const { pair } = repeatPartners(groundOf(problemOf(3, 1, { met })))
  t.equal(pair?.(0, 1), 1.5)
  t.equal(pair?.(1, 0), 1.5)
  t.equal(pair?.(1, 2), 0)
})

t.test('travel counts hundreds of kilometres between offices, all of them and the longest', async (t) => {
  // Maidstone, Winchester and Newport, Isle of Wight: about 121, 138 and 40 km by the published coordinates.
  const towns = [
    [51.27, 0.52],
    [51.06, -1.31],
    [50.7, -1.29],
  ] as const
  const seats = seatsOf(3).map((seat, at) => ({
    ...seat,
    office: { latitude: towns[at]?.[0] ?? 0, longitude: towns[at]?.[1] ?? 0 },
  }))
  const ground = groundOf(problemOf(seats, 1))
  const legs = [
    [0, 1],
    [0, 2],
    [1, 2],
  ].map(([a = 0, b = 0]) => travelTotal(ground).pair?.(a, b) ?? 0)
  t.ok(
    legs.every((leg, at) => Math.abs(leg - ([1.3, 1.42, 0.4][at] ?? 0)) < 0.1),
    legs.join(),
  )
  t.equal(travelLongest(ground).group?.([0, 1, 2]), Math.max(...legs))
})

t.test('eight directors make two fours before two threes and a pair', async (t) => {
  const { group } = groupSize()
  t.same(
    [
      [0, 1],
      [0, 1, 2],
      [0, 1, 2, 3],
    ].map((members) => group?.(members)),
    [3, 0, 1],
  )
  t.equal(leastOddness(8, { smallest: 2, largest: 4 }), 2)
  t.equal(leastOddness(9, { smallest: 2, largest: 4 }), 0)
  t.equal(leastOddness(5, { smallest: 2, largest: 4 }), 3)
  t.equal(leastOddness(5, { smallest: 3, largest: 4 }), Number.POSITIVE_INFINITY)
})

t.test('a week begins on Monday and is overfull from one event more than it may have', async (t) => {
  t.equal(weekdayOf('2019-11-01'), 5)
  t.equal(weekdayOf('1969-12-31'), 3)
  const ground = groundOf(problemOf(12, workingDays(10)))
  t.equal(overfullWeeks(ground, [0, 4, 5, 9]), 0)
  t.equal(overfullWeeks(ground, [0, 1, 2, 4, 5]), 2)
})

const refusal = (problem: PlanningProblem) => {
  const checked = checkProblem(problem)
  return checked.ok
    ? null
    : [checked.failure.code, checked.failure.faults?.[0]?.pointer, checked.failure.detail]
}

t.test('what cannot be planned from is refused, each with its place and a sentence', async (t) => {
  const weighing = (weight: number) =>
    problemOf(6, 5, {
      policy: { ...DEFAULT_PLANNING_POLICY, weights: { ...DEFAULT_PLANNING_POLICY.weights, spread: weight } },
    })
  t.equal(refusal(problemOf(6, 5)), null)
  t.match(refusal(problemOf(6, 0)), ['invalid-request', '/slots', /no working day/])
  for (const weight of [-1, Number.NaN, Number.POSITIVE_INFINITY, 1e9])
    t.match(refusal(weighing(weight)), [
      'invalid-request',
      '/policy/weights/spread',
      /must be a number from 0/,
    ])
  t.match(refusal(problemOf(19, 5)), [
    'invalid-request',
    '/sizes',
    /19 directors cannot be divided into groups of 3/,
  ])
  t.match(refusal(problemOf(1, 5, { sizes: { smallest: 2, largest: 4 } })), [
    'invalid-request',
    '/seats',
    /two directors/,
  ])
  t.match(refusal(problemOf(6, 5, { sizes: { smallest: 4, largest: 3 } })), ['invalid-request', '/sizes'])
  t.match(
    refusal(
      problemOf(6, 5, { quotas: [{ id: 'q', tag: 'county', atLeast: 4, atMost: null, isHard: true }] }),
    ),
    ['invalid-request', '/quotas/0/atLeast', /more than a group has/],
  )
  t.match(refusal(problemOf(6, 5, { pins: [{ id: 'p', kind: 'together', seatIds: ['nobody'] }] })), [
    'invalid-request',
    '/pins/0/seatIds/0',
    /not part of this plan/,
  ])
  const chair = (at: number, most: number | null = null) => ({
    id: `chair-${at}`,
    name: `Chair ${at}`,
    slotIds: [],
    most,
    notFor: [`director-${String(at).padStart(2, '0')}`],
  })
  t.match(refusal(problemOf(6, 5, { facilitators: [chair(0, -1)] })), [
    'invalid-request',
    '/facilitators/0/most',
  ])
  t.match(refusal(problemOf(6, 5, { facilitators: [chair(0), chair(0)] })), [
    'invalid-request',
    '/facilitators/1/id',
    /given twice/,
  ])
  t.match(refusal(problemOf(6, 5, { facilitatorEventsPerDay: 0 })), [
    'invalid-request',
    '/facilitatorEventsPerDay',
  ])
  t.match(refusal(problemOf(33, 5, { facilitators: Array.from({ length: 31 }, (_, at) => chair(at)) })), [
    'too-large',
    '/facilitators',
  ])
  t.equal(refusal(problemOf(198, 5)), null, 'threes of 198 are looked at')
  t.match(refusal(problemOf(200, 5, { sizes: { smallest: 3, largest: 4 } })), [
    'too-large',
    '/seats',
    /parts of the region/,
  ])
})
