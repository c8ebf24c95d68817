import { type Appointment, validOn } from '../access/actor.ts'
import type { SharedProvider } from '../authorities/providers.ts'
import type { LocalDate } from '../intervals.ts'
import { type StoredConflict, standsOn } from './conflict.ts'

/** Everything that decides whether one person may moderate one self-assessment on one day. */
export interface EligibilityFacts {
  /** The day, in the region's zone, on which appointments, providers and conflicts are looked at. */
  readonly today: LocalDate
  readonly personId: string
  /** The authority that wrote the self-assessment, with any successors that inherited it. */
  readonly authorIds: readonly string[]
  /** The authorities that challenge it: the triad's others, or those directed to it. */
  readonly challengerIds: readonly string[]
  /** Whether the round's policy lets challengers moderate, as the South West requires of the third member. */
  readonly challengersModerate: boolean
  /** Whether the round's policy has all moderators of one paper come from one authority. */
  readonly oneAuthority: boolean
  /** The paper's other moderators: offered it, at work on it, or done with it. */
  readonly otherModeratorIds: readonly string[]
  /** Every appointment of the region; those not held on the day are ignored. */
  readonly appointments: readonly Appointment[]
  /** The providers as they stand on the day. */
  readonly providers: readonly SharedProvider[]
  readonly conflicts: readonly StoredConflict[]
  /** How many assignments of the round the person has already, this one not counted, and the most allowed. */
  readonly load: number
  readonly ceiling: number
}

/** One reason why somebody may not moderate a paper: what it rests on, and a sentence for a consultant. */
export type ConflictReason = { readonly sentence: string } & (
  | { readonly reason: 'not-in-pool' }
  | { readonly reason: 'own-authority'; readonly authorityId: string; readonly appointmentId: string }
  | { readonly reason: 'shared-director'; readonly authorityId: string; readonly directorId: string }
  | { readonly reason: 'shared-provider'; readonly authorityId: string; readonly providerId: string }
  | { readonly reason: 'stored-conflict'; readonly conflict: StoredConflict }
  | { readonly reason: 'challenges-paper'; readonly authorityId: string }
  | { readonly reason: 'another-moderating-authority'; readonly authorityIds: readonly string[] }
  | { readonly reason: 'load-ceiling'; readonly load: number; readonly ceiling: number }
)

/**
 * Every reason why the person may not moderate the self-assessment, in the order of the rules; none means that
 * they may. All are given, because a consultant who clears one wants to know what is left.
 */
export const mayModerate = (facts: EligibilityFacts): readonly ConflictReason[] =>
  ELIGIBILITY_RULES.flatMap((rule) => rule(facts))

type EligibilityRule = (facts: EligibilityFacts) => readonly ConflictReason[]

/** Only a person with a moderator appointment moderates. */
export const notInPool: EligibilityRule = (facts) =>
  postsOf(facts).some(({ role }) => role === 'moderator')
    ? []
    : [
        {
          reason: 'not-in-pool',
          sentence: 'They are not in the pool: no moderator appointment is held today.',
        },
      ]

/** Nobody moderates an authority at which they hold any appointment. */
export const ownAuthority: EligibilityRule = (facts) =>
  postsOf(facts).flatMap((post) =>
    post.authorityIds
      .filter((id) => facts.authorIds.includes(id))
      .map((authorityId) => ({
        reason: 'own-authority' as const,
        authorityId,
        appointmentId: post.id,
        sentence: 'They hold an appointment at the authority that wrote it.',
      })),
  )

/** Nobody moderates an authority whose director is also their own authority's. */
export const sharedDirector: EligibilityRule = (facts) => {
  const ofAuthor = facts.authorIds.flatMap((id) => directorsOf(facts, id))
  return homesOf(facts).flatMap((authorityId) =>
    directorsOf(facts, authorityId)
      .filter((directorId) => ofAuthor.includes(directorId))
      .map((directorId) => ({
        reason: 'shared-director' as const,
        authorityId,
        directorId,
        sentence: 'Their authority shares a director with the authority that wrote it.',
      })),
  )
}

/** Nobody moderates an authority whose services come from the same provider as their own authority's. */
export const sharedProvider: EligibilityRule = (facts) =>
  homesOf(facts).flatMap((authorityId) =>
    facts.providers
      .filter(({ authorityIds }) => authorityIds.includes(authorityId))
      .filter(({ authorityIds }) => authorityIds.some((id) => facts.authorIds.includes(id)))
      .map(({ id, name }) => ({
        reason: 'shared-provider' as const,
        authorityId,
        providerId: id,
        sentence: `Their authority and the one that wrote it have the same provider of services, ${name}.`,
      })),
  )

/** Nobody moderates an authority with which a conflict of theirs is recorded. */
export const storedConflict: EligibilityRule = (facts) =>
  facts.conflicts
    .filter(({ personId }) => personId === facts.personId)
    .filter(({ authorityId }) => facts.authorIds.includes(authorityId))
    .filter((conflict) => standsOn(conflict, facts.today))
    .map((conflict) => ({
      reason: 'stored-conflict' as const,
      conflict,
      sentence: `A conflict is recorded since ${conflict.from}: ${conflict.reason}`,
    }))

/** Nobody moderates a paper that their authority challenges, unless the round's policy has it so. */
export const challengesPaper: EligibilityRule = (facts) =>
  facts.challengersModerate
    ? []
    : homesOf(facts)
        .filter((authorityId) => facts.challengerIds.includes(authorityId))
        .map((authorityId) => ({
          reason: 'challenges-paper' as const,
          authorityId,
          sentence: 'Their authority challenges this paper.',
        }))

/**
 * Where one authority moderates a paper, nobody from another joins those who moderate it. A moderator whose post has
 * ended by now binds nobody.
 */
export const oneModeratingAuthority: EligibilityRule = (facts) => {
  if (!facts.oneAuthority) return []
  const others = facts.otherModeratorIds
    .map((personId) => homesOf({ ...facts, personId }))
    .filter((homes) => homes.length > 0)
  const [first, ...rest] = others
  if (first === undefined) return []
  const authorityIds = first.filter((id) => rest.every((homes) => homes.includes(id)))
  return homesOf(facts).some((id) => authorityIds.includes(id))
    ? []
    : [
        {
          reason: 'another-moderating-authority',
          authorityIds,
          sentence: 'Another authority moderates this paper: in this round its moderators all come from one.',
        },
      ]
}

/** Nobody is given more than the ceiling. */
export const loadCeiling: EligibilityRule = ({ load, ceiling }) =>
  load < ceiling
    ? []
    : [
        {
          reason: 'load-ceiling',
          load,
          ceiling,
          sentence: `They have ${load} of at most ${ceiling} assignments already.`,
        },
      ]

const ELIGIBILITY_RULES: readonly EligibilityRule[] = [
  notInPool,
  ownAuthority,
  sharedDirector,
  sharedProvider,
  storedConflict,
  challengesPaper,
  oneModeratingAuthority,
  loadCeiling,
]

/** The appointments that the person holds on the day. */
const postsOf = ({ appointments, personId, today }: EligibilityFacts): readonly Appointment[] =>
  appointments.filter((post) => post.personId === personId && validOn(post, today))

/** The other authorities through whose office they hold something, each once. Their own paper is its own rule. */
const homesOf = (facts: EligibilityFacts): readonly string[] =>
  [...new Set(postsOf(facts).flatMap(({ authorityIds }) => authorityIds))].filter(
    (id) => !facts.authorIds.includes(id),
  )

/** Who directs an authority on the day. */
const directorsOf = ({ appointments, today }: EligibilityFacts, authorityId: string): readonly string[] =>
  appointments
    .filter((post) => post.role === 'director' && post.authorityIds.includes(authorityId))
    .filter((post) => validOn(post, today))
    .map(({ personId }) => personId)
