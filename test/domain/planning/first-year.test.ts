import t from 'tap'
import { heldTo, possibleFirstYears, withFirst } from '../../../src/domain/planning/first-year.ts'
import type { Rotation } from '../../../src/domain/planning/rotation.ts'
import { problemOf, randomFrom, seatsOf } from '../../fixtures/planning.ts'

const pin = (year: number) => ({ seatIds: ['a', 'b'], year })

t.test('any year without a repeat may be the first, but for one that is decided', async (t) => {
  const of = (repeatFree: number, ...pinned: number[]) =>
    possibleFirstYears({ repeatFree }, { pins: pinned.map(pin) })
  t.same(of(4), [0, 1, 2, 3])
  t.same(of(4, 3), [0, 1, 3])
  t.same(of(4, 1), [0], 'a pinned first year stays')
  t.same(of(4, 1, 2), [0])
  t.same(of(0), [], 'a first year with repeats has no other to change places with')
})

t.test('the year that comes first changes places with the one that was', async (t) => {
  const years = ['x', 'y', 'z'].map((name) => ({ groups: [[name]], repeats: 0, fewest: 0 }))
  const rotation: Rotation = { years, repeatFree: 3, most: { years: 3, because: 'pairs' }, missing: null }
  const named = (place: number) => withFirst(rotation, place).years.map(({ groups }) => groups[0]?.[0])
  t.same(named(2), ['z', 'y', 'x'])
  t.same(named(0), ['x', 'y', 'z'])
})

t.test('a year is held by its groups alone', async (t) => {
  const problem = problemOf(seatsOf(7, randomFrom(1)), 3)
  const ids = problem.seats.map(({ id }) => id)
  const { sizes, pins } = heldTo(problem, [ids.slice(0, 3), ids.slice(3)])
  t.same(sizes, { smallest: 3, largest: 4 })
  t.match(pins, [
    { kind: 'together', seatIds: ids.slice(0, 3) },
    { kind: 'together', seatIds: ids.slice(3) },
  ])
})
