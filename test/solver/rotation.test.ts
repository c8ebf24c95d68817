import fc from 'fast-check'
import t from 'tap'
import { KNOWN_ROTATIONS } from '../../scripts/bench/planner/known-rotations.ts'
import {
  checkRotation,
  mostYears,
  pairKey,
  pairsIn,
  type Rotation,
  type RotationPin,
  type RotationProblem,
  sizesOf,
} from '../../src/domain/planning/rotation.ts'
import { rotationInWords } from '../../src/domain/planning/rotation-words.ts'
import { NO_HALT } from '../../src/solver/halt.ts'
import { rotate } from '../../src/solver/rotation/rotate.ts'
import { randomFrom, seatsOf } from '../fixtures/planning.ts'

const solving = { halt: NO_HALT, seed: 1 }
const rotationOf = (count: number, rest: Partial<RotationProblem> = {}): RotationProblem => ({
  seats: seatsOf(count),
  met: [],
  bans: [],
  pins: [],
  years: 60,
  ...rest,
})

/** What is wrong with a rotation, by counting every pair of every year. */
const faultsOf = ({ seats, met, bans, pins }: RotationProblem, { years, repeatFree }: Rotation): string[] => {
  const faults: string[] = []
  const seen = new Set(met.map(([a, b]) => pairKey(a, b)))
  const banned = new Set(bans.map(({ seatIds: [a, b] }) => pairKey(a, b)))
  for (const [at, { groups, repeats }] of years.entries()) {
    if (
      groups.flat().toSorted().join() !==
      seats
        .map(({ id }) => id)
        .toSorted()
        .join()
    )
      faults.push(`year ${at}: not everybody once`)
    if (
      groups
        .map(({ length }) => length)
        .toSorted()
        .join() !== sizesOf(seats.length)?.toSorted().join()
    )
      faults.push(`year ${at}: sizes`)
    const pairs = groups.flatMap((group) =>
      group.flatMap((a, place) => group.slice(place + 1).map((b) => pairKey(a, b))),
    )
    const again = pairs.filter((pair) => seen.has(pair)).length
    if (again !== repeats || (at < repeatFree && again > 0) || (at === repeatFree && again === 0))
      faults.push(`year ${at}: ${again} repeats, not ${repeats}`)
    if (pairs.some((pair) => banned.has(pair))) faults.push(`year ${at}: a ban is broken`)
    for (const pair of pairs) seen.add(pair)
    for (const pin of pins)
      if (pin.year === at + 1 && !groups.some((group) => pin.seatIds.every((id) => group.includes(id))))
        faults.push(`year ${at}: a pin is broken`)
  }
  return faults
}

/** With few directors there is little to plan: after the first year somebody meets again. */
const FEW = { 7: 1, 8: 1, 10: 1, 11: 1 }

for (const [count, most] of Object.entries({ ...FEW, ...KNOWN_ROTATIONS }))
  t.test(`${count} directors meet for ${most} years before two meet again`, async (t) => {
    const problem = rotationOf(Number(count), { years: most })
    const rotation = await rotate(problem, solving)
    t.same(faultsOf(problem, rotation), [])
    t.equal(rotation.repeatFree, most)
    if (count === '19') t.equal(rotation.most.years, 8, 'an eighth is not ruled out')
    else t.equal(mostYears(Number(count)).years, most, 'and no more')
  })

t.test('years already held and bans are kept, and what is left is bounded', async (t) => {
  const random = randomFrom(5)
  for (const count of [12, 15, 18]) {
    const ids = seatsOf(count).map(({ id }) => id)
    const met = [1, 2].flatMap(() => {
      const order = ids.map((id) => ({ id, key: random() })).toSorted((a, b) => a.key - b.key)
      return order.flatMap(({ id }, at) =>
        order.slice(at + 1, at + 3 - (at % 3)).map((other): [string, string] => [id, other.id]),
      )
    })
    const problem = rotationOf(count, {
      met,
      bans: [{ seatIds: [ids[0] ?? '', ids[1] ?? ''], because: 'Kin.' }],
      years: 3,
    })
    const rotation = await rotate(problem, solving)
    t.same(faultsOf(problem, rotation), [])
    t.equal(rotation.years.length, 3)
    t.ok(rotation.repeatFree <= rotation.most.years)
    t.ok(rotation.repeatFree >= 1, `${count}: ${rotation.repeatFree} of at most ${rotation.most.years}`)
  }
})

t.test('when no year is left without a repeat there are as few as can be', async (t) => {
  // Seven directors: one year, and the second repeats what it must.
  const problem = rotationOf(7, { years: 3 })
  const rotation = await rotate(problem, solving)
  t.same(faultsOf(problem, rotation), [])
  t.equal(rotation.repeatFree, 1)
  // A four and a three, then again: of two of one three and of the four, some pairs stay: at least three do.
  t.strictSame(
    rotation.years.map(({ repeats, fewest }) => repeats === fewest),
    [true, true, true],
  )
  t.equal(rotation.years[1]?.repeats, 3)
})

/** The first year of a design, and pairs of other years: what a region that has begun to plan would pin. */
const pinsOf = (years: readonly (readonly (readonly string[])[])[]): RotationPin[] =>
  years.flatMap((groups, at) => groups.map((seatIds) => ({ seatIds, year: at + 1 })))

t.test('triads that are decided are in their years, and no year is lost by a first one', async (t) => {
  const random = randomFrom(3)
  for (const count of [9, 12, 15, 18, 24]) {
    const most = mostYears(count).years
    const order = seatsOf(count)
      .map(({ id }) => ({ id, key: random() }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ id }) => id)
    const groups = Array.from({ length: count / 3 }, (_, at) => order.slice(at * 3, at * 3 + 3))
    for (const pins of [pinsOf([groups]), pinsOf([groups.slice(0, 2)])]) {
      const problem = rotationOf(count, { pins, years: most })
      t.ok(checkRotation(problem).ok)
      const rotation = await rotate(problem, solving)
      t.same(faultsOf(problem, rotation), [])
      t.equal(rotation.repeatFree, most, `${count}, ${pins.length} pinned`)
    }
  }
})

t.test('no year is lost by a first year that is decided and two triads of the second', async (t) => {
  const random = randomFrom(9)
  for (const count of [18, 24]) {
    const order = seatsOf(count)
      .map(({ id }) => ({ id, key: random() }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ id }) => id)
    const first = Array.from({ length: count / 3 }, (_, at) => order.slice(at * 3, at * 3 + 3))
    const second = [0, 1].map((at) => [0, 1, 2].flatMap((group) => first[group]?.[at] ?? []))
    const most = mostYears(count).years
    const problem = rotationOf(count, { pins: pinsOf([first, second]), years: most })
    const rotation = await rotate(problem, solving)
    t.same(faultsOf(problem, rotation), [])
    t.equal(rotation.repeatFree, most, `${count}`)
  }
})

t.test('pins of several years are kept, whatever is pinned, banned and held', async (t) => {
  const wish = fc.record({
    count: fc.integer({ min: 9, max: 18 }),
    seed: fc.integer({ min: 1, max: 1000 }),
    years: fc.integer({ min: 2, max: 4 }),
  })
  await fc.assert(
    fc.asyncProperty(wish, async ({ count, seed, years }) => {
      const random = randomFrom(seed)
      const ids = seatsOf(count).map(({ id }) => id)
      const pairs = ids
        .flatMap((a, at) => ids.slice(at + 1).map((b) => ({ pair: [a, b] as const, key: random() })))
        .toSorted((a, b) => a.key - b.key)
        .map(({ pair }) => pair)
      const [banned, ...rest] = pairs
      const pins = rest.slice(0, years).map((seatIds, at) => ({ seatIds, year: at + 1 }))
      const met = rest.slice(years, years + 5)
      const bans = [{ seatIds: banned ?? (['', ''] as const), because: 'Kin.' }]
      const problem = rotationOf(count, { pins, bans, met, years })
      const rotation = await rotate(problem, solving)
      t.same(faultsOf(problem, rotation), [])
      t.equal(rotation.years.length, years)
      t.ok(rotation.repeatFree <= rotation.most.years)
      t.same(await rotate(problem, solving), rotation, 'the same each time')
    }),
    { numRuns: 25, seed: 1 },
  )
})

t.test('a pin of a year that must repeat something is kept with as few repeats as can be', async (t) => {
  const [a = '', b = ''] = seatsOf(7).map(({ id }) => id)
  const problem = rotationOf(7, { pins: [{ seatIds: [a, b], year: 2 }], years: 2 })
  const rotation = await rotate(problem, solving)
  t.same(faultsOf(problem, rotation), [])
  t.match(rotation, { repeatFree: 1, missing: null, most: { years: 1, because: 'all-tried' } })
  t.equal(rotation.years[1]?.repeats, rotation.years[1]?.fewest)
})

t.test('a first year that must repeat something is proven to', async (t) => {
  const ids = seatsOf(9).map(({ id }) => id)
  const threes = [0, 3, 6].map((at) => ids.slice(at, at + 3))
  const [one = [], two = [], three = []] = threes
  // Two triads that leave three who have met.
  const pins = [
    { seatIds: [one[0] ?? '', two[0] ?? '', two[1] ?? ''], year: 1 },
    { seatIds: [one[1] ?? '', one[2] ?? '', two[2] ?? ''], year: 1 },
  ]
  const problem = rotationOf(9, { met: pairsIn(three), pins, years: 2 })
  const rotation = await rotate(problem, solving)
  t.same(faultsOf(problem, rotation), [])
  t.match(rotation, { repeatFree: 0, most: { years: 0, because: 'first-year' } })
  t.match(rotation.years, [
    { repeats: 3, fewest: 3 },
    { repeats: 0, fewest: 0 },
  ])
  t.match(
    rotationInWords(problem, rotation),
    /^In the first year two .* already, and no plan has more\. However/,
  )
})

t.test('where pins and bans leave no year it says which cannot hold together', async (t) => {
  const ids = seatsOf(6).map(({ id }) => id)
  const pair = (a: number, b: number) => [ids[a] ?? '', ids[b] ?? ''] as const
  const pins = [pair(0, 1), pair(2, 3), pair(4, 5)].map((seatIds) => ({ seatIds, year: 1 }))
  const rotation = await rotate(rotationOf(6, { pins, years: 1 }), solving)
  t.match(rotation, { years: [], repeatFree: 0, missing: { kind: 'impossible', year: 1 } })
  const conflict = rotation.missing?.kind === 'impossible' ? rotation.missing.conflict : []
  t.ok(conflict.some(({ because }) => because === 'Director 0 and Director 1 are in one group.'))

  const bans = [1, 2, 3, 4].map((other) => ({ seatIds: pair(0, other), because: 'Kin.' }))
  const alone = await rotate(rotationOf(6, { bans, years: 2 }), solving)
  t.match(alone.missing, { kind: 'impossible', year: 1 })
  t.equal(alone.most.years, 0)
})

t.test('who is stopped has the years so far, and is told that more were not looked for', async (t) => {
  const halt = { ...NO_HALT, isDue: () => true }
  const rotation = await rotate(rotationOf(7, { years: 3 }), { ...solving, halt })
  t.same(rotation.missing, { kind: 'unfinished', year: 2 })
  t.equal(rotation.years.length, 1)
})

t.test('what no rotation can be made of is refused', async (t) => {
  t.match(checkRotation(rotationOf(5)), { ok: false, failure: { faults: [{ pointer: '/seats' }] } })
  t.match(checkRotation(rotationOf(9, { years: 0 })), {
    ok: false,
    failure: { faults: [{ pointer: '/years' }] },
  })
  t.match(checkRotation(rotationOf(9, { met: [['director-00', 'nobody']] })), {
    ok: false,
    failure: { faults: [{ pointer: '/met' }] },
  })
  t.ok(checkRotation(rotationOf(9)).ok)
})
