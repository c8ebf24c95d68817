import type { z } from 'zod'
import type { ChallengePlanView } from '../../../services/challenge-plans/views.ts'
import { presentPlanningPolicy } from '../plans/policy-schemas.ts'
import { presentDeployed, presentProgress, presentSolved } from '../plans/present.ts'
import type { ChallengePlanSchema } from './schemas.ts'

interface Named {
  readonly id: string
  readonly name: string
}

const named = ({ id, name }: Named): Named => ({ id, name })

export const presentChallengePlan = (plan: ChallengePlanView): z.input<typeof ChallengePlanSchema> => ({
  id: plan.id,
  roundId: plan.roundId,
  ...presentProgress(plan.progress),
  isOptimal: plan.isOptimal,
  perPaper: plan.perPaper,
  mutual: plan.mutual,
  challenges: plan.challenges.map(({ authority, challengers, before, load }) => ({
    authority: named(authority),
    challengers: challengers.map(named),
    before: before.map(named),
    load,
  })),
  cost: plan.cost,
  inWords: plan.inWords,
  impossible: plan.impossible && {
    reasons: [...plan.impossible.reasons],
    conflict: plan.impossible.conflict.map(({ kind, because }) => ({ kind, because })),
  },
  failure: plan.failure,
  request: { ...plan.request },
  policy: presentPlanningPolicy(plan.policy),
  seed: plan.seed,
  ...presentSolved(plan),
  ...presentDeployed(plan),
})
