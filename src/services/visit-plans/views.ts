import { loadNames } from '../../db/names.ts'
import type { PlannedHost, StoredVisitPlan } from '../../db/visit-plans.ts'
import { isSameOccasion, type Occasion, spanOfOccasion } from '../../domain/intervals.ts'
import { planInWords } from '../../domain/planning/cost-words.ts'
import type { PlanState } from '../../domain/planning/progress.ts'
import type { VisitCost, VisitsOutcome } from '../../domain/planning/visits.ts'
import { type ProgressView, progressView } from '../solving/progress.ts'
import { regionOf, type Work } from '../use-case.ts'

interface Named {
  readonly id: string
  readonly name: string
}

/** One visit of a plan with its date. */
export interface DatedVisitView {
  readonly host: Named
  readonly triad: PlannedHost['triad']
  /** What deploying does: proposes it, moves the one that there is, or leaves that where it is. */
  readonly action: 'propose' | 'move' | 'keep'
  /** The visit that there is; null where one is proposed. */
  readonly eventId: string | null
  readonly occasion: Occasion
  readonly startsAt: Date
  readonly endsAt: Date
  readonly people: readonly Named[]
  readonly cost: VisitCost
}

/** One of the visits that cannot all be dated, and why. */
export interface BlockedVisitView {
  readonly host: Named
  readonly triad: PlannedHost['triad']
  readonly meetingOn: string
  /** The dates that it could have by itself. */
  readonly open: readonly Occasion[]
  readonly because: readonly string[]
}

/** A plan of visits as the consultant sees it. */
export interface VisitPlanView
  extends Pick<
    StoredVisitPlan,
    'id' | 'roundId' | 'request' | 'seed' | 'seconds' | 'createdAt' | 'deployedAt' | 'undeployedAt'
  > {
  readonly progress: ProgressView
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  readonly failure: string | null
  readonly visits: readonly DatedVisitView[]
  readonly cost: VisitCost | null
  /** Whether anything could be better, and what it costs for what; null where there is no plan. */
  readonly inWords: string | null
  readonly isOptimal: boolean | null
  /** Null unless it is impossible; empty where time ran out before it was known why. */
  readonly impossible: readonly BlockedVisitView[] | null
}

/** What came of a plan of visits; null while nothing has. */
export const outcomeOf = ({ solve }: StoredVisitPlan): VisitsOutcome | null =>
  solve.outcome as VisitsOutcome | null

/** What deploying a plan does about a visit that shall be on an occasion. */
export const actionOn = ({ visit }: PlannedHost, occasion: Occasion): DatedVisitView['action'] => {
  if (visit === null) return 'propose'
  return visit.state === 'deferred' || !isSameOccasion(visit.occasion, occasion) ? 'move' : 'keep'
}

const progressOf = (plan: StoredVisitPlan, now: Date): ProgressView => {
  const { solve } = plan
  const outcome = outcomeOf(plan)
  const state: PlanState = solve.state === 'done' ? (outcome?.kind ?? 'failed') : solve.state
  const planned = outcome?.kind === 'planned' ? outcome : null
  const best = planned?.cost.total ?? solve.best
  const bound = outcome && outcome.kind !== 'impossible' ? outcome.bound : solve.bound
  return progressView(solve, { state, bound, best, isOptimal: planned?.isOptimal ?? false }, now)
}

/** Plans of visits with all that came of them, and the names that all have now. */
export const viewVisitPlans = async (
  work: Work,
  plans: readonly StoredVisitPlan[],
): Promise<VisitPlanView[]> => {
  const { id: regionId, timezone: zone } = regionOf(work)
  const { authorities, offices } = await loadNames(work.trx, regionId)
  return plans.map((stored) => {
    const { solve } = stored
    const outcome = outcomeOf(stored)
    const planned = outcome?.kind === 'planned' ? outcome : null
    const hosts = new Map(stored.hosts?.map((host) => [host.authorityId, host]))
    const hostOf = (id: string): { readonly planned: PlannedHost; readonly host: Named } => {
      const host = hosts.get(id)
      if (host === undefined) throw new Error(`the plan ${stored.id} has no host ${id}`)
      return { planned: host, host: { id, name: authorities[id] ?? host.name } }
    }
    return {
      ...stored,
      progress: progressOf(stored, work.now),
      startedAt: solve.startedAt,
      endedAt: solve.endedAt,
      failure: solve.failure,
      cost: planned?.cost ?? null,
      inWords: planned && planInWords(planned.cost, progressOf(stored, work.now).gap),
      isOptimal: planned?.isOptimal ?? null,
      visits: (planned?.visits ?? []).map(({ visitId, occasion, personIds, cost }): DatedVisitView => {
        const { planned: known, host } = hostOf(visitId)
        const span = spanOfOccasion(occasion, zone)
        if (!span.ok) throw new Error(`a plan has a visit on ${occasion.date}`)
        return {
          host,
          triad: known.triad,
          action: actionOn(known, occasion),
          eventId: known.visit?.id ?? null,
          occasion,
          startsAt: span.value.from,
          endsAt: span.value.until,
          people: personIds.map((id) => ({ id, name: offices[id] ?? '' })),
          cost,
        }
      }),
      impossible:
        outcome?.kind === 'impossible'
          ? outcome.conflict.map(({ visitId, open, because }): BlockedVisitView => {
              const { planned: known, host } = hostOf(visitId)
              return { host, triad: known.triad, meetingOn: known.meetingOn, open, because }
            })
          : null,
    }
  })
}
