import { z } from 'zod'
import { MOST_CANDIDATES, POLL_ANSWERS, POLL_STATES } from '../../../domain/polls/poll.ts'
import { Id, Instant, LocalDateSchema, PageQuery, text, WallTimeSchema } from '../../wire.ts'
import { occasionFields } from '../events/occasion.ts'
import { AuthorityRefSchema } from '../people/schemas.ts'

const Named = z.strictObject({ id: Id, name: z.string() })

const shownOccasion = {
  date: LocalDateSchema,
  days: z.int(),
  startTime: WallTimeSchema.nullable(),
  endTime: WallTimeSchema.nullable(),
}

const answerBy = LocalDateSchema.describe(
  'By when offices are asked to answer; later ones count until it is closed',
)

export const OfficeAnswersSchema = z
  .strictObject({
    authority: Named,
    answers: z
      .array(z.strictObject({ candidateId: Id, ...shownOccasion, answer: z.enum(POLL_ANSWERS).nullable() }))
      .describe('One for each date, by the time they begin; null where it has not answered'),
    answeredBy: Named.nullable().describe(
      'Who answered last: of the office, or the consultant on its behalf',
    ),
    answeredAt: Instant.nullable(),
  })
  .meta({ id: 'OfficeAnswers' })

export const PollSchema = z
  .strictObject({
    id: Id,
    roundId: Id,
    title: z.string(),
    note: z.string().nullable(),
    answerBy,
    state: z.enum(POLL_STATES),
    authorities: z.array(Named).describe('Whose offices are asked'),
    candidates: z
      .array(
        z.strictObject({
          id: Id,
          ...shownOccasion,
          yes: z.int(),
          ifNeedBe: z.int(),
          no: z.int(),
          notAnswered: z.array(Id).describe('The authorities that have not answered about it'),
        }),
      )
      .describe(
        'Best first: where all said yes, then by the fewest no, the fewest if need be, and the time they begin',
      ),
    waitingFor: z.array(Id).describe('The authorities that have not answered about every date'),
    answers: z
      .array(OfficeAnswersSchema)
      .describe('Of every office for the consultant, of their own for those of an office'),
  })
  .meta({ id: 'AvailabilityPoll' })

const CandidateSchema = z
  .strictObject({
    ...occasionFields,
    days: z.int().min(1).max(5).default(1).describe('The first included; more than one only without times'),
  })
  .meta({
    id: 'Candidate',
    examples: [{ date: '2019-11-25' }, { date: '2019-11-26', startTime: '10:00', endTime: '13:00' }],
  })

const candidates = z.array(CandidateSchema).min(1).max(MOST_CANDIDATES)

export const NewPollSchema = z
  .strictObject({
    roundId: Id,
    title: text(200),
    note: text(1000).nullable().default(null),
    answerBy,
    candidates,
    authorities: z.array(AuthorityRefSchema).min(1).max(200).optional().describe('Whose offices are asked'),
    triadId: Id.optional().describe('Instead of authorities; with neither, all that take part are asked'),
  })
  .meta({
    id: 'NewAvailabilityPoll',
    examples: [
      {
        roundId: '0f8c2f0e-6d1c-4a6e-9d5b-2f1f3c0f7a11',
        title: 'When can your triad meet?',
        answerBy: '2019-09-30',
        candidates: [{ date: '2019-11-25' }, { date: '2019-11-26', startTime: '10:00', endTime: '13:00' }],
      },
    ],
  })

export const PollChangeSchema = z
  .strictObject({
    title: text(200).optional(),
    note: text(1000).nullable().optional(),
    answerBy: answerBy.optional(),
    state: z
      .enum(POLL_STATES)
      .optional()
      .describe('A closed poll may be opened again; of a cancelled one no answer counts, and that is final'),
    addCandidates: candidates.optional().describe('More dates to ask about'),
  })
  .meta({ id: 'AvailabilityPollChange', examples: [{ state: 'closed' }] })

export const AnswersChangeSchema = z
  .strictObject({
    answers: z
      .array(z.strictObject({ candidateId: Id, answer: z.enum(POLL_ANSWERS) }))
      .max(MOST_CANDIDATES)
      .describe('All that the office answers: about a date that is left out it has not answered'),
  })
  .meta({
    id: 'OfficeAnswersChange',
    examples: [{ answers: [{ candidateId: '0f8c2f0e-6d1c-4a6e-9d5b-2f1f3c0f7a11', answer: 'if-need-be' }] }],
  })

export const PollsQuery = PageQuery.extend({ roundId: Id.optional() })

export const ByAskedOffice = z.strictObject({ id: Id, authorityId: Id })
