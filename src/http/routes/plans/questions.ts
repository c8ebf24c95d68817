import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { ANSWER_STATES } from '../../../domain/planning/progress.ts'
import { askWhyNot, type QuestionView, readQuestion } from '../../../services/plans/questions.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, Id, LocalDateSchema, WallTimeSchema } from '../../wire.ts'
import { AuthorityRefSchema } from '../people/schemas.ts'
import { presentPlannedEvent } from './present.ts'
import { CostSchema, PlannedEventSchema, ToldSchema } from './schemas.ts'

const tag = 'plans'

const WhyNotSchema = z
  .strictObject({
    authorities: z
      .array(AuthorityRefSchema)
      .max(20)
      .describe('Who should meet; nobody, and nothing else, for the best of all other plans'),
    date: LocalDateSchema.nullable().default(null).describe('Null for whichever'),
    startTime: WallTimeSchema.nullable().default(null).describe('Of a half-day; else the first of the day'),
    facilitatorId: Id.nullable().default(null).describe('Null for whoever'),
  })
  .meta({
    id: 'WhyNotRequest',
    examples: [
      { authorities: [{ gssCode: 'E10000016' }, { gssCode: 'E10000030' }], date: '2019-11-13' },
      { authorities: [{ gssCode: 'E10000016' }], date: '2019-11-13' },
      { authorities: [] },
    ],
  })

const QuestionSchema = z
  .strictObject({
    id: Id,
    planId: Id,
    state: z
      .enum(ANSWER_STATES)
      .describe(
        '`costs`: it could be, at a price; `forbidden`: something stands against it; `unfinished`: time ran out, and nothing is claimed',
      ),
    isEnded: z.boolean().describe('Whether nothing more will become of it'),
    wish: z
      .strictObject({
        seatIds: z.array(Id),
        slotId: z.string().nullable(),
        facilitatorId: Id.nullable(),
      })
      .describe('As it was understood'),
    because: z
      .array(ToldSchema)
      .describe('What forbids it: by itself, or together with what the rest of the plan must keep'),
    inWords: z.string().nullable().describe('The answer; null while there is none'),
    instead: z
      .strictObject({
        more: CostSchema.describe('What it would cost more, rule by rule'),
        events: z.array(PlannedEventSchema).describe('The best plan then'),
      })
      .nullable()
      .describe('With the wish, and without what forbids it; null where even then there is no plan'),
    failure: z.string().nullable(),
  })
  .meta({ id: 'PlanQuestion' })

const presentQuestion = ({ wish, ...question }: QuestionView): z.input<typeof QuestionSchema> => ({
  id: question.id,
  planId: question.planId,
  state: question.state,
  isEnded: question.isEnded,
  wish: { seatIds: [...wish.seatIds], slotId: wish.slotId, facilitatorId: wish.facilitatorId },
  because: [...question.because],
  inWords: question.inWords,
  instead: question.instead && {
    more: question.instead.more,
    events: question.instead.events.map(presentPlannedEvent),
  },
  failure: question.failure,
})

/** Why a plan is not otherwise. */
export const questionRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'POST',
    url: '/v1/plans/:id/why-not',
    operationId: 'askWhyNot',
    tag,
    summary:
      'Why does this plan not have these together, on that date, with that facilitator? (the consultant)',
    description:
      'The whole is planned again with the wish insisted on, for a minute at most; answered at once, its Location tells ' +
      'when that is done. Of something forbidden it says by what; of something dearer, what it costs more.',
    params: ById,
    body: WhyNotSchema,
    response: QuestionSchema,
    failures: ['wrong-state', 'conflict'],
    location: ({ id }) => `/v1/plan-questions/${id}`,
    accepted: true,
    useCase: askWhyNot,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentQuestion,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/plan-questions/:id',
    operationId: 'readPlanQuestion',
    tag,
    summary: 'A question about a plan, with its answer when there is one (the consultant)',
    params: ById,
    response: QuestionSchema,
    useCase: readQuestion,
    input: ({ params }) => params,
    present: presentQuestion,
  })
}
