import type { PaperFacts } from '../access/paper.ts'
import { earlier, later } from '../access/spans.ts'
import { fault, type Result, success } from '../failures.ts'
import type { LocalDate } from '../intervals.ts'

/** What lies in the directors' area beside self-assessments. */
export const PAPER_KINDS = [
  'annual-conversation-letter',
  'data-profile',
  'improvement-plan',
  'other',
] as const

/** Who reads a paper once it is circulated: nobody more, its authority's challengers, or all the region's directors. */
export const AUDIENCES = ['own', 'triad', 'regional'] as const

/** A paper of the directors' area, without what it is called. */
export interface AreaPaper {
  readonly id: string
  readonly kind: (typeof PAPER_KINDS)[number]
  /** Whose it is; null for the region's own. */
  readonly authorityId: string | null
  readonly roundId: string | null
  /** What the versions of one paper have in common. */
  readonly seriesId: string
  /** From 1; versions only grow. */
  readonly version: number
  readonly audience: (typeof AUDIENCES)[number]
  /** The first local day on which it is kept no longer. */
  readonly retainUntil: LocalDate
  readonly circulatedAt: Date | null
}

/** The audience that a paper may have: only an authority's own can be kept to it, only one of a round to its triad. */
export const checkAudience = ({
  audience,
  authorityId,
  roundId,
}: Pick<AreaPaper, 'audience' | 'authorityId' | 'roundId'>): Result<null> => {
  if (audience !== 'regional' && authorityId === null)
    return fault('/audience', 'A paper of the region itself is for all its directors.')
  if (audience === 'triad' && roundId === null)
    return fault('/roundId', 'Name the round whose triad, or challengers, read it.')
  return success(null)
}

const LONGEST_YEARS = 10

/** A paper is kept at least until tomorrow and for at most ten years. */
export const checkRetention = (retainUntil: LocalDate, today: LocalDate): Result<null> => {
  if (retainUntil <= today) return fault('/retainUntil', 'Keep it at least until tomorrow.')
  const longest = `${Number(today.slice(0, 4)) + LONGEST_YEARS}${today.slice(4)}`
  return retainUntil <= longest
    ? success(null)
    : fault('/retainUntil', `A paper is kept for at most ${LONGEST_YEARS} years.`)
}

/** Of the self-assessment of the same authority and round: who challenges it, while what, and who moderates it. */
export type AssessmentFacts = ChallengeFacts & ModerationFacts

type ChallengeFacts = Pick<
  PaperFacts,
  'challengerIds' | 'challengersFrom' | 'closedAt' | 'deferredEvent' | 'events'
>

type ModerationFacts = Pick<PaperFacts, 'assignments' | 'anonymousModerators' | 'withdrawnAt'>

const NO_CHALLENGE: ChallengeFacts = {
  challengerIds: [],
  challengersFrom: {},
  closedAt: null,
  deferredEvent: null,
  events: [],
}

const NO_MODERATION = { assignments: [], anonymousModerators: false }

/**
 * A data profile goes with the self-assessment that it measures: from its circulation those read it too who have
 * accepted to moderate that one, while it stands. Of other kinds, and of what is its authority's own, moderators read
 * nothing.
 */
const moderationOf = (
  { kind, audience, circulatedAt }: Pick<AreaPaper, 'kind' | 'audience' | 'circulatedAt'>,
  { assignments, anonymousModerators, withdrawnAt }: ModerationFacts,
): Pick<PaperFacts, 'assignments' | 'anonymousModerators'> => {
  if (kind !== 'data-profile' || audience === 'own' || circulatedAt === null) return NO_MODERATION
  return {
    assignments: assignments.map(({ moderatorId, acceptedAt, endedAt }) => ({
      moderatorId,
      acceptedAt: acceptedAt && later(acceptedAt, circulatedAt),
      endedAt: endedAt && withdrawnAt ? earlier(endedAt, withdrawnAt) : (endedAt ?? withdrawnAt),
    })),
    anonymousModerators,
  }
}

/**
 * What decides who reads a paper of the directors' area, in the terms of the one rule for self-assessments: it is
 * released when it is circulated, and its triad's directors are those who challenge the self-assessment of the same
 * authority and round. It is opened by no grant.
 */
export const factsOfAreaPaper = (
  paper: Pick<AreaPaper, 'kind' | 'audience' | 'circulatedAt'>,
  base: Pick<
    PaperFacts,
    'regionId' | 'zone' | 'authorIds' | 'authorsFrom' | 'conflicts' | 'memoranda' | 'appointments'
  >,
  assessment: AssessmentFacts | null,
): PaperFacts => ({
  ...(paper.audience === 'triad' && assessment !== null ? assessment : NO_CHALLENGE),
  ...base,
  ...(assessment === null ? NO_MODERATION : moderationOf(paper, assessment)),
  readership: paper.audience === 'regional' ? 'regional' : 'challengers',
  releasedAt: paper.circulatedAt,
  facilitatorIds: [],
  commentsShared: false,
  withdrawnAt: null,
  laterAssignments: [],
  grants: [],
})
