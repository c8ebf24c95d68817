import type { z } from 'zod'
import type { Occasion } from '../../../domain/intervals.ts'
import type { VisitPlanView } from '../../../services/visit-plans/views.ts'
import { instant } from '../../wire.ts'
import { presentDeployed, presentProgress, presentSolved } from '../plans/present.ts'
import type { VisitPlanSchema } from './schemas.ts'

const presentOccasion = ({ date, days, startTime, endTime }: Occasion) => ({ date, days, startTime, endTime })

export const presentVisitPlan = (plan: VisitPlanView): z.input<typeof VisitPlanSchema> => ({
  id: plan.id,
  roundId: plan.roundId,
  ...presentProgress(plan.progress),
  isOptimal: plan.isOptimal,
  cost: plan.cost,
  inWords: plan.inWords,
  visits: plan.visits.map(({ host, triad, action, eventId, occasion, startsAt, endsAt, people, cost }) => ({
    host,
    triad,
    action,
    eventId,
    ...presentOccasion(occasion),
    startsAt: instant(startsAt),
    endsAt: instant(endsAt),
    people: [...people],
    cost,
  })),
  impossible: plan.impossible && {
    conflict: plan.impossible.map(({ host, triad, meetingOn, open, because }) => ({
      host,
      triad,
      meetingOn,
      openDates: open.map(presentOccasion),
      because: [...because],
    })),
  },
  failure: plan.failure,
  request: { ...plan.request },
  seed: plan.seed,
  ...presentSolved(plan),
  ...presentDeployed(plan),
})
