import { type ChallengePolicy, DEFAULT_CHALLENGES } from '../challenges/challenge.ts'
import { type ClashPolicy, DEFAULT_CLASH_POLICY } from '../clashes/policy.ts'
import { fault, type Result, success } from '../failures.ts'
import {
  DEFAULT_PLANNING_POLICY,
  type PlanningPolicy,
  type PolicyWishes,
  withWishes,
} from '../planning/policy.ts'
import { DEFAULT_SELF_ASSESSMENTS, type SelfAssessmentPolicy } from '../self-assessments/signing.ts'
import { DEFAULT_TRIAD_SIZE, type TriadSizePolicy } from '../triads/size.ts'

/** How a round judges, sizes and opens things: what differs between regions and years. */
export interface RoundPolicy {
  readonly clashes: ClashPolicy
  readonly triadSize: TriadSizePolicy
  /** Of a directed round: who may challenge whom. */
  readonly challenges: ChallengePolicy
  /** Who reads a released paper beside those who always may: its challengers, or all the region's directors. */
  readonly readership: 'challengers' | 'regional'
  readonly selfAssessments: SelfAssessmentPolicy
  readonly moderation: ModerationPolicy
  /** Whether an authority sees what the consultant told third parties of a concern in its self-assessment. */
  readonly authorsAreToldOfDisclosures: boolean
  readonly outcomes: OutcomePolicy
  /** What its plans are judged by, unless one says otherwise. */
  readonly planning: PlanningPolicy
}

/** What of a round's outcomes is told to those who may not know whose they are. */
export interface OutcomePolicy {
  /** How many authorities, or people, there must be for what they have in common to be told. */
  readonly fewest: number
}

export interface ModerationPolicy {
  /** How many moderators a paper has: one, two, or none where the sign-off of a paper submits and releases it. */
  readonly moderators: number
  /** The most assignments one moderator has in a round. */
  readonly ceiling: number
  /** Whether a paper's challengers may moderate it, as the South West asks of the third member. */
  readonly challengersModerate: boolean
  /** Whether all moderators of one paper come from one other authority, as in the Eastern region. */
  readonly oneAuthority: boolean
  /** Whether the moderators' names are kept from those who read their comments. */
  readonly anonymous: boolean
  /** Whether a moderator's pack has what the authority submitted the year before, which they may then read. */
  readonly lastYearInPack: boolean
  /** How many months after a training a moderator should be trained again; null for never. */
  readonly trainingValidMonths: number | null
  /** How many reviewers of each theme the round needs. */
  readonly themes: readonly { readonly theme: string; readonly reviewers: number }[]
}

/** What a round has unless it says otherwise; two moderators a paper and two assignments a moderator are our own choice, no source has one. */
export const DEFAULT_ROUND_POLICY: RoundPolicy = {
  clashes: DEFAULT_CLASH_POLICY,
  triadSize: DEFAULT_TRIAD_SIZE,
  challenges: DEFAULT_CHALLENGES,
  readership: 'challengers',
  selfAssessments: DEFAULT_SELF_ASSESSMENTS,
  moderation: {
    moderators: 2,
    ceiling: 2,
    challengersModerate: false,
    oneAuthority: false,
    anonymous: false,
    lastYearInPack: false,
    trainingValidMonths: null,
    themes: [],
  },
  authorsAreToldOfDisclosures: true,
  outcomes: { fewest: 3 },
  planning: DEFAULT_PLANNING_POLICY,
}

/** What a round says of its own policy; what it leaves out stays as it was. */
export interface RoundPolicyOverrides {
  /** `severities`, when given, replaces all that were set before, so that one can be taken back. */
  readonly clashes?: PartOf<ClashPolicy> | undefined
  readonly triadSize?: PartOf<TriadSizePolicy> | undefined
  readonly challenges?: PartOf<ChallengePolicy> | undefined
  readonly readership?: RoundPolicy['readership'] | undefined
  readonly selfAssessments?: PartOf<SelfAssessmentPolicy> | undefined
  readonly moderation?: PartOf<ModerationPolicy> | undefined
  readonly authorsAreToldOfDisclosures?: boolean | undefined
  readonly outcomes?: PartOf<OutcomePolicy> | undefined
  readonly planning?: PolicyWishes | undefined
}

type PartOf<T> = { readonly [K in keyof T]?: T[K] | undefined }

/** A policy with what a round overrides of it. */
export const withOverrides = (policy: RoundPolicy, overrides: RoundPolicyOverrides): RoundPolicy => ({
  clashes: overlay(policy.clashes, overrides.clashes),
  triadSize: overlay(policy.triadSize, overrides.triadSize),
  challenges: overlay(policy.challenges, overrides.challenges),
  readership: overrides.readership ?? policy.readership,
  selfAssessments: overlay(policy.selfAssessments, overrides.selfAssessments),
  moderation: overlay(policy.moderation, overrides.moderation),
  authorsAreToldOfDisclosures: overrides.authorsAreToldOfDisclosures ?? policy.authorsAreToldOfDisclosures,
  outcomes: overlay(policy.outcomes, overrides.outcomes),
  planning: withWishes(policy.planning, overrides.planning ?? {}),
})

/** Whether a policy makes sense as a whole: the smallest triad is not larger than the largest. */
export const checkRoundPolicy = ({ triadSize }: RoundPolicy): Result<null> =>
  triadSize.smallest <= triadSize.largest
    ? success(null)
    : fault('/policy/triadSize', 'The smallest triad cannot be larger than the largest.')

const overlay = <T extends object>(base: T, over: PartOf<T> = {}): T => ({
  ...base,
  ...Object.fromEntries(Object.entries(over).filter(([, value]) => value !== undefined)),
})
