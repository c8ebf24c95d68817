import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import {
  type AttendanceView,
  changeAttendance,
  listAttendance,
  readAttendance,
  recordCame,
} from '../../../services/events/attendance.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, instant } from '../../wire.ts'
import * as schemas from './day-schemas.ts'

const tag = 'events'
const url = '/v1/challenge-events/:id/attendance'

const presentAttendance = (view: AttendanceView): z.input<typeof schemas.AttendanceSchema> => ({
  authorities: view.authorities.map(({ id, name }) => ({ id, name })),
  director: view.director && { ...view.director },
  answer: view.answer,
  substitute: view.substitute && { ...view.substitute },
  note: view.note,
  came: view.came,
  answeredBy: view.answeredBy && { ...view.answeredBy },
  answeredAt: instant(view.answeredAt),
})

/** Who comes to an event, office by office, and who came. */
export const attendanceRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url,
    operationId: 'listAttendance',
    tag,
    summary: 'Who comes to an event, office by office',
    params: ById,
    response: schemas.AttendancesSchema,
    useCase: listAttendance,
    input: ({ params }) => params,
    present: (views) => ({ items: views.map(presentAttendance), nextCursor: null }),
  })
  operation(app, runner, {
    method: 'GET',
    url: `${url}/:authorityId`,
    operationId: 'readAttendance',
    tag,
    summary: 'What one office answered',
    params: schemas.ByOffice,
    response: schemas.AttendanceSchema,
    useCase: readAttendance,
    input: ({ params }) => params,
    present: presentAttendance,
  })
  operation(app, runner, {
    method: 'PUT',
    url: `${url}/:authorityId`,
    operationId: 'changeAttendance',
    tag,
    summary: 'Answer for an office (its director or assistant, or the consultant on their behalf)',
    description:
      'An office that sends apologies is no longer expected; the substitute, whom its director alone names, is. ' +
      'Answers end when the event gets another date.',
    params: schemas.ByOffice,
    body: schemas.AttendanceChangeSchema,
    response: schemas.AttendanceSchema,
    failures: ['wrong-state', 'clash', 'double-booked', 'conflict'],
    change: true,
    useCase: changeAttendance,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentAttendance,
  })
  operation(app, runner, {
    method: 'PUT',
    url: `${url}/:authorityId/came`,
    operationId: 'recordCame',
    tag,
    summary: "Record whether an office's seat was filled, from the event's first day on (the consultant)",
    params: schemas.ByOffice,
    body: schemas.CameSchema,
    response: schemas.AttendanceSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: recordCame,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentAttendance,
  })
}
