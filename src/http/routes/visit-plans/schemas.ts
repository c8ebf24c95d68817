import { z } from 'zod'
import { CLASH_RULE_NAMES } from '../../../domain/clashes/clash.ts'
import { SLOT_LENGTHS } from '../../../domain/clashes/slots.ts'
import { VISIT_RULES, type VisitRule } from '../../../domain/planning/visits.ts'
import { Id, Instant, LocalDateSchema, Named, WallTimeSchema } from '../../wire.ts'
import { slotFields } from '../clashes/slots.ts'
import { AuthorityRefSchema } from '../people/schemas.ts'
import { solvingFields } from '../plans/request-schemas.ts'
import { deployedFields, PlanProgressSchema, solvedFields } from '../plans/schemas.ts'

const byRule = <S extends z.ZodType>(schema: S) =>
  z.strictObject(Object.fromEntries(VISIT_RULES.map((rule) => [rule, schema])) as Record<VisitRule, S>)

export const NewVisitPlanSchema = z
  .strictObject({
    hosts: z
      .array(AuthorityRefSchema)
      .min(1)
      .max(200)
      .nullable()
      .default(null)
      .describe('Whom the visits are made to; null for every authority in a triad of the round'),
    days: z.int().min(1).max(5).default(1).describe('How many working days in a row each takes'),
    slots: z
      .strictObject({
        length: slotFields.length.describe('Whole working days unless you say; a half-day is of one day'),
        morning: slotFields.morning,
        afternoon: slotFields.afternoon,
      })
      .default({}),
    repair: z
      .boolean()
      .default(false)
      .describe(
        'Whether confirmed visits may be moved, each diary at the price of `disruption`; without it they stay as they are',
      ),
    policy: z
      .strictObject({
        weights: byRule(z.number().min(0).max(100_000).optional())
          .optional()
          .describe('What a unit of each rule costs, where not as by default'),
        preferredWeekdays: z
          .array(z.int().min(1).max(7))
          .max(7)
          .optional()
          .describe('1 for Monday; every other day costs'),
        eventsPerWeek: z
          .int()
          .min(0)
          .max(1000)
          .optional()
          .describe('Visits before the next one of a week costs'),
      })
      .default({}),
    pins: z
      .array(
        z.strictObject({
          host: AuthorityRefSchema,
          dates: z.array(LocalDateSchema).min(1).max(366).describe('Its visit begins on one of these'),
        }),
      )
      .max(200)
      .default([])
      .describe('What is decided already'),
    accept: z
      .array(z.enum(CLASH_RULE_NAMES).exclude(['person-double-booked']))
      .max(20)
      .default([])
      .describe(
        'Rules of clashes that may be broken here and then only cost; confirming such a date needs its waiver all the same',
      ),
    expectedInspections: z
      .array(z.strictObject({ authority: AuthorityRefSchema, first: LocalDateSchema, last: LocalDateSchema }))
      .max(400)
      .default([])
      .describe('Days about which an inspection is expected: each authority costs a visit of its triad'),
    ...solvingFields,
  })
  .meta({
    id: 'NewVisitPlan',
    examples: [
      { seconds: 30 },
      {
        hosts: [{ gssCode: 'E10000016' }, { gssCode: 'E10000030' }],
        days: 2,
        policy: { preferredWeekdays: [2, 3, 4], eventsPerWeek: 1 },
        pins: [{ host: { gssCode: 'E10000016' }, dates: ['2019-11-19', '2019-11-26'] }],
      },
    ],
  })

const VisitCostSchema = z
  .strictObject({
    total: z.number(),
    byRule: byRule(z.number()).describe('What each rule adds: amount times weight'),
    amounts: byRule(z.number()).describe(
      'What each rule counts: warnings, authorities, days, visits, diaries',
    ),
  })
  .meta({ id: 'VisitCost' })

const TriadOfVisit = z.strictObject({ id: Id, number: z.int() })

const WhenSchema = z.strictObject({
  date: LocalDateSchema,
  days: z.int(),
  startTime: WallTimeSchema.nullable(),
  endTime: WallTimeSchema.nullable(),
})

const DatedVisitSchema = z
  .strictObject({
    host: Named,
    triad: TriadOfVisit,
    action: z.enum(['propose', 'move', 'keep']).describe('What deploying does'),
    eventId: Id.nullable().describe('The visit that there is; null where one is proposed'),
    ...WhenSchema.shape,
    startsAt: Instant,
    endsAt: Instant,
    people: z.array(Named).describe('Who would be there, by their offices'),
    cost: VisitCostSchema.describe('By itself; `spread` is of all visits'),
  })
  .meta({ id: 'DatedVisit' })

const BlockedVisitSchema = z
  .strictObject({
    host: Named,
    triad: TriadOfVisit,
    meetingOn: LocalDateSchema.describe('The day of its triad’s meeting; the visit is on a later one'),
    openDates: z.array(WhenSchema).describe('Those that it could have by itself'),
    because: z.array(z.string()).describe('What blocks the others, and with which visits it shares people'),
  })
  .meta({ id: 'BlockedVisit' })

export const VisitPlanSchema = z
  .strictObject({
    id: Id,
    roundId: Id,
    ...PlanProgressSchema.shape,
    isOptimal: z.boolean().nullable().describe('Only where the gap is nought: no dates are better'),
    cost: VisitCostSchema.nullable(),
    inWords: z.string().nullable().describe('Whether anything could be better, and what it costs for what'),
    visits: z.array(DatedVisitSchema).describe('In the order of time'),
    impossible: z
      .strictObject({
        conflict: z
          .array(BlockedVisitSchema)
          .describe(
            'These cannot all be dated; without any one of them the rest of them can. Empty where time ran out',
          ),
      })
      .nullable()
      .describe('Why there are no dates, which is proven'),
    failure: z.string().nullable().describe('Why it could not be solved at all'),
    request: z
      .looseObject({ days: z.int(), length: z.enum(SLOT_LENGTHS), repair: z.boolean() })
      .describe('As it was asked for, authorities by id'),
    seed: z.int(),
    ...solvedFields,
    ...deployedFields,
  })
  .meta({ id: 'VisitPlan' })
