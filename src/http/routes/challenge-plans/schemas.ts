import { z } from 'zod'
import { Id, Named, text } from '../../wire.ts'
import { AuthorityRefSchema } from '../people/schemas.ts'
import { PlanningPolicySchema, PolicyWishesSchema } from '../plans/policy-schemas.ts'
import { solvingFields } from '../plans/request-schemas.ts'
import { CostSchema, deployedFields, PlanProgressSchema, solvedFields } from '../plans/schemas.ts'

const perPaper = z.int().min(1).max(20)

export const NewChallengePlanSchema = z
  .strictObject({
    perPaper: perPaper
      .nullable()
      .default(null)
      .describe(
        'Challengers of each self-assessment, and so how many each authority challenges; null for what the round allows',
      ),
    mutual: z
      .boolean()
      .nullable()
      .default(null)
      .describe('Whether two may challenge each other; null for what the round says'),
    repair: z
      .boolean()
      .default(false)
      .describe(
        'Whether challenges that are there may be changed, each at the price of `disruption`; without it they stay',
      ),
    withinTriads: z
      .boolean()
      .default(false)
      .describe(
        'Whether only those of one of the round’s triads challenge each other: with one challenger each, the third may moderate',
      ),
    policy: PolicyWishesSchema.default({}).describe(
      'Where not as the round’s own; what is about dates and groups counts nothing here',
    ),
    pins: z
      .array(
        z.strictObject({
          authority: AuthorityRefSchema,
          challengers: z.array(AuthorityRefSchema).min(1).max(20),
        }),
      )
      .max(200)
      .default([])
      .describe('What is decided: these challenge that one'),
    bans: z
      .array(
        z.strictObject({
          authorities: z.array(AuthorityRefSchema).length(2),
          because: text(200).default('Neither challenges the other: it was asked for.'),
        }),
      )
      .max(1000)
      .default([])
      .describe(
        'Two of whom neither challenges the other: a shared provider, for one. Shared directors and conflicts of interest are known',
      ),
    ...solvingFields,
  })
  .meta({
    id: 'NewChallengePlan',
    examples: [
      { seconds: 30 },
      {
        policy: { weights: { 'travel-total': 4 } },
        pins: [{ authority: { gssCode: 'E10000020' }, challengers: [{ gssCode: 'E10000029' }] }],
        bans: [{ authorities: [{ gssCode: 'E10000003' }, { gssCode: 'E06000031' }] }],
      },
    ],
  })

const ChosenSchema = z
  .strictObject({
    authority: Named,
    challengers: z.array(Named),
    before: z.array(Named).describe('Those that the round had when it was asked for'),
    load: z.int().describe('How many papers it would challenge itself'),
  })
  .meta({ id: 'ChosenChallengers' })

export const ChallengePlanSchema = z
  .strictObject({
    id: Id,
    roundId: Id,
    ...PlanProgressSchema.shape,
    isOptimal: z
      .boolean()
      .nullable()
      .describe('Whether no other choice costs less, as far as the solver searched'),
    perPaper,
    mutual: z.boolean(),
    challenges: z
      .array(ChosenSchema)
      .describe('Each that takes part, by name; nothing before there is a plan'),
    cost: CostSchema.nullable(),
    inWords: z.string().nullable().describe('Whether anything could be better, and what it costs for what'),
    impossible: z
      .strictObject({
        reasons: z
          .array(z.string())
          .describe(
            'Who has too few challengers or papers, or too many decided; empty where one alone does not tell',
          ),
        conflict: z
          .array(
            z.strictObject({ kind: z.enum(['pin', 'kept', 'ban', 'triads', 'mutual']), because: z.string() }),
          )
          .describe(
            'These cannot all hold; without any one of them the rest can. `kept`: a challenge that is there already, which a `repair` may change. Empty where time ran out',
          ),
      })
      .nullable()
      .describe('Why there is no plan, which is proven'),
    failure: z.string().nullable().describe('Why it could not be solved at all'),
    request: z.looseObject({ repair: z.boolean() }).describe('As it was asked for, authorities by id'),
    policy: PlanningPolicySchema.describe(
      'What it is judged by: the round’s own of the moment when it was asked for, with what the request wishes otherwise',
    ),
    seed: z.int(),
    ...solvedFields,
    ...deployedFields,
  })
  .meta({ id: 'ChallengePlan' })
