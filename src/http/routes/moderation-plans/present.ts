import type { z } from 'zod'
import type { ModerationPlanView, Named, NamedPaper } from '../../../services/moderation/plans/views.ts'
import { presentDeployed, presentSolved } from '../plans/present.ts'
import type { ModerationPlanSchema } from './schemas.ts'

export const named = ({ id, name }: Named) => ({ id, name })
export const paperOf = ({ id, authority }: NamedPaper) => ({ id, authority: named(authority) })

export const presentModerationPlan = (plan: ModerationPlanView): z.input<typeof ModerationPlanSchema> => ({
  id: plan.id,
  roundId: plan.roundId,
  state: plan.state,
  isEnded: plan.isEnded,
  stopped: plan.stopped,
  tries: plan.tries,
  total: plan.total,
  worst: plan.worst,
  bound: plan.bound,
  isOptimal: plan.isOptimal,
  inWords: plan.inWords,
  proof: plan.proof,
  pairs: plan.pairs.map(({ selfAssessment, moderator, suitability, amounts, isPinned }) => ({
    selfAssessment: paperOf(selfAssessment),
    moderator: named(moderator),
    suitability,
    amounts,
    isPinned,
  })),
  papers: plan.papers.map(({ selfAssessment, needs, alternates }) => ({
    selfAssessment: paperOf(selfAssessment),
    needs,
    alternates: alternates.map(({ suitability, ...person }) => ({ ...named(person), suitability })),
  })),
  loads: plan.loads.map(({ moderator, floor, ceiling, before, allocated }) => ({
    moderator: named(moderator),
    floor,
    ceiling,
    before,
    allocated,
  })),
  impossible: presentImpossible(plan.impossible),
  failure: plan.failure,
  offers: plan.offers.map(({ assignmentId, selfAssessment, moderator }) => ({
    assignmentId,
    selfAssessment: paperOf(selfAssessment),
    moderator: named(moderator),
  })),
  request: { ...plan.request },
  ...presentSolved(plan),
  ...presentDeployed(plan),
})

export const presentImpossible = (
  impossible: ModerationPlanView['impossible'],
): z.input<typeof ModerationPlanSchema>['impossible'] =>
  impossible && {
    because: impossible.because,
    needed: impossible.needed,
    available: impossible.available,
    papers: impossible.papers.map(({ selfAssessment, needs, barred }) => ({
      selfAssessment: paperOf(selfAssessment),
      needs,
      barred: barred.map(({ moderator, because }) => ({ moderator: named(moderator), because })),
    })),
    moderators: impossible.moderators.map(({ moderator, floor, ceiling, sees }) => ({
      moderator: named(moderator),
      floor,
      ceiling,
      sees,
    })),
  }
