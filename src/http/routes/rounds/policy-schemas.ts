import { z } from 'zod'
import { ThemeName } from '../../wire.ts'
import { PlanningPolicySchema, PolicyWishesSchema } from '../plans/policy-schemas.ts'

export const Severity = z.enum(['blocking', 'warning'])

/** One severity for the rule, or one for each of its two cases. */
const byCase = <A extends string, B extends string>(a: A, b: B) =>
  z.union([
    Severity,
    z.strictObject({ [a]: Severity, [b]: Severity } as Record<A | B, typeof Severity>).partial(),
  ])

const SeveritiesSchema = z
  .strictObject({
    'ofsted-annual-conversation': byCase('authority', 'region'),
    'inspection-on-site': Severity,
    'bank-holiday': Severity,
    weekend: Severity,
    'school-holiday': Severity,
    conference: Severity,
    'regional-meeting': Severity,
    'pre-election-period': Severity,
    'personal-busy': byCase('out-of-office', 'busy'),
    'facilitator-capacity': Severity,
    'short-notice': Severity,
    'too-soon-after-moderation': Severity,
    'too-few-directors': Severity,
  })
  .partial()
  .describe('Rules with another severity than the default; given, they replace all that were set before')

const ClashPolicySchema = z.strictObject({
  severities: SeveritiesSchema,
  shortNoticeWeeks: z.int().min(0).max(52).describe('Weeks of notice below which it is short'),
  daysAfterModeration: z.int().min(0).max(90).describe("Days to read the moderators' comments"),
  facilitatorEventsPerDay: z.int().min(1).max(10).describe('How many events one facilitator may have a day'),
  minimumDirectors: z.int().min(0).max(20).describe('Attendance under which a meeting is thin; 0 for none'),
})

const TriadSizeSchema = z
  .strictObject({ smallest: z.int().min(2).max(20), largest: z.int().min(2).max(20) })
  .describe("How many directors' seats a triad has: directors are counted, not authorities")

const ChallengesSchema = z
  .strictObject({
    perPaper: z.int().min(1).max(20).describe('The most challengers of one self-assessment'),
    mutual: z.boolean().describe('Whether two authorities may challenge each other'),
  })
  .describe('Of a directed round')

const Readership = z
  .enum(['challengers', 'regional'])
  .describe("Who reads a released paper: its challengers, or all the region's directors")

const SelfAssessmentsSchema = z.strictObject({
  alsoSign: z
    .array(z.enum(['chief-executive', 'lead-member']))
    .max(2)
    .describe('Who signs a self-assessment beside the director, who always does'),
  extensionMovesComments: z
    .boolean()
    .describe('Whether an agreed extension moves the comments due on the paper by as many working days'),
  keepYears: z
    .int()
    .min(1)
    .max(30)
    .describe("For how many years from the round's close what a self-assessment says is kept"),
})

const ModerationSchema = z.strictObject({
  moderators: z
    .int()
    .min(0)
    .max(2)
    .describe(
      'How many moderators a paper has; 0 for a round without moderation, where the sign-off submits a paper and releases it',
    ),
  ceiling: z.int().min(1).max(50).describe('The most assignments of one moderator'),
  challengersModerate: z.boolean().describe("Whether a paper's challengers may moderate it"),
  oneAuthority: z.boolean().describe('Whether all moderators of one paper come from one other authority'),
  anonymous: z
    .boolean()
    .describe("Whether the moderators' names are kept from those who read their comments"),
  lastYearInPack: z
    .boolean()
    .describe(
      'Whether moderators read, and find in their packs, what the authority submitted the year before',
    ),
  trainingValidMonths: z
    .int()
    .min(1)
    .max(120)
    .nullable()
    .describe('Months after which a moderator should be trained again; null for never'),
  themes: z
    .array(z.strictObject({ theme: ThemeName, reviewers: z.int().min(1).max(50) }))
    .max(30)
    .describe(
      'How many reviewers of each theme the round needs; given, they replace all that were set before',
    ),
})

const ToldOfDisclosures = z
  .boolean()
  .describe('Whether an authority sees what the consultant disclosed of a concern in its self-assessment')

const OutcomesSchema = z.strictObject({
  fewest: z
    .int()
    .min(2)
    .max(50)
    .describe('How many authorities share a theme, or people gave feedback, before it is told without names'),
})

/** A round's whole policy. */
export const RoundPolicySchema = z
  .strictObject({
    clashes: ClashPolicySchema,
    triadSize: TriadSizeSchema,
    challenges: ChallengesSchema,
    readership: Readership,
    selfAssessments: SelfAssessmentsSchema,
    moderation: ModerationSchema,
    authorsAreToldOfDisclosures: ToldOfDisclosures,
    outcomes: OutcomesSchema,
    planning: PlanningPolicySchema.describe('What its plans are judged by, unless one says otherwise'),
  })
  .meta({ id: 'RoundPolicy' })

/** What a request sets of a round's policy. */
export const RoundPolicyOverridesSchema = z
  .strictObject({
    clashes: ClashPolicySchema.partial(),
    triadSize: TriadSizeSchema.partial(),
    challenges: ChallengesSchema.partial(),
    readership: Readership,
    selfAssessments: SelfAssessmentsSchema.partial(),
    moderation: ModerationSchema.partial(),
    authorsAreToldOfDisclosures: ToldOfDisclosures,
    outcomes: OutcomesSchema.partial(),
    planning: PolicyWishesSchema.describe('What its plans are judged by, unless one says otherwise'),
  })
  .partial()
  .meta({ id: 'RoundPolicyOverrides', examples: [{ readership: 'regional' }] })
