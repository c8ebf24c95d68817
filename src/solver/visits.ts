import { TOLERANCE } from '../domain/planning/plan.ts'
import { weekOf } from '../domain/planning/rules.ts'
import { tellVisits } from '../domain/planning/visit-reasons.ts'
import {
  costOfVisits,
  type OpenDate,
  openDates,
  type Visit,
  type VisitsOutcome,
  type VisitsProblem,
} from '../domain/planning/visits.ts'
import { minimalConflict, Unfinished } from './conflict.ts'
import type { Solving } from './halt.ts'
import { type Highs, highs } from './highs.ts'
import { type Column, type Model, minimise, type Row } from './mixed.ts'

/** A visit with the dates that it may have. */
interface Open {
  readonly visit: Visit
  readonly dates: readonly OpenDate[]
}

/** The cheapest dates of visits, nobody in two of them at once; where there are none, which visits are to blame. */
export const dateVisits = async (problem: VisitsProblem, solving: Solving): Promise<VisitsOutcome> => {
  const solver = await highs()
  const all = problem.visits
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((visit): Open => ({ visit, dates: openDates(problem, visit) }))
  const without = all.find(({ dates }) => dates.length === 0)
  if (without) return { kind: 'impossible', conflict: tellVisits(problem, [without.visit]) }

  const { halt, seed, onProgress } = solving
  const tell = (bound: number, best: number) => onProgress?.({ bound: finite(bound), best: finite(best) })
  const model = withWeeks(problem, all, modelOf(all))
  const { values, bound, isComplete } = minimise(solver, model, { halt, seed, onProgress: tell })
  if (values === null)
    return isComplete
      ? { kind: 'impossible', conflict: await whyNone(solver, problem, all, solving) }
      : { kind: 'unfinished', bound: finite(bound) }
  const chosen = choicesOf(all)
    .filter((_, at) => (values[at] ?? 0) > 0.5)
    .toSorted((a, b) => a.date.slot.from - b.date.slot.from)
  const cost = costOfVisits(
    problem,
    chosen.map(({ date }) => date),
  )
  return {
    kind: 'planned',
    visits: chosen.map(({ visit, date: { slot, personIds, cost } }) => ({
      visitId: visit.id,
      slotId: slot.id,
      occasion: slot.occasion,
      personIds,
      cost,
    })),
    cost,
    bound: finite(bound),
    isOptimal: cost.total - bound <= TOLERANCE,
  }
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)

/** Every visit on every date that it may have, in the order of the model's columns. */
const choicesOf = (all: readonly Open[]): { readonly visit: Visit; readonly date: OpenDate }[] =>
  all.flatMap(({ visit, dates }) => dates.map((date) => ({ visit, date })))

/** One date a visit, and of the visits of one person that share an instant one at most. */
const modelOf = (all: readonly Open[]): Model => {
  const rows: Row[] = all.map(() => ({ lower: 1, upper: 1 }))
  const visitAt = new Map(all.map(({ visit }, at) => [visit, at]))
  const choices = choicesOf(all)
  const taken: number[][] = choices.map(() => [])
  const of = Map.groupBy(
    choices.flatMap(({ date }, at) => date.personIds.map((personId) => ({ personId, at, slot: date.slot }))),
    ({ personId }) => personId,
  )
  // Stretches of time of which each two overlap share the beginning of one of them.
  for (const theirs of of.values())
    for (const begin of new Set(theirs.map(({ slot }) => slot.from))) {
      const there = theirs.filter(({ slot }) => slot.from <= begin && begin < slot.until)
      if (new Set(there.map(({ at }) => choices[at]?.visit)).size < 2) continue
      const row = rows.push({ lower: 0, upper: 1 }) - 1
      for (const { at } of there) taken[at]?.push(row)
    }
  return {
    rows,
    columns: choices.map(({ visit, date }, at): Column => {
      const counted = [visitAt.get(visit) ?? 0, ...(taken[at] ?? [])]
      return { cost: date.cost.total, upper: 1, rows: counted, values: counted.map(() => 1) }
    }),
  }
}

/** The model with what each week has beyond as many visits as it may, at its price. */
const withWeeks = (
  { policy: { eventsPerWeek, weights } }: VisitsProblem,
  all: readonly Open[],
  model: Model,
): Model => {
  const rows = [...model.rows]
  const columns = [...model.columns]
  const weeks = Map.groupBy(
    choicesOf(all).map(({ date }, at) => ({ week: weekOf(date.slot.occasion.date), at })),
    ({ week }) => week,
  )
  for (const there of weeks.values()) {
    const row = rows.push({ lower: -all.length, upper: eventsPerWeek }) - 1
    for (const { at } of there) {
      const column = columns[at]
      if (column) columns[at] = { ...column, rows: [...column.rows, row], values: [...column.values, 1] }
    }
    columns.push({ cost: weights.spread, upper: all.length, rows: [row], values: [-1] })
  }
  return { rows, columns }
}

/** A minimal set of visits that cannot all be dated; empty where it was ended before one was found. */
const whyNone = async (
  solver: Highs,
  problem: VisitsProblem,
  all: readonly Open[],
  { halt, seed }: Solving,
) => {
  const canBeDated = async (some: readonly Open[]): Promise<boolean | null> => {
    if (some.length === 0) return true
    const { rows, columns } = modelOf(some)
    const free = columns.map((column) => ({ ...column, cost: 0 }))
    const found = minimise(solver, { rows, columns: free }, { halt, seed, isAnyEnough: true })
    return found.values !== null ? true : found.isComplete ? false : null
  }
  try {
    const conflict = await minimalConflict(all, [], canBeDated)
    return tellVisits(
      problem,
      conflict.map(({ visit }) => visit),
    )
  } catch (error) {
    if (error instanceof Unfinished) return []
    throw error
  }
}
