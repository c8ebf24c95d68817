import fc from 'fast-check'
import t from 'tap'
import { checkProblem } from '../../src/domain/planning/check-problem.ts'
import { GIVING_UP } from '../../src/domain/planning/explanation.ts'
import { groundOf } from '../../src/domain/planning/ground.ts'
import type { PlanningProblem } from '../../src/domain/planning/problem.ts'
import { requirementsOf, without } from '../../src/domain/planning/requirements.ts'
import { whyNone, whyNot } from '../../src/solver/explain.ts'
import { NO_HALT } from '../../src/solver/halt.ts'
import { solvePlan } from '../../src/solver/solve-plan.ts'
import { problemOf, randomFrom, workingDays } from '../fixtures/planning.ts'

const solving = { halt: NO_HALT, seed: 1 }
const id = (at: number) => `director-${String(at).padStart(2, '0')}`

/** A problem with more requirements than it can have: six directors, few days, much in the way. */
const crowded = fc.nat().map((seed): PlanningProblem => {
  const random = randomFrom(seed)
  const days = workingDays(2)
  const someone = () => id(Math.floor(random() * 6))
  const two = (): [string, string] => {
    const one = Math.floor(random() * 6)
    return [id(one), id((one + 1 + Math.floor(random() * 5)) % 6)]
  }
  return problemOf(6, days, {
    facilitators: [
      {
        id: 'chair',
        name: 'Chair',
        slotIds: days.slice(0, random() < 0.5 ? 1 : 2).map(({ id }) => id),
        most: random() < 0.3 ? 1 : null,
        notFor: [],
      },
    ],
    clashes: Array.from({ length: 4 }, (_, at) => ({
      id: `clash-${at}`,
      severity: 'blocking' as const,
      seatIds: [someone()],
      slotIds: [days[Math.floor(random() * 2)]?.id ?? ''],
      because: 'Out of office.',
    })),
    bans: Array.from({ length: 3 }, (_, at) => ({
      id: `ban-${at}`,
      seatIds: two(),
      because: 'They never meet.',
    })),
    pins: Array.from({ length: 2 }, (_, at) => ({
      id: `pin-${at}`,
      kind: 'together' as const,
      seatIds: two(),
    })),
  })
})

const isPossible = async (problem: PlanningProblem, givenUp: readonly string[]) =>
  (await solvePlan(without(problem, new Set(givenUp)), solving)).kind === 'planned'

t.test('a conflict is minimal, and what is given up is the cheapest that is enough', async (t) => {
  let explained = 0
  await fc.assert(
    fc.asyncProperty(crowded, async (problem) => {
      if (!checkProblem(problem).ok) return
      const why = await whyNone(problem, solving)
      if (why.kind === 'possible') {
        t.ok(await isPossible(problem, []))
        return
      }
      if (why.kind !== 'impossible') throw new Error(why.kind)
      explained++
      const all = requirementsOf(groundOf(problem))
      const others = all
        .filter((each) => !why.conflict.some((told) => told.id === each.id))
        .map((each) => each.id)
      if (await isPossible(problem, others)) throw new Error('the conflict can hold')
      for (const { id } of why.conflict)
        if (!(await isPossible(problem, [...others, id]))) throw new Error(`${id} is not needed`)
      const { givenUp, price } = why.relaxation
      if (
        !(await isPossible(
          problem,
          givenUp.map((each) => each.id),
        ))
      )
        throw new Error('not enough is given up')
      // Every set that costs less, by trying them all.
      const tryAll = async (at: number, chosen: readonly string[], spent: number): Promise<void> => {
        const next = all[at]
        if (next === undefined) {
          if (spent < price && (await isPossible(problem, chosen)))
            throw new Error(`${chosen} costs ${spent}, not ${price}`)
          return
        }
        await tryAll(at + 1, chosen, spent)
        if (spent + GIVING_UP[next.kind] < price)
          await tryAll(at + 1, [...chosen, next.id], spent + GIVING_UP[next.kind])
      }
      if (price > why.relaxation.atLeast) throw new Error(`${price} is not the cheapest`)
      if (price <= 5) await tryAll(0, [], 0)
    }),
    { numRuns: 12, seed: 7 },
  )
  t.ok(explained >= 4, `${explained} of 12 have no plan`)
})

t.test('contradictory pins and a ban list that isolates an authority are named', async (t) => {
  const pins = [{ id: 'pin', kind: 'together' as const, seatIds: [id(0), id(1)] }]
  const bans = [{ id: 'ban', seatIds: [id(0), id(1)] as const, because: 'Both use one provider.' }]
  const contradictory = await whyNone(problemOf(6, 3, { pins, bans }), solving)
  t.match(contradictory, { kind: 'impossible', relaxation: { givenUp: [{ id: 'pin' }] } })
  if (contradictory.kind === 'impossible')
    t.same(contradictory.conflict.map((each) => each.id).toSorted(), ['ban', 'pin'])

  const isolating = Array.from({ length: 5 }, (_, at) => ({
    id: `ban-${at}`,
    seatIds: [id(0), id(at + 1)] as const,
    because: 'They never meet.',
  }))
  const isolated = await whyNone(problemOf(6, 3, { bans: isolating }), solving)
  if (isolated.kind !== 'impossible') return t.fail(isolated.kind)
  t.ok(isolated.conflict.every(({ kind }) => kind === 'ban' || kind === 'sizes'))
  t.ok(isolated.relaxation.price > 0)

  const county = (at: number) => ({
    id: id(at),
    name: `D${at}`,
    office: null,
    tags: at === 0 ? ['county'] : [],
    neighbours: [],
  })
  const quotas = [{ id: 'quota', tag: 'county', atLeast: 1, atMost: null, isHard: true }]
  const unmet = await whyNone(problemOf([0, 1, 2, 3, 4, 5].map(county), 3, { quotas }), solving)
  t.match(unmet, {
    kind: 'impossible',
    relaxation: { givenUp: [{ id: 'quota', because: 'Every group has at least 1 of “county”.' }] },
  })
})

t.test(
  'a wish is forbidden by what stands in its way, or costs what the plan with it costs more',
  async (t) => {
    const days = workingDays(4)
    const [monday, tuesday] = days.map((day) => day.id)
    const problem = problemOf(6, days, {
      clashes: [
        {
          id: 'leave',
          severity: 'blocking',
          seatIds: [id(0)],
          slotIds: [monday ?? ''],
          because: 'Director 0 is on leave.',
        },
        {
          id: 'holiday',
          severity: 'warning',
          seatIds: [id(1)],
          slotIds: [tuesday ?? ''],
          because: 'Half term.',
        },
      ],
    })
    const outcome = await solvePlan(problem, solving)
    if (outcome.kind !== 'planned') return t.fail(outcome.kind)
    const { plan } = outcome
    const together = [id(0), id(1), id(2)]
    const ask = (slotId: string | null, seatIds = together) =>
      whyNot({ problem, plan, wish: { seatIds, slotId, facilitatorId: null } }, solving)
    t.match(await ask(monday ?? ''), {
      kind: 'forbidden',
      because: [{ id: 'leave', because: 'Director 0 is on leave.' }],
      otherwise: { more: {} },
    })
    const warned = await ask(tuesday ?? '')
    if (warned.kind !== 'costs') return t.fail(warned.kind)
    t.equal(warned.more.byRule.warnings, 5)
    t.ok(Math.abs(warned.more.total - (warned.plan.cost.total - plan.cost.total)) < 1e-9)
    const own = plan.events[0]
    const kept = own && (await ask(own.slotId, [...own.seatIds]))
    t.ok(kept?.kind === 'costs' && Math.abs(kept.more.total) < 1e-6, 'what is in the plan costs nothing more')
  },
)
