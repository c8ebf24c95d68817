import type { FastifyInstance } from 'fastify'
import { changeAnswers, readAnswers } from '../../../services/polls/answers.ts'
import { changePoll, createPoll, listPolls, readPoll } from '../../../services/polls/polls.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, pageOf, presentPage } from '../../wire.ts'
import { presentAnswers, presentPoll } from './present.ts'
import * as schemas from './schemas.ts'

const tag = 'polls'
const url = '/v1/availability-polls'

/** Which dates offices could do: the consultant asks, offices answer, and their answers are commitments. */
export const pollRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url,
    operationId: 'listAvailabilityPolls',
    tag,
    summary: 'Availability polls, of a round if you name one, oldest first',
    query: schemas.PollsQuery,
    response: pageOf(schemas.PollSchema),
    useCase: listPolls,
    input: ({ query }) => query,
    present: presentPage(presentPoll),
  })
  operation(app, runner, {
    method: 'GET',
    url: `${url}/:id`,
    operationId: 'readAvailabilityPoll',
    tag,
    summary: 'One availability poll: its dates, best first, and who has not answered',
    params: ById,
    response: schemas.PollSchema,
    useCase: readPoll,
    input: ({ params }) => params,
    present: presentPoll,
  })
  operation(app, runner, {
    method: 'POST',
    url,
    operationId: 'createAvailabilityPoll',
    tag,
    summary: 'Ask offices which dates they could do (the consultant)',
    description:
      'Each office answers yes, if need be, or no. A no is a clash of every event of its authority at that time, ' +
      'by the rule `personal-busy` like somebody out of office; an if need be warns. A round that requires the ' +
      'calendar `availability` of every participant holds a date unknown that an office has not answered.',
    body: schemas.NewPollSchema,
    response: schemas.PollSchema,
    failures: ['wrong-state', 'not-a-participant'],
    location: ({ id }) => `${url}/${id}`,
    useCase: createPoll,
    input: ({ body }) => body,
    present: presentPoll,
  })
  operation(app, runner, {
    method: 'PATCH',
    url: `${url}/:id`,
    operationId: 'changeAvailabilityPoll',
    tag,
    summary: 'Change a poll, add dates, close it, open it again or cancel it (the consultant)',
    description: 'What is left out stays. The answers to a cancelled poll count no more.',
    params: ById,
    body: schemas.PollChangeSchema,
    response: schemas.PollSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: changePoll,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentPoll,
  })
  operation(app, runner, {
    method: 'GET',
    url: `${url}/:id/answers/:authorityId`,
    operationId: 'readPollAnswers',
    tag,
    summary: 'What one office answered (for that office and the consultant)',
    params: schemas.ByAskedOffice,
    response: schemas.OfficeAnswersSchema,
    useCase: readAnswers,
    input: ({ params }) => params,
    present: presentAnswers,
  })
  operation(app, runner, {
    method: 'PUT',
    url: `${url}/:id/answers/:authorityId`,
    operationId: 'changePollAnswers',
    tag,
    summary: 'Answer for an office (its director, assistant or delegate, or the consultant on their behalf)',
    description:
      'Send all that the office answers: what is left out is not answered. Until the poll is closed.',
    params: schemas.ByAskedOffice,
    body: schemas.AnswersChangeSchema,
    response: schemas.OfficeAnswersSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: changeAnswers,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentAnswers,
  })
}
