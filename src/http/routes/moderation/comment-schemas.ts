import { z } from 'zod'
import { Id, Instant, Named, text } from '../../wire.ts'

const SectionName = text(200).describe('The key or the title of a section of the self-assessment')

/** What a text of comments is made of. */
const commentFields = {
  overall: text(20_000).nullable().describe('On the whole; null for nothing'),
  sections: z
    .array(z.strictObject({ section: SectionName, text: text(20_000) }).meta({ id: 'SectionComment' }))
    .max(100)
    .describe('Each section once'),
  linesOfEnquiry: z
    .array(
      z
        .strictObject({
          section: SectionName.nullable().default(null).describe('Null for the whole'),
          question: text(2000),
        })
        .meta({ id: 'LineOfEnquiry' }),
    )
    .max(50)
    .describe('Suggested to the challengers'),
}

/** As a request gives it: what is left out is nothing. */
export const CommentTextSchema = z
  .strictObject({
    overall: commentFields.overall.default(null),
    sections: commentFields.sections.default([]),
    linesOfEnquiry: commentFields.linesOfEnquiry.default([]),
  })
  .meta({
    id: 'CommentText',
    examples: [
      {
        overall: 'A clear account that says how it knows.',
        sections: [{ section: 'Strengths', text: 'A clear account of the front door.' }],
        linesOfEnquiry: [{ section: null, question: 'Which risks do the figures not show yet?' }],
      },
    ],
  })

export const CommentsSchema = z
  .strictObject({
    assignmentId: Id,
    moderator: Named.nullable().describe("Null where the round's policy keeps the name"),
    version: z.int().nullable().describe('The version that they are about'),
    edition: z.int().describe('From 1; one more each time they are returned again'),
    ...commentFields,
    submittedAt: Instant,
  })
  .meta({ id: 'Comments' })

export const DraftSchema = z
  .strictObject({
    assignmentId: Id,
    ...commentFields,
    savedAt: Instant.nullable().describe('Null before anything was saved'),
  })
  .meta({ id: 'CommentsDraft' })

export const ReportSchema = z
  .strictObject({
    selfAssessmentId: Id,
    state: z.enum(['awaited', 'draft', 'issued']),
    moderators: z
      .array(Named)
      .nullable()
      .describe("Whose comments it is made of; null where the round's policy keeps their names"),
    ...commentFields,
    savedAt: Instant.nullable(),
    issuedAt: Instant.nullable(),
  })
  .meta({ id: 'ModerationReport' })

export const CommentsListSchema = z.strictObject({ items: z.array(CommentsSchema), nextCursor: z.null() })
