import { z } from 'zod'
import { CLASH_DETECTED } from '../../../domain/clashes/detected.ts'
import { CAUSES, type Cause } from '../../../domain/clashes/found.ts'
import { EVENT_KINDS } from '../../../domain/events/event.ts'
import { MODERATOR_WANTED } from '../../../domain/moderation/wanted.ts'
import { SELF_ASSESSMENT_RELEASED } from '../../../domain/self-assessments/released.ts'
import {
  Id,
  Instant,
  KindName,
  LocalDateSchema,
  PageQuery,
  pageOf,
  text,
  WallTimeSchema,
} from '../../wire.ts'
import { occasionFields, partOfOccasion } from '../events/occasion.ts'
import { AuthorityRefSchema } from '../people/schemas.ts'
import { VerdictSchema } from './alternatives.ts'
import { ClashSchema, SeenRuleSchema } from './present.ts'
import { slotFields } from './slots.ts'

const OccasionSchema = z.strictObject(occasionFields)

/** How many dates one check may ask about. */
const MOST_OCCASIONS = 400

/** A year of mornings and afternoons, with an event's own hours beside them. */
const MOST_SLOTS = 1100

const given = (...values: readonly unknown[]): number => values.filter((each) => each !== undefined).length

export const ClashCheckSchema = z
  .strictObject({
    roundId: Id,
    eventId: Id.optional().describe('An event that might move: kind, triad and facilitators are its own'),
    triadId: Id.optional(),
    authorities: z
      .array(AuthorityRefSchema)
      .min(1)
      .max(20)
      .optional()
      .describe('Instead of a triad: authorities that might form one'),
    personIds: z
      .array(Id)
      .min(1)
      .max(50)
      .optional()
      .describe('Instead of either: people, in the roles that they hold (the consultant; oneself)'),
    kind: z.enum(EVENT_KINDS).optional().describe('A meeting unless you say otherwise'),
    facilitatorIds: z.array(Id).max(20).optional(),
    ...partOfOccasion,
    occasions: z.array(OccasionSchema).min(1).max(MOST_OCCASIONS).optional().describe('Instead of one date'),
    window: z
      .strictObject({ first: LocalDateSchema, last: LocalDateSchema })
      .optional()
      .describe('Instead of dates: every slot from the first to the last of these days, a year at most'),
    ...slotFields,
    ranked: z
      .boolean()
      .default(false)
      .describe('Best first, as alternatives to an event are; else in the order asked about, or of time'),
    limit: z.int().min(1).max(MOST_SLOTS).default(MOST_SLOTS).describe('The most that the answer has'),
  })
  .refine(({ date, occasions, window }) => given(date, occasions, window) === 1, {
    path: ['date'],
    error: 'Give one date, a list of occasions, or a window: only one of them.',
  })
  .refine(
    ({ occasions, days, startTime, endTime }) =>
      occasions === undefined || given(days, startTime, endTime) === 0,
    {
      path: ['occasions'],
      error: 'With a list of occasions each has its own days and times.',
    },
  )
  .refine(
    ({ window, days, startTime, endTime }) => window === undefined || given(days, startTime, endTime) === 0,
    {
      path: ['window'],
      error: 'A window has slots of a length, not days or times.',
    },
  )
  .refine(
    ({ window, length, morning, afternoon }) =>
      window !== undefined || given(length, morning, afternoon) === 0,
    {
      path: ['length'],
      error: 'Only a window has slots: give one, or leave this out.',
    },
  )
  .refine(
    ({ eventId, triadId, authorities, personIds }) => given(eventId, triadId, authorities, personIds) <= 1,
    {
      path: ['triadId'],
      error: 'Name an event, a triad, authorities or people: only one of them.',
    },
  )
  .refine(({ personIds, kind }) => personIds === undefined || kind !== 'visit', {
    path: ['kind'],
    error: 'A visit is made to an authority: name authorities instead of people.',
  })
  .refine(({ eventId, kind }) => eventId === undefined || kind === undefined, {
    path: ['kind'],
    error: 'The event has its own kind: leave it out.',
  })
  .meta({
    id: 'ClashCheck',
    examples: [
      {
        roundId: '5d0a6a8e-58a5-4f0b-9d3e-4a2b7c1d9e10',
        triadId: '8b1f7f52-0a43-4a3f-8f0e-2c6d5e4f3a21',
        date: '2019-11-01',
        startTime: '10:00',
        endTime: '13:00',
      },
      {
        roundId: '5d0a6a8e-58a5-4f0b-9d3e-4a2b7c1d9e10',
        authorities: [{ gssCode: 'E10000016' }, { gssCode: 'E06000035' }, { gssCode: 'E10000030' }],
        window: { first: '2019-11-04', last: '2019-11-29' },
        length: 'half-day',
        ranked: true,
        limit: 10,
      },
    ],
  })

export const CoverageSchema = z
  .strictObject({
    calendarKind: KindName,
    authorityId: Id.nullable().describe('null: the region as a whole'),
    answer: z.enum(['free', 'busy', 'unknown']),
    reason: z.string().nullable().describe('Why it is unknown'),
    calendarId: Id.nullable(),
    calendarName: z.string().nullable(),
    checkedAt: Instant.nullable(),
  })
  .meta({ id: 'Coverage' })

export const CheckedOccasionSchema = z
  .strictObject({
    ...occasionFields,
    startsAt: Instant,
    endsAt: Instant.describe('The first instant after it'),
    rank: z.int().min(1).nullable().describe('1 is the best of all that were tried; null without a ranking'),
    verdict: VerdictSchema,
    clashes: z.array(ClashSchema),
    coverage: z.array(CoverageSchema).describe('What each calendar that the round requires answers'),
    vacantAuthorityIds: z.array(Id).describe('Authorities without a director in post on the first day'),
  })
  .meta({ id: 'CheckedOccasion' })

export const ClashCheckAnswerSchema = z
  .strictObject({
    items: z.array(CheckedOccasionSchema).describe('In the order asked about, or of time, or best first'),
  })
  .meta({ id: 'ClashCheckAnswer' })

export const WaiverPath = z.strictObject({ id: Id, waiverId: Id })

/** Waivers given with a request, each of which must excuse a clash of it. */
export const WaiversSchema = z
  .array(
    z.strictObject({
      rule: SeenRuleSchema.exclude(['unavailable']),
      commitmentId: Id.nullable().default(null).describe('null for a rule that no commitment breaks'),
      reason: text(1000),
      until: LocalDateSchema.nullable().default(null).describe('The last day on which it excuses'),
    }),
  )
  .max(50)
  .describe(
    'Clashes that you accept, each with your reason; they stand while what they excuse stays as it is, until the event gets another date',
  )

export const WaiverSchema = z
  .strictObject({
    id: Id,
    eventId: Id,
    rule: SeenRuleSchema,
    commitmentId: Id.nullable(),
    reason: z.string(),
    personId: Id.describe('Who gave it'),
    at: Instant,
    until: LocalDateSchema.nullable().describe('The last day on which it excuses; null without end'),
    stands: z
      .boolean()
      .describe('Whether the event still has the date that it was given for, and nobody took it back'),
    excuses: z
      .boolean()
      .describe('Whether it excuses a clash now: not once the facts behind that clash have changed'),
    revokedAt: Instant.nullable().describe('When it was taken back'),
    revokedBy: Id.nullable().describe('Who took it back'),
  })
  .meta({ id: 'Waiver' })

const cause = z.enum(Object.keys(CAUSES) as [Cause, ...Cause[]])

export const FoundClashSchema = ClashSchema.extend({
  id: Id,
  openedAt: Instant.describe('When it was found'),
  openedBy: cause.describe('What had changed when it was found'),
  because: z.string().describe('The same as a sentence'),
  closedAt: Instant.nullable().describe('When it was found to be gone; null while it stands'),
  closedBy: cause.nullable(),
}).meta({ id: 'FoundClash' })

export const FoundClashesSchema = pageOf(FoundClashSchema).extend({
  pending: z.boolean().describe('Whether events still wait to be judged again'),
})

export const ClashesQuery = PageQuery.extend({
  standing: z
    .enum(['now', 'before', 'ever'])
    .default('now')
    .describe('`before`: those that are over; `ever`: both'),
  severity: z.enum(['blocking', 'warning']).optional(),
  eventId: Id.optional(),
})

export const NewWaiverSchema = z
  .strictObject({
    clashId: Id.describe('Of the list of clashes'),
    reason: text(1000),
    until: LocalDateSchema.nullable().default(null).describe('The last day on which it is accepted'),
  })
  .meta({
    id: 'NewWaiver',
    examples: [
      { clashId: '0f8c2f0e-6d1c-4a6e-9d5b-2f1f3c0f7a11', reason: 'The school terms are not out yet.' },
    ],
  })

const AlternativeSchema = z.strictObject({
  date: LocalDateSchema,
  days: z.int(),
  startTime: WallTimeSchema.nullable(),
  endTime: WallTimeSchema.nullable(),
  against: z.array(z.string()).describe('What would still stand against it'),
})

const messageFields = { id: Id, at: Instant }

const ClashMessage = z.strictObject({
  ...messageFields,
  topic: z.literal(CLASH_DETECTED),
  payload: z.strictObject({
    eventId: Id,
    roundId: Id,
    title: z.string(),
    cause,
    clashes: z.array(
      ClashSchema.pick({
        rule: true,
        severity: true,
        message: true,
        from: true,
        to: true,
        calendarId: true,
        commitmentId: true,
        authorityIds: true,
        personIds: true,
      }),
    ),
    alternatives: z.array(AlternativeSchema).describe('The best first'),
  }),
})

const ModeratorMessage = z.strictObject({
  ...messageFields,
  topic: z.literal(MODERATOR_WANTED),
  payload: z.strictObject({
    assignmentId: Id,
    selfAssessmentId: Id,
    authority: z.string(),
    because: z.enum(['declined', 'conflict', 'ended']),
    alternates: z
      .array(z.strictObject({ personId: Id, name: z.string(), load: z.int(), reasons: z.array(z.string()) }))
      .describe('The best first; `…/alternates` of the assignment has all'),
  }),
})

const ReleaseMessage = z.strictObject({
  ...messageFields,
  topic: z.literal(SELF_ASSESSMENT_RELEASED),
  payload: z.strictObject({
    selfAssessmentId: Id,
    roundId: Id,
    round: z.string().describe("The round's label"),
    authority: z.string(),
    releasedAt: z.string().describe('From when its challengers read it'),
    pack: z.string().describe('The address of the pack that they prepare with'),
  }),
})

export const MessageSchema = z
  .discriminatedUnion('topic', [ClashMessage, ModeratorMessage, ReleaseMessage])
  .meta({ id: 'OutboxMessage' })
