import t from 'tap'
import { KNOWN_ROTATIONS } from '../../scripts/bench/planner/known-rotations.ts'
import {
  checkRotation,
  mostYears,
  pairKey,
  type Rotation,
  type RotationProblem,
  sizesOf,
} from '../../src/domain/planning/rotation.ts'
import { NO_HALT } from '../../src/solver/halt.ts'
import { rotate } from '../../src/solver/rotation/rotate.ts'
import { randomFrom, seatsOf } from '../fixtures/planning.ts'

const solving = { halt: NO_HALT, seed: 1 }
const rotationOf = (count: number, rest: Partial<RotationProblem> = {}): RotationProblem => ({
  seats: seatsOf(count),
  met: [],
  bans: [],
  years: 60,
  ...rest,
})

/** What is wrong with a rotation, by counting every pair of every year. */
const faultsOf = ({ seats, met, bans }: RotationProblem, { years, repeatFree }: Rotation): string[] => {
  const faults: string[] = []
  const seen = new Set(met.map(([a, b]) => pairKey(a, b)))
  const banned = new Set(bans.map(([a, b]) => pairKey(a, b)))
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
    if (again !== repeats || at < repeatFree !== (again === 0))
      faults.push(`year ${at}: ${again} repeats, not ${repeats}`)
    if (pairs.some((pair) => banned.has(pair))) faults.push(`year ${at}: a ban is broken`)
    for (const pair of pairs) seen.add(pair)
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
    const problem = rotationOf(count, { met, bans: [[ids[0] ?? '', ids[1] ?? '']], years: 3 })
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
