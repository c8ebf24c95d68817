import { z } from 'zod'
import { SLOT_LENGTHS } from '../../../domain/clashes/slots.ts'
import { PLANNING_RULES, type PlanningRule } from '../../../domain/planning/policy.ts'
import { PLAN_STATES, PROOFS } from '../../../domain/planning/progress.ts'
import { PLANNED } from '../../../domain/planning/request.ts'
import { Id, Instant, LocalDateSchema, Named, WallTimeSchema } from '../../wire.ts'
import { PlanningPolicySchema } from './policy-schemas.ts'

const ByRuleSchema = z.strictObject(
  Object.fromEntries(PLANNING_RULES.map((rule) => [rule, z.number()])) as Record<PlanningRule, z.ZodNumber>,
)

export const CostSchema = z
  .strictObject({
    total: z.number(),
    byRule: ByRuleSchema.describe('What each rule adds: amount times weight'),
    amounts: ByRuleSchema.describe('What each rule counts, in its own unit: pairs, hundreds of kilometres'),
  })
  .meta({ id: 'PlanCost' })

/** When something was asked for and solved, and for how long it might be. */
export const solvedFields = {
  limitSeconds: z.int(),
  createdAt: Instant,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
}

/** When a plan was made real, and when that was taken back. */
export const deployedFields = { deployedAt: Instant.nullable(), undeployedAt: Instant.nullable() }

export const PlannedEventSchema = z
  .strictObject({
    seats: z
      .array(z.strictObject({ id: Id, name: z.string(), authorities: z.array(Named) }))
      .describe('The directors who would meet'),
    date: LocalDateSchema,
    startTime: WallTimeSchema.nullable(),
    endTime: WallTimeSchema.nullable(),
    startsAt: Instant,
    endsAt: Instant,
    facilitator: Named.nullable(),
    cost: CostSchema.nullable().describe('By itself; `spread` is of the whole plan'),
    inWords: z.string().nullable().describe('What that is for'),
  })
  .meta({ id: 'PlannedEvent' })

const perSlot = z.record(z.string(), z.number())

export const CertificateSchema = z
  .strictObject({
    bound: z.number().nullable().describe('No plan costs less: this the prices prove by themselves'),
    searched: z.number().nullable().describe('No plan costs less: what the solver found by searching'),
    prices: z.strictObject({
      seats: z.record(z.string(), z.number()),
      facilitators: z.array(z.strictObject({ ids: z.array(Id), bySlot: perSlot })),
      limits: z.array(
        z.strictObject({
          facilitatorId: Id,
          slotIds: z.array(z.string()),
          most: z.int(),
          price: z.number(),
        }),
      ),
      sizes: z.number(),
      weeks: z.array(z.strictObject({ slotId: z.string(), price: z.number() })),
    }),
  })
  .meta({ id: 'PlanCertificate' })

export const ToldSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['clash', 'ban', 'pin', 'quota', 'sizes', 'facilitators', 'facilitator-load']),
  because: z.string(),
})

export const PlanProgressSchema = z
  .strictObject({
    state: z
      .enum(PLAN_STATES)
      .describe('`unfinished` ended before there was a plan; `interrupted` died with its process each time'),
    isEnded: z.boolean(),
    stopped: z.boolean().describe('Whether somebody asked it to stop'),
    tries: z.int().describe('How often it was begun; more than once where a process ended'),
    bound: z.number().nullable().describe('No plan costs less'),
    best: z.number().nullable().describe('What the best so far costs'),
    gap: z.number().nullable().describe('What a better plan could save at most'),
    seconds: z.number().nullable().describe('Since it was begun'),
  })
  .meta({ id: 'PlanProgress' })

const PlanRequestSchema = z
  .looseObject({ planned: z.enum(PLANNED), repair: z.boolean(), length: z.enum(SLOT_LENGTHS) })
  .describe('As it was asked for, authorities by id')

export const PlanSchema = z
  .strictObject({
    id: Id,
    roundId: Id,
    ...PlanProgressSchema.shape,
    isOptimal: z.boolean().nullable().describe('Only where the gap is nought: no plan is better'),
    proof: z
      .enum(PROOFS)
      .nullable()
      .describe(
        '`prices`: the bound follows from the certificate’s prices, which `check-plan` prices anew; `search`: the solver says that it searched what lies between, and only searching again can tell',
      ),
    cost: CostSchema.nullable(),
    inWords: z.string().nullable().describe('Whether anything could be better, and what it costs for what'),
    events: z.array(PlannedEventSchema).describe('In the order of time'),
    certificate: CertificateSchema.nullable(),
    impossible: z
      .strictObject({
        conflict: z
          .array(ToldSchema)
          .describe('These cannot all hold; without any one of them the rest can. Empty where time ran out'),
        relaxation: z
          .strictObject({
            givenUp: z.array(ToldSchema).describe('What to give up'),
            isCheapest: z.boolean().describe('Whether nothing cheaper is enough, which is proven'),
            cost: CostSchema,
            events: z.array(PlannedEventSchema).describe('The best plan then: it was solved'),
          })
          .nullable(),
      })
      .nullable()
      .describe('Why there is no plan, which is proven'),
    failure: z.string().nullable().describe('Why it could not be solved at all'),
    request: PlanRequestSchema,
    policy: PlanningPolicySchema.nullable().describe(
      'What it is judged by: the round’s own of the moment when its solving began, with what the request wishes otherwise; null before',
    ),
    seed: z.int(),
    ...solvedFields,
    ...deployedFields,
  })
  .meta({ id: 'Plan' })

const whole = z.looseObject({})

export const CheckFileSchema = z
  .strictObject({ problem: whole, plan: whole, certificate: whole })
  .describe('Save it, and check it with `npm run -s check-plan -- FILE`')
  .meta({ id: 'PlanCheckFile' })
