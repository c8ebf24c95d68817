import { z } from 'zod'
import { SCOPE_ROLES } from '../../../domain/calendars/calendar.ts'
import { Id, Instant, KindName, LocalDateSchema, PageQuery, text, WallTimeSchema } from '../../wire.ts'
import { AuthorityRefSchema } from '../people/schemas.ts'

export const ScopeSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('region') }),
    z.strictObject({
      kind: z.literal('authorities'),
      authorities: z.array(AuthorityRefSchema).min(1).max(200),
    }),
    z.strictObject({ kind: z.literal('persons'), personIds: z.array(Id).min(1).max(200) }),
    z.strictObject({ kind: z.literal('roles'), roles: z.array(z.enum(SCOPE_ROLES)).min(1).max(10) }),
  ])
  .meta({
    id: 'Scope',
    description: 'Whom it is about: everybody, some authorities, some people, or whoever holds a role',
    examples: [{ kind: 'authorities', authorities: [{ gssCode: 'E10000016' }] }],
  })

const busy = z
  .enum(['busy', 'out-of-office'])
  .describe('In a personal calendar, out of office stops an event where busy warns')

const enteredTime = {
  from: LocalDateSchema.nullable().default(null).describe('The first of its whole days'),
  to: LocalDateSchema.nullable().default(null).describe('The last of its whole days, included'),
  date: LocalDateSchema.nullable().default(null).describe('The day of its wall times'),
  startTime: WallTimeSchema.nullable().default(null),
  endTime: WallTimeSchema.nullable().default(null),
}

const shownTime = {
  from: LocalDateSchema.nullable().describe('The first of its whole days; null where it has wall times'),
  to: LocalDateSchema.nullable().describe('The last of its whole days, included'),
  date: LocalDateSchema.nullable().describe('The day on which it starts; null where it takes whole days'),
  startTime: WallTimeSchema.nullable(),
  endTime: WallTimeSchema.nullable(),
  startsAt: Instant,
  endsAt: Instant.describe('The first instant after it'),
}

const authorities = z
  .array(AuthorityRefSchema)
  .max(200)
  .describe('Those of its calendar that it concerns; none leaves it as wide as its calendar')

export const CommitmentSchema = z
  .strictObject({
    id: Id,
    calendarId: Id,
    title: z.string().nullable().describe('Null in personal calendars, which keep none'),
    ...shownTime,
    busy: z
      .enum(['busy', 'out-of-office', 'free'])
      .describe('`free` in the answers to a poll: the office said yes'),
    scope: ScopeSchema,
  })
  .meta({ id: 'Commitment' })

export const NewCommitmentSchema = z
  .strictObject({
    title: text(200)
      .nullable()
      .default(null)
      .describe('Required, except in personal calendars, which keep none'),
    ...enteredTime,
    busy: busy.default('busy'),
    authorities: authorities.default([]),
  })
  .meta({
    id: 'NewCommitment',
    description: 'Give whole days (`from` and `to`), or a `date` with `startTime` and `endTime`',
    examples: [
      { title: 'Autumn half term', from: '2019-10-21', to: '2019-10-25' },
      { title: 'Annual conference', date: '2019-11-20', startTime: '09:30', endTime: '16:00' },
    ],
  })

export const CommitmentChangeSchema = z
  .strictObject({
    title: text(200).optional(),
    ...enteredTime,
    busy: busy.optional(),
    authorities: authorities.optional(),
  })
  .meta({
    id: 'CommitmentChange',
    description: 'What is left out (of the time: or null) stays as it is',
    examples: [{ to: '2019-10-28' }],
  })

/** When a source was asked; the far past is a slip, and years before 0 have no RFC 3339 form. */
const CheckedAt = Instant.refine((at) => at >= '1900', 'Give an instant from 1900 on.')

const coversFrom = LocalDateSchema.nullable().describe(
  'The first day that it answers for; null for no beginning',
)
const coversTo = LocalDateSchema.nullable().describe('The last day that it answers for; null for no end')
const staleAfterDays = z
  .int()
  .min(1)
  .max(3650)
  .nullable()
  .describe('After how many days without a check its silence means nothing; null for never')

export const CalendarSchema = z
  .strictObject({
    id: Id,
    kind: KindName.describe(
      'One of `/v1/calendar-kinds`; `unavailable` where what it is about is not yours to know',
    ),
    name: z.string(),
    scope: ScopeSchema,
    coversFrom,
    coversTo,
    checkedAt: Instant.nullable().describe('When its source last confirmed it'),
    staleAfterDays,
    refusedEntries: z
      .int()
      .nullable()
      .describe(
        'How many of its source’s entries could not be read when it was last taken: with any, its silence is “unknown”, not “free”',
      ),
  })
  .meta({ id: 'Calendar' })

export const NewCalendarSchema = z
  .strictObject({
    kind: KindName.describe('One of `/v1/calendar-kinds`'),
    name: text(200),
    scope: ScopeSchema,
    coversFrom: coversFrom.default(null),
    coversTo: coversTo.default(null),
    checkedAt: CheckedAt.nullable().default(null).describe('When its source was asked; null for now'),
    staleAfterDays: staleAfterDays.default(null),
    commitments: z.array(NewCommitmentSchema).max(500).default([]).describe('Its first commitments'),
  })
  .meta({
    id: 'NewCalendar',
    examples: [
      {
        kind: 'school-holiday',
        name: 'Kent school terms 2019-20',
        scope: { kind: 'authorities', authorities: [{ gssCode: 'E10000016' }] },
        coversFrom: '2019-09-01',
        coversTo: '2020-08-31',
        commitments: [{ title: 'Autumn half term', from: '2019-10-21', to: '2019-10-25' }],
      },
    ],
  })

export const CalendarChangeSchema = z
  .strictObject({
    name: text(200).optional(),
    coversFrom: coversFrom.optional(),
    coversTo: coversTo.optional(),
    staleAfterDays: staleAfterDays.optional(),
    checkedAt: CheckedAt.optional().describe('When its source was last asked'),
    confirm: z
      .literal(true)
      .optional()
      .describe(
        'Its source gave the same answer just now, and what could not be read in it was looked at: its entries count as read',
      ),
  })
  .meta({ id: 'CalendarChange', examples: [{ confirm: true }] })

/** The address of one commitment. */
export const CommitmentPath = z.strictObject({ id: Id, commitmentId: Id })

/** The local days that listed commitments touch. */
export const CommitmentsQuery = PageQuery.extend({
  from: LocalDateSchema.optional().describe('Only those that end on this day or later'),
  to: LocalDateSchema.optional().describe('Only those that start on this day or earlier'),
})
