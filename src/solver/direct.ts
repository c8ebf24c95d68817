import { costOfPairs } from '../domain/planning/costing.ts'
import type { DirectedOutcome, DirectedProblem } from '../domain/planning/directed.ts'
import { groundOf } from '../domain/planning/ground.ts'
import { TOLERANCE } from '../domain/planning/plan.ts'
import type { PlanningProblem } from '../domain/planning/problem.ts'
import type { Solving } from './halt.ts'
import { highs } from './highs.ts'
import { minimise, type Row } from './mixed.ts'

/** The cheapest choice of challengers that `checkDirectedProblem` lets pass. */
export const direct = async (
  problem: DirectedProblem,
  { halt, seed, onProgress }: Solving,
): Promise<DirectedOutcome> => {
  const solver = await highs()
  const ground = groundOf(asMeetings(problem))
  const { seats, seatAt } = ground
  const count = seats.length
  const pairs = costOfPairs(ground)
  const isPinned = new Set(
    problem.pins.map((each) => `${seatAt.get(each.authorityId)} ${seatAt.get(each.challengerId)}`),
  )
  const isApart = new Set(
    problem.bans.flatMap(({ seatIds: [a, b] }) => [
      `${seatAt.get(a)} ${seatAt.get(b)}`,
      `${seatAt.get(b)} ${seatAt.get(a)}`,
    ]),
  )

  // As many papers as authorities, so that everybody challenges just as many as each paper has.
  const each: Row = { lower: problem.perPaper, upper: problem.perPaper }
  const rows: Row[] = Array.from({ length: 2 * count }, () => each)
  const arcs = seats.flatMap((_, author) =>
    seats.flatMap((_, challenger) => {
      const key = `${author} ${challenger}`
      return author === challenger || isApart.has(key)
        ? []
        : [{ author, challenger, isPinned: isPinned.has(key) }]
    }),
  )
  const mutualRow = new Map<string, number>()
  if (!problem.mutual)
    for (const { author, challenger } of arcs)
      if (author < challenger) mutualRow.set(`${author} ${challenger}`, rows.push({ lower: 0, upper: 1 }) - 1)
  const columns = arcs.map((arc) => {
    const both = mutualRow.get([arc.author, arc.challenger].toSorted((a, b) => a - b).join(' '))
    // A decided challenge has a row of its own, which it alone fills.
    const own = arc.isPinned ? rows.push({ lower: 1, upper: 1 }) - 1 : undefined
    const counted = [arc.author, count + arc.challenger, both, own].filter((row) => row !== undefined)
    return {
      cost: pairs.of(arc.author, arc.challenger),
      upper: 1,
      rows: counted,
      values: counted.map(() => 1),
    }
  })
  // A decided challenge that is banned too has no column, and its row cannot be filled.
  if ([...isPinned].some((key) => isApart.has(key))) return { kind: 'impossible' }

  const tell = (bound: number, best: number) =>
    onProgress?.({ bound, best: Number.isFinite(best) ? best : null })
  const { values, bound, isComplete } = minimise(solver, { rows, columns }, { halt, seed, onProgress: tell })
  if (values === null) return { kind: isComplete ? 'impossible' : 'unfinished' }
  const chosen = arcs.filter((_, at) => (values[at] ?? 0) > 0.5)
  const cost = pairs.sum(chosen.map(({ author, challenger }) => [author, challenger] as const))
  const idOf = (at: number) => seats[at]?.id ?? ''
  return {
    kind: 'planned',
    challenges: chosen.map(({ author, challenger }) => ({
      authorityId: idOf(author),
      challengerId: idOf(challenger),
    })),
    cost,
    bound,
    isOptimal: cost.total - bound <= TOLERANCE,
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
