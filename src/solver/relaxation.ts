import { WIDTH } from './groups.ts'
import type { Halt } from './halt.ts'
import type { Highs } from './highs.ts'
import { type Event, openMaster } from './master.ts'
import { priceAll, type Tables } from './prices.ts'

/** What the linear relaxation proves. */
export type Relaxation =
  | {
      readonly kind: 'bounded'
      /** No plan costs less: proven by these prices, whatever was not solved to the last. */
      readonly bound: number
      /** What each row pays; seats' of any sign, all others' at most zero. */
      readonly duals: Float64Array
    }
  /** Not even fractions of events cover every seat. */
  | { readonly kind: 'infeasible' }
  /** Ended before, with the best that is proven. */
  | { readonly kind: 'halted'; readonly bound: number; readonly duals: Float64Array }

/** Below this a reduced cost is the solver's tolerance, not a column worth having. */
const WORTHWHILE = -1e-8
/** Events added at once for each seat; fewer make more rounds, more make each round slower. */
const PER_SEAT = 12
/** Less than this of a seat is left out by tolerance alone. */
const COVERED = 1e-7

/** What is relaxed: the tables, and how many events there can be at most. */
export interface Relaxed {
  readonly tables: Tables
  readonly seatCount: number
  readonly mostEvents: number
}

/**
 * Solves the linear relaxation over all events without listing them: on the few that there are, then with those of
 * negative reduced cost, until none is left. First it only asks how many seats cannot be covered; once none, the costs.
 */
export const relax = (
  highs: Highs,
  { tables, seatCount, mostEvents }: Relaxed,
  halt: Halt,
  onBound: (bound: number) => void,
): Relaxation => {
  const free = new Float64Array(tables.frame.rows.length)
  const covering = freeOfCost(tables)
  let best: { readonly bound: number; readonly duals: Float64Array } = { bound: 0, duals: free }
  const master = openMaster(highs, tables)
  try {
    master.add(cheapest(tables, free, seatCount, Number.POSITIVE_INFINITY).events)
    let isCovering = true
    for (;;) {
      const solved = halt.isDue() ? null : master.solve(halt.secondsLeft())
      if (solved === null) return { kind: 'halted', ...best }
      if (isCovering && solved.value < COVERED) {
        isCovering = false
        master.charge()
        continue
      }
      const { events, least } = cheapest(isCovering ? covering : tables, solved.duals, seatCount, WORTHWHILE)
      if (!isCovering) {
        const bound = boundBy(tables, solved.duals, mostEvents, least)
        if (bound > best.bound) best = { bound, duals: solved.duals }
        onBound(best.bound)
      }
      if (master.add(events) === 0) return isCovering ? { kind: 'infeasible' } : { kind: 'bounded', ...best }
    }
  } finally {
    master.dispose()
  }
}

/** The same tables with every event free of cost: only who is covered counts. */
const freeOfCost = (tables: Tables): Tables => ({
  ...tables,
  groups: { ...tables.groups, cost: new Float64Array(tables.groups.count) },
  seatOn: tables.seatOn.map((cost) => (cost === Number.POSITIVE_INFINITY ? cost : 0)),
  slotCost: new Float64Array(tables.slotCount),
})

interface Priced extends Event {
  readonly reduced: number
}

/** For each seat its cheapest groups, each on its cheapest slot, of reduced cost under a limit; and the least of all. */
const cheapest = (tables: Tables, duals: Float64Array, seatCount: number, limit: number) => {
  const { members, count } = tables.groups
  const reducedOf = new Float64Array(count).fill(limit)
  const slotOf = new Int16Array(count).fill(-1)
  const chairOf = new Int8Array(count)
  let least = Number.POSITIVE_INFINITY
  priceAll(tables, duals, (group, slot, chair, reduced) => {
    if (reduced < least) least = reduced
    if (reduced >= (reducedOf[group] ?? limit)) return
    reducedOf[group] = reduced
    slotOf[group] = slot
    chairOf[group] = chair
  })
  const best = Array.from({ length: seatCount }, (): Priced[] => [])
  for (let group = 0; group < count; group++) {
    const slot = slotOf[group] ?? -1
    if (slot < 0) continue
    const priced = { group, slot, chair: chairOf[group] ?? 0, reduced: reducedOf[group] ?? 0 }
    for (let place = group * WIDTH; place < group * WIDTH + WIDTH; place++)
      insert(best[members[place] ?? -1], priced)
  }
  return { events: [...new Set(best.flat())], least }
}

/** Puts an event among a seat's cheapest, and lets the dearest go where they are too many. */
const insert = (mine: Priced[] | undefined, priced: Priced): void => {
  if (!mine || (mine.length === PER_SEAT && (mine.at(-1)?.reduced ?? 0) <= priced.reduced)) return
  const at = mine.findIndex(({ reduced }) => reduced > priced.reduced)
  mine.splice(at < 0 ? mine.length : at, 0, priced)
  if (mine.length > PER_SEAT) mine.pop()
}

/**
 * What no plan costs less than, by any prices of the rows: each row's worth, less what facilitators' days and weeks
 * could still win, less what the cheapest event could, as often as a plan has events.
 */
const boundBy = ({ frame }: Tables, duals: Float64Array, mostEvents: number, least: number): number => {
  const ofRows = frame.rows.reduce((sum, { lower, upper }, row) => {
    const price = duals[row] ?? 0
    return price === 0 ? sum : sum + (price > 0 ? lower : upper) * price
  }, 0)
  const ofFixed = frame.columns.reduce((sum, { cost, upper, rows, values }) => {
    const reduced = rows.reduce((left, row, at) => left - (duals[row] ?? 0) * (values[at] ?? 0), cost)
    return sum + upper * Math.min(0, reduced)
  }, 0)
  return ofRows + ofFixed + mostEvents * Math.min(0, least)
}
