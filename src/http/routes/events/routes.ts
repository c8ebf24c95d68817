import type { FastifyInstance } from 'fastify'
import { changeEvent, listEvents, proposeEvent, readEvent } from '../../../services/events/events.ts'
import {
  cancelEvent,
  confirmEvent,
  deferEvent,
  holdEvent,
  listEventHistory,
  rescheduleEvent,
} from '../../../services/events/moves.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, PageQuery, pageOf, presentPage } from '../../wire.ts'
import { presentEvent, presentHistory } from './present.ts'
import * as schemas from './schemas.ts'
import { sessionRoutes } from './sessions.ts'

const tag = 'events'

/** Challenge events and what happens on their day: read by everybody in the region, moved by its consultant. */
export const eventRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/challenge-events',
    operationId: 'listChallengeEvents',
    tag,
    summary: 'Challenge events by the time they begin, with their clashes',
    query: PageQuery.extend(schemas.EventFilterSchema),
    response: pageOf(schemas.EventSchema),
    useCase: listEvents,
    input: ({ query }) => query,
    present: presentPage(presentEvent),
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/challenge-events/:id',
    operationId: 'readChallengeEvent',
    tag,
    summary: 'One challenge event with its clashes',
    params: ById,
    response: schemas.EventSchema,
    useCase: readEvent,
    input: ({ params }) => params,
    present: presentEvent,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/challenge-events',
    operationId: 'proposeChallengeEvent',
    tag,
    summary: 'Pencil an event in (the consultant)',
    description: 'Its clashes are listed and refuse nothing until it is confirmed.',
    body: schemas.NewEventSchema,
    response: schemas.EventSchema,
    failures: ['wrong-state'],
    location: ({ id }) => `/v1/challenge-events/${id}`,
    useCase: proposeEvent,
    input: ({ body: { date, days, startTime, endTime, ...body } }) => ({
      ...body,
      occasion: { date, days, startTime, endTime },
    }),
    present: presentEvent,
  })
  operation(app, runner, {
    method: 'PATCH',
    url: '/v1/challenge-events/:id',
    operationId: 'changeChallengeEvent',
    tag,
    summary: 'Change title, venue, joining link or facilitators (the consultant)',
    params: ById,
    body: schemas.EventChangeSchema,
    response: schemas.EventSchema,
    failures: ['wrong-state', 'clash', 'double-booked'],
    change: true,
    useCase: changeEvent,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentEvent,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/challenge-events/:id/confirm',
    operationId: 'confirmChallengeEvent',
    tag,
    summary: 'Confirm the date (the consultant)',
    description:
      'Refused while a blocking clash is not waived; the refusal lists every clash. A waiver stands until the event gets another date.',
    params: ById,
    body: schemas.ConfirmSchema,
    response: schemas.EventSchema,
    failures: ['wrong-state', 'clash', 'double-booked'],
    change: true,
    useCase: confirmEvent,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentEvent,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/challenge-events/:id/reschedule',
    operationId: 'rescheduleChallengeEvent',
    tag,
    summary: 'Give the event another date, or let two events change places (the consultant)',
    description:
      'A confirmed event stays confirmed, so that blocking clashes refuse the date; a deferred one is proposed again. Waivers of the old date end.',
    params: ById,
    body: schemas.RescheduleSchema,
    response: schemas.EventSchema,
    failures: ['wrong-state', 'clash', 'double-booked'],
    change: true,
    useCase: rescheduleEvent,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentEvent,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/challenge-events/:id/defer',
    operationId: 'deferChallengeEvent',
    tag,
    summary: 'Take the event off its date, to be given another (the consultant)',
    params: ById,
    body: schemas.ReasonSchema,
    response: schemas.EventSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: deferEvent,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentEvent,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/challenge-events/:id/cancel',
    operationId: 'cancelChallengeEvent',
    tag,
    summary: 'Cancel the event for good (the consultant)',
    params: ById,
    body: schemas.ReasonSchema,
    response: schemas.EventSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: cancelEvent,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentEvent,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/challenge-events/:id/hold',
    operationId: 'holdChallengeEvent',
    tag,
    summary: 'Record that the event took place (the consultant)',
    params: ById,
    response: schemas.EventSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: holdEvent,
    input: ({ params }) => params,
    present: presentEvent,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/challenge-events/:id/history',
    operationId: 'listChallengeEventHistory',
    tag,
    summary: 'What became of the event, move by move',
    params: ById,
    query: PageQuery,
    response: pageOf(schemas.HistoryEntrySchema),
    useCase: listEventHistory,
    input: ({ params, query }) => ({ ...params, ...query }),
    present: presentPage(presentHistory),
  })
  sessionRoutes(app, runner)
}
