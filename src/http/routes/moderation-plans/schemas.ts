import { z } from 'zod'
import { MODERATION_PLAN_STATES } from '../../../domain/planning/moderation-progress.ts'
import { SUITABILITY_RULES, type SuitabilityRule } from '../../../domain/planning/moderation-request.ts'
import { PROOFS } from '../../../domain/planning/progress.ts'
import { Id, Named } from '../../wire.ts'
import { deployedFields, solvedFields } from '../plans/schemas.ts'

export const PaperSchema = z.strictObject({ id: Id, authority: Named })

const AmountsSchema = z.strictObject(
  Object.fromEntries(SUITABILITY_RULES.map((rule) => [rule, z.int()])) as Record<SuitabilityRule, z.ZodInt>,
)

export const ImpossibleSchema = z
  .strictObject({
    because: z.string(),
    needed: z.int(),
    available: z.int(),
    papers: z
      .array(
        z.strictObject({
          selfAssessment: PaperSchema,
          needs: z.int(),
          barred: z.array(z.strictObject({ moderator: Named, because: z.string() })),
        }),
      )
      .describe(
        'These need more than those who may see them can take, each with whoever may not and why; empty where the floors cannot be met',
      ),
    moderators: z
      .array(
        z.strictObject({
          moderator: Named,
          floor: z.int().describe('Beside what they have'),
          ceiling: z.int().describe('Beside what they have'),
          sees: z.int().describe('How many of the self-assessments in question they may see'),
        }),
      )
      .describe('Who could take some of them; where the floors cannot be met, who has one'),
  })
  .meta({ id: 'ImpossibleModerationPlan' })

export const ModerationPlanSchema = z
  .strictObject({
    id: Id,
    roundId: Id,
    state: z
      .enum(MODERATION_PLAN_STATES)
      .describe('`unfinished` ended before it was solved; `interrupted` died with its process each time'),
    isEnded: z.boolean(),
    stopped: z.boolean().describe('Whether somebody asked it to stop'),
    tries: z.int().describe('How often it was begun; more than once where a process ended'),
    total: z.number().nullable().describe('The sum of suitability, in points'),
    worst: z.number().nullable().describe('The suitability of the least suitable pair'),
    bound: z
      .number()
      .nullable()
      .describe('No allocation has a larger sum; of `worst-off-first`: none whose least suits as well'),
    isOptimal: z.boolean().nullable().describe('Whether that is the sum: no allocation is better'),
    inWords: z.string().nullable().describe('Whether another could suit better, and how well this one does'),
    proof: z
      .enum(PROOFS)
      .nullable()
      .describe(
        '`prices` of papers and moderators; `search` where a paper’s moderators come from one authority',
      ),
    pairs: z.array(
      z.strictObject({
        selfAssessment: PaperSchema,
        moderator: Named,
        suitability: z.number(),
        amounts: AmountsSchema.nullable().describe(
          'What the rules count, each in its own unit; null where the request said the suitability',
        ),
        isPinned: z.boolean(),
      }),
    ),
    papers: z.array(
      z.strictObject({
        selfAssessment: PaperSchema,
        needs: z.int().describe('How many moderators it had not got'),
        alternates: z
          .array(z.strictObject({ ...Named.shape, suitability: z.number() }))
          .describe(
            'Who has room and could take a place with nobody else’s changed, the most suitable first',
          ),
      }),
    ),
    loads: z
      .array(
        z.strictObject({
          moderator: Named,
          floor: z.int(),
          ceiling: z.int(),
          before: z.int().describe('Assignments in the round when it was asked for'),
          allocated: z.int().describe('And by this plan'),
        }),
      )
      .describe('Every moderator of the pool'),
    impossible: ImpossibleSchema.nullable().describe('Why there is no plan, which is proven'),
    failure: z.string().nullable().describe('Why it could not be solved at all'),
    offers: z
      .array(z.strictObject({ assignmentId: Id, selfAssessment: PaperSchema, moderator: Named }))
      .describe('What deploying offered'),
    request: z
      .looseObject({ repair: z.boolean(), objective: z.enum(['total', 'worst-off-first']) })
      .describe('As it was asked for'),
    ...solvedFields,
    ...deployedFields,
  })
  .describe('Self-assessments that you may not read are left out')
  .meta({ id: 'ModerationPlan' })
