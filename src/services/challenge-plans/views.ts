import type { StoredChallengePlan } from '../../db/challenge-plans.ts'
import { loadNames } from '../../db/names.ts'
import { challengesOfEach } from '../../domain/challenges/challenge.ts'
import { planInWords } from '../../domain/planning/cost-words.ts'
import type { Cost } from '../../domain/planning/costing.ts'
import type { DirectedOutcome, DirectedProblem, DirectedRequirement } from '../../domain/planning/directed.ts'
import { tooFewOrMany } from '../../domain/planning/directed-reasons.ts'
import { type ProgressView, progressView } from '../solving/progress.ts'
import { regionOf, type Work } from '../use-case.ts'

interface Named {
  readonly id: string
  readonly name: string
}

/** One participant's challengers by a plan, and those that it had when it was asked for. */
export interface ChosenView {
  readonly authority: Named
  readonly challengers: readonly Named[]
  readonly before: readonly Named[]
  /** How many papers it would challenge itself. */
  readonly load: number
}

/** A plan of challengers as the consultant sees it. */
export interface ChallengePlanView
  extends Pick<
      StoredChallengePlan,
      'id' | 'roundId' | 'request' | 'seed' | 'seconds' | 'createdAt' | 'deployedAt' | 'undeployedAt'
    >,
    Pick<DirectedProblem, 'perPaper' | 'mutual' | 'policy'> {
  readonly progress: ProgressView
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  readonly failure: string | null
  /** Each that takes part, by name; nothing while there is no plan. */
  readonly challenges: readonly ChosenView[]
  readonly cost: Cost | null
  /** Whether anything could be better, and what it costs for what; null where there is no plan. */
  readonly inWords: string | null
  readonly isOptimal: boolean | null
  /** Why there is no plan. */
  readonly impossible: {
    /** Who has too few, or too many decided. */
    readonly reasons: readonly string[]
    readonly conflict: readonly DirectedRequirement[]
  } | null
}

/** What came of a plan; null while nothing has. */
export const outcomeOf = ({ solve }: StoredChallengePlan): DirectedOutcome | null =>
  solve.outcome as DirectedOutcome | null

const progressOf = (plan: StoredChallengePlan, now: Date): ProgressView => {
  const { solve } = plan
  const outcome = outcomeOf(plan)
  const planned = outcome?.kind === 'planned' ? outcome : null
  const state = solve.state === 'done' ? (outcome?.kind ?? 'failed') : solve.state
  const best = planned?.cost.total ?? solve.best
  const bound = planned?.bound ?? solve.bound
  return progressView(solve, { state, bound, best, isOptimal: planned?.isOptimal ?? false }, now)
}

/** Plans of challengers with the names that authorities have now. */
export const viewChallengePlans = async (
  work: Work,
  plans: readonly StoredChallengePlan[],
): Promise<ChallengePlanView[]> => {
  const { authorities } = await loadNames(work.trx, regionOf(work).id)
  const named = (ids: readonly string[]): Named[] =>
    ids.map((id) => ({ id, name: authorities[id] ?? '' })).toSorted(byName)
  return plans.map((plan) => {
    const { solve, problem } = plan
    const outcome = outcomeOf(plan)
    const planned = outcome?.kind === 'planned' ? outcome : null
    return {
      ...plan,
      perPaper: problem.perPaper,
      mutual: problem.mutual,
      policy: problem.policy,
      progress: progressOf(plan, work.now),
      startedAt: solve.startedAt,
      endedAt: solve.endedAt,
      failure: solve.failure,
      challenges: planned ? chosenBy(problem, planned.challenges, named) : [],
      cost: planned?.cost ?? null,
      inWords: planned && planInWords(planned.cost, progressOf(plan, work.now).gap),
      isOptimal: planned?.isOptimal ?? null,
      impossible:
        outcome?.kind === 'impossible'
          ? { reasons: tooFewOrMany(problem), conflict: outcome.conflict }
          : null,
    }
  })
}

const chosenBy = (
  { seats, standing }: DirectedProblem,
  challenges: DirectedProblem['standing'],
  named: (ids: readonly string[]) => Named[],
): ChosenView[] => {
  const ids = seats.map(({ id }) => id)
  const before = new Map(
    challengesOfEach(ids, standing).map(({ authorityId, challengerIds }) => [authorityId, challengerIds]),
  )
  return challengesOfEach(ids, challenges)
    .map(({ authorityId, challengerIds, load }) => ({
      authority: named([authorityId])[0] ?? { id: authorityId, name: '' },
      challengers: named(challengerIds),
      before: named(before.get(authorityId) ?? []),
      load,
    }))
    .toSorted((a, b) => byName(a.authority, b.authority))
}

const byName = (a: Named, b: Named): number => (a.name < b.name ? -1 : 1)
