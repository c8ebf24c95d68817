import { loadNames } from '../../db/names.ts'
import type { StoredPlan } from '../../db/plans.ts'
import { type Occasion, spanOfOccasion } from '../../domain/intervals.ts'
import { costInWords, planInWords } from '../../domain/planning/cost-words.ts'
import type { Cost } from '../../domain/planning/costing.ts'
import type { Told } from '../../domain/planning/explanation.ts'
import type { Certificate, Plan } from '../../domain/planning/plan.ts'
import type { PlannedEvent } from '../../domain/planning/problem.ts'
import { type PlanResult, type ProofKind, planStateOf, proofOf } from '../../domain/planning/progress.ts'
import { occasionOfSlot } from '../../domain/planning/round-slots.ts'
import { type ProgressView, progressView } from '../solving/progress.ts'
import { regionOf, type Work } from '../use-case.ts'

interface Named {
  readonly id: string
  readonly name: string
}

/** One event of a plan, with the names of those who would meet. */
export interface PlannedEventView {
  readonly seats: readonly (Named & { readonly authorities: readonly Named[] })[]
  readonly occasion: Occasion
  readonly startsAt: Date
  readonly endsAt: Date
  readonly facilitator: Named | null
  /** By itself, rule by rule; null of a plan that is only told of. */
  readonly cost: Cost | null
  /** What that is for. */
  readonly inWords: string | null
}

/** Why there is no plan, in words, and what would make one. */
export interface ImpossibleView {
  readonly conflict: readonly Told[]
  readonly relaxation: {
    readonly givenUp: readonly Told[]
    readonly isCheapest: boolean
    readonly events: readonly PlannedEventView[]
    readonly cost: Cost
  } | null
}

/** A plan as the consultant sees it. */
export interface PlanView
  extends Pick<
    StoredPlan,
    'id' | 'roundId' | 'request' | 'policy' | 'seed' | 'seconds' | 'createdAt' | 'deployedAt' | 'undeployedAt'
  > {
  readonly progress: ProgressView
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  readonly failure: string | null
  readonly events: readonly PlannedEventView[]
  readonly cost: Cost | null
  /** Whether anything could be better, and what it costs for what; null where there is no plan. */
  readonly inWords: string | null
  readonly isOptimal: boolean | null
  readonly proof: ProofKind | null
  readonly certificate: Certificate | null
  readonly impossible: ImpossibleView | null
}

/** What came of a plan; null while nothing has. */
export const resultOf = ({ solve }: StoredPlan): PlanResult | null => solve.outcome as PlanResult | null

/** How far a plan is at a moment. */
export const progressOf = (plan: StoredPlan, now: Date): ProgressView => {
  const { solve } = plan
  const result = resultOf(plan)
  const state = planStateOf(solve.state, result)
  const planned = result?.outcome.kind === 'planned' ? result.outcome : null
  const best = planned?.plan.cost.total ?? solve.best
  // An infinite gap is null in what is stored: nothing is proven then.
  const left = planned?.gap ?? null
  const proven = left === null ? null : (best ?? 0) - left
  const bound = planned ? proven : solve.bound
  return progressView(solve, { state, bound, best }, now)
}

/** Plans with all that came of them. */
export const viewPlans = async (work: Work, plans: readonly StoredPlan[]): Promise<PlanView[]> => {
  const { id: regionId, timezone: zone } = regionOf(work)
  const { authorities, offices } = await loadNames(work.trx, regionId)
  return plans.map((stored) => {
    const { solve } = stored
    const result = resultOf(stored)
    const outcome = result?.outcome
    const planned = outcome?.kind === 'planned' ? outcome : null
    const view = viewerOfEvents(stored, { authorities, offices, zone })
    return {
      ...stored,
      progress: progressOf(stored, work.now),
      startedAt: solve.startedAt,
      endedAt: solve.endedAt,
      failure: solve.failure,
      events: planned ? view(planned.plan) : [],
      cost: planned?.plan.cost ?? null,
      inWords: planned && planInWords(planned.plan.cost, progressOf(stored, work.now).gap),
      isOptimal: planned?.isOptimal ?? null,
      proof: outcome ? proofOf(outcome) : null,
      certificate: planned?.certificate ?? null,
      impossible: result ? impossibleOf(result, view) : null,
    }
  })
}

const impossibleOf = (
  { outcome, whyNone }: PlanResult,
  view: (plan: Plan) => PlannedEventView[],
): ImpossibleView | null => {
  if (outcome.kind !== 'impossible') return null
  if (whyNone?.kind !== 'impossible') return { conflict: [], relaxation: null }
  const { givenUp, price, atLeast, plan } = whyNone.relaxation
  return {
    conflict: whyNone.conflict,
    relaxation: { givenUp, isCheapest: price <= atLeast, events: view(plan), cost: plan.cost },
  }
}

type NamesById = Readonly<Record<string, string>>

/** A plan's events with the names that they have now. */
export const viewerOfEvents = (
  { seats }: Pick<StoredPlan, 'seats'>,
  { authorities, offices, zone }: { authorities: NamesById; offices: NamesById; zone: string },
): ((plan: Plan) => PlannedEventView[]) => {
  const seatOf = new Map(seats.map((seat) => [seat.id, seat]))
  const viewEvent = (event: PlannedEvent, cost: Cost | null): PlannedEventView => {
    const occasion = occasionOfSlot(event.slotId)
    const span = spanOfOccasion(occasion, zone)
    if (!span.ok) throw new Error(`a plan has the slot ${event.slotId}`)
    return {
      seats: event.seatIds
        .map((id) => ({
          id,
          name: seatOf.get(id)?.name ?? id,
          authorities: (seatOf.get(id)?.authorityIds ?? []).map((each) => ({
            id: each,
            name: authorities[each] ?? each,
          })),
        }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      occasion,
      startsAt: span.value.from,
      endsAt: span.value.until,
      facilitator:
        event.facilitatorId === null
          ? null
          : { id: event.facilitatorId, name: offices[event.facilitatorId] ?? '' },
      cost,
      inWords: cost && `It costs ${costInWords(cost)}.`,
    }
  }
  return ({ events, byEvent }) => events.map((event, at) => viewEvent(event, byEvent[at] ?? null))
}
