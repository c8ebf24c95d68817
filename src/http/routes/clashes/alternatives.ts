import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { VERDICTS } from '../../../domain/clashes/ranking.ts'
import { type Alternative, listAlternatives } from '../../../services/clashes/alternatives.ts'
import type { Coverage } from '../../../services/clashes/coverage.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import {
  ById,
  Instant,
  instant,
  LocalDateSchema,
  PageQuery,
  pageOf,
  presentPage,
  WallTimeSchema,
} from '../../wire.ts'
import { ClashSchema, presentClash } from './present.ts'
import { halfDaysOf, slotFields } from './slots.ts'

const AlternativesQuery = PageQuery.extend({
  limit: z.coerce.number().int().min(1).max(200).default(20),
  cursor: z
    .string()
    .regex(/^\d{1,6}$/, 'This cursor is not one of ours: start again without it.')
    .optional()
    .describe('The rank after which to go on; the list is made anew for each page'),
  ...slotFields,
  date: LocalDateSchema.optional().describe('Only the slots that begin on this day: why not then?'),
})

export const VerdictSchema = z
  .enum(VERDICTS)
  .describe(
    '`blocked` by something known; else `unknown`, where a calendar that could block does not answer; else `warnings`, else `free`',
  )

const count = z.int().min(0)

export const AlternativeSchema = z
  .strictObject({
    rank: z.int().min(1).describe('1 is the best'),
    occasion: z
      .strictObject({
        date: LocalDateSchema,
        days: z.int().min(1),
        startTime: WallTimeSchema.nullable(),
        endTime: WallTimeSchema.nullable(),
      })
      .describe('As a rescheduling takes it'),
    startsAt: Instant,
    endsAt: Instant.describe('The first instant after it'),
    verdict: VerdictSchema,
    clashes: z
      .array(ClashSchema)
      .describe('Those left there; none is waived, because waivers are for one date'),
    coverage: z
      .strictObject({ free: count, busy: count, unknown: count })
      .describe('How many of the answers that the round requires are which'),
  })
  .meta({ id: 'Alternative' })

/** An alternative as sent. */
export const presentAlternative = (alternative: Alternative): z.input<typeof AlternativeSchema> => ({
  rank: alternative.rank,
  occasion: { ...alternative.occasion },
  startsAt: instant(alternative.span.from),
  endsAt: instant(alternative.span.until),
  verdict: alternative.verdict,
  clashes: alternative.clashes.map(presentClash),
  coverage: {
    free: counted(alternative.coverage, 'free'),
    busy: counted(alternative.coverage, 'busy'),
    unknown: counted(alternative.coverage, 'unknown'),
  },
})

const counted = (coverage: readonly Coverage[], answer: Coverage['answer']): number =>
  coverage.filter((each) => each.answer === answer).length

/** Where else an event could stand. */
export const alternativeRoutes = (app: FastifyInstance, runner: Runner): void =>
  operation(app, runner, {
    method: 'GET',
    url: '/v1/challenge-events/:id/alternatives',
    operationId: 'listAlternatives',
    tag: 'clashes',
    summary: "Where else in its round's window an event could stand, best first",
    description:
      'Every slot from tomorrow on, with the clashes that are left there. First come those with the fewest known ' +
      'blocking clashes (of as many, with the fewest double bookings), then with the fewest blocking because a ' +
      'calendar is unknown, then with the fewest warnings, then the nearest to its present date, then the earliest. ' +
      'Its own place is not among them.',
    params: ById,
    query: AlternativesQuery,
    response: pageOf(AlternativeSchema),
    failures: ['wrong-state'],
    useCase: listAlternatives,
    input: ({ params, query: { length = null, ...query } }) => ({
      ...params,
      ...query,
      length,
      halfDays: halfDaysOf(query),
    }),
    present: presentPage(presentAlternative),
  })
