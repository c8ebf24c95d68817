import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { ANSWER_STATES } from '../../../domain/planning/progress.ts'
import {
  askWhyNotModerator,
  type ModerationQuestionView,
  readModerationQuestion,
} from '../../../services/moderation/plans/questions.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, Id, Named } from '../../wire.ts'
import { someId } from '../moderation/schemas.ts'
import { named, paperOf, presentImpossible } from './present.ts'
import { ImpossibleSchema, PaperSchema } from './schemas.ts'

const tag = 'plans'

const WhyNotModeratorSchema = z.strictObject({ selfAssessmentId: Id, moderatorId: Id }).meta({
  id: 'WhyNotModeratorRequest',
  examples: [{ selfAssessmentId: someId, moderatorId: someId }],
})

const InsteadSchema = z.strictObject({
  total: z.number().describe('The sum of suitability then, in points'),
  worst: z.number().describe('The suitability of the least suitable pair then'),
  less: z
    .number()
    .describe(
      'By how much the sum is less; of `worst-off-first` it may be below nought, where `worstLess` is above it',
    ),
  worstLess: z
    .number()
    .nullable()
    .describe('Of `worst-off-first`: how much less the least suitable pair suits; else null'),
  isExact: z
    .boolean()
    .describe('Whether both are proven the best there are; else it may cost more or less than this'),
  changes: z
    .array(z.strictObject({ selfAssessment: PaperSchema, from: z.array(Named), to: z.array(Named) }))
    .describe('The self-assessments that others would moderate, of one of the best allocations then'),
})

const ModerationQuestionSchema = z
  .strictObject({
    id: Id,
    planId: Id,
    state: z
      .enum(ANSWER_STATES)
      .describe(
        '`costs`: it could be, at a price; `forbidden`: something stands against it; `unfinished`: time ran out, and nothing is claimed',
      ),
    isEnded: z.boolean().describe('Whether nothing more will become of it'),
    inWords: z.string().nullable().describe('The answer; null while there is none'),
    selfAssessment: PaperSchema,
    moderator: Named,
    because: z.array(z.string()).describe('What forbids it, as things stood when the plan was asked for'),
    impossible: ImpossibleSchema.nullable().describe(
      'Where nothing bars the pair by itself, and the others could not be allocated with it',
    ),
    instead: InsteadSchema.nullable().describe('The best allocation with the pair'),
    failure: z.string().nullable(),
  })
  .meta({ id: 'ModerationQuestion' })

const presentQuestion = (question: ModerationQuestionView): z.input<typeof ModerationQuestionSchema> => ({
  id: question.id,
  planId: question.planId,
  state: question.state,
  isEnded: question.isEnded,
  inWords: question.inWords,
  selfAssessment: paperOf(question.selfAssessment),
  moderator: named(question.moderator),
  because: [...question.because],
  impossible: presentImpossible(question.impossible),
  instead: question.instead && {
    ...question.instead,
    changes: question.instead.changes.map(({ selfAssessment, from, to }) => ({
      selfAssessment: paperOf(selfAssessment),
      from: from.map(named),
      to: to.map(named),
    })),
  },
  failure: question.failure,
})

/** Why an allocation has not given a self-assessment to a moderator. */
export const moderationQuestionRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'POST',
    url: '/v1/moderation-plans/:id/why-not',
    operationId: 'askWhyNotModerator',
    tag,
    summary: 'Why does this allocation not give that self-assessment to that moderator? (the consultant)',
    description:
      'What bars the pair by itself is said at once. Else all is allocated again with the pair insisted on, for as long ' +
      'as the plan had at most, and its Location tells when that is done: what it would cost, and who else would ' +
      'moderate something else. It is asked of the round as it stood when the plan was asked for. Refused where the ' +
      'plan has the pair.',
    params: ById,
    body: WhyNotModeratorSchema,
    response: ModerationQuestionSchema,
    failures: ['wrong-state', 'conflict'],
    location: ({ id }) => `/v1/moderation-questions/${id}`,
    accepted: true,
    useCase: askWhyNotModerator,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentQuestion,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/moderation-questions/:id',
    operationId: 'readModerationQuestion',
    tag,
    summary: 'A question about an allocation, with its answer when there is one (the consultant)',
    params: ById,
    response: ModerationQuestionSchema,
    useCase: readModerationQuestion,
    input: ({ params }) => params,
    present: presentQuestion,
  })
}
