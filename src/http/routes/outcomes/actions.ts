import type { FastifyInstance } from 'fastify'
import {
  addActionNote,
  changeAction,
  createAction,
  listActions,
  readAction,
} from '../../../services/outcomes/actions.ts'
import { listFollowUps, readFollowUp, recordFollowUp } from '../../../services/outcomes/follow-ups.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, pageOf, presentPage } from '../../wire.ts'
import { presentAction, presentFollowUp, presentItems } from './present.ts'
import * as schemas from './schemas.ts'

const tag = 'outcomes'
const url = '/v1/actions'

/** What was agreed at challenge events and how it goes, and the look back six months later. */
export const actionRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url,
    operationId: 'listActions',
    tag,
    summary: 'Agreed actions that you may read, by the day on which they are due',
    query: schemas.ActionsQuery,
    response: pageOf(schemas.ActionSchema),
    useCase: listActions,
    input: ({ query }) => query,
    present: presentPage(presentAction),
  })
  operation(app, runner, {
    method: 'POST',
    url,
    operationId: 'createAction',
    tag,
    summary: 'Record what was agreed at a held event: who does what by when',
    description:
      'For whoever may write the outcomes about the authority. The day on which it is due stands in the feed of its ' +
      'owner’s director.',
    body: schemas.NewActionSchema,
    response: schemas.ActionSchema,
    failures: ['wrong-state'],
    location: ({ id }) => `${url}/${id}`,
    useCase: createAction,
    input: ({ body }) => body,
    present: presentAction,
  })
  operation(app, runner, {
    method: 'GET',
    url: `${url}/:id`,
    operationId: 'readAction',
    tag,
    summary: 'One agreed action, with how it goes',
    params: ById,
    response: schemas.ActionSchema,
    useCase: readAction,
    input: ({ params }) => params,
    present: presentAction,
  })
  operation(app, runner, {
    method: 'PATCH',
    url: `${url}/:id`,
    operationId: 'changeAction',
    tag,
    summary: 'Say that an action is done, dropped or open again, or agree it anew',
    description:
      'Its state is for who has it to do, for whom it is about and for the consultant; what was agreed is for the last ' +
      'two. What is left out stays.',
    params: ById,
    body: schemas.ActionChangeSchema,
    response: schemas.ActionSchema,
    change: true,
    useCase: changeAction,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentAction,
  })
  operation(app, runner, {
    method: 'POST',
    url: `${url}/:id/notes`,
    operationId: 'addActionNote',
    tag,
    summary: 'Say how an action goes (who has it to do, whom it is about, the consultant)',
    params: ById,
    body: schemas.NewActionNoteSchema,
    response: schemas.ActionSchema,
    repeatable: true,
    useCase: addActionNote,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentAction,
  })
  followUpRoutes(app, runner)
}

const followUpRoutes = (app: FastifyInstance, runner: Runner): void => {
  const ofEvent = '/v1/challenge-events/:id/follow-ups'
  operation(app, runner, {
    method: 'GET',
    url: ofEvent,
    operationId: 'listFollowUps',
    tag,
    summary: 'When a held event is followed up, and what became of it, as far as you read its outcomes',
    params: ById,
    response: schemas.FollowUpsSchema,
    useCase: listFollowUps,
    input: ({ params }) => params,
    present: presentItems(presentFollowUp),
  })
  operation(app, runner, {
    method: 'GET',
    url: `${ofEvent}/:authorityId`,
    operationId: 'readFollowUp',
    tag,
    summary: 'What became of an event for one authority',
    params: schemas.ByFollowUp,
    response: schemas.FollowUpSchema,
    failures: ['wrong-state'],
    useCase: readFollowUp,
    input: ({ params }) => params,
    present: presentFollowUp,
  })
  operation(app, runner, {
    method: 'PUT',
    url: `${ofEvent}/:authorityId`,
    operationId: 'recordFollowUp',
    tag,
    summary: 'Write down what became of an event (the authority’s director, a delegate, or the consultant)',
    params: schemas.ByFollowUp,
    body: schemas.FollowUpChangeSchema,
    response: schemas.FollowUpSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: recordFollowUp,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentFollowUp,
  })
}
