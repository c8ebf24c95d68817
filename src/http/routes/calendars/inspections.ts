import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { reportInspection } from '../../../services/calendars/inspections.ts'
import type { Runner } from '../../../services/runner.ts'
import { tag as etag, operation } from '../../operation.ts'
import { ById, LocalDateSchema, text } from '../../wire.ts'
import { AlternativeSchema, presentAlternative } from '../clashes/alternatives.ts'
import { presentEvent } from '../events/present.ts'
import { EventSchema } from '../events/schemas.ts'
import { presentCommitment } from './present.ts'
import { CommitmentSchema } from './schemas.ts'

const InspectionReportSchema = z
  .strictObject({
    from: LocalDateSchema.describe('The first of its days'),
    to: LocalDateSchema.describe('The last of its days, included'),
    title: text(200).default('Inspection').describe('What the office and the consultant call it'),
  })
  .meta({ id: 'InspectionReport', examples: [{ from: '2019-11-11', to: '2019-11-15' }] })

const ReportedInspectionSchema = z
  .strictObject({
    commitment: CommitmentSchema,
    affected: z
      .array(
        z.strictObject({
          event: EventSchema.describe('With its clashes, as you may see them'),
          etag: z.string().describe('Of the event as you see it: the If-Match of a rescheduling or deferral'),
          alternatives: z.array(AlternativeSchema).describe('The best three, at most'),
        }),
      )
      .describe('The events that it hits and that can still move, by the time they begin'),
  })
  .meta({ id: 'ReportedInspection' })

/** Inspections reported in one step. */
export const inspectionRoutes = (app: FastifyInstance, runner: Runner): void =>
  operation(app, runner, {
    method: 'POST',
    url: '/v1/authorities/:id/inspections',
    operationId: 'reportInspection',
    tag: 'calendars',
    summary:
      'Report that inspectors come: what it hits, and where that could go (the office; the consultant)',
    description:
      "It is entered into the authority's own calendar of inspections, which is made if there is none; it is changed " +
      'and removed there, like every commitment; reported again for the same days, it stays one. Everybody else sees only that the authority is unavailable. An ' +
      'alternative is taken by rescheduling the event to its occasion, with the `etag` given here.',
    params: ById,
    body: InspectionReportSchema,
    response: ReportedInspectionSchema,
    failures: ['conflict'],
    location: ({ commitment: { calendarId, id } }) => `/v1/calendars/${calendarId}/commitments/${id}`,
    useCase: reportInspection,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: ({ commitment, affected }) => ({
      commitment: presentCommitment(commitment),
      affected: affected.map(({ event, alternatives }) => ({
        event: presentEvent(event),
        etag: etag(EventSchema.parse(presentEvent(event))),
        alternatives: alternatives.map(presentAlternative),
      })),
    }),
  })
