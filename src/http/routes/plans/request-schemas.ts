import { z } from 'zod'
import { CLASH_RULE_NAMES } from '../../../domain/clashes/clash.ts'
import { PLANNED } from '../../../domain/planning/request.ts'
import { Id, LocalDateSchema, text } from '../../wire.ts'
import { slotFields } from '../clashes/slots.ts'
import { AuthorityRefSchema } from '../people/schemas.ts'
import { PolicyWishesSchema } from './policy-schemas.ts'

const authorities = z.array(AuthorityRefSchema).min(1).max(20)
const Tag = text(60)

/** How something is solved. */
export const solvingFields = {
  seed: z.int().min(0).max(2_147_483_647).default(1).describe('The same seed, the same way of solving'),
  seconds: z.int().min(1).max(600).default(60).describe('Then it ends with the best that it has'),
}

/** Rules of clashes that a plan may break. */
export const accept = z
  .array(z.enum(CLASH_RULE_NAMES).exclude(['person-double-booked']))
  .max(20)
  .default([])
  .describe(
    'Rules of clashes that may be broken here and then only cost, such as `calendar-unknown`; confirming such a date needs its waiver all the same',
  )

export const NewPlanSchema = z
  .strictObject({
    planned: z
      .enum(PLANNED)
      .default('triads-and-dates')
      .describe(
        'Who meets whom and when, or only when the triads that there are meet; then those in no triad are left out',
      ),
    repair: z
      .boolean()
      .default(false)
      .describe(
        'Whether confirmed events may be moved, each diary at the price of `disruption`; without it they stay as they are',
      ),
    policy: PolicyWishesSchema.default({}).describe('Where not as the round’s own'),
    slots: z
      .strictObject({
        length: slotFields.length.describe('Whole working days unless you say'),
        morning: slotFields.morning,
        afternoon: slotFields.afternoon,
      })
      .default({}),
    sizes: z
      .strictObject({ smallest: z.int().min(2).max(4), largest: z.int().min(2).max(4) })
      .nullable()
      .default(null)
      .describe('How many directors a group has; null for what the round allows'),
    pins: z
      .array(
        z.strictObject({
          authorities: authorities.describe('In one group'),
          dates: z
            .array(LocalDateSchema)
            .min(1)
            .max(366)
            .nullable()
            .default(null)
            .describe('On one of these'),
          facilitatorId: Id.nullable().default(null),
        }),
      )
      .max(200)
      .default([])
      .describe('What is decided already'),
    bans: z
      .array(
        z.strictObject({
          authorities: z.array(AuthorityRefSchema).length(2),
          because: text(200).default('These two do not meet: it was asked for.'),
        }),
      )
      .max(1000)
      .default([])
      .describe('Two whose directors never meet: a shared provider, for one'),
    quotas: z
      .array(
        z.strictObject({
          tag: Tag.describe('A kind of authority, or one of `tags`'),
          atLeast: z.int().min(0).max(4).default(0),
          atMost: z.int().min(0).max(4).nullable().default(null),
          isHard: z.boolean().default(false).describe('Whether it forbids a group, or only costs'),
        }),
      )
      .max(20)
      .default([])
      .describe('How many directors of a group count as something'),
    tags: z
      .array(z.strictObject({ tag: Tag, authorities: z.array(AuthorityRefSchema).min(1).max(200) }))
      .max(20)
      .default([])
      .describe('What authorities count as, beside their kinds'),
    facilitators: z
      .array(
        z.strictObject({
          personId: Id,
          most: z.int().min(0).max(1000).nullable().default(null).describe('Events that they take at most'),
          notFor: z
            .array(AuthorityRefSchema)
            .max(200)
            .default([])
            .describe('Beside those with which they have a conflict of interest'),
        }),
      )
      .min(1)
      .max(50)
      .nullable()
      .default(null)
      .describe('Each event gets one of them; null: events keep those that they have'),
    accept,
    expectedInspections: z
      .array(z.strictObject({ authority: AuthorityRefSchema, first: LocalDateSchema, last: LocalDateSchema }))
      .max(400)
      .default([])
      .describe('Days about which an inspection is expected: each costs'),
    ...solvingFields,
  })
  .meta({
    id: 'NewPlan',
    examples: [
      { seconds: 30 },
      {
        planned: 'triads-and-dates',
        policy: { weights: { 'travel-total': 4 }, preferredWeekdays: [2, 3, 4], eventsPerWeek: 1 },
        slots: { length: 'half-day' },
        pins: [{ authorities: [{ gssCode: 'E10000016' }], dates: ['2019-11-13', '2019-11-20'] }],
        bans: [{ authorities: [{ gssCode: 'E10000014' }, { gssCode: 'E10000030' }] }],
        quotas: [{ tag: 'county', atLeast: 1, isHard: true }],
        seconds: 120,
      },
    ],
  })
