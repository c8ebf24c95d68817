import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { giveFeedback, readFeedback } from '../../../services/outcomes/feedback.ts'
import {
  changeOutcome,
  createOutcome,
  listOutcomes,
  readOutcome,
  removeOutcome,
} from '../../../services/outcomes/outcomes.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, PageQuery, pageOf, presentPage } from '../../wire.ts'
import { actionRoutes } from './actions.ts'
import { presentFeedback, presentOutcome } from './present.ts'
import { roundOutcomeRoutes } from './rounds.ts'
import * as schemas from './schemas.ts'
import { FeedbackSchema, NewFeedbackSchema } from './shared-schemas.ts'

const tag = 'outcomes'
const ofEvent = '/v1/challenge-events/:id/outcomes'
const one = '/v1/outcomes/:id'

/** What came of challenge events: what they found, what was agreed, and what is made of it all together. */
export const outcomeRoutes = (app: FastifyInstance, runner: Runner): void => {
  findingRoutes(app, runner)
  feedbackRoutes(app, runner)
  actionRoutes(app, runner)
  roundOutcomeRoutes(app, runner)
}

const findingRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: ofEvent,
    operationId: 'listOutcomes',
    tag,
    summary: 'What an event found, about those authorities about which you may read it',
    description:
      'Read by those who read the authority’s self-assessment, without its moderators; by the region’s other ' +
      'directors, where the policy is regional, until the round is closed.',
    params: ById,
    query: PageQuery,
    response: pageOf(schemas.OutcomeSchema),
    useCase: listOutcomes,
    input: ({ params, query }) => ({ ...params, ...query }),
    present: presentPage(presentOutcome),
  })
  operation(app, runner, {
    method: 'POST',
    url: ofEvent,
    operationId: 'createOutcome',
    tag,
    summary: 'Write down a strength, an area to improve, an ask or an offer, once the event is held',
    description:
      'For the authority’s director, a delegate, those who challenged it, the event’s facilitator under a grant, and ' +
      'the consultant.',
    params: ById,
    body: schemas.NewOutcomeSchema,
    response: schemas.OutcomeSchema,
    failures: ['wrong-state'],
    location: ({ id }) => `/v1/outcomes/${id}`,
    useCase: createOutcome,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentOutcome,
  })
  operation(app, runner, {
    method: 'GET',
    url: one,
    operationId: 'readOutcome',
    tag,
    summary: 'One outcome',
    params: ById,
    response: schemas.OutcomeSchema,
    useCase: readOutcome,
    input: ({ params }) => params,
    present: presentOutcome,
  })
  operation(app, runner, {
    method: 'PATCH',
    url: one,
    operationId: 'changeOutcome',
    tag,
    summary:
      'Put an outcome in other words (who wrote it, the consultant; an ask or offer: its director too)',
    description: 'What is left out stays.',
    params: ById,
    body: schemas.OutcomeChangeSchema,
    response: schemas.OutcomeSchema,
    change: true,
    useCase: changeOutcome,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentOutcome,
  })
  operation(app, runner, {
    method: 'DELETE',
    url: one,
    operationId: 'removeOutcome',
    tag,
    summary: 'Take an outcome away (whoever may change it)',
    params: ById,
    response: z.undefined(),
    change: { response: schemas.OutcomeSchema, present: presentOutcome },
    useCase: removeOutcome,
    input: ({ params }) => params,
    present: () => undefined,
  })
}

const feedbackRoutes = (app: FastifyInstance, runner: Runner): void => {
  const url = '/v1/challenge-events/:id/feedback'
  operation(app, runner, {
    method: 'GET',
    url,
    operationId: 'readFeedback',
    tag,
    summary: 'Your own feedback on an event; for the consultant what all said together',
    params: ById,
    response: FeedbackSchema,
    useCase: readFeedback,
    input: ({ params }) => params,
    present: presentFeedback,
  })
  operation(app, runner, {
    method: 'POST',
    url,
    operationId: 'giveFeedback',
    tag,
    summary: 'Say what you think of an event that you took part in',
    description: 'Said again, it takes the place of what you said before. Nobody is shown who said what.',
    params: ById,
    body: NewFeedbackSchema,
    response: FeedbackSchema,
    failures: ['wrong-state'],
    repeatable: true,
    useCase: giveFeedback,
    input: ({ params, body }) => ({ ...params, feedback: body }),
    present: presentFeedback,
  })
}
