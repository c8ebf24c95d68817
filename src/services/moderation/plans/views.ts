import type { StoredModerationPlan } from '../../../db/moderation-plans.ts'
import { loadNames } from '../../../db/names.ts'
import { loadPapers, type Paper } from '../../../db/papers.ts'
import { allocationInWords } from '../../../domain/planning/allocation-words.ts'
import { amountsOf, loadOf, themesOf } from '../../../domain/planning/moderation-facts.ts'
import { isDecided, paperOfPlace } from '../../../domain/planning/moderation-problem.ts'
import {
  isBestAllocation,
  type ModerationPlanState,
  moderationPlanStateOf,
  proofOfAllocation,
} from '../../../domain/planning/moderation-progress.ts'
import type { SuitabilityAmounts } from '../../../domain/planning/moderation-request.ts'
import type { AllocationOutcome } from '../../../domain/planning/moderators.ts'
import { isEnded, type ProofKind } from '../../../domain/planning/progress.ts'
import { regionOf, type Work } from '../../use-case.ts'
import { readsPaper } from '../papers.ts'
import { type ImpossibleAllocation, impossibleOf } from './impossible.ts'

export interface Named {
  readonly id: string
  readonly name: string
}

/** A self-assessment, named by the authority that wrote it. */
export interface NamedPaper {
  readonly id: string
  readonly authority: Named
}

/** A moderator for a self-assessment. */
export interface AllocatedPair {
  readonly selfAssessment: NamedPaper
  readonly moderator: Named
  readonly suitability: number
  /** What the suitability counts; null where the request said it. */
  readonly amounts: SuitabilityAmounts | null
  /** Whether the request decided it. */
  readonly isPinned: boolean
}

/** What one moderator has and gets in a round, between what they shall have at least and at most. */
export interface ModeratorLoadView {
  readonly moderator: Named
  readonly floor: number
  readonly ceiling: number
  /** What they had when it was asked for. */
  readonly before: number
  readonly allocated: number
}

/** An allocation as a consultant sees it; self-assessments that they may not read are left out of it. */
export interface ModerationPlanView
  extends Pick<
    StoredModerationPlan,
    'id' | 'roundId' | 'request' | 'seconds' | 'createdAt' | 'deployedAt' | 'undeployedAt'
  > {
  readonly state: ModerationPlanState
  readonly isEnded: boolean
  readonly stopped: boolean
  readonly tries: number
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  readonly failure: string | null
  readonly total: number | null
  readonly worst: number | null
  readonly bound: number | null
  readonly isOptimal: boolean | null
  /** Whether another could suit better, and how well this one does; null where there is none. */
  readonly inWords: string | null
  readonly proof: ProofKind | null
  readonly pairs: readonly AllocatedPair[]
  readonly papers: readonly {
    readonly selfAssessment: NamedPaper
    /** The moderators that it had not got. */
    readonly needs: number
    readonly alternates: readonly (Named & { readonly suitability: number })[]
  }[]
  readonly loads: readonly ModeratorLoadView[]
  readonly impossible: ImpossibleAllocation | null
  /** What deploying offered. */
  readonly offers: readonly {
    readonly assignmentId: string
    readonly selfAssessment: NamedPaper
    readonly moderator: Named
  }[]
}

/** How the papers and people of an allocation are called now; a paper that the actor may not read is null. */
export interface Naming {
  paper(id: string): NamedPaper | null
  person(id: string): Named
}

/** What came of an allocation; null while nothing has. */
export const outcomeOf = ({ solve }: StoredModerationPlan): AllocationOutcome | null =>
  solve.outcome as AllocationOutcome | null

/** How the papers of some rounds are called that the actor may read, and everybody. */
export const loadNaming = async (work: Work, roundIds: ReadonlySet<string>): Promise<Naming> => {
  const region = regionOf(work)
  const { offices } = await loadNames(work.trx, region.id)
  const papers = new Map<string, Paper>()
  for (const roundId of roundIds)
    for (const paper of await loadPapers(work.trx, region, { roundId }))
      if (readsPaper(work, paper)) papers.set(paper.id, paper)
  return {
    paper: (id) => {
      const paper = papers.get(id)
      return paper ? { id, authority: paper.authority } : null
    },
    person: (id) => ({ id, name: offices[id] ?? '' }),
  }
}

/** Allocations with all that came of them. */
export const viewModerationPlans = async (
  work: Work,
  plans: readonly StoredModerationPlan[],
): Promise<ModerationPlanView[]> => {
  const naming = await loadNaming(work, new Set(plans.map(({ roundId }) => roundId)))
  return plans.map((plan) => viewOf(plan, naming))
}

const viewOf = (plan: StoredModerationPlan, naming: Naming): ModerationPlanView => {
  const { solve, deployment } = plan
  const outcome = outcomeOf(plan)
  const allocated = outcome?.kind === 'allocated' ? outcome : null
  const state = moderationPlanStateOf(solve.state, outcome)
  return {
    ...plan,
    state,
    isEnded: isEnded(solve.state),
    stopped: solve.stopped,
    tries: solve.tries,
    startedAt: solve.startedAt,
    endedAt: solve.endedAt,
    failure: solve.failure,
    total: allocated?.total ?? null,
    worst: allocated?.worst ?? null,
    bound: allocated?.bound ?? null,
    isOptimal: allocated && isBestAllocation(allocated),
    inWords:
      allocated &&
      allocationInWords(
        { ...allocated, pairs: allocated.allocated.length },
        {
          isOptimal: isBestAllocation(allocated),
          isWorstFirst: plan.request.objective === 'worst-off-first',
        },
      ),
    proof: allocated && proofOfAllocation(allocated),
    pairs: allocated ? pairsOf(plan, allocated, naming) : [],
    papers: papersOf(plan, allocated, naming),
    loads: loadsOf(plan, allocated, naming),
    impossible: outcome?.kind === 'impossible' ? impossibleOf(plan, outcome, naming) : null,
    offers: (deployment?.offers ?? []).flatMap(({ assignmentId, selfAssessmentId, moderatorId }) => {
      const selfAssessment = naming.paper(selfAssessmentId)
      return selfAssessment ? [{ assignmentId, selfAssessment, moderator: naming.person(moderatorId) }] : []
    }),
  }
}

type Allocated = AllocationOutcome & { readonly kind: 'allocated' }

const pairsOf = (
  { problem: { allocation, moderators, themes }, request }: StoredModerationPlan,
  { allocated }: Allocated,
  { paper, person }: Naming,
): AllocatedPair[] => {
  const rowAt = new Map(allocation.papers.map(({ id }, at) => [id, allocation.suitability[at]]))
  const columnAt = new Map(moderators.map(({ id }, at) => [id, at]))
  return allocated
    .flatMap(({ paperId: place, moderatorId }): AllocatedPair[] => {
      const id = paperOfPlace(place)
      const selfAssessment = paper(id)
      const at = columnAt.get(moderatorId) ?? -1
      const moderator = moderators[at]
      if (selfAssessment === null || moderator === undefined) return []
      const isSaid = request.suitability.some(
        (each) => each.selfAssessmentId === id && each.moderatorId === moderatorId,
      )
      return [
        {
          selfAssessment,
          moderator: person(moderatorId),
          suitability: rowAt.get(place)?.[at] ?? 0,
          amounts: isSaid ? null : amountsOf(themesOf(request, themes, id), moderator),
          isPinned: isDecided(place),
        },
      ]
    })
    .toSorted(
      (a, b) =>
        a.selfAssessment.authority.name.localeCompare(b.selfAssessment.authority.name) ||
        a.moderator.name.localeCompare(b.moderator.name),
    )
}

const papersOf = (
  { problem: { allocation } }: StoredModerationPlan,
  allocated: Allocated | null,
  { paper, person }: Naming,
): ModerationPlanView['papers'] =>
  [...Map.groupBy(allocation.papers, ({ id }) => paperOfPlace(id))]
    .flatMap(([id, places]) => {
      const selfAssessment = paper(id)
      return selfAssessment === null
        ? []
        : [
            {
              selfAssessment,
              needs: places.reduce((sum, { needs }) => sum + needs, 0),
              alternates: (allocated?.alternates[id] ?? []).map(({ moderatorId, suitability }) => ({
                ...person(moderatorId),
                suitability,
              })),
            },
          ]
    })
    .toSorted((a, b) => a.selfAssessment.authority.name.localeCompare(b.selfAssessment.authority.name))

const loadsOf = (
  { problem: { moderators, ceiling }, request }: StoredModerationPlan,
  allocated: Allocated | null,
  { person }: Naming,
): ModeratorLoadView[] =>
  moderators
    .map(({ id, load }) => ({
      moderator: person(id),
      ...loadOf(request, id, ceiling),
      before: load,
      allocated: allocated?.allocated.filter(({ moderatorId }) => moderatorId === id).length ?? 0,
    }))
    .toSorted((a, b) => a.moderator.name.localeCompare(b.moderator.name))
