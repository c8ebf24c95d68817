import type { Cost } from './costing.ts'
import type { Plan } from './plan.ts'
import type { PlanningProblem } from './problem.ts'
import type { Requirement } from './requirements.ts'

/** A requirement as it is told: what it is, and in words. */
export type Told = Pick<Requirement, 'id' | 'kind' | 'because'>

export const tell = ({ id, kind, because }: Requirement): Told => ({ id, kind, because })

/**
 * What it costs to give up a requirement of each kind, when nothing can hold together; our own choice. What a person
 * decided for this plan goes first, what the region decided goes next, what stands in somebody's diary last.
 */
export const GIVING_UP: Readonly<Record<Requirement['kind'], number>> = {
  pin: 1,
  quota: 2,
  'facilitator-load': 2,
  ban: 4,
  sizes: 4,
  facilitators: 5,
  clash: 5,
}

/** Why there is no plan, and the least that has to give. */
export type WhyNone =
  | {
      readonly kind: 'impossible'
      /** These cannot all hold; without any one of them, the rest of them can. */
      readonly conflict: readonly Told[]
      /**
       * What to give up, and the best plan there is then: it was solved, not guessed. Nothing that costs less than
       * `atLeast` is enough: it is the cheapest where that is its price.
       */
      readonly relaxation: {
        readonly givenUp: readonly Told[]
        readonly price: number
        readonly atLeast: number
        readonly plan: Plan
      }
    }
  /** There is a plan after all. */
  | { readonly kind: 'possible' }
  | { readonly kind: 'unfinished' }

/**
 * What somebody asks why it is not: these people together, on a day, or with a facilitator; null for whichever. With
 * nobody named it is any other plan than the one that there is.
 */
export interface Wish {
  readonly seatIds: readonly string[]
  readonly slotId: string | null
  readonly facilitatorId: string | null
}

/** Why a wish is not in the plan. */
export type WhyNot =
  | {
      readonly kind: 'costs'
      /** What the wish's best plan costs more than the best without it, rule by rule; not less than nought in all. */
      readonly more: Cost
      readonly plan: Plan
    }
  | {
      readonly kind: 'forbidden'
      /** What forbids it: by itself, or all together with what the rest of the plan must keep. */
      readonly because: readonly Told[]
      /** What it would cost more if these were given up; null where even then there is no plan. */
      readonly otherwise: { readonly more: Cost; readonly plan: Plan } | null
    }
  | { readonly kind: 'unfinished' }

const WISH = 'wish:'

/** The problem with a wish insisted on. */
export const insisting = (
  problem: PlanningProblem,
  { seatIds, slotId, facilitatorId }: Wish,
): PlanningProblem => ({
  ...problem,
  pins: [
    ...problem.pins,
    { id: `${WISH}together`, kind: 'together', seatIds },
    ...(slotId === null ? [] : [{ id: `${WISH}date`, kind: 'dates' as const, seatIds, slotIds: [slotId] }]),
    ...(facilitatorId === null
      ? []
      : [{ id: `${WISH}facilitator`, kind: 'facilitator' as const, seatIds, facilitatorId }]),
  ],
})

/** Whether a requirement is the wish's own, and so not among the reasons against it. */
export const isOfWish = ({ id }: Told): boolean => id.startsWith(WISH)
