import { z } from 'zod'
import type { RecordedMove } from '../../../services/self-assessments/moves.ts'
import { Id, Instant, instant, LocalDateSchema, text } from '../../wire.ts'
import { SigningOfficeSchema, WorkflowEventSchema, WorkflowStateSchema } from '../moderation/schemas.ts'

export const SignOffSchema = z
  .strictObject({
    office: SigningOfficeSchema.default('director').describe('Whose signature it is'),
    source: text(500)
      .nullable()
      .default(null)
      .describe('Where the signature of a chief executive or lead member lies, which the director records'),
  })
  .meta({ id: 'SignOff', examples: [{ office: 'director' }] })

export const SendingBackSchema = z
  .strictObject({
    question: text(5000),
    answerBy: LocalDateSchema.nullable().default(null).describe('The last day in time for an answer'),
  })
  .meta({ id: 'SendingBack', examples: [{ question: 'Which year are the figures of section 2 of?' }] })

export const WithdrawalSchema = z
  .strictObject({ reason: text(2000) })
  .meta({ id: 'Withdrawal', examples: [{ reason: 'The figures turned out to be wrong.' }] })

export const MoveSchema = z
  .strictObject({
    id: Id,
    event: WorkflowEventSchema,
    from: WorkflowStateSchema,
    to: WorkflowStateSchema,
    version: z.int().nullable().describe('That came of it'),
    note: z.string().nullable().describe('The question, the reason, or the source'),
    answerBy: LocalDateSchema.nullable(),
    by: z.strictObject({ id: Id, name: z.string() }),
    at: Instant,
  })
  .meta({ id: 'SelfAssessmentMove' })

export const presentMove = (move: RecordedMove): z.input<typeof MoveSchema> => ({
  id: move.id,
  event: move.event,
  from: move.from,
  to: move.to,
  version: move.version,
  note: move.note,
  answerBy: move.answerBy,
  by: { id: move.by.id, name: move.by.name },
  at: instant(move.at),
})
