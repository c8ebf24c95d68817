import type { AllocationOutcome, AllocationProblem } from '../domain/planning/moderators.ts'
import { countOf } from '../domain/words.ts'
import { alternatesOf } from './alternates.ts'
import type { Halt, Solving } from './halt.ts'
import { type Highs, highs } from './highs.ts'
import { allocateTogether } from './together.ts'
import { coverOnly, type Market, marketOf, SMALL, type Transport, transport } from './transport.ts'

/**
 * The best allocation of a problem that `checkAllocation` lets pass. It is a transportation problem: its relaxation is
 * whole by itself. Pairs are priced in as events of plans are, so that of 500,000 some 12,000 are ever looked at.
 */
export const allocate = async (problem: AllocationProblem, solving: Solving): Promise<AllocationOutcome> => {
  const { halt } = solving
  const solver = await highs()
  const all = marketOf(problem)
  const anyhow = transport(solver, all, all.suits, halt)
  if (anyhow === null) return { kind: 'unfinished' }
  if (anyhow.short > SMALL) return whyImpossible(problem, all, anyhow)
  const { together } = problem
  if (together) return allocateTogether(solver, { ...problem, together }, all, solving)

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
      `It takes ${countOf(needed, 'moderator')} for ${countOf(short.length, 'self-assessment')}, and those who may see ` +
      `${short.length === 1 ? 'it' : 'them'} can take ${available}.`
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
