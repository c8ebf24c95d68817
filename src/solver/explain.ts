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
import { secondBest, solvePlan } from './solve-plan.ts'

/** Why a problem has no plan: what cannot hold together, and the cheapest of it to give up. */
export const whyNone = async (problem: PlanningProblem, solving: Solving): Promise<WhyNone> => {
  const all = requirementsOf(groundOf(problem))
  const canHold = holding(problem, all, solving)
  try {
    if (await canHold(all)) return { kind: 'possible' }
    const conflict = await conflictIn(all, [], canHold)
    const { givenUp, price, atLeast } = await cheapestToGiveUp(all, conflict, canHold, solving)
    const outcome = await solvePlan(without(problem, idsOf(givenUp)), solving)
    if (outcome.kind !== 'planned') return { kind: 'unfinished' }
    const relaxation = { givenUp: givenUp.map(tell), price, atLeast, plan: outcome.plan }
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
  if (wish.seatIds.length === 0) return anyOther(problem, plan, solving)
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

/** What the cheapest other plan costs more. */
const anyOther = async (problem: PlanningProblem, plan: Plan, solving: Solving): Promise<WhyNot> => {
  const outcome = await secondBest({ problem, plan }, solving)
  if (outcome.kind === 'planned') return { kind: 'costs', ...compared(problem, outcome.plan, plan) }
  return outcome.kind === 'unfinished' ? outcome : { kind: 'forbidden', because: [], otherwise: null }
}

const idsOf = (requirements: readonly Requirement[]): Set<string> => new Set(requirements.map(({ id }) => id))

/**
 * A minimal conflict of requirements with those that are fixed. Whole kinds are left out first, the most numerous before
 * the others: a region has hundreds of commitments, and most conflicts have none of them.
 */
const conflictIn = async (
  all: readonly Requirement[],
  fixed: readonly Requirement[],
  canHold: CanHold<Requirement>,
): Promise<Requirement[]> => {
  let left = all
  const kinds = [...Map.groupBy(all, ({ kind }) => kind)].toSorted(([, a], [, b]) => b.length - a.length)
  for (const [dropped] of kinds) {
    const rest = left.filter(({ kind }) => kind !== dropped)
    if ((await canHold([...fixed, ...rest])) === false) left = rest
  }
  return minimalConflict(left, fixed, canHold)
}

/** Whether some of a problem's requirements can hold without the others: any plan will do. */
const holding =
  (problem: PlanningProblem, all: readonly Requirement[], solving: Solving): CanHold<Requirement> =>
  async (these) => {
    const kept = idsOf(these)
    const given = without(problem, idsOf(all.filter(({ id }) => !kept.has(id))))
    // Whether there is a plan does not hang on costs, and sizes that cost leave most between the bound and a plan.
    const weights = { ...given.policy.weights, 'group-size': 0 }
    const rest = { ...given, policy: { ...given.policy, weights } }
    const outcome = await solvePlan(rest, { halt: solving.halt, seed: solving.seed, isAnyEnough: true })
    return outcome.kind === 'unfinished' ? null : outcome.kind === 'planned'
  }

/** The requirements, none of them the wish's, that a wish cannot hold together with. */
const conflictWith = async (wished: PlanningProblem, solving: Solving): Promise<Requirement[]> => {
  const all = requirementsOf(groundOf(wished))
  const own = all.filter(isOfWish)
  return conflictIn(
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
): Promise<GivenUp> => {
  const solver = await highs()
  const conflicts = [first]
  let atLeast = 0
  for (let round = 0; round < MOST_ROUNDS; round++) {
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
    atLeast = cost
    if (isEnough) return { givenUp, price: cost, atLeast }
    conflicts.push(await conflictIn(left, [], canHold))
  }
  return { ...(await enoughToGiveUp(all, conflicts, canHold)), atLeast }
}

/** As many rounds find the cheapest where a conflict or two stand in the way; where everything does, all subsets might. */
const MOST_ROUNDS = 8

interface GivenUp {
  readonly givenUp: readonly Requirement[]
  readonly price: number
  /** Nothing cheaper is enough than this. */
  readonly atLeast: number
}

const priceOf = ({ kind }: Requirement): number => GIVING_UP[kind]

/** Requirements without which the others can hold, if not the cheapest: the cheapest of one conflict after the other. */
const enoughToGiveUp = async (
  all: readonly Requirement[],
  conflicts: readonly (readonly Requirement[])[],
  canHold: CanHold<Requirement>,
): Promise<Pick<GivenUp, 'givenUp' | 'price'>> => {
  const givenUp = new Set<Requirement>()
  const giveUpOf = (conflict: readonly Requirement[]) => {
    if (conflict.some((each) => givenUp.has(each))) return
    const cheapest = conflict.toSorted((a, b) => priceOf(a) - priceOf(b))[0]
    if (cheapest) givenUp.add(cheapest)
  }
  conflicts.forEach(giveUpOf)
  for (;;) {
    const left = all.filter((each) => !givenUp.has(each))
    const isEnough = await canHold(left)
    if (isEnough === null) throw new Unfinished()
    if (isEnough) break
    giveUpOf(await conflictIn(left, [], canHold))
  }
  // What was given up early may be needless by now.
  for (const each of [...givenUp].toSorted((a, b) => priceOf(b) - priceOf(a)))
    if (await canHold(all.filter((other) => other === each || !givenUp.has(other)))) givenUp.delete(each)
  return { givenUp: [...givenUp], price: [...givenUp].reduce((sum, each) => sum + priceOf(each), 0) }
}
