import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import type { Services } from '../../../services/services.ts'
import { deployVisitPlan } from '../../../services/visit-plans/deploying.ts'
import { undeployVisitPlan } from '../../../services/visit-plans/undeploying.ts'
import {
  createVisitPlan,
  listVisitPlans,
  readVisitCheckFile,
  readVisitPlan,
  type SentVisitsRequest,
  stopVisitPlan,
} from '../../../services/visit-plans/visit-plans.ts'
import { operation } from '../../operation.ts'
import { ById, PageQuery, pageOf, presentPage } from '../../wire.ts'
import { halfDaysOf } from '../clashes/slots.ts'
import { presentCheckFile } from '../plans/present.ts'
import { CheckFileSchema } from '../plans/schemas.ts'
import { presentVisitPlan } from './present.ts'
import { NewVisitPlanSchema, VisitPlanSchema } from './schemas.ts'

const tag = 'plans'

/** Dates for a round's visits: asked for, solved meanwhile, read, stopped, made real and taken back. */
export const visitPlanRoutes = (app: FastifyInstance, { runner }: Services): void => {
  operation(app, runner, {
    method: 'POST',
    url: '/v1/rounds/:id/visit-plans',
    operationId: 'createVisitPlan',
    tag,
    summary: 'Ask for the best dates of the visits of a round’s triads (the consultant)',
    description:
      'One date a visit, after its triad’s meeting, on no day on which the checker of clashes would refuse confirming ' +
      'it, and nobody in two places. Answered at once: it is solved meanwhile, its Location tells how far it is, and ' +
      'nothing changes until it is deployed. Visits that were held stay, and so do confirmed ones, unless it is a `repair`.',
    params: ById,
    body: NewVisitPlanSchema,
    response: VisitPlanSchema,
    failures: ['wrong-state', 'conflict'],
    location: ({ id }) => `/v1/visit-plans/${id}`,
    accepted: true,
    useCase: createVisitPlan,
    input: ({ params, body: { seed, seconds, ...request } }) => ({
      ...params,
      seed,
      seconds,
      request: requestOf(request),
    }),
    present: presentVisitPlan,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/rounds/:id/visit-plans',
    operationId: 'listVisitPlans',
    tag,
    summary: "A round's plans of visits, oldest first (the consultant)",
    params: ById,
    query: PageQuery,
    response: pageOf(VisitPlanSchema),
    useCase: listVisitPlans,
    input: ({ params, query }) => ({ ...params, ...query }),
    present: presentPage(presentVisitPlan),
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/visit-plans/:id',
    operationId: 'readVisitPlan',
    tag,
    summary: 'One plan of visits: how far it is, its dates, and what they cost by rule (the consultant)',
    description:
      '`isOptimal` is said only where the gap is nought. Where there are no dates, `impossible` names visits that cannot ' +
      'all be dated, and what blocks each.',
    params: ById,
    response: VisitPlanSchema,
    useCase: readVisitPlan,
    input: ({ params }) => params,
    present: presentVisitPlan,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/visit-plans/:id/check-file',
    operationId: 'readVisitPlanCheckFile',
    tag,
    summary: 'A plan of visits with its problem, for a checker that shares no code with the solver',
    params: ById,
    response: CheckFileSchema,
    failures: ['wrong-state'],
    useCase: readVisitCheckFile,
    input: ({ params }) => params,
    present: presentCheckFile,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/visit-plans/:id/stop',
    operationId: 'stopVisitPlan',
    tag,
    summary:
      'Stop solving a plan of visits: within seconds it ends with the best that it has (the consultant)',
    params: ById,
    response: VisitPlanSchema,
    useCase: stopVisitPlan,
    input: ({ params }) => params,
    present: presentVisitPlan,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/visit-plans/:id/deploy',
    operationId: 'deployVisitPlan',
    tag,
    summary: 'Make a plan of visits real: each proposed or moved; all or nothing (the consultant)',
    description:
      'The dates are judged again: where one clashes by now, all of it is refused with the clashes. Where a triad, its ' +
      'meeting or a visit is not as it was planned from, the refusal names it. What was confirmed stays confirmed.',
    params: ById,
    response: VisitPlanSchema,
    failures: ['wrong-state', 'clash', 'double-booked'],
    repeatable: true,
    useCase: deployVisitPlan,
    input: ({ params }) => params,
    present: presentVisitPlan,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/visit-plans/:id/undeploy',
    operationId: 'undeployVisitPlan',
    tag,
    summary: 'Take a deployed plan of visits back: dates as they were before it (the consultant)',
    description:
      'What it proposed is cancelled, so that its history stays. Refused where a visit of it was changed since.',
    params: ById,
    response: VisitPlanSchema,
    failures: ['wrong-state', 'clash', 'double-booked'],
    repeatable: true,
    useCase: undeployVisitPlan,
    input: ({ params }) => params,
    present: presentVisitPlan,
  })
}

const requestOf = ({
  slots: { length = 'day', morning, afternoon },
  ...request
}: Omit<z.output<typeof NewVisitPlanSchema>, 'seed' | 'seconds'>): SentVisitsRequest => ({
  ...request,
  length,
  halfDays: halfDaysOf({ morning, afternoon }),
})
