import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  changeCalendar,
  createCalendar,
  listCalendars,
  readCalendar,
} from '../../../services/calendars/calendars.ts'
import {
  changeCommitment,
  createCommitment,
  listCommitments,
  readCommitment,
  removeCommitment,
} from '../../../services/calendars/commitments.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, PageQuery, pageOf, presentPage } from '../../wire.ts'
import { inspectionRoutes } from './inspections.ts'
import { presentCalendar, presentCommitment } from './present.ts'
import * as schemas from './schemas.ts'

const tag = 'calendars'

/** What takes people's time: calendars, what each is trusted for, and the commitments in them. */
export const calendarRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/calendars',
    operationId: 'listCalendars',
    tag,
    summary: "The region's calendars that you may know of, and your own, oldest first",
    query: PageQuery,
    response: pageOf(schemas.CalendarSchema),
    useCase: listCalendars,
    input: ({ query }) => query,
    present: presentPage(presentCalendar),
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/calendars/:id',
    operationId: 'readCalendar',
    tag,
    summary: 'One calendar, and what it is trusted for',
    params: ById,
    response: schemas.CalendarSchema,
    useCase: readCalendar,
    input: ({ params }) => params,
    present: presentCalendar,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/calendars',
    operationId: 'createCalendar',
    tag,
    summary: 'Register a calendar, with its first commitments if you have them',
    description:
      "The consultant registers any of the programme's; an authority's office those about that authority alone " +
      '(its school terms, or an inspection, in one step); everybody a personal one of their own.',
    body: schemas.NewCalendarSchema,
    response: schemas.CalendarSchema,
    failures: ['conflict'],
    location: ({ id }) => `/v1/calendars/${id}`,
    useCase: createCalendar,
    input: ({ body }) => ({ ...body, checkedAt: body.checkedAt === null ? null : new Date(body.checkedAt) }),
    present: presentCalendar,
  })
  operation(app, runner, {
    method: 'PATCH',
    url: '/v1/calendars/:id',
    operationId: 'changeCalendar',
    tag,
    summary: 'Rename a calendar, change what it is trusted for, or confirm its answer',
    description: 'What is left out stays. `confirm` says that its source gave the same answer just now.',
    params: ById,
    body: schemas.CalendarChangeSchema,
    response: schemas.CalendarSchema,
    failures: ['conflict'],
    change: true,
    useCase: changeCalendar,
    input: ({ params, body: { confirm = false, checkedAt, ...settings } }) => ({
      ...params,
      confirm,
      settings: { ...settings, checkedAt: checkedAt === undefined ? undefined : new Date(checkedAt) },
    }),
    present: presentCalendar,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/calendars/:id/commitments',
    operationId: 'listCommitments',
    tag,
    summary: "A calendar's commitments in the order of time",
    params: ById,
    query: schemas.CommitmentsQuery,
    response: pageOf(schemas.CommitmentSchema),
    useCase: listCommitments,
    input: ({ params, query }) => ({ ...params, ...query }),
    present: presentPage(presentCommitment),
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/calendars/:id/commitments/:commitmentId',
    operationId: 'readCommitment',
    tag,
    summary: 'One commitment',
    params: schemas.CommitmentPath,
    response: schemas.CommitmentSchema,
    useCase: readCommitment,
    input: ({ params }) => params,
    present: presentCommitment,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/calendars/:id/commitments',
    operationId: 'createCommitment',
    tag,
    summary: 'Enter a commitment: whole days, or wall times on a date',
    description:
      "The consultant enters any of the programme's; an authority's office those about that authority alone, " +
      'into whichever calendar they belong; everybody those of a personal calendar of their own.',
    params: ById,
    body: schemas.NewCommitmentSchema,
    response: schemas.CommitmentSchema,
    location: ({ calendarId, id }) => `/v1/calendars/${calendarId}/commitments/${id}`,
    useCase: createCommitment,
    input: ({ params, body }) => ({ ...params, request: body }),
    present: presentCommitment,
  })
  operation(app, runner, {
    method: 'PATCH',
    url: '/v1/calendars/:id/commitments/:commitmentId',
    operationId: 'changeCommitment',
    tag,
    summary: 'Change a commitment',
    params: schemas.CommitmentPath,
    body: schemas.CommitmentChangeSchema,
    response: schemas.CommitmentSchema,
    change: true,
    useCase: changeCommitment,
    input: ({ params, body }) => ({ ...params, change: body }),
    present: presentCommitment,
  })
  operation(app, runner, {
    method: 'DELETE',
    url: '/v1/calendars/:id/commitments/:commitmentId',
    operationId: 'removeCommitment',
    tag,
    summary: 'Take a commitment out of its calendar',
    params: schemas.CommitmentPath,
    response: z.undefined(),
    change: { response: schemas.CommitmentSchema, present: presentCommitment },
    useCase: removeCommitment,
    input: ({ params }) => params,
    present: () => undefined,
  })
  inspectionRoutes(app, runner)
}
