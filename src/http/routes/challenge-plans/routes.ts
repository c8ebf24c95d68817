import type { FastifyInstance } from 'fastify'
import {
  createChallengePlan,
  listChallengePlans,
  readChallengeCheckFile,
  readChallengePlan,
  stopChallengePlan,
} from '../../../services/challenge-plans/challenge-plans.ts'
import { deployChallengePlan, undeployChallengePlan } from '../../../services/challenge-plans/deploying.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, PageQuery, pageOf, presentPage } from '../../wire.ts'
import { presentCheckFile } from '../plans/present.ts'
import { CheckFileSchema } from '../plans/schemas.ts'
import { presentChallengePlan } from './present.ts'
import { ChallengePlanSchema, NewChallengePlanSchema } from './schemas.ts'

const tag = 'plans'

/** Who should challenge whom in a directed round: asked for, solved meanwhile, made real and taken back. */
export const challengePlanRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'POST',
    url: '/v1/rounds/:id/challenge-plans',
    operationId: 'createChallengePlan',
    tag,
    summary: 'Ask who should best challenge whom in a directed round (the consultant)',
    description:
      'Answered at once: it is solved meanwhile, and its Location tells how far it is. It changes nothing until it is ' +
      'deployed. Each self-assessment has as many challengers as the others and each authority challenges as many; ' +
      'nobody their own, nor one of the same director or with a conflict of interest. Challenges that are there stay, ' +
      'unless it is a `repair`.',
    params: ById,
    body: NewChallengePlanSchema,
    response: ChallengePlanSchema,
    failures: ['wrong-state', 'conflict'],
    location: ({ id }) => `/v1/challenge-plans/${id}`,
    accepted: true,
    useCase: createChallengePlan,
    input: ({ params, body: { seed, seconds, ...request } }) => ({ ...params, seed, seconds, request }),
    present: presentChallengePlan,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/rounds/:id/challenge-plans',
    operationId: 'listChallengePlans',
    tag,
    summary: "The plans of a round's challengers, oldest first (the consultant)",
    params: ById,
    query: PageQuery,
    response: pageOf(ChallengePlanSchema),
    useCase: listChallengePlans,
    input: ({ params, query }) => ({ ...params, ...query }),
    present: presentPage(presentChallengePlan),
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/challenge-plans/:id',
    operationId: 'readChallengePlan',
    tag,
    summary:
      'One plan of challengers: who challenges whom, the load of each, and what it costs (the consultant)',
    params: ById,
    response: ChallengePlanSchema,
    useCase: readChallengePlan,
    input: ({ params }) => params,
    present: presentChallengePlan,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/challenge-plans/:id/check-file',
    operationId: 'readChallengePlanCheckFile',
    tag,
    summary: 'A plan of challengers with its problem, for a checker that shares no code with the solver',
    params: ById,
    response: CheckFileSchema,
    failures: ['wrong-state'],
    useCase: readChallengeCheckFile,
    input: ({ params }) => params,
    present: presentCheckFile,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/challenge-plans/:id/stop',
    operationId: 'stopChallengePlan',
    tag,
    summary: 'Stop solving: within seconds it ends with the best that it has (the consultant)',
    params: ById,
    response: ChallengePlanSchema,
    useCase: stopChallengePlan,
    input: ({ params }) => params,
    present: presentChallengePlan,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/challenge-plans/:id/deploy',
    operationId: 'deployChallengePlan',
    tag,
    summary: "Make a plan's challenges those of its round; all or nothing (the consultant)",
    description:
      'Refused where others take part by now, where the challenges were changed since it was asked for, or where a shared ' +
      'director, a conflict or the round’s policy stands against one of them.',
    params: ById,
    response: ChallengePlanSchema,
    failures: ['wrong-state'],
    repeatable: true,
    useCase: deployChallengePlan,
    input: ({ params }) => params,
    present: presentChallengePlan,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/challenge-plans/:id/undeploy',
    operationId: 'undeployChallengePlan',
    tag,
    summary: 'Take a deployed plan back: the round has the challenges that it had before (the consultant)',
    description: 'Refused where they were changed since.',
    params: ById,
    response: ChallengePlanSchema,
    failures: ['wrong-state'],
    repeatable: true,
    useCase: undeployChallengePlan,
    input: ({ params }) => params,
    present: presentChallengePlan,
  })
}
