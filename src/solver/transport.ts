import type { AllocationProblem } from '../domain/planning/moderators.ts'
import type { Halt } from './halt.ts'
import { EXACTLY, type Highs } from './highs.ts'

/** Sums that differ by less are the arithmetic's. */
export const SMALL = 1e-7

/** Papers and moderators by number; a pair is `paper * width + moderator`. */
export interface Market {
  readonly needs: readonly number[]
  readonly floors: readonly number[]
  readonly ceilings: readonly number[]
  readonly width: number
  readonly suits: Float64Array
  /** 1 for pairs that may be. */
  readonly open: Uint8Array
}

export interface Transport {
  readonly pairs: readonly number[]
  /** What one more of a paper's needs, or of a moderator's load, would add. */
  readonly paper: Float64Array
  readonly moderator: Float64Array
  /** How much of needs and floors is not met. */
  readonly short: number
}

export const marketOf = ({ papers, moderators, suitability, barred }: AllocationProblem): Market => {
  const width = moderators.length
  const open = new Uint8Array(papers.length * width).fill(1)
  const paperAt = new Map(papers.map(({ id }, at) => [id, at]))
  const moderatorAt = new Map(moderators.map(({ id }, at) => [id, at]))
  for (const { paperId, moderatorId } of barred) {
    const [paper, moderator] = [paperAt.get(paperId), moderatorAt.get(moderatorId)]
    if (paper !== undefined && moderator !== undefined) open[paper * width + moderator] = 0
  }
  const suits = new Float64Array(papers.length * width)
  for (const [paper, row] of suitability.entries()) suits.set(row, paper * width)
  return {
    needs: papers.map(({ needs }) => needs),
    floors: moderators.map(({ floor }) => floor),
    ceilings: moderators.map(({ ceiling }) => ceiling),
    width,
    suits,
    open,
  }
}

/** Worth nothing, every pair: only whether all needs and floors can be met counts. */
export const coverOnly = ({ suits }: Market): Float64Array => new Float64Array(suits.length)

/** A further step of a moderator's load, and what it takes from the worth. */
type Steps = readonly (readonly number[])[]

/**
 * The worthiest allocation, by pricing pairs in: first as many needs and floors are met as can be, then for worth. Null
 * where it was ended before. `steps` may charge a moderator's load one by one, for loads between fixed ends.
 */
export const transport = (
  highs: Highs,
  market: Market,
  worth: Float64Array,
  halt: Halt,
  steps: Steps = [],
): Transport | null => {
  const { needs, floors, ceilings, width, open } = market
  const model = highs.createModel()
  try {
    model.options.set(EXACTLY)
    for (const need of needs) model.addRow(need, need, { indices: [], values: [] })
    for (let at = 0; at < width; at++)
      model.addRow(floors[at] ?? 0, ceilings[at] ?? 0, { indices: [], values: [] })
    const costs: number[] = []
    const put = (
      cost: number,
      now: number,
      upper: number,
      indices: readonly number[],
      values: readonly number[],
    ) => {
      model.addCol(now, 0, upper, { indices, values })
      costs.push(cost)
    }
    const missing = [
      ...needs.map((need, at) => ({ row: at, most: need })),
      ...floors.flatMap((floor, at) => (floor > 0 ? [{ row: needs.length + at, most: floor }] : [])),
    ]
    for (const { row, most } of missing) put(0, 1, most, [row], [1])
    // A step lets the row have one more, at its price: the row itself then has its load less its steps.
    for (const [at, prices] of steps.entries())
      for (const price of prices) put(price, 0, 1, [needs.length + at], [-1])

    const firstPair = costs.length
    const pairs: number[] = []
    const known = new Uint8Array(open.length)
    let isCharged = false
    const add = (fresh: readonly number[]): void => {
      for (const pair of fresh) {
        known[pair] = 1
        pairs.push(pair)
        const cost = -(worth[pair] ?? 0)
        put(cost, isCharged ? cost : 0, 1, [Math.floor(pair / width), needs.length + (pair % width)], [1, 1])
      }
    }
    add(bestPairs(market, known, (pair) => -(worth[pair] ?? 0), Number.POSITIVE_INFINITY))
    for (;;) {
      if (halt.isDue()) return null
      model.options.set('time_limit', model.getRunTime() + Math.min(halt.secondsLeft(), 1e9))
      model.run()
      if (model.getModelStatus() !== highs.constants.modelStatus.optimal) return null
      const { colValue, rowDual } = model.getSolution()
      const short = isCharged ? 0 : model.getObjectiveValue()
      if (!isCharged && short < SMALL) {
        isCharged = true
        model.changeColsCost({ kind: 'range', from: 0, to: costs.length - 1 }, costs)
        for (const at of missing.keys()) model.changeColBounds(at, 0, 0)
        continue
      }
      const reduced = (pair: number): number =>
        (isCharged ? -(worth[pair] ?? 0) : 0) -
        (rowDual[Math.floor(pair / width)] ?? 0) -
        (rowDual[needs.length + (pair % width)] ?? 0)
      const fresh = bestPairs(market, known, reduced, -1e-9)
      if (fresh.length > 0) {
        add(fresh)
        continue
      }
      return {
        pairs: pairs.filter((_, at) => (colValue[firstPair + at] ?? 0) > 0.5).toSorted((a, b) => a - b),
        paper: rowDual.slice(0, needs.length).map((price) => -price),
        moderator: rowDual.slice(needs.length).map((price) => -price),
        short,
      }
    }
  } finally {
    model.dispose()
  }
}

/**
 * Of each paper's pairs that are not there yet the cheapest few, and of each moderator's, under a limit; of equals those
 * that suit best, so that different papers have different ones.
 */
const bestPairs = (
  { needs, width, open, suits }: Market,
  known: Uint8Array,
  price: (pair: number) => number,
  limit: number,
): number[] => {
  const chosen = new Set<number>()
  const take = (pairs: readonly number[], count: number) => {
    const priced = pairs
      .flatMap((pair) => (open[pair] === 1 && known[pair] === 0 ? [{ pair, cost: price(pair) }] : []))
      .filter(({ cost }) => cost < limit)
      .sort((a, b) => a.cost - b.cost || (suits[b.pair] ?? 0) - (suits[a.pair] ?? 0) || a.pair - b.pair)
    for (const { pair } of priced.slice(0, count)) chosen.add(pair)
  }
  for (const [paper, need] of needs.entries())
    take(
      Array.from({ length: width }, (_, at) => paper * width + at),
      need + AT_ONCE,
    )
  for (let at = 0; at < width; at++)
    take(
      needs.map((_, paper) => paper * width + at),
      AT_ONCE,
    )
  return [...chosen]
}

/** Pairs priced in at once for each paper and moderator, beyond what it needs. */
const AT_ONCE = 4
