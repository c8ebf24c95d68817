import { z } from 'zod'
import { EVENT_KINDS, EVENT_STATES } from '../../../domain/events/event.ts'
import { Id, Instant, LocalDateSchema, text, WallTimeSchema } from '../../wire.ts'
import { ClashSchema } from '../clashes/present.ts'
import { WaiversSchema } from '../clashes/schemas.ts'
import { occasionFields, partOfOccasion } from './occasion.ts'

const Link = text(500).pipe(z.url({ protocol: /^https?$/, error: 'Give a web address.' }))

const venue = text(300).nullable()
const joiningLink = Link.nullable()
const FacilitatorIds = z.array(Id).max(20)
const placesPerOffice = z
  .int()
  .min(1)
  .max(50)
  .nullable()
  .describe('Places that each authority may book at a training or summit; null where none are booked')
export const Reason = text(1000).describe('Kept in the history')

const MOVES = ['propose', 'confirm', 'reschedule', 'defer', 'cancel', 'hold'] as const

export const EventSchema = z
  .strictObject({
    id: Id,
    roundId: Id,
    triadId: Id.nullable(),
    kind: z.enum(EVENT_KINDS),
    state: z.enum(EVENT_STATES),
    title: z.string(),
    hostAuthorityId: Id.nullable().describe('Whom a visit is made to'),
    venue: z.string().nullable(),
    joiningLink: z.string().nullable(),
    date: LocalDateSchema,
    days: z.int(),
    startTime: WallTimeSchema.nullable(),
    endTime: WallTimeSchema.nullable(),
    startsAt: Instant,
    endsAt: Instant.describe('The first instant after it'),
    authorityIds: z.array(Id).describe("A triad's, or those of all that take part in the round"),
    people: z
      .array(
        z.strictObject({
          personId: Id,
          name: z.string(),
          capacity: z.enum(['director', 'delegate', 'facilitator', 'moderator', 'attendee']),
        }),
      )
      .describe('Who takes part, by the appointments valid on its first day; nobody while it has no date'),
    vacantAuthorityIds: z.array(Id).describe('Authorities without a director in post on that day'),
    facilitatorIds: z.array(Id).describe('Those named'),
    placesPerOffice,
    datedOn: LocalDateSchema.describe('The day on which its present date was given'),
    stateSince: Instant,
    revision: z.int().describe('Grows with every change'),
    createdAt: Instant,
    changedAt: Instant,
    clashes: z.array(ClashSchema),
  })
  .meta({ id: 'ChallengeEvent' })

export const EventFilterSchema = {
  roundId: Id.optional(),
  triadId: Id.optional(),
  state: z.enum(EVENT_STATES).optional(),
}

export const NewEventSchema = z
  .strictObject({
    roundId: Id,
    triadId: Id.nullable()
      .default(null)
      .describe(
        'Of a meeting or visit, which in a directed round may be of the whole round; a training or summit is',
      ),
    kind: z.enum(EVENT_KINDS),
    title: text(200).nullable().default(null).describe('One is made when you give none'),
    hostAuthorityId: Id.nullable().default(null).describe('Whom a visit is made to'),
    venue: venue.default(null),
    joiningLink: joiningLink.default(null),
    ...occasionFields,
    facilitatorIds: FacilitatorIds.default([]),
    placesPerOffice: placesPerOffice.default(null),
    waivers: WaiversSchema.default([]),
  })
  .meta({
    id: 'NewChallengeEvent',
    examples: [
      {
        roundId: '5d0a6a8e-58a5-4f0b-9d3e-4a2b7c1d9e10',
        triadId: '8b1f7f52-0a43-4a3f-8f0e-2c6d5e4f3a21',
        kind: 'meeting',
        date: '2019-11-01',
        startTime: '10:00',
        endTime: '13:00',
        venue: 'County Hall, Maidstone',
      },
    ],
  })

export const EventChangeSchema = z
  .strictObject({
    title: text(200).optional(),
    venue: venue.optional(),
    joiningLink: joiningLink.optional(),
    facilitatorIds: FacilitatorIds.optional(),
    placesPerOffice: placesPerOffice.optional(),
  })
  .meta({ id: 'ChallengeEventChange', examples: [{ venue: 'Civic Centre, Portsmouth' }] })

export const ConfirmSchema = z.strictObject({ waivers: WaiversSchema.default([]) }).meta({
  id: 'Confirmation',
  examples: [
    {
      waivers: [
        {
          rule: 'conference',
          commitmentId: '3f2a1b7c-6d5e-4c4b-9a3f-1e2d3c4b5a69',
          reason: 'None of the three goes to it.',
        },
      ],
    },
  ],
})

export const RescheduleSchema = z
  .strictObject({
    ...partOfOccasion,
    swapWith: z
      .strictObject({ eventId: Id, revision: z.int().min(1).max(2_000_000_000) })
      .optional()
      .describe('Instead of a date: the event, as you read it, that this one changes places with'),
    reason: Reason,
    waivers: WaiversSchema.default([]),
  })
  .refine(
    ({ swapWith, date, days, startTime, endTime }) =>
      (swapWith === undefined) !== [date, days, startTime, endTime].every((each) => each === undefined),
    {
      path: ['date'],
      error: 'Give another date or time (what you leave out stays), or an event to swap with.',
    },
  )
  .meta({
    id: 'Rescheduling',
    examples: [{ date: '2019-11-08', reason: 'Half term in West Sussex.' }],
  })

export const ReasonSchema = z
  .strictObject({ reason: Reason })
  .meta({ id: 'Reason', examples: [{ reason: 'Ofsted is on site that week.' }] })

export const HistoryEntrySchema = z
  .strictObject({
    revision: z.int(),
    move: z.enum(MOVES),
    from: z.enum(EVENT_STATES).nullable(),
    to: z.enum(EVENT_STATES),
    old: z
      .strictObject({
        date: LocalDateSchema,
        days: z.int(),
        startTime: WallTimeSchema.nullable(),
        endTime: WallTimeSchema.nullable(),
      })
      .nullable()
      .describe('The date and times before the move'),
    reason: z.string().nullable(),
    personId: Id.describe('Who did it'),
    at: Instant,
  })
  .meta({ id: 'EventHistoryEntry' })
