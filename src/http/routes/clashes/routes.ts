import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { CAUSES } from '../../../domain/clashes/found.ts'
import type { Occasion } from '../../../domain/intervals.ts'
import { type CheckedOccasion, checkClashes } from '../../../services/clashes/checks.ts'
import { listClashes, type SeenFinding } from '../../../services/clashes/round-clashes.ts'
import { listMessages, type OutboxMessage } from '../../../services/clashes/telling.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, instant, PageQuery, pageOf, presentPage } from '../../wire.ts'
import { alternativeRoutes } from './alternatives.ts'
import { presentClash } from './present.ts'
import * as schemas from './schemas.ts'
import { halfDaysOf } from './slots.ts'
import { waiverRoutes } from './waivers.ts'

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
    summary:
      "A round's clashes as they were found: what refuses confirming first, then warnings, then what was accepted",
    description:
      'They are looked for again within a minute of whatever changes them, and before this answer where that is not much; ' +
      '`pending` says that some still are. Clashes that are over stay, with when and why they went.',
    params: ById,
    query: schemas.ClashesQuery,
    response: schemas.FoundClashesSchema,
    useCase: listClashes,
    input: ({ params, query }) => ({ ...params, ...query }),
    present: ({ pending, ...page }) => ({ ...presentPage(presentFound)(page), pending }),
  })
  waiverRoutes(app, runner)
  operation(app, runner, {
    method: 'GET',
    url: '/v1/outbox',
    operationId: 'listMessages',
    tag,
    summary: 'What the service has to tell the consultant, the first first',
    description:
      '`clash.detected`: a confirmed event has come to clash; with why, and the best dates that it could take instead. `moderator.wanted`: a paper has lost a moderator. `self-assessment.released`: its challengers read it from now on, and where its pack lies.',
    query: PageQuery,
    response: pageOf(schemas.MessageSchema),
    useCase: listMessages,
    input: ({ query }) => query,
    present: presentPage(presentMessage),
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

const presentFound = ({ clash, ...found }: SeenFinding): z.input<typeof schemas.FoundClashSchema> => ({
  ...presentClash(clash),
  id: found.id,
  openedAt: instant(found.openedAt),
  openedBy: found.openedBy,
  because: CAUSES[found.openedBy],
  closedAt: instant(found.closedAt),
  closedBy: found.closedBy,
})

/** Payloads are written by this service alone, in the form of their topic's schema. */
const presentMessage = ({ id, topic, payload, at }: OutboxMessage): z.input<typeof schemas.MessageSchema> =>
  ({ id, topic, at: instant(at), payload }) as z.input<typeof schemas.MessageSchema>
