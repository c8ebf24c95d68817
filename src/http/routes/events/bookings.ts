import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  type Booking,
  cancelBooking,
  createBooking,
  listBookings,
} from '../../../services/events/bookings.ts'
import { readCohort, recordCohort } from '../../../services/events/cohort.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, instant, PageQuery, pageOf, presentPage } from '../../wire.ts'
import * as schemas from './day-schemas.ts'

const tag = 'events'
const url = '/v1/challenge-events/:id/bookings'
const cohort = '/v1/challenge-events/:id/cohort'

const presentBooking = (booking: Booking): z.input<typeof schemas.BookingSchema> => ({
  id: booking.id,
  eventId: booking.eventId,
  authorityId: booking.authorityId,
  personId: booking.personId,
  came: booking.came,
  bookedBy: booking.bookedBy,
  bookedAt: instant(booking.bookedAt),
})

const presentCohort = (cameIds: readonly string[]): z.input<typeof schemas.CohortSchema> => ({
  cameIds: [...cameIds],
})

/** Places at trainings and summits, and who came to a training. */
export const bookingRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url,
    operationId: 'listBookings',
    tag,
    summary: 'The places booked at a training or summit',
    params: ById,
    query: PageQuery,
    response: pageOf(schemas.BookingSchema),
    useCase: listBookings,
    input: ({ params, query }) => ({ ...params, ...query }),
    present: presentPage(presentBooking),
  })
  operation(app, runner, {
    method: 'POST',
    url,
    operationId: 'createBooking',
    tag,
    summary: 'Book a place (an office, the consultant, or somebody for themselves)',
    description:
      'Each authority has as many places as the event says. Somebody books for themselves through an authority ' +
      'through which they hold an appointment.',
    params: ById,
    body: schemas.NewBookingSchema,
    response: schemas.BookingSchema,
    failures: ['conflict', 'wrong-state', 'clash', 'double-booked'],
    location: ({ eventId, id }) => `/v1/challenge-events/${eventId}/bookings/${id}`,
    useCase: createBooking,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentBooking,
  })
  operation(app, runner, {
    method: 'DELETE',
    url: `${url}/:bookingId`,
    operationId: 'cancelBooking',
    tag,
    summary: 'Give a place back (whoever could have booked it)',
    params: schemas.ByBooking,
    response: z.undefined(),
    failures: ['wrong-state'],
    useCase: cancelBooking,
    input: ({ params }) => params,
    present: () => undefined,
  })
  operation(app, runner, {
    method: 'GET',
    url: cohort,
    operationId: 'readCohort',
    tag,
    summary: 'Who came to a training (the consultant)',
    params: ById,
    response: schemas.CohortSchema,
    useCase: readCohort,
    input: ({ params }) => params,
    present: presentCohort,
  })
  operation(app, runner, {
    method: 'PUT',
    url: cohort,
    operationId: 'recordCohort',
    tag,
    summary: 'Record who came to a training, from its first day on: the whole list (the consultant)',
    description: 'They are trained from its last day on; whoever is no longer named is not.',
    params: ById,
    body: schemas.CohortChangeSchema,
    response: schemas.CohortSchema,
    failures: ['conflict', 'wrong-state'],
    change: true,
    useCase: recordCohort,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentCohort,
  })
}
