import type { FastifyInstance } from 'fastify'
import { deployPlan } from '../../../services/plans/deploying.ts'
import { readDiff } from '../../../services/plans/diffing.ts'
import { undeployPlan } from '../../../services/plans/undeploying.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById } from '../../wire.ts'
import { DiffSchema, presentDiff } from './diff-schemas.ts'
import { presentPlan } from './present.ts'
import { PlanSchema } from './schemas.ts'

const tag = 'plans'

/** A plan compared with what is, made real, and taken back. */
export const deploymentRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/plans/:id/diff',
    operationId: 'readPlanDiff',
    tag,
    summary: 'What deploying a plan would create, move and cancel as things stand now (the consultant)',
    description:
      'A step for each triad. 409 where the round has changed so that the plan does not fit it any more.',
    params: ById,
    response: DiffSchema,
    failures: ['wrong-state'],
    useCase: readDiff,
    input: ({ params }) => params,
    present: presentDiff,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/plans/:id/deploy',
    operationId: 'deployPlan',
    tag,
    summary:
      'Make a plan real: its triads, and their meetings proposed or moved; all or nothing (the consultant)',
    description:
      'The dates are judged again: where one clashes by now, all of it is refused with the clashes, and nothing has ' +
      'changed. What was confirmed and only moves stays confirmed.',
    params: ById,
    response: PlanSchema,
    failures: [
      'wrong-state',
      'clash',
      'double-booked',
      'triad-size',
      'already-in-triad',
      'not-a-participant',
    ],
    repeatable: true,
    useCase: deployPlan,
    input: ({ params }) => params,
    present: presentPlan,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/plans/:id/undeploy',
    operationId: 'undeployPlan',
    tag,
    summary: 'Take a deployed plan back: triads and dates as they were before it (the consultant)',
    description:
      'What it proposed is cancelled, so that its history stays. Refused where a triad or an event of it was changed since.',
    params: ById,
    response: PlanSchema,
    failures: ['wrong-state', 'clash', 'double-booked'],
    repeatable: true,
    useCase: undeployPlan,
    input: ({ params }) => params,
    present: presentPlan,
  })
}
