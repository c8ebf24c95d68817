import { z } from 'zod'
import type { Holder } from '../../../domain/moderation/workflow-holders.ts'
import {
  DUE_WORDS,
  type Due,
  type DueKind,
  stepInWords,
  type WorkflowRow,
} from '../../../domain/moderation/workflow-row.ts'
import { WORKFLOW_STEPS } from '../../../domain/moderation/workflow-step.ts'
import type { WorkflowBoard } from '../../../services/moderation/workflow.ts'
import { Id, Instant, instant, LocalDateSchema, Named } from '../../wire.ts'

const example = {
  id: '0f8c2f0e-6d1c-4a6e-9d5b-2f1f3c0f7a11',
  authority: { id: '5b1f6b5e-2f6d-4c0e-8a51-9c1d3e2f4a60', name: 'Kent' },
  step: 'in-moderation',
  stepInWords: 'In moderation, comments of one of two moderators',
  latestVersion: 1,
  moderation: { moderators: 2, assigned: 2, commented: 1 },
  heldBy: [
    {
      who: 'moderator',
      id: '9d3c1b7a-4e2f-4f7b-b0c6-1a2b3c4d5e6f',
      name: 'Moderator, Oxfordshire',
      since: '2019-08-01T09:00:00.000Z',
    },
  ],
  due: [{ kind: 'comments-due', day: '2019-09-06', of: 'Moderator, Oxfordshire', overdue: false }],
  overdue: false,
  deadlines: { selfAssessmentDue: '2019-07-31', commentsDue: '2019-09-06', releaseOn: '2019-09-13' },
  extended: false,
  lateness: { late: false, workingDays: 0 },
  blockedBy: ['Moderation waits for the comments of Moderator, Oxfordshire.'],
} as const

const WorkflowRowSchema = z
  .strictObject({
    id: Id.describe('Of the self-assessment'),
    authority: Named,
    step: z.enum(WORKFLOW_STEPS),
    stepInWords: z.string(),
    latestVersion: z.int().nullable().describe('Null until something is submitted'),
    moderation: z.strictObject({
      moderators: z.int().describe("How many the round's policy gives a paper"),
      assigned: z.int().describe('How many are asked, at work, or have commented'),
      commented: z.int().describe('How many have their comments in'),
    }),
    heldBy: z
      .array(
        z.strictObject({
          who: z.enum(['office', 'moderator', 'consultant', 'challengers']),
          id: z.string().nullable().describe("The authority of an office, or a moderator's person"),
          name: z.string(),
          since: Instant,
        }),
      )
      .describe('Who has it in hand; nobody once the round is closed'),
    due: z
      .array(
        z.strictObject({
          kind: z.enum(Object.keys(DUE_WORDS) as DueKind[]),
          day: LocalDateSchema.describe('The last day in time'),
          of: z.string().describe('Whose it is to do'),
          overdue: z.boolean(),
        }),
      )
      .describe('What is still to be done, the nearest first'),
    overdue: z.boolean().describe('Whether any of it is'),
    deadlines: z
      .strictObject({
        selfAssessmentDue: LocalDateSchema.nullable(),
        commentsDue: LocalDateSchema.nullable(),
        releaseOn: LocalDateSchema.nullable(),
      })
      .describe('Of this paper, with what extensions gave it'),
    extended: z.boolean().describe('Whether it has longer than its round'),
    lateness: z
      .strictObject({
        late: z.boolean(),
        workingDays: z.int().nullable().describe('Null where bank holidays are not known that far'),
      })
      .describe('Of its first version or, while it is awaited, of today'),
    blockedBy: z.array(z.string()).describe('What waits for what, a sentence each'),
  })
  .meta({ id: 'ModerationWorkflowRow' })

export const WorkflowSchema = z
  .strictObject({
    items: z.array(WorkflowRowSchema),
    nextCursor: z.null().describe('The list is always whole'),
  })
  .meta({ id: 'ModerationWorkflow', examples: [{ items: [example], nextCursor: null }] })

/** A picture of a round's moderation. */
export const WorkflowPictureSchema = z
  .string()
  .meta({ id: 'ModerationWorkflowPicture', description: 'SVG of one page, in UTF-8' })

const presentHolder = ({ who, id, name, since }: Holder) => ({ who, id, name, since: instant(since) })

const presentDue = ({ kind, day, of, overdue }: Due) => ({ kind, day, of, overdue })

const presentRow = (row: WorkflowRow): z.input<typeof WorkflowRowSchema> => ({
  id: row.id,
  authority: { id: row.authority.id, name: row.authority.name },
  step: row.step,
  stepInWords: stepInWords(row),
  latestVersion: row.latestVersion,
  moderation: {
    moderators: row.moderation.moderators,
    assigned: row.moderation.assigned,
    commented: row.moderation.commented,
  },
  heldBy: row.heldBy.map(presentHolder),
  due: row.due.map(presentDue),
  overdue: row.overdue,
  deadlines: {
    selfAssessmentDue: row.deadlines.selfAssessmentDue,
    commentsDue: row.deadlines.commentsDue,
    releaseOn: row.deadlines.releaseOn,
  },
  extended: row.extended,
  lateness: { late: row.lateness.late, workingDays: row.lateness.workingDays },
  blockedBy: [...row.blockedBy],
})

export const presentWorkflow = ({ rows }: WorkflowBoard): z.input<typeof WorkflowSchema> => ({
  items: rows.map(presentRow),
  nextCursor: null,
})
