import { EXACTLY, type Highs } from './highs.ts'
import { costOf, entriesOf, type Tables } from './prices.ts'

/** An event by numbers: a group on a slot, chaired by somebody of a class. */
export interface Event {
  readonly group: number
  readonly slot: number
  readonly chair: number
}

/** The linear relaxation over the events found so far. */
export interface Master {
  /** Adds events that are not there yet, and says how many were not. */
  add(events: readonly Event[]): number
  /** The prices of the rows at the optimum, and its value; null where it was not reached in the seconds given. */
  solve(seconds: number): { readonly duals: Float64Array; readonly value: number } | null
  /** From now on events cost what they cost, and no seat may be left out. */
  charge(): void
  dispose(): void
}

/** At first only what is left undone costs something: one for each seat that is left out. */
export const openMaster = (highs: Highs, tables: Tables): Master => {
  const { rows, columns: fixed } = tables.frame
  const model = highs.createModel()
  const costs: number[] = []
  const known = new Set<string>()
  let isCharged = false
  const addColumn = (
    cost: number,
    now: number,
    upper: number,
    indices: readonly number[],
    values: readonly number[],
  ) => {
    model.addCol(now, 0, upper, { indices, values })
    costs.push(cost)
  }

  model.options.set(EXACTLY)
  for (const { lower, upper } of rows) model.addRow(lower, upper, { indices: [], values: [] })
  for (const { cost, upper, rows, values } of fixed) addColumn(cost, 0, upper, rows, values)
  const asked = rows.flatMap(({ lower }, row) => (lower > 0 ? [{ row, lower }] : []))
  for (const { row, lower } of asked) addColumn(0, 1, lower, [row], [1])

  return {
    add: (events) => {
      const fresh = events.filter(({ group, slot, chair }) => {
        const key = `${group} ${slot} ${chair}`
        return !known.has(key) && known.add(key)
      })
      for (const event of fresh) {
        const { rows, values } = entriesOf(tables, event)
        const cost = costOf(tables, event.group, event.slot)
        // No bound above: its seats' rows are one already, and what is bounded twice has no price of its own.
        addColumn(cost, isCharged ? cost : 0, Number.POSITIVE_INFINITY, rows, values)
      }
      return fresh.length
    },
    solve: (seconds) => {
      model.options.set('time_limit', model.getRunTime() + Math.min(seconds, 1e9))
      model.run()
      if (model.getModelStatus() !== highs.constants.modelStatus.optimal) return null
      // A row that is open on one side has a price of one sign: what of the other is left is the arithmetic's.
      const duals = model.getSolution().rowDual.map((price, at) => {
        const { lower, upper } = rows[at] ?? { lower: 0, upper: 0 }
        if (upper === Number.POSITIVE_INFINITY) return Math.max(0, price)
        return lower === Number.NEGATIVE_INFINITY ? Math.min(0, price) : price
      })
      return { duals, value: model.getObjectiveValue() }
    },
    charge: () => {
      isCharged = true
      model.changeColsCost({ kind: 'range', from: 0, to: costs.length - 1 }, costs)
      for (const at of asked.keys()) model.changeColBounds(fixed.length + at, 0, 0)
    },
    dispose: () => model.dispose(),
  }
}
