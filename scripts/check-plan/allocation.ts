import { sum } from './cost.ts'

/** An allocation of moderators as it is read here, with the prices that prove it. */
export interface AllocationFile {
  readonly problem: {
    readonly papers: readonly { readonly id: string; readonly needs: number }[]
    readonly moderators: readonly { readonly id: string; readonly floor: number; readonly ceiling: number }[]
    readonly suitability: readonly (readonly number[] | Float64Array)[]
    readonly barred: readonly { readonly moderatorId: string; readonly paperId: string }[]
  }
  readonly allocated: readonly { readonly paperId: string; readonly moderatorId: string }[]
  readonly total: number
  /** Pairs that suit less are left out of what the prices prove. */
  readonly worst: number
  readonly prices: { readonly papers: readonly number[]; readonly moderators: readonly number[] }
}

/**
 * What is wrong with an allocation: needs, loads and bars are kept, the total is what it says, and the prices prove that
 * none has more among those whose pairs all suit at least as much as the worst (`least`; of all, where it is not given).
 */
export const faultsOfAllocation = (
  { problem, allocated, total, prices }: AllocationFile,
  least = Number.NEGATIVE_INFINITY,
): string[] => {
  const faults: string[] = []
  const barred = new Set(problem.barred.map((each) => `${each.paperId} ${each.moderatorId}`))
  const paperAt = new Map(problem.papers.map(({ id }, at) => [id, at]))
  const moderatorAt = new Map(problem.moderators.map(({ id }, at) => [id, at]))
  const suits = ({ paperId, moderatorId }: AllocationFile['allocated'][number]) =>
    problem.suitability[paperAt.get(paperId) ?? -1]?.[moderatorAt.get(moderatorId) ?? -1] ?? Number.NaN

  const pairs = allocated.map((each) => `${each.paperId} ${each.moderatorId}`)
  if (new Set(pairs).size !== pairs.length) faults.push('a pair is there twice')
  for (const pair of pairs) if (barred.has(pair)) faults.push(`${pair} is barred`)
  const ofPaper = Map.groupBy(allocated, ({ paperId }) => paperId)
  const ofModerator = Map.groupBy(allocated, ({ moderatorId }) => moderatorId)
  for (const { id, needs } of problem.papers)
    if ((ofPaper.get(id)?.length ?? 0) !== needs)
      faults.push(`${id} has ${ofPaper.get(id)?.length ?? 0}, not ${needs}`)
  for (const { id, floor, ceiling } of problem.moderators) {
    const load = ofModerator.get(id)?.length ?? 0
    if (load < floor || load > ceiling) faults.push(`${id} has ${load}, not ${floor} to ${ceiling}`)
  }
  const found = sum(allocated.map(suits))
  if (!(Math.abs(found - total) <= 1e-6)) faults.push(`the total is ${found}, not ${total}`)

  let bound = sum(problem.papers.map(({ needs }, at) => needs * (prices.papers[at] ?? 0)))
  for (const [at, { floor, ceiling }] of problem.moderators.entries()) {
    const price = prices.moderators[at] ?? 0
    bound += price * (price > 0 ? ceiling : floor)
  }
  for (const [paper, { id }] of problem.papers.entries())
    for (const [at, moderator] of problem.moderators.entries()) {
      const suit = problem.suitability[paper]?.[at] ?? 0
      if (suit < least || barred.has(`${id} ${moderator.id}`)) continue
      bound += Math.max(0, suit - (prices.papers[paper] ?? 0) - (prices.moderators[at] ?? 0))
    }
  if (bound > total + 1e-5) faults.push(`the prices allow ${bound}, more than ${total}`)
  return faults
}
