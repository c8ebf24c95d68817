import { type Fault, failure, type Result, success } from '../failures.ts'

/** A self-assessment, and how many moderators it needs. */
export interface PaperToModerate {
  readonly id: string
  readonly name: string
  readonly needs: number
}

/** A moderator, and how many self-assessments they take: both ends included, and both are kept. */
export interface ModeratorLoad {
  readonly id: string
  readonly name: string
  readonly floor: number
  readonly ceiling: number
}

/** Why somebody does not see a paper: their own authority's, a shared director or provider, a conflict, or not free. */
export interface Barred {
  readonly moderatorId: string
  readonly paperId: string
  readonly because: string
}

/** Where all moderators of one paper come from one home. */
export interface Together {
  /** The papers of which this holds, each as those of the problem's that are it. */
  readonly papers: readonly (readonly string[])[]
  /** The homes of each moderator, in the order of the problem's list. */
  readonly homes: readonly (readonly string[])[]
}

/** Who moderates what, to be found. */
export interface AllocationProblem {
  readonly papers: readonly PaperToModerate[]
  readonly moderators: readonly ModeratorLoad[]
  /** How well each moderator suits each paper, a row a paper, in the order of both lists; of any size, all of it counts. */
  readonly suitability: readonly (readonly number[] | Float64Array)[]
  readonly barred: readonly Barred[]
  /** The sum of suitability alone; or first that the least suitable of all assignments is as suitable as can be. */
  readonly objective: 'total' | 'worst-off-first'
  readonly together?: Together
}

/** One moderator for one paper. */
export interface Allocated {
  readonly paperId: string
  readonly moderatorId: string
}

/** Who could take a moderator's place with nobody else's changed, the most suitable first. */
export interface Alternate {
  readonly moderatorId: string
  readonly suitability: number
}

/**
 * Prices that prove that no allocation suits better: what one more moderator would add to each paper, and so on. There
 * are none where moderators come together: that the bound holds was searched.
 */
export interface AllocationPrices {
  readonly papers: readonly number[]
  readonly moderators: readonly number[]
}

export type AllocationOutcome =
  | {
      readonly kind: 'allocated'
      readonly allocated: readonly Allocated[]
      readonly total: number
      /** The suitability of the least suitable assignment. */
      readonly worst: number
      /** No allocation of which no assignment suits less than `worst` has a larger total; without a gap, the total. */
      readonly bound: number
      readonly prices: AllocationPrices
      /** By paper, for whoever of its moderators declines. */
      readonly alternates: Readonly<Record<string, readonly Alternate[]>>
    }
  | {
      readonly kind: 'impossible'
      /** These papers need more than those who may see them can take; empty where the floors are what cannot be met. */
      readonly paperIds: readonly string[]
      readonly needed: number
      readonly available: number
      readonly because: string
    }
  | { readonly kind: 'unfinished' }

/** Refuses, as `invalid-request`, numbers that are none and loads that no count meets. */
export const checkAllocation = ({ papers, moderators, suitability }: AllocationProblem): Result<null> => {
  const isCount = (value: number) => Number.isInteger(value) && value >= 0
  const faults: Fault[] = [
    ...papers.flatMap(({ needs, name }, at) =>
      isCount(needs)
        ? []
        : [{ pointer: `/papers/${at}/needs`, detail: `${name} needs a whole number of moderators.` }],
    ),
    ...moderators.flatMap(({ floor, ceiling, name }, at) =>
      isCount(floor) && isCount(ceiling) && floor <= ceiling
        ? []
        : [
            {
              pointer: `/moderators/${at}`,
              detail: `The load of ${name} must be whole numbers, the floor first.`,
            },
          ],
    ),
  ]
  const isWhole =
    suitability.length === papers.length &&
    suitability.every((row) => row.length === moderators.length && row.every(Number.isFinite))
  if (!isWhole)
    faults.push({ pointer: '/suitability', detail: 'Suitability is a number for each paper and moderator.' })
  if (faults.length === 0) return success(null)
  return failure('invalid-request', faults.map(({ detail }) => detail).join(' '), faults)
}

/**
 * What is left to allocate when a moderator declines a paper and everybody else keeps theirs: that paper's place alone,
 * to whoever has room; whoever declined is barred from it.
 */
export const afterDecline = (
  problem: AllocationProblem,
  allocated: readonly Allocated[],
  declined: Allocated,
): AllocationProblem => {
  const kept = allocated.filter((each) => !isSame(each, declined))
  const load = Map.groupBy(kept, ({ moderatorId }) => moderatorId)
  const paper = problem.papers.findIndex(({ id }) => id === declined.paperId)
  const taken = kept.filter(({ paperId }) => paperId === declined.paperId)
  return {
    ...problem,
    papers: problem.papers.filter((_, at) => at === paper).map((each) => ({ ...each, needs: 1 })),
    moderators: problem.moderators.map((each) => {
      const has = load.get(each.id)?.length ?? 0
      // A floor that the one who declines falls under is theirs to answer for, not a reason to disturb the others.
      const floor = each.id === declined.moderatorId ? 0 : Math.max(0, each.floor - has)
      return { ...each, floor, ceiling: Math.max(floor, each.ceiling - has) }
    }),
    suitability: problem.suitability.filter((_, at) => at === paper),
    barred: [
      ...problem.barred.filter(({ paperId }) => paperId === declined.paperId),
      ...taken.map((each) => ({ ...each, because: 'Moderates it already.' })),
      { ...declined, because: 'Declined.' },
    ],
  }
}

const isSame = (a: Allocated, b: Allocated): boolean =>
  a.paperId === b.paperId && a.moderatorId === b.moderatorId
