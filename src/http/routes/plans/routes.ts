import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import {
  createPlan,
  listPlans,
  readCheckFile,
  readPlan,
  type SentPlanRequest,
  stopPlan,
} from '../../../services/plans/plans.ts'
import type { Services } from '../../../services/services.ts'
import { operation } from '../../operation.ts'
import { ById, PageQuery, pageOf, presentPage } from '../../wire.ts'
import { halfDaysOf } from '../clashes/slots.ts'
import { deploymentRoutes } from './deployment.ts'
import { presentCheckFile, presentPlan } from './present.ts'
import { progressRoute } from './progress.ts'
import { questionRoutes } from './questions.ts'
import { NewPlanSchema } from './request-schemas.ts'
import * as schemas from './schemas.ts'

const tag = 'plans'

/** Plans of a round: asked for, solved meanwhile, read and stopped, by its consultant alone. */
export const planRoutes = (app: FastifyInstance, services: Services): void => {
  const { runner } = services
  operation(app, runner, {
    method: 'POST',
    url: '/v1/rounds/:id/plans',
    operationId: 'createPlan',
    tag,
    summary: 'Ask for the best plan of a round: who meets whom, and when (the consultant)',
    description:
      'Answered at once: the plan is solved meanwhile, and its Location tells how far it is. It changes nothing until ' +
      'it is deployed. Dates on which the checker of clashes would refuse confirming are none of its; warnings cost. ' +
      'Triads that have met, or whose date is confirmed, are left alone, unless it is a `repair`.',
    params: ById,
    body: NewPlanSchema,
    response: schemas.PlanSchema,
    failures: ['wrong-state', 'conflict'],
    location: ({ id }) => `/v1/plans/${id}`,
    accepted: true,
    useCase: createPlan,
    input: ({ params, body: { seed, seconds, ...request } }) => ({
      ...params,
      seed,
      seconds,
      request: requestOf(request),
    }),
    present: presentPlan,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/rounds/:id/plans',
    operationId: 'listPlans',
    tag,
    summary: "A round's plans, oldest first (the consultant)",
    params: ById,
    query: PageQuery,
    response: pageOf(schemas.PlanSchema),
    useCase: listPlans,
    input: ({ params, query }) => ({ ...params, ...query }),
    present: presentPage(presentPlan),
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/plans/:id',
    operationId: 'readPlan',
    tag,
    summary: 'One plan: its events, what they cost by rule, and what proves how good it is (the consultant)',
    description:
      '`isOptimal` is said only where the gap is nought. Of a plan that cannot be, `impossible` says what stands ' +
      'against it and the cheapest of that to give up.',
    params: ById,
    response: schemas.PlanSchema,
    useCase: readPlan,
    input: ({ params }) => params,
    present: presentPlan,
  })
  progressRoute(app, services)
  operation(app, runner, {
    method: 'GET',
    url: '/v1/plans/:id/check-file',
    operationId: 'readPlanCheckFile',
    tag,
    summary: 'A plan with its problem and certificate, for a checker that shares no code with the solver',
    params: ById,
    response: schemas.CheckFileSchema,
    failures: ['wrong-state'],
    useCase: readCheckFile,
    input: ({ params }) => params,
    present: presentCheckFile,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/plans/:id/stop',
    operationId: 'stopPlan',
    tag,
    summary: 'Stop solving a plan: within seconds it ends with the best that it has (the consultant)',
    params: ById,
    response: schemas.PlanSchema,
    useCase: stopPlan,
    input: ({ params }) => params,
    present: presentPlan,
  })
  questionRoutes(app, runner)
  deploymentRoutes(app, runner)
}

const requestOf = ({
  slots: { length = 'day', morning, afternoon },
  ...request
}: Omit<z.output<typeof NewPlanSchema>, 'seed' | 'seconds'>): SentPlanRequest => ({
  ...request,
  length,
  halfDays: halfDaysOf({ morning, afternoon }),
})
