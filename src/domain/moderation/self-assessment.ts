import type { PaperFacts } from '../access/paper.ts'
import type { AssignmentState } from './assignment.ts'

/** Where a self-assessment stands; worked out from the facts each time and never stored. */
export type SelfAssessmentState = 'awaited' | 'submitted' | 'in-moderation' | 'moderated' | 'released'

/** One version of a self-assessment. Versions count from 1. */
export interface SubmissionVersion {
  readonly version: number
  readonly submittedAt: Date
}

/** What decides where a self-assessment stands. */
export interface SelfAssessmentFacts {
  readonly submissions: readonly SubmissionVersion[]
  readonly assignments: readonly {
    readonly state: AssignmentState
    /** Whether its comments were returned; an ended assignment may have ended with or without. */
    readonly commented: boolean
  }[]
  /** When it is released to its challengers, past or coming; null while no release is set. */
  readonly releasedAt: Date | null
}

/**
 * Where a self-assessment stands. Moderation begins with the first acceptance and is over once a moderator
 * has commented and no other is still to answer or to comment; a declined assignment, or one ended without
 * comments, counts for nothing. Nothing is released before it is submitted, whatever the release date.
 */
export const stateOfSelfAssessment = (facts: SelfAssessmentFacts, now: Date): SelfAssessmentState => {
  const { submissions, assignments, releasedAt } = facts
  if (submissions.length === 0) return 'awaited'
  if (releasedAt !== null && releasedAt <= now) return 'released'
  const commented = assignments.some((assignment) => assignment.commented)
  const outstanding = assignments.some(({ state }) => state === 'offered' || state === 'accepted')
  if (commented && !outstanding) return 'moderated'
  const begun = commented || assignments.some(({ state }) => state === 'accepted')
  return begun ? 'in-moderation' : 'submitted'
}

/** Whether a paper is released now, and stands: what was withdrawn is released to nobody. */
export const isReleased = (
  { releasedAt, withdrawnAt }: Pick<PaperFacts, 'releasedAt' | 'withdrawnAt'>,
  now: Date,
): boolean => releasedAt !== null && releasedAt <= now && withdrawnAt === null

/** The number that the next submission gets: versions only grow, by one. */
export const nextVersion = (submissions: readonly SubmissionVersion[]): number =>
  Math.max(0, ...submissions.map(({ version }) => version)) + 1

/**
 * The version that a moderator works on: the latest submitted when they accepted, fixed from then on so that
 * comments answer the text they were written about. Who accepts before anything is submitted gets the first
 * version when it comes; null until then.
 */
export const versionModerated = (
  submissions: readonly SubmissionVersion[],
  acceptedAt: Date,
): number | null => {
  const known = submissions.filter(({ submittedAt }) => submittedAt <= acceptedAt)
  if (known.length > 0) return Math.max(...known.map(({ version }) => version))
  return submissions.length > 0 ? Math.min(...submissions.map(({ version }) => version)) : null
}

/**
 * Whether somebody who reads as a moderator alone reads a version: the one fixed for them and any later, which
 * is offered. What had been replaced before they accepted was not given to them.
 */
export const moderatorReads = (version: number, moderated: number | null): boolean =>
  moderated !== null && version >= moderated

/** The latest version where it is later than the one being moderated: offered to the moderator, not swapped in. */
export const laterVersion = (submissions: readonly SubmissionVersion[], moderated: number): number | null => {
  const latest = nextVersion(submissions) - 1
  return latest > moderated ? latest : null
}
