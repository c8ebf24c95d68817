import { z } from 'zod'
import { ACTION_STATES } from '../../../domain/outcomes/action.ts'
import { OUTCOME_KINDS } from '../../../domain/outcomes/outcome.ts'
import { Id, Instant, LocalDateSchema, PageQuery, text } from '../../wire.ts'
import { AuthorityRefSchema } from '../people/schemas.ts'

export const Named = z.strictObject({ id: Id, name: z.string() })

/** What outcomes of different authorities have in common: they meet by it, so that it is a name and not a phrase. */
export const Theme = z
  .string()
  .max(60)
  .regex(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    'A theme is named in small letters and hyphens, such as front-door or leaving-care.',
  )
  .meta({ examples: ['front-door'] })

export const OutcomeKindSchema = z.enum(OUTCOME_KINDS)

const words = text(4000)

export const OutcomeSchema = z
  .strictObject({
    id: Id,
    roundId: Id,
    eventId: Id,
    authority: Named.describe('Whom it is about'),
    kind: OutcomeKindSchema,
    theme: Theme,
    text: z.string(),
    writtenBy: Named,
    writtenAt: Instant,
    changedAt: Instant,
  })
  .meta({ id: 'Outcome' })

export const NewOutcomeSchema = z
  .strictObject({
    authority: AuthorityRefSchema.describe('One of those that the event challenged'),
    kind: OutcomeKindSchema,
    theme: Theme,
    text: words,
  })
  .meta({
    id: 'NewOutcome',
    examples: [
      {
        authority: { gssCode: 'E10000016' },
        kind: 'ask',
        theme: 'front-door',
        text: 'How do others hold demand at the front door when a partner changes its threshold?',
      },
    ],
  })

export const OutcomeChangeSchema = z
  .strictObject({ kind: OutcomeKindSchema.optional(), theme: Theme.optional(), text: words.optional() })
  .meta({ id: 'OutcomeChange', examples: [{ theme: 'early-help' }] })

const ownerOffice = text(200)
  .nullable()
  .describe('Who there does it, by office: never a private name; null for the director')

export const ActionSchema = z
  .strictObject({
    id: Id,
    roundId: Id,
    eventId: Id,
    authority: Named.describe('Whom it is about'),
    text: z.string(),
    owners: z
      .array(Named)
      .describe('Whose office has it to do: one authority, or those that took over from it'),
    ownerOffice: z.string().nullable(),
    dueOn: LocalDateSchema,
    state: z.enum(ACTION_STATES),
    reason: z.string().nullable().describe('Why it was dropped'),
    overdue: z.boolean().describe('Open, and due before today'),
    agreedBy: Named,
    agreedAt: Instant,
    changedAt: Instant,
    notes: z
      .array(z.strictObject({ text: z.string(), writtenBy: Named, writtenAt: Instant }))
      .describe('How it goes, oldest first'),
  })
  .meta({ id: 'Action' })

export const NewActionSchema = z
  .strictObject({
    eventId: Id,
    authority: AuthorityRefSchema.describe('Whom it is about: one of those that the event challenged'),
    text: words,
    owner: AuthorityRefSchema.describe('Whose office has it to do: one that the event was for'),
    ownerOffice: ownerOffice.default(null),
    dueOn: LocalDateSchema,
  })
  .meta({
    id: 'NewAction',
    examples: [
      {
        eventId: '0f8c2f0e-6d1c-4a6e-9d5b-2f1f3c0f7a11',
        authority: { gssCode: 'E10000016' },
        text: 'Visit Medway’s front door and bring back its rota.',
        owner: { gssCode: 'E10000016' },
        ownerOffice: 'Assistant director, safeguarding',
        dueOn: '2020-02-28',
      },
    ],
  })

export const ActionChangeSchema = z
  .strictObject({
    text: words.optional(),
    ownerOffice: ownerOffice.optional(),
    dueOn: LocalDateSchema.optional(),
    state: z.enum(ACTION_STATES).optional(),
    reason: text(1000).nullable().optional().describe('Needed to drop it, and given for nothing else'),
  })
  .meta({ id: 'ActionChange', examples: [{ state: 'done' }] })

export const NewActionNoteSchema = z
  .strictObject({ text: words })
  .meta({ id: 'NewActionNote', examples: [{ text: 'Visited on 13 January; a report goes to the board.' }] })

const flag = z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(false)

export const ActionsQuery = PageQuery.extend({
  roundId: Id.optional(),
  eventId: Id.optional(),
  state: z.enum(ACTION_STATES).optional(),
  overdue: flag.describe('true: only those that are open and were due before today'),
  mine: flag.describe('true: only those that an office which you lead has to do'),
})

export const FollowUpSchema = z
  .strictObject({
    authority: Named,
    dueOn: LocalDateSchema.describe('Six calendar months after the event’s last day'),
    note: z.string().nullable().describe('What became of it; null until that is written down'),
    recordedBy: Named.nullable(),
    recordedAt: Instant.nullable(),
  })
  .meta({ id: 'FollowUp' })

export const FollowUpsSchema = z.strictObject({ items: z.array(FollowUpSchema) }).meta({ id: 'FollowUps' })

export const FollowUpChangeSchema = z
  .strictObject({ note: words })
  .meta({ id: 'FollowUpChange', examples: [{ note: 'Four of five actions are done; the data agree.' }] })

export const ByFollowUp = z.strictObject({ id: Id, authorityId: Id })
