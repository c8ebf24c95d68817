import type { StoredModerationPlan } from '../../../db/moderation-plans.ts'
import {
  findModerationQuestion,
  insertModerationQuestion,
  type StoredModerationQuestion,
} from '../../../db/moderation-questions.ts'
import { type Fault, failure, type Result, success } from '../../../domain/failures.ts'
import { insteadInWords } from '../../../domain/planning/allocation-words.ts'
import { isBestAllocation } from '../../../domain/planning/moderation-progress.ts'
import type { NamedPair } from '../../../domain/planning/moderation-request.ts'
import { barsAgainst, changesBetween, forcing, isAmong } from '../../../domain/planning/moderation-wish.ts'
import type { AllocationOutcome } from '../../../domain/planning/moderators.ts'
import { type AnswerState, isEnded } from '../../../domain/planning/progress.ts'
import { checkRoom } from '../../plans/plans.ts'
import { notFound, reading, type Work, writing } from '../../use-case.ts'
import { moderationPlanToRead } from './access.ts'
import { type ImpossibleAllocation, impossibleOf } from './impossible.ts'
import { loadNaming, type Named, type NamedPaper, type Naming, outcomeOf } from './views.ts'

/** The best allocation with what was asked for, beside that which was asked about. */
export interface InsteadAllocation {
  readonly total: number
  readonly worst: number
  /** How much less the total is; below nought where the least suitable pair went first and is worse. */
  readonly less: number
  /** How much less the least suitable pair suits, where that went first; else null. */
  readonly worstLess: number | null
  /** Whether both are proven the best there are. */
  readonly isExact: boolean
  /** The self-assessments whose moderators are others, by name. */
  readonly changes: readonly {
    readonly selfAssessment: NamedPaper
    readonly from: readonly Named[]
    readonly to: readonly Named[]
  }[]
}

/** Why an allocation has not given a self-assessment to a moderator, and the answer when there is one. */
export interface ModerationQuestionView {
  readonly id: string
  readonly planId: string
  readonly state: AnswerState
  readonly isEnded: boolean
  /** The answer as a consultant reads it; null while there is none. */
  readonly inWords: string | null
  readonly selfAssessment: NamedPaper
  readonly moderator: Named
  /** What forbids it, in sentences; empty where it only costs. */
  readonly because: readonly string[]
  /** Where the rest forbids it: which self-assessments would have too few. */
  readonly impossible: ImpossibleAllocation | null
  readonly instead: InsteadAllocation | null
  readonly failure: string | null
}

type Allocation = AllocationOutcome & { readonly kind: 'allocated' }

/**
 * The consultant asks why an allocation has not got a pair. What forbids it by itself is told at once; else all is
 * allocated again with the pair insisted on, which waits in turn like an allocation and may take as long.
 */
export const askWhyNotModerator = writing<
  NamedPair & { readonly id: string },
  StoredModerationPlan,
  ModerationQuestionView
>({
  authorise: (work, { id }) => moderationPlanToRead(work, id),
  run: async (work, { id: planId, ...wish }, plan) => {
    const outcome = outcomeOf(plan)
    if (outcome?.kind !== 'allocated')
      return failure('wrong-state', 'There is nothing here to ask about: no moderators were allocated.')
    const naming = await loadNaming(work, new Set([plan.roundId]))
    const asked = checkWish(plan, outcome, wish, naming)
    if (!asked.ok) return asked
    const isForbidden = barsAgainst(plan.problem, wish).length > 0
    const room = isForbidden ? success(null) : await checkRoom(work)
    if (!room.ok) return room
    const { regionId } = plan
    const order = { regionId, planId, wish, isForbidden, createdBy: work.actor.personId }
    const id = await insertModerationQuestion(work.trx, order, work.now)
    work.record('moderation-plan', planId, { whyNot: wish, questionId: id })
    const question = await findModerationQuestion(work.trx, id)
    const view = question && viewOf(plan, question, naming)
    return view ? success(view) : notFound()
  },
})

/** Refuses a pair that the allocation knows nothing of, and one that it has. */
const checkWish = (
  { problem }: StoredModerationPlan,
  { allocated }: Allocation,
  wish: NamedPair,
  { paper, person }: Naming,
): Result<null> => {
  const { papers, moderators } = problem.allocation
  const isOpen = papers.some(({ id }) => id === wish.selfAssessmentId)
  const found = isOpen ? paper(wish.selfAssessmentId) : null
  const faults: Fault[] = []
  if (found === null)
    faults.push({ pointer: '/selfAssessmentId', detail: 'There is no such self-assessment in this plan.' })
  if (!moderators.some(({ id }) => id === wish.moderatorId))
    faults.push({ pointer: '/moderatorId', detail: 'This is none of the moderators of this plan.' })
  if (faults.length > 0)
    return failure('invalid-request', faults.map(({ detail }) => detail).join(' '), faults)
  if (!isAmong(allocated, wish)) return success(null)
  const { name } = person(wish.moderatorId)
  return failure('wrong-state', `It is so: in this plan ${name} moderates ${found?.authority.name}.`)
}

/** A question about an allocation, for the consultant, who must still be allowed to read its self-assessment. */
export const readModerationQuestion = reading<
  { readonly id: string },
  { readonly plan: StoredModerationPlan; readonly question: StoredModerationQuestion },
  ModerationQuestionView
>({
  authorise: async (work, { id }) => {
    const question = await findModerationQuestion(work.trx, id)
    const plan = await moderationPlanToRead(work, question?.planId ?? id)
    if (!plan.ok) return plan
    return question ? success({ plan: plan.value, question }) : notFound()
  },
  run: async (work: Work, { id }, { plan, question }) => {
    const view = viewOf(plan, question, await loadNaming(work, new Set([plan.roundId])))
    if (view === null) return notFound()
    work.record('moderation-plan', plan.id, { questionId: id })
    return success(view)
  },
})

/** Null where the actor may not read its self-assessment. */
const viewOf = (
  plan: StoredModerationPlan,
  { id, wish, solve }: StoredModerationQuestion,
  naming: Naming,
): ModerationQuestionView | null => {
  const selfAssessment = naming.paper(wish.selfAssessmentId)
  if (selfAssessment === null) return null
  const outcome = solve?.outcome as AllocationOutcome | null | undefined
  const before = outcomeOf(plan)
  const isImpossible = outcome?.kind === 'impossible'
  const because = solve === null ? barsAgainst(plan.problem, wish) : isImpossible ? [outcome.because] : []
  const instead =
    outcome?.kind === 'allocated' && before?.kind === 'allocated'
      ? insteadOf(plan, before, outcome, naming)
      : null
  const state = stateOf(solve, outcome ?? null)
  return {
    id,
    planId: plan.id,
    state,
    isEnded: isEnded(state),
    inWords: instead
      ? insteadInWords(instead.less, instead.changes.length)
      : because.length > 0
        ? `It cannot be so: ${because.join(' ')}`
        : null,
    selfAssessment,
    moderator: naming.person(wish.moderatorId),
    because,
    impossible: isImpossible ? impossibleOf({ problem: forcing(plan.problem, wish) }, outcome, naming) : null,
    instead,
    failure: solve?.failure ?? null,
  }
}

const stateOf = (
  solve: StoredModerationQuestion['solve'],
  outcome: AllocationOutcome | null,
): AnswerState => {
  if (solve === null || outcome?.kind === 'impossible') return 'forbidden'
  if (solve.state !== 'done') return solve.state
  if (outcome === null) return 'failed'
  return outcome.kind === 'allocated' ? 'costs' : outcome.kind
}

const insteadOf = (
  { problem }: StoredModerationPlan,
  before: Allocation,
  after: Allocation,
  { paper, person }: Naming,
): InsteadAllocation => ({
  total: after.total,
  worst: after.worst,
  less: before.total - after.total,
  worstLess: problem.allocation.objective === 'worst-off-first' ? before.worst - after.worst : null,
  isExact: isBestAllocation(before) && isBestAllocation(after),
  changes: changesBetween(before.allocated, after.allocated)
    .flatMap(({ paperId, from, to }) => {
      const selfAssessment = paper(paperId)
      return selfAssessment ? [{ selfAssessment, from: from.map(person), to: to.map(person) }] : []
    })
    .toSorted((a, b) => a.selfAssessment.authority.name.localeCompare(b.selfAssessment.authority.name)),
})
