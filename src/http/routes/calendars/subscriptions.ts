import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  type CalendarSubscription,
  LONGEST_REST_MINUTES,
  USUAL_MINUTES,
} from '../../../domain/calendars/subscription.ts'
import {
  readSubscription,
  refreshCalendar,
  subscribeCalendar,
  unsubscribeCalendar,
} from '../../../services/calendars/subscribing.ts'
import type { Services } from '../../../services/services.ts'
import { operation } from '../../operation.ts'
import { ById, Id, Instant, instant, LocalDateSchema } from '../../wire.ts'
import { presentCopy, takenCopy } from './copies.ts'

const everyMinutes = z.int().min(15).max(LONGEST_REST_MINUTES)

const SubscriptionSchema = z
  .strictObject({
    calendarId: Id,
    host: z
      .string()
      .describe('Of its address; the rest is shown to nobody, since whoever has it can read it'),
    everyMinutes: everyMinutes.describe('How long it rests between two polls while all goes well'),
    askedAt: Instant.describe('When the address was asked last, whatever it answered'),
    askedFrom: LocalDateSchema.describe('The first of the days about which the copy taken last was asked'),
    askedTo: LocalDateSchema.describe('The last of them'),
    taken: z.strictObject(takenCopy).describe('What the copy taken last came to'),
    failures: z
      .int()
      .describe('How many polls have failed since one that did not; each doubles the rest, up to a day'),
    failure: z.string().nullable().describe('Why the last one failed: what was taken before stays, and ages'),
    nextAt: Instant.describe('When it is polled next'),
  })
  .meta({ id: 'CalendarSubscription' })

const SubscriptionRequestSchema = z
  .strictObject({
    address: z.string().min(1).max(2000).describe('https, on the public internet, of an iCalendar file'),
    everyMinutes: everyMinutes.nullable().default(null).describe(`Null for ${USUAL_MINUTES}`),
  })
  .meta({
    id: 'CalendarSubscriptionRequest',
    examples: [{ address: 'https://calendar.example.org/directors.ics', everyMinutes: 360 }],
  })

const present = (subscription: CalendarSubscription): z.input<typeof SubscriptionSchema> => ({
  calendarId: subscription.calendarId,
  host: subscription.host,
  everyMinutes: subscription.everyMinutes,
  askedAt: instant(subscription.askedAt),
  askedFrom: subscription.asked.first,
  askedTo: subscription.asked.last,
  taken: presentCopy(subscription.taken),
  failures: subscription.failures,
  failure: subscription.failure,
  nextAt: instant(subscription.nextAt),
})

const tag = 'calendars'
const url = '/v1/calendars/:id/subscription'

/** Calendars that are fed from an address, which the service asks again by itself. */
export const calendarSubscriptionRoutes = (app: FastifyInstance, services: Services): void => {
  const { runner, addresses } = services
  operation(app, runner, {
    method: 'PUT',
    url,
    operationId: 'subscribeCalendar',
    tag,
    summary: 'Feed a calendar from an address from now on (who may write it)',
    description:
      'The address is asked at once, and refused with the reason where it gives no calendar; after that the service ' +
      'asks by itself. It asks about the windows of the rounds that are not closed, else about the next twelve ' +
      'months. While the address fails, or is suddenly empty, what was taken last stays and the calendar ages, until ' +
      'it is stale (after a week, where the calendar says nothing) and its silence means UNKNOWN. The address is ' +
      'kept sealed and shown to nobody; that of a personal calendar is given by its owner alone.',
    params: ById,
    body: SubscriptionRequestSchema,
    response: SubscriptionSchema,
    failures: ['calendar-unreachable'],
    useCase: subscribeCalendar,
    input: ({ params, body }, caller) => addresses.ask(caller, { ...params, ...body }),
    present,
  })
  operation(app, runner, {
    method: 'GET',
    url,
    operationId: 'readCalendarSubscription',
    tag,
    summary: 'The address that feeds a calendar, when it was asked, and what it gave (who may write it)',
    params: ById,
    response: SubscriptionSchema,
    useCase: readSubscription,
    input: ({ params }) => params,
    present,
  })
  operation(app, runner, {
    method: 'DELETE',
    url,
    operationId: 'unsubscribeCalendar',
    tag,
    summary: 'Feed a calendar from its address no longer (who may write it)',
    description: 'The address is forgotten. What it gave stays, and ages.',
    params: ById,
    response: z.undefined(),
    useCase: unsubscribeCalendar,
    input: ({ params }) => params,
    present: () => undefined,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/calendars/:id/refresh',
    operationId: 'refreshCalendar',
    tag,
    summary: 'Ask the address of a calendar now (who may write it)',
    params: ById,
    query: z.strictObject({
      acceptEmpty: z
        .stringbool({ truthy: ['true'], falsy: ['false'] })
        .default(false)
        .describe('true: it has been cleared, so an empty answer is taken'),
    }),
    response: SubscriptionSchema,
    failures: ['calendar-unreachable'],
    useCase: refreshCalendar,
    input: ({ params, query }, caller) =>
      addresses.askAgain(caller, { ...params, acceptEmpty: query.acceptEmpty }),
    present,
  })
}
