import { z } from 'zod'
import { SIGNING_OFFICES } from '../../../domain/self-assessments/signing.ts'
import { WORKFLOW_WORDS } from '../../../domain/self-assessments/workflow.ts'
import { Id, Instant, LocalDateSchema, Named, text } from '../../wire.ts'
import { SectionKey } from '../self-assessments/template-schemas.ts'
import { CommentsSchema } from './comment-schemas.ts'
import { DisclosureSchema } from './disclosures.ts'

/** A title over a text; room for a chapter, because not every authority writes its own document. */
export const SectionSchema = z
  .strictObject({ title: text(200), text: text(50_000) })
  .meta({ id: 'Section', examples: [{ title: 'What we are proud of', text: 'Our front door is stable.' }] })

const sectionKey = SectionKey.nullable().describe("The template's section; null for one beside it")

/** A section of a version. */
const SubmissionSectionSchema = z
  .strictObject({ key: sectionKey, ...SectionSchema.shape })
  .meta({ id: 'SubmissionSection' })

const NewSubmissionSectionSchema = z
  .strictObject({ key: sectionKey.default(null), ...SectionSchema.shape })
  .meta({ id: 'NewSubmissionSection' })

const keysOf = <K extends string>(words: Readonly<Record<K, string>>) => Object.keys(words) as [K, ...K[]]

export const WorkflowStateSchema = z.enum(keysOf(WORKFLOW_WORDS.states))
export const WorkflowEventSchema = z.enum(keysOf(WORKFLOW_WORDS.events))
export const SigningOfficeSchema = z.enum(SIGNING_OFFICES)

/** The signatures under a draft as it stands. */
export const SignaturesSchema = z
  .strictObject({
    needed: z.array(SigningOfficeSchema),
    given: z.array(
      z.strictObject({
        office: SigningOfficeSchema,
        recordedBy: Named,
        source: z.string().nullable().describe('Where one that was given on paper lies'),
        at: Instant,
      }),
    ),
  })
  .meta({ id: 'Signatures' })

export const SelfAssessmentSchema = z
  .strictObject({
    id: Id,
    round: z.strictObject({ id: Id, label: z.string() }),
    authority: Named,
    state: z
      .enum(['awaited', 'submitted', 'in-moderation', 'moderated', 'released'])
      .describe('Where it stands for its readers; `workflow.state` says how it is written'),
    latestVersion: z.int().nullable().describe('Null until something is submitted'),
    deadlines: z.strictObject({
      selfAssessmentDue: LocalDateSchema.nullable(),
      commentsDue: LocalDateSchema.nullable(),
      releaseOn: LocalDateSchema.nullable().describe('The first day on which its challengers read it'),
    }),
    lateness: z
      .strictObject({
        late: z.boolean(),
        workingDays: z.int().nullable().describe('Null where bank holidays are not known that far'),
      })
      .describe('Of its first version or, while there is none, of today'),
    workflow: z.strictObject({
      state: WorkflowStateSchema,
      since: Instant,
      emptiedAt: Instant.nullable().describe(
        'When what it said was removed, because the years for which its round keeps it were over',
      ),
      possible: z.array(WorkflowEventSchema).describe('What you may do now'),
      signatures: SignaturesSchema.nullable().describe('Null for who only reads it'),
      question: z
        .strictObject({ text: z.string(), answerBy: LocalDateSchema.nullable(), by: Named, at: Instant })
        .nullable()
        .describe('With which it was sent back, while it is; for its authors and the consultant'),
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
    source: z
      .string()
      .nullable()
      .describe('Where the consultant had it from, who entered it for the authority'),
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
    source: z
      .string()
      .nullable()
      .describe("Where the authority's wish lies, when the consultant submitted for it"),
    sections: z.array(SubmissionSectionSchema),
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
    sections: z.array(NewSubmissionSectionSchema).max(50).default([]),
    note: text(2000).nullable().default(null).describe('What is new in this version'),
    source: text(500)
      .nullable()
      .default(null)
      .describe(
        "For the consultant alone, who submits what the director signed off: where the authority's wish lies",
      ),
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
        'later-moderator',
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
  state: z.enum(['offered', 'accepted', 'comments-submitted', 'signed-off', 'declined', 'ended']),
  acceptBy: LocalDateSchema.describe('The last day in time to answer'),
  commentsDue: LocalDateSchema.describe('The last day in time for comments'),
  overdue: z.enum(['accept-by', 'comments-due']).nullable(),
  reason: z.string().nullable().describe('Why it was declined, ended or reopened'),
  replacesId: Id.nullable().describe('The assignment that it takes over from'),
  acceptedAt: Instant.nullable(),
  commentedAt: Instant.nullable().describe('When comments were last returned'),
  signedOffAt: Instant.nullable(),
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

/** In examples. */
export const someId = '0f8c2f0e-6d1c-4a6e-9d5b-2f1f3c0f7a11'

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

export const ReassigningSchema = z
  .strictObject({
    moderatorId: Id,
    reason: text(2000),
    acceptBy: LocalDateSchema.nullable().default(null).describe('As before, while that is not over'),
    commentsDue: LocalDateSchema.nullable().default(null).describe('As before, while that is not over'),
  })
  .meta({ id: 'Reassigning', examples: [{ moderatorId: someId, reason: 'Has fallen ill.' }] })

export const ReasonSchema = z
  .strictObject({ reason: text(2000) })
  .meta({ id: 'Reason', examples: [{ reason: 'The figures were corrected.' }] })

export const AlternateSchema = z
  .strictObject({
    person: Named,
    mayModerate: z.boolean(),
    load: z.int().describe('Assignments of other papers of the round'),
    reasons: z.array(z.string()).describe('Why they stand where they do, or every reason why they may not'),
  })
  .meta({ id: 'Alternate' })

export const AlternatesSchema = z.strictObject({ items: z.array(AlternateSchema), nextCursor: z.null() })

export const ModerationSchema = z
  .strictObject({
    selfAssessmentId: Id,
    moderators: z.int().describe("How many moderators the round's policy gives a paper"),
    assignments: z.array(ListedAssignmentSchema),
    leadId: Id.nullable().describe('Who reconciles the comments; null while none are in'),
    commentsShared: z.boolean().describe('Whether all comments are in, or the moderation is closed'),
    closedAt: Instant.nullable(),
    closedBecause: z.string().nullable(),
  })
  .meta({ id: 'PaperModeration' })

export const LeadSchema = z
  .strictObject({ leadId: Id.nullable().describe('Null for who accepted first') })
  .meta({ id: 'Lead', examples: [{ leadId: someId }] })
