import { z } from 'zod'
import type { Extension } from '../../../services/self-assessments/extensions.ts'
import type { LastYear } from '../../../services/self-assessments/last-year.ts'
import { Id, Instant, instant, LocalDateSchema, text } from '../../wire.ts'
import { presentSubmission } from '../moderation/present.ts'
import { SubmissionSchema } from '../moderation/schemas.ts'
import { SectionKey } from './template-schemas.ts'

const Named = z.strictObject({ id: Id, name: z.string() })

export const ExtensionSchema = z
  .strictObject({
    id: Id,
    selfAssessmentId: Id,
    dueBefore: LocalDateSchema.nullable(),
    due: LocalDateSchema,
    commentsDue: LocalDateSchema.nullable().describe('For offers from then on; null where it did not move'),
    movedAssignments: z.int().describe('How many moderators have as many working days more'),
    reason: z.string(),
    agreedBy: Named,
    agreedAt: Instant,
  })
  .meta({ id: 'Extension' })

export const NewExtensionSchema = z
  .strictObject({
    due: LocalDateSchema.describe('The last day in time'),
    reason: text(2000),
    moveComments: z
      .boolean()
      .optional()
      .describe("Whether the comments due on it move by as many working days; else by the round's policy"),
  })
  .meta({ id: 'NewExtension', examples: [{ due: '2019-08-09', reason: 'The inspectors are on site.' }] })

export const LastYearSchema = z
  .strictObject({
    papers: z.array(
      z.strictObject({
        id: Id,
        authority: Named,
        round: z.strictObject({ id: Id, label: z.string() }),
        submission: SubmissionSchema.nullable().describe('The last version'),
      }),
    ),
    chapters: z.array(
      z.strictObject({
        key: SectionKey,
        title: z.string(),
        thisYear: z.string().describe('As the draft has it'),
        lastYear: z.array(z.strictObject({ selfAssessmentId: Id, text: z.string() })),
      }),
    ),
  })
  .meta({ id: 'LastYear' })

export const presentExtension = (extension: Extension): z.input<typeof ExtensionSchema> => ({
  id: extension.id,
  selfAssessmentId: extension.selfAssessmentId,
  dueBefore: extension.dueBefore,
  due: extension.due,
  commentsDue: extension.commentsDue,
  movedAssignments: extension.movedAssignments,
  reason: extension.reason,
  agreedBy: { id: extension.agreedBy.id, name: extension.agreedBy.name },
  agreedAt: instant(extension.agreedAt),
})

export const presentLastYear = ({ papers, chapters }: LastYear): z.input<typeof LastYearSchema> => ({
  papers: papers.map(({ id, authority, round, submission }) => ({
    id,
    authority: { id: authority.id, name: authority.name },
    round: { id: round.id, label: round.label },
    submission: submission && presentSubmission(submission),
  })),
  chapters: chapters.map(({ key, title, thisYear, lastYear }) => ({
    key,
    title,
    thisYear,
    lastYear: lastYear.map(({ selfAssessmentId, text }) => ({ selfAssessmentId, text })),
  })),
})
