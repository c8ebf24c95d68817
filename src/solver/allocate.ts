import type { AllocationOutcome, AllocationProblem, Alternate } from '../domain/planning/moderators.ts'
import { countOf } from '../domain/words.ts'
import type { Halt, Solving } from './halt.ts'
import { EXACTLY, type Highs, highs } from './highs.ts'

/**
 * The best allocation of a problem that `checkAllocation` lets pass. It is a transportation problem: its relaxation is
 * whole by itself. Pairs are priced in as events of plans are, so that of 500,000 some 12,000 are ever looked at.
 */
export const allocate = async (problem: AllocationProblem, { halt }: Solving): Promise<AllocationOutcome> => {
  const solver = await highs()
  const all = marketOf(problem)
  const anyhow = transport(solver, all, all.suits, halt)
  if (anyhow === null) return { kind: 'unfinished' }
  if (anyhow.short > SMALL) return whyImpossible(problem, all, anyhow)

  const isTotal = problem.objective === 'total'
  const market = isTotal ? all : worstOffFirst(solver, all, anyhow, halt)
  const best = isTotal ? anyhow : market && transport(solver, market, market.suits, halt)
  if (!market || !best) return { kind: 'unfinished' }
  const fair = fairest(solver, market, best, halt) ?? best
  const { papers, moderators } = problem
  const allocated = fair.pairs.map((pair) => ({
    paperId: papers[Math.floor(pair / market.width)]?.id ?? '',
    moderatorId: moderators[pair % market.width]?.id ?? '',
  }))
  const suits = fair.pairs.map((pair) => all.suits[pair] ?? 0)
  return {
    kind: 'allocated',
    allocated,
    total: suits.reduce((sum, each) => sum + each, 0),
    worst: Math.min(...suits),
    bound: boundBy(market, best),
    prices: { papers: [...best.paper], moderators: [...best.moderator] },
    alternates: alternatesOf(problem, all, fair.pairs),
  }
}

/** Sums that differ by less are the arithmetic's. */
const SMALL = 1e-7

/** Papers and moderators by number; a pair is `paper * width + moderator`. */
interface Market {
  readonly needs: readonly number[]
  readonly floors: readonly number[]
  readonly ceilings: readonly number[]
  readonly width: number
  readonly suits: Float64Array
  /** 1 for pairs that may be. */
  readonly open: Uint8Array
}

interface Transport {
  readonly pairs: readonly number[]
  /** What one more of a paper's needs, or of a moderator's load, would add. */
  readonly paper: Float64Array
  readonly moderator: Float64Array
  /** How much of needs and floors is not met. */
  readonly short: number
}

const marketOf = ({ papers, moderators, suitability, barred }: AllocationProblem): Market => {
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
const coverOnly = ({ suits }: Market): Float64Array => new Float64Array(suits.length)

/** A further step of a moderator's load, and what it takes from the worth. */
type Steps = readonly (readonly number[])[]

/**
 * The worthiest allocation, by pricing pairs in: first as many needs and floors are met as can be, then for worth. Null
 * where it was ended before. `steps` may charge a moderator's load one by one, for loads between fixed ends.
 */
const transport = (
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

/**
 * The market without the pairs that suit less than the worst has to: found by halving the suitabilities between what an
 * allocation has already and what some paper cannot have.
 */
const worstOffFirst = (highs: Highs, market: Market, known: Transport, halt: Halt): Market | null => {
  const { suits, open, needs, width } = market
  const from = (level: number): Market => ({
    ...market,
    open: open.map((isOpen, pair) => (isOpen === 1 && (suits[pair] ?? 0) >= level ? 1 : 0)),
  })
  const worstOf = (pairs: readonly number[]): number =>
    pairs.reduce((worst, pair) => Math.min(worst, suits[pair] ?? 0), Number.POSITIVE_INFINITY)
  const most = needs.reduce((least, need, paper) => {
    const row = suits
      .subarray(paper * width, (paper + 1) * width)
      .filter((_, at) => open[paper * width + at] === 1)
    return need === 0 ? least : Math.min(least, row.sort().at(-need) ?? least)
  }, Number.POSITIVE_INFINITY)
  let least = worstOf(known.pairs)
  const levels = Float64Array.from(
    new Set(suits.filter((suit, pair) => open[pair] === 1 && least < suit && suit <= most)),
  )
  levels.sort()
  let [low, high] = [0, levels.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const tried = from(levels[middle] ?? most)
    const found = transport(highs, tried, suits, halt)
    if (found === null) return null
    if (found.short <= SMALL) {
      least = worstOf(found.pairs)
      low = levels.findIndex((level) => level > least)
      if (low < 0) break
    } else high = middle
  }
  return from(least)
}

/**
 * Of all allocations as worthy as the best, one whose loads differ least: the sum of their squares is the least. As
 * worthy are just those of pairs that no price speaks against, where whoever's load has a price keeps it at that end.
 */
const fairest = (highs: Highs, market: Market, best: Transport, halt: Halt): Transport | null => {
  const { width } = market
  const reduced = (pair: number): number =>
    (best.paper[Math.floor(pair / width)] ?? 0) +
    (best.moderator[pair % width] ?? 0) -
    (market.suits[pair] ?? 0)
  const load = (at: number): number => best.pairs.filter((pair) => pair % width === at).length
  const isFixed = (at: number): boolean => Math.abs(best.moderator[at] ?? 0) > SMALL
  const floors = market.floors.map((floor, at) => (isFixed(at) ? load(at) : floor))
  const ceilings = market.ceilings.map((ceiling, at) => (isFixed(at) ? load(at) : ceiling))
  // A pair that is chosen at a profit stays; it is taken out of the loads and needs beforehand.
  const kept = best.pairs.filter((pair) => reduced(pair) < -SMALL)
  const isKept = new Set(kept)
  const keptOf = (at: number): number => kept.filter((pair) => pair % width === at).length
  const narrowed: Market = {
    ...market,
    needs: market.needs.map(
      (need, paper) => need - kept.filter((pair) => Math.floor(pair / width) === paper).length,
    ),
    floors: floors.map((floor, at) => Math.max(0, floor - keptOf(at))),
    ceilings: ceilings.map((ceiling, at) => ceiling - keptOf(at)),
    open: market.open.map((isOpen, pair) =>
      isOpen === 1 && Math.abs(reduced(pair)) <= SMALL && !isKept.has(pair) ? 1 : 0,
    ),
  }
  const stepped: Market = { ...narrowed, ceilings: narrowed.floors }
  const steps = narrowed.ceilings.map((ceiling, at) =>
    Array.from(
      { length: ceiling - (narrowed.floors[at] ?? 0) },
      (_, step) => 2 * ((narrowed.floors[at] ?? 0) + keptOf(at) + step) + 1,
    ),
  )
  const fair = transport(highs, stepped, coverOnly(stepped), halt, steps)
  if (fair === null || fair.short > SMALL) return null
  return { ...best, pairs: [...fair.pairs, ...kept].toSorted((a, b) => a - b) }
}

/** What no allocation is worth more than, by any prices. */
const boundBy = (
  { needs, floors, ceilings, suits, open, width }: Market,
  { paper, moderator }: Transport,
): number => {
  let bound = 0
  for (const [at, need] of needs.entries()) bound += need * (paper[at] ?? 0)
  for (const [at, price] of moderator.entries())
    bound += price * ((price > 0 ? ceilings[at] : floors[at]) ?? 0)
  for (let pair = 0; pair < suits.length; pair++)
    if (open[pair] === 1)
      bound += Math.max(
        0,
        (suits[pair] ?? 0) - (paper[Math.floor(pair / width)] ?? 0) - (moderator[pair % width] ?? 0),
      )
  return bound
}

const alternatesOf = (
  { papers, moderators }: AllocationProblem,
  { suits, open, width, ceilings }: Market,
  pairs: readonly number[],
): Record<string, Alternate[]> => {
  const load = new Int32Array(width)
  for (const pair of pairs) load[pair % width] = (load[pair % width] ?? 0) + 1
  const chosen = new Set(pairs)
  return Object.fromEntries(
    papers.map(({ id }, paper) => {
      const free = moderators.flatMap((moderator, at) => {
        const pair = paper * width + at
        const mayTake = open[pair] === 1 && !chosen.has(pair) && (load[at] ?? 0) < (ceilings[at] ?? 0)
        return mayTake
          ? [{ moderatorId: moderator.id, suitability: suits[pair] ?? 0, load: load[at] ?? 0 }]
          : []
      })
      const ranked = free.sort(
        (a, b) =>
          b.suitability - a.suitability || a.load - b.load || (a.moderatorId < b.moderatorId ? -1 : 1),
      )
      return [
        id,
        ranked.slice(0, ALTERNATES).map(({ moderatorId, suitability }) => ({ moderatorId, suitability })),
      ]
    }),
  )
}

/** Nobody reads further down such a list. */
const ALTERNATES = 10

/** The papers whose needs are more than those who may see them can take (Hall 1935), told by the prices of covering. */
const whyImpossible = (
  { papers }: AllocationProblem,
  market: Market,
  cover: Transport,
): AllocationOutcome => {
  const { needs, ceilings, floors, open, width } = market
  const short = papers.flatMap((_, at) => ((cover.paper[at] ?? 0) < -0.5 ? [at] : []))
  const needed = short.reduce((sum, at) => sum + (needs[at] ?? 0), 0)
  const available = ceilings.reduce((sum, ceiling, at) => {
    const mayTake = short.filter((paper) => open[paper * width + at] === 1).length
    return sum + Math.min(ceiling, mayTake)
  }, 0)
  if (needed > available) {
    const because =
      `${countOf(short.length, 'self-assessment')} need ${countOf(needed, 'moderator')} together, and those who may ` +
      `see them can take ${available}.`
    return {
      kind: 'impossible',
      paperIds: short.map((at) => papers[at]?.id ?? ''),
      needed,
      available,
      because,
    }
  }
  const least = floors.reduce((sum, floor) => sum + floor, 0)
  const most = needs.reduce((sum, need) => sum + need, 0)
  const because = `Not every moderator can have as many self-assessments as they shall have at least, ${least} in all.`
  return { kind: 'impossible', paperIds: [], needed: least, available: most, because }
}
