import { choicesOf, costingOf, differenceOf } from '../domain/planning/costing.ts'
import {
  GIVING_UP,
  insisting,
  isOfWish,
  tell,
  type WhyNone,
  type WhyNot,
  type Wish,
} from '../domain/planning/explanation.ts'
import { groundOf, placesOf } from '../domain/planning/ground.ts'
import type { Plan } from '../domain/planning/plan.ts'
import type { PlanningProblem } from '../domain/planning/problem.ts'
import { forbids, type Requirement, requirementsOf, without } from '../domain/planning/requirements.ts'
import { type CanHold, minimalConflict, Unfinished } from './conflict.ts'
import type { Solving } from './halt.ts'
import { highs } from './highs.ts'
import { minimise } from './mixed.ts'
import { solvePlan } from './solve-plan.ts'

/** Why a problem has no plan: what cannot hold together, and the cheapest of it to give up. */
export const whyNone = async (problem: PlanningProblem, solving: Solving): Promise<WhyNone> => {
  const all = requirementsOf(groundOf(problem))
  const canHold = holding(problem, all, solving)
  try {
    if (await canHold(all)) return { kind: 'possible' }
    const conflict = await minimalConflict(all, [], canHold)
    const { givenUp, price } = await cheapestToGiveUp(all, conflict, canHold, solving)
    const outcome = await solvePlan(without(problem, idsOf(givenUp)), solving)
    if (outcome.kind !== 'planned') return { kind: 'unfinished' }
    const relaxation = { givenUp: givenUp.map(tell), price, plan: outcome.plan }
    return { kind: 'impossible', conflict: conflict.map(tell), relaxation }
  } catch (error) {
    if (error instanceof Unfinished) return { kind: 'unfinished' }
    throw error
  }
}

/**
 * Why a plan is not as somebody wishes: the wish is insisted on, and the whole planned again. What forbids it by itself
 * is said without solving; else, if there is no plan with it, which requirements it cannot hold together with.
 */
export const whyNot = async (
  { problem, wish, plan }: { readonly problem: PlanningProblem; readonly wish: Wish; readonly plan: Plan },
  solving: Solving,
): Promise<WhyNot> => {
  const wished = insisting(problem, wish)
  const alone = forbidding(problem, wish)
  try {
    if (alone.length === 0) {
      const outcome = await solvePlan(wished, solving)
      if (outcome.kind === 'unfinished') return { kind: 'unfinished' }
      if (outcome.kind === 'planned') return { kind: 'costs', ...compared(problem, outcome.plan, plan) }
    }
    const because = alone.length > 0 ? alone : await conflictWith(wished, solving)
    const freed = without(wished, idsOf(because))
    const outcome = await solvePlan(freed, solving)
    if (outcome.kind === 'unfinished') return { kind: 'unfinished' }
    const otherwise = outcome.kind === 'planned' ? compared(problem, outcome.plan, plan) : null
    return { kind: 'forbidden', because: because.map(tell), otherwise }
  } catch (error) {
    if (error instanceof Unfinished) return { kind: 'unfinished' }
    throw error
  }
}

const idsOf = (requirements: readonly Requirement[]): Set<string> => new Set(requirements.map(({ id }) => id))

/** Whether some of a problem's requirements can hold without the others: any plan will do. */
const holding =
  (problem: PlanningProblem, all: readonly Requirement[], solving: Solving): CanHold<Requirement> =>
  async (these) => {
    const kept = idsOf(these)
    const rest = without(problem, idsOf(all.filter(({ id }) => !kept.has(id))))
    const outcome = await solvePlan(rest, { halt: solving.halt, seed: solving.seed, isAnyEnough: true })
    return outcome.kind === 'unfinished' ? null : outcome.kind === 'planned'
  }

/** The requirements, none of them the wish's, that a wish cannot hold together with. */
const conflictWith = async (wished: PlanningProblem, solving: Solving): Promise<Requirement[]> => {
  const all = requirementsOf(groundOf(wished))
  const own = all.filter(isOfWish)
  return minimalConflict(
    all.filter((each) => !isOfWish(each)),
    own,
    holding(wished, all, solving),
  )
}

/** What forbids a wish whatever the rest of the plan is: on every day it may be on, and whoever chairs. */
const forbidding = (problem: PlanningProblem, { seatIds, slotId, facilitatorId }: Wish): Requirement[] => {
  const ground = groundOf(problem)
  const members = placesOf(seatIds, ground.seatAt)
  const slot = slotId === null ? -1 : (ground.slotAt.get(slotId) ?? -1)
  const chair = facilitatorId === null ? null : (ground.facilitatorAt.get(facilitatorId) ?? null)
  // A part of a group may yet become one: only a whole one is judged by its size, quotas and pins.
  const isWhole = members.length >= problem.sizes.smallest
  return requirementsOf(ground).filter((each) =>
    isWhole || each.blocks || each.apart ? forbids(each, { members, slot }, chair) : false,
  )
}

/** What one plan costs more than another, under the policy of the problem itself. */
const compared = (problem: PlanningProblem, plan: Plan, best: Plan) => {
  const ground = groundOf(problem)
  const costing = costingOf(ground)
  const cost = (of: Plan) => costing.plan(choicesOf(ground, of.events) ?? [])
  return { more: differenceOf(cost(plan), cost(best)), plan }
}

/**
 * The cheapest requirements without which the others can hold. Whatever is given up must take something from every
 * conflict: so the cheapest that takes from all that are known is tried, and where it is not enough, what is left holds
 * a conflict that was not known. The first that is enough is the cheapest (Reiter's hitting sets, solved exactly).
 */
const cheapestToGiveUp = async (
  all: readonly Requirement[],
  first: readonly Requirement[],
  canHold: CanHold<Requirement>,
  { halt, seed }: Solving,
): Promise<{ readonly givenUp: readonly Requirement[]; readonly price: number }> => {
  const solver = await highs()
  const conflicts = [first]
  for (;;) {
    const columns = all.map((each) => {
      const rows = conflicts.flatMap((conflict, row) => (conflict.includes(each) ? [row] : []))
      return { cost: GIVING_UP[each.kind], upper: 1, rows, values: rows.map(() => 1) }
    })
    const rows = conflicts.map(() => ({ lower: 1, upper: Number.POSITIVE_INFINITY }))
    const { values, cost } = minimise(solver, { rows, columns }, { halt, seed })
    if (values === null) throw new Unfinished()
    const givenUp = all.filter((_, at) => (values[at] ?? 0) > 0.5)
    const left = all.filter((each) => !givenUp.includes(each))
    const isEnough = await canHold(left)
    if (isEnough === null) throw new Unfinished()
    if (isEnough) return { givenUp, price: cost }
    conflicts.push(await minimalConflict(left, [], canHold))
  }
}
