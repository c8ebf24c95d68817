import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import type { Occasion } from '../../../domain/intervals.ts'
import { type CheckedOccasion, checkClashes } from '../../../services/clashes/checks.ts'
import { listClashes, listWaivers, type SeenWaiver } from '../../../services/clashes/round-clashes.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, instant, PageQuery, pageOf, presentPage } from '../../wire.ts'
import { alternativeRoutes } from './alternatives.ts'
import { ClashSchema, presentClash } from './present.ts'
import * as schemas from './schemas.ts'
import { halfDaysOf } from './slots.ts'

const tag = 'clashes'

/** What stands against dates, and what was accepted all the same. */
export const clashRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'POST',
    url: '/v1/clash-checks',
    operationId: 'checkClashes',
    tag,
    summary: 'What stands against one date, hundreds, or every slot of a window; writes nothing',
    description:
      'For an event that is only an idea, of a triad, of authorities that might form one or of people, or for an event ' +
      'that might move. Asked for a ranking, it answers best first, in the order in which alternatives to an event stand.',
    body: schemas.ClashCheckSchema,
    response: schemas.ClashCheckAnswerSchema,
    useCase: checkClashes,
    input: ({
      body: { occasions, date, days, startTime, endTime, window, length = null, morning, afternoon, ...rest },
    }) => ({
      ...rest,
      listed: occasions !== undefined,
      occasions: occasions ?? (window ? [] : [occasionOf({ date, days, startTime, endTime })]),
      window: window ? { days: window, length, halfDays: halfDaysOf({ morning, afternoon }) } : null,
    }),
    present: (items) => ({ items: items.map(presentChecked) }),
  })
  alternativeRoutes(app, runner)
  operation(app, runner, {
    method: 'GET',
    url: '/v1/rounds/:id/clashes',
    operationId: 'listClashes',
    tag,
    summary: "The clashes of a round's live events, by the time of these",
    description: '`limit` counts events: a page has all the clashes of each.',
    params: ById,
    query: PageQuery,
    response: pageOf(ClashSchema),
    useCase: listClashes,
    input: ({ params, query }) => ({ ...params, ...query }),
    present: presentPage(presentClash),
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/rounds/:id/waivers',
    operationId: 'listWaivers',
    tag,
    summary: 'Clashes of a round that were accepted, by whom and why',
    params: ById,
    query: PageQuery,
    response: pageOf(schemas.WaiverSchema),
    useCase: listWaivers,
    input: ({ params, query }) => ({ ...params, ...query }),
    present: presentPage(presentWaiver),
  })
}

/** The schema has seen to it that there is a date where there is no list. */
const occasionOf = ({ date = '', days = 1, startTime = null, endTime = null }: Part<Occasion>): Occasion => ({
  date,
  days,
  startTime,
  endTime,
})

type Part<T> = { readonly [K in keyof T]?: T[K] | undefined }

const presentChecked = (checked: CheckedOccasion): z.input<typeof schemas.CheckedOccasionSchema> => ({
  ...checked.occasion,
  startsAt: instant(checked.span.from),
  endsAt: instant(checked.span.until),
  rank: checked.rank,
  verdict: checked.verdict,
  clashes: checked.clashes.map(presentClash),
  coverage: checked.coverage.map(({ kind, authorityId, answer, reason, calendar }) => ({
    calendarKind: kind,
    authorityId,
    answer,
    reason,
    calendarId: calendar?.id ?? null,
    calendarName: calendar?.name ?? null,
    checkedAt: calendar ? instant(calendar.checkedAt) : null,
  })),
  vacantAuthorityIds: [...checked.vacantAuthorityIds],
})

const presentWaiver = (waiver: SeenWaiver): z.input<typeof schemas.WaiverSchema> => ({
  id: waiver.id,
  eventId: waiver.eventId,
  rule: waiver.rule,
  commitmentId: waiver.commitmentId,
  reason: waiver.reason,
  personId: waiver.personId,
  at: instant(waiver.at),
  stands: waiver.stands,
})
