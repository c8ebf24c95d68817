import type { z } from 'zod'
import type { CheckFile } from '../../../services/plans/plans.ts'
import type { PlannedEventView, PlanView } from '../../../services/plans/views.ts'
import type { ProgressView } from '../../../services/solving/progress.ts'
import { instant } from '../../wire.ts'
import { presentPlanningPolicy } from './policy-schemas.ts'
import type { CheckFileSchema, PlannedEventSchema, PlanProgressSchema, PlanSchema } from './schemas.ts'

export const presentPlannedEvent = ({
  occasion: { date, startTime, endTime },
  ...event
}: PlannedEventView): z.input<typeof PlannedEventSchema> => ({
  seats: event.seats.map(({ id, name, authorities }) => ({
    id,
    name,
    authorities: authorities.map((authority) => ({ id: authority.id, name: authority.name })),
  })),
  date,
  startTime,
  endTime,
  startsAt: instant(event.startsAt),
  endsAt: instant(event.endsAt),
  facilitator: event.facilitator && { id: event.facilitator.id, name: event.facilitator.name },
  cost: event.cost,
  inWords: event.inWords,
})

/** When something was asked for and solved. */
export const presentSolved = (of: {
  readonly seconds: number
  readonly createdAt: Date
  readonly startedAt: Date | null
  readonly endedAt: Date | null
}) => ({
  limitSeconds: of.seconds,
  createdAt: instant(of.createdAt),
  startedAt: instant(of.startedAt),
  endedAt: instant(of.endedAt),
})

/** When a plan was made real, and when that was taken back. */
export const presentDeployed = (of: {
  readonly deployedAt: Date | null
  readonly undeployedAt: Date | null
}) => ({
  deployedAt: instant(of.deployedAt),
  undeployedAt: instant(of.undeployedAt),
})

export const presentCheckFile = ({
  problem,
  plan,
  certificate,
}: CheckFile): z.input<typeof CheckFileSchema> => ({
  problem: { ...problem },
  plan: { ...plan },
  certificate: { ...certificate },
})

export const presentProgress = ({
  state,
  isEnded,
  stopped,
  tries,
  bound,
  best,
  gap,
  seconds,
}: ProgressView): z.input<typeof PlanProgressSchema> => ({
  state,
  isEnded,
  stopped,
  tries,
  bound,
  best,
  gap,
  seconds,
})

export const presentPlan = (plan: PlanView): z.input<typeof PlanSchema> => ({
  id: plan.id,
  roundId: plan.roundId,
  ...presentProgress(plan.progress),
  isOptimal: plan.isOptimal,
  proof: plan.proof,
  cost: plan.cost,
  inWords: plan.inWords,
  events: plan.events.map(presentPlannedEvent),
  certificate: plan.certificate as z.input<typeof PlanSchema>['certificate'],
  impossible: plan.impossible && {
    conflict: [...plan.impossible.conflict],
    relaxation: plan.impossible.relaxation && {
      givenUp: [...plan.impossible.relaxation.givenUp],
      isCheapest: plan.impossible.relaxation.isCheapest,
      cost: plan.impossible.relaxation.cost,
      events: plan.impossible.relaxation.events.map(presentPlannedEvent),
    },
  },
  failure: plan.failure,
  request: { ...plan.request },
  policy: plan.policy && presentPlanningPolicy(plan.policy),
  seed: plan.seed,
  ...presentSolved(plan),
  ...presentDeployed(plan),
})
