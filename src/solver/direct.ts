import { costOfPairs } from '../domain/planning/costing.ts'
import type { DirectedOutcome, DirectedProblem, DirectedRequirement } from '../domain/planning/directed.ts'
import {
  apartIn,
  holdingOnly,
  holds,
  narrowings,
  type Requirement,
  requirementsOf,
} from '../domain/planning/directed-reasons.ts'
import { groundOf } from '../domain/planning/ground.ts'
import { TOLERANCE } from '../domain/planning/plan.ts'
import type { PlanningProblem } from '../domain/planning/problem.ts'
import { minimalConflict, Unfinished } from './conflict.ts'
import type { Solving } from './halt.ts'
import { highs } from './highs.ts'
import { minimise, type Row } from './mixed.ts'

/** The cheapest choice of challengers that `checkDirectedProblem` lets pass; where there is none, why. */
export const direct = async (problem: DirectedProblem, solving: Solving): Promise<DirectedOutcome> => {
  const outcome = await choose(problem, solving)
  return outcome.kind === 'impossible'
    ? { kind: 'impossible', conflict: await conflictIn(problem, solving) }
    : outcome
}

/** What cannot hold together; nothing where it was ended before that was found. */
const conflictIn = async (
  problem: DirectedProblem,
  { halt, seed }: Solving,
): Promise<DirectedRequirement[]> => {
  const all = requirementsOf(problem)
  const canHold = async (these: readonly Requirement[]) => {
    const { kind } = await choose(holdingOnly(problem, all, these), { halt, seed, isAnyEnough: true })
    return kind === 'unfinished' ? null : kind === 'planned'
  }
  try {
    for (const these of narrowings(problem, all)) {
      if ((await canHold(these)) !== false) continue
      const conflict = await minimalConflict(these, [], canHold)
      return conflict.map(({ kind, because }) => ({ kind, because }))
    }
    return []
  } catch (error) {
    if (error instanceof Unfinished) return []
    throw error
  }
}

const choose = async (
  problem: DirectedProblem,
  { halt, seed, isAnyEnough, onProgress }: Solving,
): Promise<DirectedOutcome> => {
  const solver = await highs()
  const ground = groundOf(asMeetings(problem))
  const { seats } = ground
  const count = seats.length
  const pairs = costOfPairs(ground)
  const isPinned = holds(problem.pins)
  const isApart = apartIn(problem)
  const challengeOf = ({ author, challenger }: { author: number; challenger: number }) => ({
    authorityId: seats[author]?.id ?? '',
    challengerId: seats[challenger]?.id ?? '',
  })

  // As many papers as authorities, so that everybody challenges just as many as each paper has.
  const each: Row = { lower: problem.perPaper, upper: problem.perPaper }
  const rows: Row[] = Array.from({ length: 2 * count }, () => each)
  const arcs = seats.flatMap((from, author) =>
    seats.flatMap((to, challenger) =>
      author === challenger || isApart(from.id, to.id) ? [] : [{ author, challenger }],
    ),
  )
  const mutualRow = new Map<string, number>()
  if (!problem.mutual)
    for (const { author, challenger } of arcs)
      if (author < challenger) mutualRow.set(`${author} ${challenger}`, rows.push({ lower: 0, upper: 1 }) - 1)
  const isStanding = holds(problem.standing)
  const change = problem.policy.weights.disruption
  const columns = arcs.map((arc) => {
    const both = mutualRow.get([arc.author, arc.challenger].toSorted((a, b) => a - b).join(' '))
    // A decided challenge has a row of its own, which it alone fills.
    const own = isPinned(challengeOf(arc)) ? rows.push({ lower: 1, upper: 1 }) - 1 : undefined
    const counted = [arc.author, count + arc.challenger, both, own].filter((row) => row !== undefined)
    const kept = isStanding(challengeOf(arc)) ? change : 0
    return {
      cost: pairs.of(arc.author, arc.challenger) - kept,
      upper: 1,
      rows: counted,
      values: counted.map(() => 1),
    }
  })
  // A decided challenge that may not be has no column, and its row cannot be filled.
  if (problem.pins.some((pin) => isApart(pin.authorityId, pin.challengerId)))
    return { kind: 'impossible', conflict: [] }

  // What stands costs nothing where it is chosen, and so less than where it is not.
  const ifAllChanged = change * problem.standing.length
  const tell = (bound: number, best: number) =>
    onProgress?.({ bound: bound + ifAllChanged, best: Number.isFinite(best) ? best + ifAllChanged : null })
  const working = { halt, seed, isAnyEnough, onProgress: tell }
  const { values, bound, isComplete } = minimise(solver, { rows, columns }, working)
  if (values === null) return isComplete ? { kind: 'impossible', conflict: [] } : { kind: 'unfinished' }
  const chosen = arcs.filter((_, at) => (values[at] ?? 0) > 0.5)
  const challenges = chosen.map(challengeOf)
  const isChosen = holds(challenges)
  const cost = pairs.sum(
    chosen.map(({ author, challenger }) => [author, challenger] as const),
    { disruption: problem.standing.filter((each) => !isChosen(each)).length },
  )
  return {
    kind: 'planned',
    challenges,
    cost,
    bound: bound + ifAllChanged,
    isOptimal: cost.total - bound - ifAllChanged <= TOLERANCE,
  }
}

/** The same people and policy as if they were to meet: what the rules about two at a time are told from. */
const asMeetings = ({ seats, met, policy }: DirectedProblem): PlanningProblem => ({
  seats,
  met,
  policy,
  slots: [],
  facilitators: null,
  facilitatorEventsPerDay: 1,
  sizes: { smallest: 2, largest: 2 },
  clashes: [],
  bans: [],
  pins: [],
  quotas: [],
  expectedInspections: [],
  confirmed: [],
})
