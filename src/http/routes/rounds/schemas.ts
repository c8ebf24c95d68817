import { z } from 'zod'
import { AVAILABILITY } from '../../../domain/calendars/kinds.ts'
import { ROUND_METHODS, ROUND_STATES } from '../../../domain/rounds/round.ts'
import { GssCode, Id, Instant, KindName, LocalDateSchema, text } from '../../wire.ts'
import { AuthorityRefSchema } from '../people/schemas.ts'
import { RoundPolicyOverridesSchema, RoundPolicySchema } from './policy-schemas.ts'

const Label = text(100).describe('The name of the year: "2019-20"')

const Method = z
  .enum(ROUND_METHODS)
  .describe('triad: all of a triad challenge all; directed: it is said for each who challenges it')

const WindowSchema = z
  .strictObject({
    first: LocalDateSchema.describe('Directors are counted on this day'),
    last: LocalDateSchema.describe('Included'),
  })
  .describe(
    'The days for which the round plans its challenge events, a year at most; one may still be moved beyond them',
  )

const day = LocalDateSchema.nullable()

const DeadlinesSchema = z.strictObject({
  selfAssessmentDue: day,
  commentsDue: day.describe("When the moderators' comments are due"),
  releaseOn: day.describe('The first day on which challengers read the self-assessments'),
})

const RequiredCalendarSchema = z
  .strictObject({
    kind: KindName.describe(
      'One of `/v1/calendar-kinds`; nobody knows inspections ahead and nobody must give a personal calendar',
    ),
    scope: z.enum(['region', 'every-participant']),
  })
  .refine(({ kind, scope }) => kind !== AVAILABILITY || scope === 'every-participant', {
    path: ['scope'],
    error: 'Availability polls are answered by offices: require them of every participant.',
  })

const RequiredCalendarsSchema = z.array(RequiredCalendarSchema).max(20)

export const NamedAuthoritySchema = z
  .strictObject({
    id: Id,
    name: z.string(),
    gssCode: GssCode.nullable().describe("The code of the round's first day; null while none is issued"),
  })
  .meta({ id: 'NamedAuthority' })

export const RoundSchema = z
  .strictObject({
    id: Id,
    label: z.string(),
    state: z.enum(ROUND_STATES).describe('planning, then open, then closed; closed is final'),
    method: Method,
    window: WindowSchema,
    deadlines: DeadlinesSchema,
    policy: RoundPolicySchema,
    requiredCalendars: RequiredCalendarsSchema,
    takingPart: z.int().describe('How many authorities take part'),
    pairs: z
      .strictObject({
        total: z
          .int()
          .describe('Two authorities in one triad, or of which one challenges the other: each pair once'),
        repeated: z.int().describe('Those that met like that in the previous round too'),
        previousRound: z
          .strictObject({ id: Id, label: z.string() })
          .nullable()
          .describe("The region's round whose window began last before this one's"),
      })
      .describe('How often the same authorities meet again'),
    closedAt: Instant.nullable(),
    createdAt: Instant,
    changedAt: Instant,
  })
  .meta({ id: 'Round' })

export const ParticipantRequestSchema = z
  .strictObject({
    authority: AuthorityRefSchema,
    takingPart: z.boolean().default(true),
    reason: text(500).nullable().default(null).describe('Why it is out'),
  })
  .refine(({ takingPart, reason }) => takingPart || reason !== null, {
    path: ['reason'],
    error: 'Say why this authority is out.',
  })

const ParticipantsRequestSchema = z.array(ParticipantRequestSchema).max(200)

/** The largest triad is under the round's policy; this bounds the request. */
const MembersSchema = z.array(AuthorityRefSchema).min(1).max(20)

export const TriadNumber = z.int().min(1).max(1000)

export const NewRoundSchema = z
  .strictObject({
    label: Label,
    method: Method.optional().describe('triad, unless the round copied from has another'),
    window: WindowSchema,
    deadlines: DeadlinesSchema.partial().default({}),
    policy: RoundPolicyOverridesSchema.default({}),
    requiredCalendars: RequiredCalendarsSchema.optional(),
    participants: ParticipantsRequestSchema.optional(),
    triads: z
      .array(MembersSchema)
      .max(100)
      .default([])
      .describe('The authorities of each triad, numbered from 1 in this order'),
    copyFrom: Id.optional().describe(
      'A round whose method, policy, required calendars and participants are taken where this one gives none; its ' +
        'deadlines too, each as many working days from the first day of the window as it was there',
    ),
    copyTriads: z
      .boolean()
      .default(false)
      .describe('Form its triads again, of those of their authorities that take part'),
  })
  .meta({
    id: 'NewRound',
    examples: [
      {
        label: '2019-20',
        window: { first: '2019-10-01', last: '2019-12-13' },
        deadlines: { selfAssessmentDue: '2019-07-31' },
        policy: { clashes: { severities: { 'ofsted-annual-conversation': { region: 'blocking' } } } },
        requiredCalendars: [{ kind: 'school-holiday', scope: 'every-participant' }],
        participants: [
          { authority: { gssCode: 'E10000016' } },
          { authority: { gssCode: 'E10000014' } },
          { authority: { gssCode: 'E10000030' } },
          { authority: { gssCode: 'E06000039' }, takingPart: false, reason: 'Inspected in June' },
        ],
        triads: [[{ gssCode: 'E10000016' }, { gssCode: 'E10000014' }, { gssCode: 'E10000030' }]],
      },
    ],
  })

export const RoundChangeSchema = z
  .strictObject({
    label: Label.optional(),
    state: z.enum(ROUND_STATES).optional(),
    method: Method.optional().describe('Not once the round has triads, challengers or events'),
    window: WindowSchema.optional(),
    deadlines: DeadlinesSchema.partial().optional().describe('Only those given change; null takes one back'),
    policy: RoundPolicyOverridesSchema.optional().describe('Only what is given changes'),
    requiredCalendars: RequiredCalendarsSchema.optional(),
  })
  .meta({ id: 'RoundChange', examples: [{ state: 'open' }, { deadlines: { releaseOn: '2019-09-20' } }] })

export const ParticipantSchema = z
  .strictObject({
    authority: NamedAuthoritySchema,
    takingPart: z.boolean(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'Participant' })

export const ParticipantsSchema = z
  .strictObject({
    items: z.array(ParticipantSchema),
    nextCursor: z.null().describe('The list is always whole, because it is replaced as a whole'),
  })
  .meta({ id: 'Participants' })

export const ParticipantsChangeSchema = z.strictObject({ participants: ParticipantsRequestSchema }).meta({
  id: 'ParticipantsChange',
  examples: [
    {
      participants: [
        { authority: { gssCode: 'E10000016' } },
        { authority: { gssCode: 'E06000039' }, takingPart: false, reason: 'Inspected in June' },
      ],
    },
  ],
})

export const TriadSchema = z
  .strictObject({
    id: Id,
    roundId: Id,
    number: z.int(),
    authorities: z.array(NamedAuthoritySchema),
    directors: z
      .array(z.strictObject({ id: Id, name: z.string() }))
      .describe(
        "Those in post today, or on the round's first day until that has come, each once: one may lead two authorities",
      ),
    vacancies: z.array(NamedAuthoritySchema).describe('Authorities without a director in post that day'),
    pairsBefore: z.int().describe('How many of its pairs also met in the previous round'),
    sharedProviders: z
      .array(z.string())
      .describe('Providers of services that several of its authorities share'),
    createdAt: Instant,
    changedAt: Instant,
  })
  .meta({ id: 'Triad' })

export const NewTriadSchema = z
  .strictObject({
    authorities: MembersSchema,
    number: TriadNumber.optional().describe('The next one, when left out'),
  })
  .meta({
    id: 'NewTriad',
    examples: [
      { authorities: [{ gssCode: 'E10000016' }, { gssCode: 'E10000014' }, { gssCode: 'E10000030' }] },
    ],
  })

export const TriadChangeSchema = z
  .strictObject({
    authorities: MembersSchema.optional().describe('All its authorities from now on'),
    number: TriadNumber.optional(),
  })
  .meta({ id: 'TriadChange', examples: [{ number: 4 }] })

export const ChallengesSchema = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          authority: NamedAuthoritySchema,
          challengers: z.array(NamedAuthoritySchema),
          load: z.int().describe('How many papers it challenges itself'),
        }),
      )
      .describe('Each that takes part, by name'),
    unchallenged: z.array(NamedAuthoritySchema).describe('Those whom nobody challenges yet'),
    nextCursor: z.null().describe('The list is always whole, because it is replaced as a whole'),
  })
  .meta({ id: 'Challenges' })

export const ChallengesChangeSchema = z
  .strictObject({
    challenges: z
      .array(
        z.strictObject({ authority: AuthorityRefSchema, challengers: z.array(AuthorityRefSchema).max(20) }),
      )
      .max(200),
  })
  .meta({
    id: 'ChallengesChange',
    examples: [
      {
        challenges: [
          {
            authority: { gssCode: 'E10000020' },
            challengers: [{ gssCode: 'E10000029' }, { gssCode: 'E06000032' }],
          },
        ],
      },
    ],
  })

/** A picture of a round's season. */
export const SeasonPictureSchema = z
  .string()
  .meta({ id: 'SeasonPicture', description: 'SVG of one page, A3 landscape, in UTF-8' })
