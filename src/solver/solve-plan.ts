import { type Choice, choicesOf, costingOf } from '../domain/planning/costing.ts'
import { facilitatorClasses } from '../domain/planning/facilitators.ts'
import { type Ground, groundOf } from '../domain/planning/ground.ts'
import { type Plan, type PlanOutcome, TOLERANCE } from '../domain/planning/plan.ts'
import type { PlannedEvent, PlanningProblem } from '../domain/planning/problem.ts'
import { requirementsOf } from '../domain/planning/requirements.ts'
import { frameOf } from './frame.ts'
import { groupsOf, membersOf } from './groups.ts'
import type { Solving } from './halt.ts'
import { type Highs, highs } from './highs.ts'
import type { Event } from './master.ts'
import { type Model, minimise } from './mixed.ts'
import { nameFacilitators } from './naming.ts'
import { costOf, entriesOf, eventsWithin, limitFor, type Tables, tablesOf } from './prices.ts'
import { pricesOf } from './proof.ts'
import { relax } from './relaxation.ts'

/** So many of the cheapest events, by reduced cost, are first chosen from: enough for a good plan, few enough to be quick. */
const FIRST_CHOICE = 600
/** A plan within the gap to the bound is chosen from at most so many more events at once than before. */
const GROWTH = 3

/**
 * The cheapest plan of a problem that `checkProblem` lets pass, with what proves it.
 *
 * The relaxation prices every seat. A plan costs the bound and the reduced costs of its events, so events whose reduced
 * cost alone is more than what is between the bound and the best plan so far are in no better plan. The search begins
 * with the cheapest events, and takes in more until it has all those that could be.
 */
export const solvePlan = (problem: PlanningProblem, solving: Solving): Promise<PlanOutcome> =>
  solveBut(problem, [], solving)

/**
 * The cheapest plan that is not this one: some triad or date differs. What proves it is the same, but that the search
 * leaves the one out.
 */
export const secondBest = (
  { problem, plan }: { readonly problem: PlanningProblem; readonly plan: Plan },
  solving: Solving,
): Promise<PlanOutcome> => solveBut(problem, plan.events, solving)

/** The cheapest plan that has not all of these events; of no events, the cheapest of all. */
const solveBut = async (
  problem: PlanningProblem,
  excluded: readonly PlannedEvent[],
  solving: Solving,
): Promise<PlanOutcome> => {
  const solver = await highs()
  const ground = groundOf(problem)
  const requirements = requirementsOf(ground)
  const costing = costingOf(ground)
  const classes = facilitatorClasses(ground, requirements)
  const frame = frameOf(ground, classes)
  const groups = groupsOf(ground, requirements, costing, classes)
  const tables = tablesOf(ground, requirements, costing, groups, frame)
  const { halt, seed, onProgress } = solving
  const tell = (bound: number | null, best: number | null) => onProgress?.({ bound, best })

  const mostEvents = Math.floor(ground.seats.length / problem.sizes.smallest)
  const relaxed = { tables, seatCount: ground.seats.length, mostEvents }
  const relaxation = relax(solver, relaxed, halt, (bound) => tell(bound, null))
  if (relaxation.kind === 'infeasible') return { kind: 'impossible' }
  if (relaxation.kind === 'halted') return { kind: 'unfinished', bound: relaxation.bound }

  const { bound, duals } = relaxation
  const isExcluded = keysOf(choicesOf(ground, excluded) ?? [])
  const search = searchWhole(solver, tables, { bound, duals }, isExcluded, solving)
  if (search.events === null)
    return search.isComplete ? { kind: 'impossible' } : { kind: 'unfinished', bound: search.bound }
  const choices = search.events
    .map(({ group, slot }): Choice => ({ members: membersOf(groups, group), slot }))
    .toSorted((a, b) => a.slot - b.slot || (a.members[0] ?? 0) - (b.members[0] ?? 0))
  const names = nameFacilitators(solver, ground, requirements, choices, seed)
  const cost = costing.plan(choices)
  const gap = Math.max(0, cost.total - search.bound)
  return {
    kind: 'planned',
    plan: { events: eventsOf(ground, choices, names), cost, byEvent: choices.map(costing.event) },
    certificate: { bound, prices: pricesOf(ground, frame, classes, duals), searched: search.bound },
    gap: gap <= TOLERANCE ? 0 : gap,
    isOptimal: gap <= TOLERANCE,
  }
}

interface Found {
  /** The cheapest plan that was found; null where none was. */
  readonly events: readonly Event[] | null
  /** No plan costs less. */
  readonly bound: number
  /** Whether the search was ended by itself: the plan is the best, or there is none. */
  readonly isComplete: boolean
}

const searchWhole = (
  solver: Highs,
  tables: Tables,
  { bound, duals }: { readonly bound: number; readonly duals: Float64Array },
  excluded: ReadonlySet<string>,
  { halt, seed, isAnyEnough, onProgress }: Solving,
): Found => {
  let best: { readonly events: readonly Event[]; readonly cost: number } | null = null
  let proven = bound
  for (let count = FIRST_CHOICE; ; ) {
    const gap = best === null ? Number.POSITIVE_INFINITY : best.cost - bound
    const limit = Math.min(limitFor(tables, duals, count), gap)
    const events = eventsWithin(tables, duals, limit + SLACK)
    const isAll = limit === gap || events.length < count
    const outcome = minimise(solver, modelOf(tables, events, excluded), {
      halt,
      seed,
      isAnyEnough,
      onProgress: (below, above) =>
        onProgress?.({
          bound: Math.max(proven, isAll ? below : Math.min(below, bound + limit)),
          best: finite(Math.min(above, best?.cost ?? above)),
        }),
    })
    const { values } = outcome
    if (values !== null && outcome.cost < (best?.cost ?? Number.POSITIVE_INFINITY))
      best = { events: events.filter((_, at) => (values[at] ?? 0) > 0.5), cost: outcome.cost }
    const reached = Math.min(outcome.bound, best?.cost ?? Number.POSITIVE_INFINITY)
    proven = Math.max(proven, isAll ? reached : Math.min(reached, bound + limit))
    const isProven = isAll || (isAnyEnough && best !== null) || (best !== null && best.cost <= bound + limit)
    if (!outcome.isComplete || isProven)
      return { events: best?.events ?? null, bound: proven, isComplete: outcome.isComplete }
    count = GROWTH * Math.max(count, events.length)
  }
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)

/** Reduced costs that differ by less are the arithmetic's. */
const SLACK = 1e-9

/** Groups on slots, as keys. */
const keysOf = (choices: readonly Choice[]): Set<string> =>
  new Set(choices.map(({ members, slot }) => `${members} ${slot}`))

/** The model of some events; where a plan is left out, with a row in which its events are one fewer than they were. */
const modelOf = (tables: Tables, events: readonly Event[], excluded: ReadonlySet<string>): Model => {
  const { rows, columns } = tables.frame
  const outRow = rows.length
  const isOut = ({ group, slot }: Event) => excluded.has(`${membersOf(tables.groups, group)} ${slot}`)
  return {
    rows: excluded.size === 0 ? rows : [...rows, { lower: 0, upper: excluded.size - 1 }],
    columns: [
      ...events.map((event) => {
        const entries = entriesOf(tables, event)
        const cost = costOf(tables, event.group, event.slot)
        if (excluded.size === 0 || !isOut(event)) return { cost, upper: 1, ...entries }
        return { cost, upper: 1, rows: [...entries.rows, outRow], values: [...entries.values, 1] }
      }),
      ...columns,
    ],
  }
}

const eventsOf = (
  { seats, slots }: Ground,
  choices: readonly Choice[],
  facilitatorIds: readonly (string | null)[],
): PlannedEvent[] =>
  choices.map(({ members, slot }, at) => ({
    seatIds: members.map((seat) => seats[seat]?.id ?? ''),
    slotId: slots[slot]?.id ?? '',
    facilitatorId: facilitatorIds[at] ?? null,
  }))
