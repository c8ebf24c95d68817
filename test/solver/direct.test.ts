import fc from 'fast-check'
import t from 'tap'
import { checkDirectedProblem, type DirectedProblem } from '../../src/domain/planning/directed.ts'
import {
  holdingOnly,
  type Requirement,
  requirementsOf,
  tooFewOrMany,
} from '../../src/domain/planning/directed-reasons.ts'
import { distanceInKm } from '../../src/domain/planning/distance.ts'
import { DEFAULT_PLANNING_POLICY } from '../../src/domain/planning/policy.ts'
import { direct } from '../../src/solver/direct.ts'
import { NO_HALT } from '../../src/solver/halt.ts'
import { randomFrom, seatsOf } from '../fixtures/planning.ts'

const solving = { halt: NO_HALT, seed: 1 }
const id = (at: number) => `director-${String(at).padStart(2, '0')}`

const problemOf = (count: number, seed: number, rest: Partial<DirectedProblem> = {}): DirectedProblem => ({
  seats: seatsOf(count, randomFrom(seed)),
  perPaper: 2,
  mutual: false,
  bans: [],
  groups: null,
  pins: [],
  standing: [],
  met: [{ seatIds: [id(0), id(1)], yearsAgo: 1 }],
  policy: DEFAULT_PLANNING_POLICY,
  ...rest,
})

/** The least that any choice of challengers costs, by trying every one; infinite where there is none. */
const leastCost = ({
  seats,
  perPaper,
  mutual,
  bans,
  pins,
  standing,
  met,
  policy: { weights },
}: DirectedProblem): number => {
  const price = (a: number, b: number) => {
    const [from, to] = [seats[a]?.office, seats[b]?.office]
    const again = met.filter(({ seatIds }) => seatIds.includes(id(a)) && seatIds.includes(id(b)))
    const km = from && to ? distanceInKm(from, to) : 0
    return again.reduce(
      (sum, { yearsAgo }) => sum + weights['repeat-partners'] / 2 ** (yearsAgo - 1),
      (weights['travel-total'] * km) / 100,
    )
  }
  const isThere = (author: number, challenger: number) =>
    standing.some((each) => each.authorityId === id(author) && each.challengerId === id(challenger))
  const load = seats.map(() => 0)
  const of: number[][] = seats.map(() => [])
  let best = Number.POSITIVE_INFINITY
  const choose = (author: number, from: number, cost: number): void => {
    if (cost - standing.length * weights.disruption >= best) return
    if (author === seats.length) {
      if (
        pins.every((pin) =>
          of[seats.findIndex((seat) => seat.id === pin.authorityId)]?.some(
            (at) => id(at) === pin.challengerId,
          ),
        )
      )
        best = Math.min(best, cost)
      return
    }
    const mine = of[author] ?? []
    if (mine.length === perPaper) {
      choose(author + 1, 0, cost)
      return
    }
    for (let at = from; at < seats.length; at++) {
      const isApart = bans.some(({ seatIds }) => seatIds.includes(id(at)) && seatIds.includes(id(author)))
      if (at === author || isApart || (load[at] ?? 0) === perPaper || (!mutual && of[at]?.includes(author)))
        continue
      mine.push(at)
      load[at] = (load[at] ?? 0) + 1
      choose(author, at + 1, cost + price(author, at) - (isThere(author, at) ? weights.disruption : 0))
      load[at] = (load[at] ?? 0) - 1
      mine.pop()
    }
  }
  choose(0, 0, standing.length * weights.disruption)
  return best
}

t.test(
  'challengers are the cheapest of all, balanced, never themselves and never each other’s',
  async (t) => {
    let planned = 0
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.integer({ min: 4, max: 6 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 2 }),
        async (seed, count, mutual, perPaper) => {
          const random = randomFrom(seed)
          const other = (at: number) => id((at + 1 + Math.floor(random() * (count - 1))) % count)
          const problem = problemOf(count, seed, {
            mutual,
            perPaper,
            bans:
              random() < 0.5
                ? [{ id: 'ban', seatIds: [id(0), other(0)], because: 'One director leads both.' }]
                : [],
            pins: random() < 0.5 ? [{ authorityId: id(1), challengerId: other(1) }] : [],
          })
          const outcome = await direct(problem, solving)
          const least = leastCost(problem)
          if (outcome.kind !== 'planned') {
            if (outcome.kind !== 'impossible' || Number.isFinite(least))
              throw new Error(`${outcome.kind}, but ${least}`)
            return
          }
          planned++
          if (!outcome.isOptimal || Math.abs(outcome.cost.total - least) > 1e-6)
            throw new Error(`${outcome.cost.total}, but ${least}`)
        },
      ),
      { numRuns: 60, seed: 3 },
    )
    t.ok(planned > 20, `${planned} of 60 have challengers`)
  },
)

t.test('the eleven of the Eastern region are challenged by two each, and challenge two', async (t) => {
  const outcome = await direct(problemOf(11, 4), solving)
  if (outcome.kind !== 'planned') return t.fail(outcome.kind)
  t.equal(outcome.challenges.length, 22)
  t.ok(outcome.isOptimal)
  for (const side of ['authorityId', 'challengerId'] as const)
    t.ok(
      [...Map.groupBy(outcome.challenges, (each) => each[side]).values()].every(({ length }) => length === 2),
    )
  const pairs = new Set(
    outcome.challenges.map((each) => [each.authorityId, each.challengerId].toSorted().join()),
  )
  t.equal(pairs.size, 22, 'nobody is challenged back')
})

t.test('what challengers cannot be chosen from is refused', async (t) => {
  t.match(checkDirectedProblem(problemOf(3, 1, { perPaper: 3 })), {
    ok: false,
    failure: { faults: [{ pointer: '/perPaper' }] },
  })
  t.match(checkDirectedProblem(problemOf(3, 1, { pins: [{ authorityId: id(0), challengerId: id(0) }] })), {
    ok: false,
    failure: { faults: [{ pointer: '/pins/0' }] },
  })
  t.ok(checkDirectedProblem(problemOf(5, 1)).ok)
})

t.test('what is there already costs only what would change, and is kept where it can be', async (t) => {
  let fewer = 0
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 5, max: 6 }), async (seed, count) => {
      const random = randomFrom(seed)
      const free = await direct(problemOf(count, seed, { met: [] }), solving)
      if (free.kind !== 'planned') throw new Error(free.kind)
      const standing = free.challenges.filter(() => random() < 0.7)
      const [first] = standing
      if (first === undefined) return
      const bans = [{ id: 'ban', seatIds: [first.authorityId, first.challengerId] as const, because: '' }]
      const changed = problemOf(count, seed, { standing, bans })
      const outcome = await direct(changed, solving)
      const least = leastCost(changed)
      if (outcome.kind !== 'planned') {
        if (Number.isFinite(least)) throw new Error(`${outcome.kind}, but ${least}`)
        return
      }
      fewer++
      const dropped = standing.filter(
        (one) =>
          !outcome.challenges.some(
            (each) => each.authorityId === one.authorityId && each.challengerId === one.challengerId,
          ),
      )
      if (outcome.cost.amounts.disruption !== dropped.length) throw new Error('it miscounts what changes')
      if (!outcome.isOptimal || Math.abs(outcome.cost.total - least) > 1e-6)
        throw new Error(`${outcome.cost.total}, but ${least}`)
      if (Math.abs(outcome.bound - least) > 1e-6) throw new Error(`proven ${outcome.bound}, but ${least}`)
    }),
    { numRuns: 40, seed: 5 },
  )
  t.ok(fewer > 10, `${fewer} of 40 have other challengers`)
})

t.test('what cannot hold together is minimal, and cannot', async (t) => {
  let found = 0
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 5, max: 6 }), fc.boolean(), async (seed, count, mutual) => {
      const random = randomFrom(seed)
      const some = () => Math.floor(random() * count)
      const pairs = Array.from({ length: 5 }, (): [number, number] => [some(), some()]).filter(
        ([a, b]) => a !== b,
      )
      const problem = problemOf(count, seed, {
        mutual,
        bans: pairs.slice(0, 4).map(([a, b], at) => ({ id: `${at}`, seatIds: [id(a), id(b)], because: '' })),
        pins: pairs.slice(3).map(([a, b]) => ({ authorityId: id(a), challengerId: id(b) })),
      })
      const outcome = await direct(problem, solving)
      if (outcome.kind !== 'impossible') {
        if (tooFewOrMany(problem).length > 0) throw new Error(`${tooFewOrMany(problem)}, and yet it can be`)
        return
      }
      found++
      const all = requirementsOf(problem)
      const inConflict = all.filter(({ because }) =>
        outcome.conflict.some((each) => each.because === because),
      )
      const least = (these: readonly Requirement[]) => leastCost(holdingOnly(problem, all, these))
      if (inConflict.length === 0 || Number.isFinite(least(inConflict))) throw new Error('it can hold')
      for (const { because } of outcome.conflict)
        if (!Number.isFinite(least(inConflict.filter((each) => each.because !== because))))
          throw new Error(`without “${because}” it still cannot`)
    }),
    { numRuns: 60, seed: 8 },
  )
  t.ok(found > 10, `${found} of 60 cannot be`)
})
