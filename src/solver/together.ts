import type { AllocationOutcome, AllocationProblem, Together } from '../domain/planning/moderators.ts'
import { countOf } from '../domain/words.ts'
import { alternatesOf } from './alternates.ts'
import type { Solving } from './halt.ts'
import type { Highs } from './highs.ts'
import { type Column, type Model, minimise, type Outcome, type Row, type Working } from './mixed.ts'
import type { Market } from './transport.ts'

type TogetherProblem = AllocationProblem & { readonly together: Together }

/**
 * The best allocation where all moderators of a paper come from one home: not a transportation problem any more, since
 * which home it is must be chosen, so it is searched. Of several as worthy any may be it.
 */
export const allocateTogether = (
  highs: Highs,
  problem: TogetherProblem,
  market: Market,
  { halt, seed }: Solving,
): AllocationOutcome => {
  const solve = (level: number, isAnyEnough = false): Outcome =>
    minimise(highs, modelOf(problem, market, { level, mayMiss: false }), { halt, seed, isAnyEnough })
  let found = solve(Number.NEGATIVE_INFINITY, problem.objective === 'worst-off-first')
  if (found.values === null)
    return found.isComplete ? whyNotTogether(highs, problem, market, { halt, seed }) : { kind: 'unfinished' }
  if (problem.objective === 'worst-off-first') {
    let least = worstOf(market, pairsOf(market, found.values))
    const levels = [
      ...new Set(market.suits.filter((suit, pair) => market.open[pair] === 1 && suit > least)),
    ].toSorted((a, b) => a - b)
    let [low, high] = [0, levels.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const tried = solve(levels[middle] ?? least, true)
      if (tried.values === null && !tried.isComplete) return { kind: 'unfinished' }
      if (tried.values === null) high = middle
      else {
        least = worstOf(market, pairsOf(market, tried.values))
        low = levels.findIndex((level) => level > least)
        if (low < 0) break
      }
    }
    found = solve(least)
    if (found.values === null) return { kind: 'unfinished' }
  }
  const pairs = pairsOf(market, found.values)
  const total = pairs.reduce((sum, pair) => sum + (market.suits[pair] ?? 0), 0)
  return {
    kind: 'allocated',
    allocated: pairs.map((pair) => ({
      paperId: problem.papers[Math.floor(pair / market.width)]?.id ?? '',
      moderatorId: problem.moderators[pair % market.width]?.id ?? '',
    })),
    total,
    worst: worstOf(market, pairs),
    bound: Math.max(total, -found.bound),
    prices: { papers: [], moderators: [] },
    alternates: alternatesOf(problem, market, pairs, joining(problem, market, pairs)),
  }
}

const pairsOf = ({ suits }: Market, values: Float64Array): number[] =>
  Array.from(suits.keys()).filter((pair) => (values[pair] ?? 0) > 0.5)

const worstOf = ({ suits }: Market, pairs: readonly number[]): number =>
  pairs.reduce((worst, pair) => Math.min(worst, suits[pair] ?? 0), Number.POSITIVE_INFINITY)

/** Columns of all pairs first, those that may not be ending at nought; then the homes of papers; then what is missing. */
const modelOf = (
  { together, papers }: TogetherProblem,
  { needs, floors, ceilings, suits, open, width }: Market,
  { level, mayMiss }: { readonly level: number; readonly mayMiss: boolean },
): Model => {
  const rows: Row[] = [
    ...needs.map((need) => ({ lower: need, upper: need })),
    ...floors.map((floor, at) => ({ lower: mayMiss ? 0 : floor, upper: ceilings[at] ?? 0 })),
  ]
  const paperAt = new Map(papers.map(({ id }, at) => [id, at]))
  const homes = [...new Set(together.homes.flat())]
  const rowsOfPair = new Map<number, number>()
  const chosen: Column[] = together.papers.flatMap((ids) => {
    const oneHome = rows.push({ lower: 0, upper: 1 }) - 1
    const places = ids.map((id) => paperAt.get(id) ?? -1)
    // Whoever has the paper, in whichever of its places, has the home that is chosen for it.
    const from = together.homes.map((own, moderator) => {
      const row = rows.push({ lower: Number.NEGATIVE_INFINITY, upper: 0 }) - 1
      for (const place of places) rowsOfPair.set(place * width + moderator, row)
      return { own, row }
    })
    return homes.map((home) => {
      const those = from.filter(({ own }) => own.includes(home)).map(({ row }) => row)
      return { cost: 0, upper: 1, rows: [oneHome, ...those], values: [1, ...those.map(() => -1)] }
    })
  })
  const pairs = Array.from(suits, (suit, pair): Column => {
    const own = rowsOfPair.get(pair)
    const counted = [
      Math.floor(pair / width),
      needs.length + (pair % width),
      ...(own === undefined ? [] : [own]),
    ]
    return {
      cost: mayMiss ? 0 : -suit,
      upper: open[pair] === 1 && suit >= level ? 1 : 0,
      rows: counted,
      values: counted.map(() => 1),
    }
  })
  const missing = mayMiss
    ? needs.map((need, at): Column => ({ cost: 1, upper: need, rows: [at], values: [1] }))
    : []
  return { rows, columns: [...pairs, ...chosen, ...missing] }
}

/** Whether somebody has a home with all that a paper has. */
const joining = ({ together, papers }: TogetherProblem, { width }: Market, pairs: readonly number[]) => {
  const groupOf = new Map(together.papers.flatMap((ids) => ids.map((id) => [id, ids] as const)))
  return (paper: number, moderator: number): boolean => {
    const ids = groupOf.get(papers[paper]?.id ?? '')
    const those = pairs.filter((pair) => ids?.includes(papers[Math.floor(pair / width)]?.id ?? ''))
    const shared = (together.homes[moderator] ?? []).filter((home) =>
      those.every((pair) => together.homes[pair % width]?.includes(home)),
    )
    return those.length === 0 || shared.length > 0
  }
}

/** How many places stay open at least, and of which papers, when as few do as can. */
const whyNotTogether = (
  highs: Highs,
  problem: TogetherProblem,
  market: Market,
  working: Working,
): AllocationOutcome => {
  const { values, isComplete } = minimise(
    highs,
    modelOf(problem, market, { level: Number.NEGATIVE_INFINITY, mayMiss: true }),
    working,
  )
  if (values === null || !isComplete) return { kind: 'unfinished' }
  const first = values.length - market.needs.length
  const missing = market.needs.map((_, at) => Math.round(values[first + at] ?? 0))
  const short = problem.papers.filter((_, at) => (missing[at] ?? 0) > 0)
  const needed = market.needs.reduce((sum, need) => sum + need, 0)
  const open = missing.reduce((sum, each) => sum + each, 0)
  const because =
    open > 0
      ? `Where all moderators of a self-assessment come from one authority, ${countOf(open, 'place')} of ${needed} ` +
        'cannot be filled; those named are of an allocation that leaves no more.'
      : 'Where all moderators of a self-assessment come from one authority, the floors cannot all be met.'
  return {
    kind: 'impossible',
    paperIds: short.map(({ id }) => id),
    needed,
    available: needed - open,
    because,
  }
}
