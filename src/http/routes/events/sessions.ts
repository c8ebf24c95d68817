import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { changeSessions, listSessions, type Session } from '../../../services/events/sessions.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById } from '../../wire.ts'
import { SessionsChangeSchema, SessionsSchema } from './session-schemas.ts'

const tag = 'events'
const url = '/v1/challenge-events/:id/sessions'

const presentSessions = (sessions: readonly Session[]): z.input<typeof SessionsSchema> => ({
  items: sessions.map((session) => ({
    id: session.id,
    title: session.title,
    day: session.day,
    startTime: session.startTime,
    endTime: session.endTime,
    place: session.place,
    subject: session.subjectAuthorityId === null ? null : { authorityId: session.subjectAuthorityId },
    authorities: session.authorityIds.map((authorityId) => ({ authorityId })),
    facilitatorId: session.facilitatorId,
  })),
  nextCursor: null,
})

/** The timed sessions of an event, which may run beside one another. */
export const sessionRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url,
    operationId: 'listSessions',
    tag,
    summary: "An event's sessions by the time they begin",
    params: ById,
    response: SessionsSchema,
    useCase: listSessions,
    input: ({ params }) => params,
    present: presentSessions,
  })
  operation(app, runner, {
    method: 'PUT',
    url,
    operationId: 'changeSessions',
    tag,
    summary: 'Say which sessions an event has: the whole list (the consultant)',
    description:
      'An event of sessions takes its people for their own sessions only, and judges double bookings by session. ' +
      'Sessions of a confirmed event are refused, as its date would be, while a blocking clash is not waived. ' +
      'When the event gets another date they keep their day and times; when it begins earlier or later and lasts as long, so do they.',
    params: ById,
    body: SessionsChangeSchema,
    response: SessionsSchema,
    failures: ['wrong-state', 'clash', 'double-booked'],
    change: true,
    useCase: changeSessions,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentSessions,
  })
}
