import { z } from 'zod'
import {
  DEFAULT_SUITABILITY,
  SUITABILITY_RULES,
  type SuitabilityRule,
} from '../../../domain/planning/moderation-request.ts'
import { Id, LocalDateSchema, ThemeName } from '../../wire.ts'

/** What a point counts for each rule. */
const UNITS: Readonly<Record<SuitabilityRule, string>> = {
  theme: 'Points for each theme that the self-assessment asks for and the moderator has',
  training: 'Points for a training that is good today',
  earlier: 'Points off for each self-assessment moderated in earlier rounds',
  load: 'Points off for each assignment that they have in this round',
}

const Weight = z.number().min(0).max(1000)

const WeightsSchema = z.strictObject(
  Object.fromEntries(
    SUITABILITY_RULES.map((rule) => [rule, Weight.default(DEFAULT_SUITABILITY[rule]).describe(UNITS[rule])]),
  ) as Record<SuitabilityRule, z.ZodDefault<typeof Weight>>,
)

const Count = z.int().min(0).max(100).nullable().default(null)

const load = {
  floor: Count.describe('At least so many in the round, with those that they have'),
  ceiling: Count.describe(
    'At most so many; the policy’s `moderation.ceiling` unless said, and never above it',
  ),
}

const pair = { selfAssessmentId: Id, moderatorId: Id }
const pairs = z.array(z.strictObject(pair)).max(1000).default([])

export const NewModerationPlanSchema = z
  .strictObject({
    only: z
      .array(Id)
      .min(1)
      .max(500)
      .nullable()
      .default(null)
      .describe('Self-assessments; null: all of the round that want moderators'),
    repair: z
      .boolean()
      .default(false)
      .describe('Only self-assessments that had a moderator who declined, or whose assignment ended'),
    objective: z
      .enum(['total', 'worst-off-first'])
      .default('total')
      .describe(
        '`total`: the sum of suitability is the largest there is; `worst-off-first`: first the least suitable of all suits as well as can be, then the sum',
      ),
    weights: WeightsSchema.default(DEFAULT_SUITABILITY).describe('In points of suitability'),
    load: z
      .strictObject(load)
      .default({ floor: null, ceiling: null })
      .describe('Of every moderator; a floor is kept like a ceiling, or there is no plan'),
    loads: z
      .array(z.strictObject({ moderatorId: Id, ...load }))
      .max(500)
      .default([])
      .describe('Of some, instead'),
    themes: z
      .array(z.strictObject({ selfAssessmentId: Id, themes: z.array(ThemeName).max(30) }))
      .max(500)
      .default([])
      .describe(
        'What a self-assessment asks for, instead of the themes of the round’s policy and its priorities',
      ),
    suitability: z
      .array(z.strictObject({ ...pair, value: z.number().min(-10_000).max(10_000) }))
      .max(5000)
      .default([])
      .describe('How well these suit, in points, whatever the rules give'),
    pins: pairs.describe('These moderate these'),
    bans: pairs.describe('These do not moderate these'),
    withinTriads: z
      .boolean()
      .default(false)
      .describe(
        'Whether a paper is moderated from its own triad: of three, the third member, who does not challenge it',
      ),
    acceptUntrained: z
      .boolean()
      .default(false)
      .describe(
        'Whether those may moderate whose training is not what `moderation.trainingValidMonths` asks for',
      ),
    acceptBy: LocalDateSchema.nullable()
      .default(null)
      .describe('Of every offer; as of one by hand unless said'),
    commentsDue: LocalDateSchema.nullable().default(null),
    seconds: z.int().min(1).max(600).default(60).describe('Then it ends, with nothing if it is not solved'),
  })
  .meta({
    id: 'NewModerationPlan',
    examples: [
      {},
      {
        objective: 'worst-off-first',
        weights: { theme: 6, earlier: 0.5 },
        load: { floor: 1, ceiling: 2 },
        seconds: 30,
      },
    ],
  })
