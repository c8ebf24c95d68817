import type { FastifyInstance } from 'fastify'
import { deployModerationPlan } from '../../../services/moderation/plans/deploying.ts'
import {
  createModerationPlan,
  listModerationPlans,
  readModerationCheckFile,
  readModerationPlan,
  stopModerationPlan,
} from '../../../services/moderation/plans/plans.ts'
import { undeployModerationPlan } from '../../../services/moderation/plans/undeploying.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, PageQuery, pageOf, presentPage } from '../../wire.ts'
import { presentCheckFile } from '../plans/present.ts'
import { CheckFileSchema } from '../plans/schemas.ts'
import { presentModerationPlan } from './present.ts'
import { moderationQuestionRoutes } from './questions.ts'
import { NewModerationPlanSchema } from './request-schemas.ts'
import { ModerationPlanSchema } from './schemas.ts'

const tag = 'plans'

/** Who moderates what in a round: asked for, solved meanwhile, read, stopped, offered and taken back by its consultant. */
export const moderationPlanRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'POST',
    url: '/v1/rounds/:id/moderation-plans',
    operationId: 'createModerationPlan',
    tag,
    summary: 'Ask for the best allocation of moderators to self-assessments (the consultant)',
    description:
      'Answered at once: it is solved meanwhile, and its Location tells what came of it. It changes nothing until it is ' +
      'deployed. Whoever has been offered or has accepted something keeps it: only the places that are open are filled, ' +
      'of all the round, of some (`only`), or of those that lost a moderator (`repair`). Nobody is given what an ' +
      'assignment by hand would refuse, what they declined, or, where the policy asks for trainings, anything without a ' +
      'good one; nor is who is out of office, by their own calendars, from nine to five of every working day until ' +
      'comments are due.',
    params: ById,
    body: NewModerationPlanSchema,
    response: ModerationPlanSchema,
    failures: ['wrong-state', 'conflict'],
    location: ({ id }) => `/v1/moderation-plans/${id}`,
    accepted: true,
    useCase: createModerationPlan,
    input: ({ params, body: { seconds, ...request } }) => ({ ...params, seconds, request }),
    present: presentModerationPlan,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/rounds/:id/moderation-plans',
    operationId: 'listModerationPlans',
    tag,
    summary: "Allocations asked for of a round's moderators, oldest first (the consultant)",
    params: ById,
    query: PageQuery,
    response: pageOf(ModerationPlanSchema),
    useCase: listModerationPlans,
    input: ({ params, query }) => ({ ...params, ...query }),
    present: presentPage(presentModerationPlan),
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/moderation-plans/:id',
    operationId: 'readModerationPlan',
    tag,
    summary:
      'One allocation: who moderates what, alternates, loads, and the proof that none is better (the consultant)',
    description:
      'Of one that cannot be, `impossible` says which self-assessments need more than those who may see them can take, ' +
      'and why each of the others may not.',
    params: ById,
    response: ModerationPlanSchema,
    useCase: readModerationPlan,
    input: ({ params }) => params,
    present: presentModerationPlan,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/moderation-plans/:id/check-file',
    operationId: 'readModerationPlanCheckFile',
    tag,
    summary:
      'An allocation with its problem and the prices that prove it, for a checker that shares no code with the solver',
    params: ById,
    response: CheckFileSchema,
    failures: ['wrong-state'],
    useCase: readModerationCheckFile,
    input: ({ params }) => params,
    present: presentCheckFile,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/moderation-plans/:id/stop',
    operationId: 'stopModerationPlan',
    tag,
    summary: 'Stop solving an allocation: within seconds it ends without one (the consultant)',
    params: ById,
    response: ModerationPlanSchema,
    useCase: stopModerationPlan,
    input: ({ params }) => params,
    present: presentModerationPlan,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/moderation-plans/:id/deploy',
    operationId: 'deployModerationPlan',
    tag,
    summary: 'Offer every self-assessment of an allocation to its moderator; all or nothing (the consultant)',
    description:
      'All is looked at again as it stands now: where a conflict, a load, a training or a place has changed since, all ' +
      'of it is refused with what has, and nothing has changed.',
    params: ById,
    response: ModerationPlanSchema,
    failures: ['wrong-state', 'conflict', 'conflict-of-interest'],
    repeatable: true,
    useCase: deployModerationPlan,
    input: ({ params }) => params,
    present: presentModerationPlan,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/moderation-plans/:id/undeploy',
    operationId: 'undeployModerationPlan',
    tag,
    summary: 'Take a deployed allocation back: what it offered and nobody has answered ends (the consultant)',
    description: 'Refused, naming them, where moderators have accepted by now.',
    params: ById,
    response: ModerationPlanSchema,
    failures: ['wrong-state'],
    repeatable: true,
    useCase: undeployModerationPlan,
    input: ({ params }) => params,
    present: presentModerationPlan,
  })
  moderationQuestionRoutes(app, runner)
}
