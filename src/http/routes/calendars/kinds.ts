import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { CalendarKind } from '../../../domain/calendars/kinds.ts'
import { COMMITMENT_RULES } from '../../../domain/clashes/policy.ts'
import {
  changeCalendarKind,
  createCalendarKind,
  listCalendarKinds,
  readCalendarKind,
} from '../../../services/calendars/kinds.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { KindName, PageQuery, pageOf, presentPage, text } from '../../wire.ts'
import { Severity } from '../rounds/policy-schemas.ts'

const tag = 'calendars'

const severity = z
  .union([
    Severity,
    z
      .strictObject({ authority: Severity, region: Severity, 'out-of-office': Severity, busy: Severity })
      .partial(),
  ])
  .nullable()
  .describe(
    'How severe its clashes are where a round says nothing: one value, or one for each case; null for the default',
  )

const label = text(60).describe('One of its entries, as a sentence begins')
const entries = text(60).describe('Several of them, within a sentence')
const feeds = z
  .enum(COMMITMENT_RULES)
  .describe('The rule of clashes that its commitments break; never changes')

const CalendarKindSchema = z
  .strictObject({
    name: KindName,
    label,
    entries,
    feeds,
    severity,
    unknownByAbsence: z.boolean().describe('Whether a round may require it'),
  })
  .meta({ id: 'CalendarKind' })

const NewCalendarKindSchema = z
  .strictObject({ name: KindName, label, entries, feeds, severity: severity.default(null) })
  .meta({
    id: 'NewCalendarKind',
    examples: [
      {
        name: 'inset-day',
        label: 'Inset day',
        entries: 'inset days',
        feeds: 'school-holiday',
        severity: 'warning',
      },
    ],
  })

const CalendarKindChangeSchema = z
  .strictObject({ label: label.optional(), entries: entries.optional(), severity: severity.optional() })
  .meta({ id: 'CalendarKindChange', examples: [{ severity: 'blocking' }] })

const ByName = z.strictObject({ name: KindName })

const presentKind = (kind: CalendarKind): z.input<typeof CalendarKindSchema> => ({
  name: kind.name,
  label: kind.label,
  entries: kind.entries,
  feeds: kind.feeds,
  severity: kind.severity,
  unknownByAbsence: kind.unknownByAbsence,
})

/** The region's kinds of calendars: which rule each feeds, and how severe it is there. */
export const calendarKindRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/calendar-kinds',
    operationId: 'listCalendarKinds',
    tag,
    summary: "The region's kinds of calendars, by name",
    query: PageQuery,
    response: pageOf(CalendarKindSchema),
    useCase: listCalendarKinds,
    input: ({ query }) => query,
    present: presentPage(presentKind),
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/calendar-kinds/:name',
    operationId: 'readCalendarKind',
    tag,
    summary: 'One kind of calendars',
    params: ByName,
    response: CalendarKindSchema,
    useCase: readCalendarKind,
    input: ({ params }) => params,
    present: presentKind,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/calendar-kinds',
    operationId: 'createCalendarKind',
    tag,
    summary: 'Add a kind of calendars of the region’s own',
    description: 'Kinds that feed `inspection-on-site` are known to as few as inspections are.',
    body: NewCalendarKindSchema,
    response: CalendarKindSchema,
    failures: ['conflict'],
    location: ({ name }) => `/v1/calendar-kinds/${name}`,
    useCase: createCalendarKind,
    input: ({ body }) => body,
    present: presentKind,
  })
  operation(app, runner, {
    method: 'PATCH',
    url: '/v1/calendar-kinds/:name',
    operationId: 'changeCalendarKind',
    tag,
    summary: 'Set how severe a kind’s clashes are in the region, or what it is called',
    description: 'What is left out stays. A round’s own policy goes before it.',
    params: ByName,
    body: CalendarKindChangeSchema,
    response: CalendarKindSchema,
    change: true,
    useCase: changeCalendarKind,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentKind,
  })
}
