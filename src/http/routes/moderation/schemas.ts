import { z } from 'zod'
import { Id, Instant, LocalDateSchema, text } from '../../wire.ts'
import { DisclosureSchema } from './disclosures.ts'

const Named = z.strictObject({ id: Id, name: z.string() })

/** A title over a text; room for a chapter, because not every authority writes its own document. */
export const SectionSchema = z
  .strictObject({ title: text(200), text: text(50_000) })
  .meta({ id: 'Section', examples: [{ title: 'What we are proud of', text: 'Our front door is stable.' }] })

const SectionsSchema = z.array(SectionSchema).max(50)

export const SelfAssessmentSchema = z
  .strictObject({
    id: Id,
    round: z.strictObject({ id: Id, label: z.string() }),
    authority: Named,
    state: z.enum(['awaited', 'submitted', 'in-moderation', 'moderated', 'released']),
    latestVersion: z.int().nullable().describe('Null until something is submitted'),
    deadlines: z.strictObject({
      selfAssessmentDue: LocalDateSchema.nullable(),
      commentsDue: LocalDateSchema.nullable(),
      releaseOn: LocalDateSchema.nullable().describe('The first day on which its challengers read it'),
    }),
  })
  .meta({ id: 'SelfAssessment' })

export const DocumentSchema = z
  .strictObject({
    id: Id,
    name: z.string(),
    mediaType: z.string(),
    size: z.int().describe('Bytes'),
    sha256: z.string().describe('Of the whole content, hexadecimal'),
  })
  .meta({ id: 'Document' })

/** A file's name: one line, no folders. */
export const FileName = text(200).regex(/^[^/\\\t\r\n]+$/, 'A file name is one line without / or \\.')

export const SubmissionSchema = z
  .strictObject({
    id: Id,
    selfAssessmentId: Id,
    version: z.int().describe('From 1; versions only grow'),
    submittedAt: Instant,
    submittedBy: Named,
    note: z.string().nullable(),
    sections: z.array(SectionSchema),
    documents: z.array(DocumentSchema),
  })
  .meta({ id: 'Submission' })

export const NewSubmissionSchema = z
  .strictObject({
    documentIds: z
      .array(Id)
      .max(50)
      .default([])
      .describe('Uploaded for this self-assessment and in no earlier version'),
    sections: SectionsSchema.default([]),
    note: text(2000).nullable().default(null).describe('What is new in this version'),
  })
  .meta({
    id: 'NewSubmission',
    examples: [
      {
        documentIds: ['0f8c2f0e-6d1c-4a6e-9d5b-2f1f3c0f7a11'],
        sections: [{ title: 'What we are proud of', text: 'Our front door is stable.' }],
        note: 'With the figures of the third quarter.',
      },
    ],
  })

export const CommentsSchema = z
  .strictObject({
    assignmentId: Id,
    moderator: Named.nullable().describe("Null where the round's policy keeps the name"),
    version: z.int().nullable().describe('The version that they are about'),
    sections: z.array(SectionSchema),
    submittedAt: Instant,
  })
  .meta({ id: 'Comments' })

export const CommentsListSchema = z.strictObject({ items: z.array(CommentsSchema), nextCursor: z.null() })

const reader = {
  person: Named.nullable().describe("Null for a moderator whose name the round's policy keeps"),
}

const readership = {
  mayRead: z.array(
    z.strictObject({
      ...reader,
      basis: z.enum([
        'director',
        'delegate',
        'contributor',
        'assistant',
        'moderator',
        'challenger',
        'substitute',
        'regional-director',
        'facilitator',
        'consultant',
        'observer',
      ]),
      sentence: z.string(),
      from: Instant,
      until: Instant.nullable().describe('The first instant at which the right has ended'),
      now: z.boolean().describe('Whether it holds at this moment'),
    }),
  ),
  haveRead: z.array(z.strictObject({ ...reader, reads: z.int(), firstAt: Instant, lastAt: Instant })),
}

/** The readers of any paper. */
export const ReadersSchema = z.strictObject(readership).meta({ id: 'Readers' })

export const ReadershipSchema = z
  .strictObject({
    ...readership,
    disclosures: z.array(DisclosureSchema).describe('What was told of it to third parties'),
  })
  .meta({ id: 'Readership' })

const assignmentFields = {
  id: Id,
  selfAssessmentId: Id,
  round: z.strictObject({ id: Id, label: z.string() }),
  authority: Named,
  moderator: Named,
  state: z.enum(['offered', 'accepted', 'declined', 'comments-submitted', 'ended']),
  acceptBy: LocalDateSchema.describe('The last day in time to answer'),
  commentsDue: LocalDateSchema.describe('The last day in time for comments'),
  overdue: z.enum(['accept-by', 'comments-due']).nullable(),
  reason: z.string().nullable().describe('Why it was declined or ended'),
  acceptedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
}

export const ListedAssignmentSchema = z.strictObject(assignmentFields).meta({ id: 'ListedAssignment' })

export const AssignmentSchema = z
  .strictObject({
    ...assignmentFields,
    submission: SubmissionSchema.nullable().describe('What is moderated: the newest when it was accepted'),
    laterVersion: z.int().nullable().describe('A newer version: offered, not swapped in'),
    comments: CommentsSchema.nullable(),
  })
  .meta({ id: 'Assignment' })

const someId = '0f8c2f0e-6d1c-4a6e-9d5b-2f1f3c0f7a11'

export const NewAssignmentSchema = z
  .strictObject({
    selfAssessmentId: Id,
    moderatorId: Id,
    acceptBy: LocalDateSchema.nullable()
      .default(null)
      .describe('By the day on which the self-assessments are due, where none is given'),
    commentsDue: LocalDateSchema.nullable()
      .default(null)
      .describe("By the round's own date, where none is given"),
  })
  .meta({ id: 'NewAssignment', examples: [{ selfAssessmentId: someId, moderatorId: someId }] })

const CONFLICT_TYPES = ['family', 'former-post', 'commercial', 'prior-involvement', 'other'] as const

const until = LocalDateSchema.nullable().describe('The first day without it; null while no end is known')

export const StoppingSchema = z
  .strictObject({
    reason: text(2000),
    conflict: z
      .strictObject({ type: z.enum(CONFLICT_TYPES), until: until.default(null) })
      .nullable()
      .default(null)
      .describe("The moderator's conflict with the authority, declared in the same call, from today"),
  })
  .meta({
    id: 'Stopping',
    examples: [{ reason: 'My sister works there.', conflict: { type: 'family' } }],
  })

export const NewCommentsSchema = z
  .strictObject({ sections: SectionsSchema.min(1) })
  .meta({ id: 'NewComments', examples: [{ sections: [{ title: 'Strengths', text: 'A clear account.' }] }] })

const conflictFields = {
  personId: Id,
  authorityId: Id,
  type: z.enum(CONFLICT_TYPES),
  reason: text(2000),
}

export const ConflictSchema = z
  .strictObject({
    id: Id,
    ...conflictFields,
    source: z.enum(['person', 'authority', 'consultant']).describe('Who said so'),
    from: LocalDateSchema,
    until,
  })
  .meta({ id: 'Conflict' })

export const NewConflictSchema = z
  .strictObject({
    ...conflictFields,
    from: LocalDateSchema.nullable().default(null).describe('From today, where none is given'),
    until: until.default(null),
  })
  .meta({
    id: 'NewConflict',
    examples: [
      { personId: someId, authorityId: someId, type: 'former-post', reason: 'Left there two years ago.' },
    ],
  })

export const ConflictChangeSchema = z
  .strictObject({ until })
  .meta({ id: 'ConflictChange', examples: [{ until: '2024-02-01' }] })
