import type { Named } from '../hand-over/item.ts'
import type { LocalDate } from '../intervals.ts'
import type { Deadlines } from '../rounds/round.ts'
import type { SigningOffice } from '../self-assessments/signing.ts'
import type { WorkflowState } from '../self-assessments/workflow.ts'
import { type AssignmentState, isOutstanding } from './assignment.ts'
import type { AssignmentDeadlines } from './deadlines.ts'
import type { ReportState } from './report.ts'
import { type SubmissionVersion, stateOfSelfAssessment } from './self-assessment.ts'

/** Every step of a paper with its heading, in the order in which a board has them. */
export const STEP_WORDS = {
  draft: 'Draft',
  'signed-off': 'Signed off',
  submitted: 'Submitted',
  resubmitted: 'Resubmitted',
  'sent-back': 'Sent back',
  'in-moderation': 'In moderation',
  moderated: 'Comments in',
  reconciled: 'Reconciled',
  released: 'Released',
  withdrawn: 'Withdrawn',
} as const

export type WorkflowStep = keyof typeof STEP_WORDS

export const WORKFLOW_STEPS = Object.keys(STEP_WORDS) as readonly WorkflowStep[]

/** One moderator's work on a paper, as far as its way goes. */
export interface WorkflowAssignment extends AssignmentDeadlines {
  readonly moderator: Named
  readonly state: AssignmentState
  readonly offeredAt: Date
  readonly acceptedAt: Date | null
  readonly commentedAt: Date | null
}

/** Everything that decides where one paper is on its way, and with whom. */
export interface WorkflowFacts {
  readonly id: string
  readonly authority: Named
  /** Whose office it waits on: the author's, or that of whoever took over. */
  readonly office: Named
  readonly roundClosed: boolean
  readonly state: WorkflowState
  readonly since: Date
  readonly submissions: readonly SubmissionVersion[]
  /** The local day of the first of them; null before. */
  readonly firstSubmittedOn: LocalDate | null
  /** As they are for this paper. */
  readonly deadlines: Deadlines
  /** Whether an extension gave it longer than its round. */
  readonly extended: boolean
  /** Under the draft as it stands. */
  readonly signatures: {
    readonly needed: readonly SigningOffice[]
    readonly given: readonly SigningOffice[]
  }
  /** By when the question is to be answered with which it was sent back. */
  readonly answerBy: LocalDate | null
  /** How many moderators the round's policy gives a paper. */
  readonly moderators: number
  readonly moderationClosed: boolean
  readonly assignments: readonly WorkflowAssignment[]
  /** Whom the consultant named to reconcile the comments. */
  readonly namedLeadId: string | null
  readonly report: { readonly state: ReportState; readonly issuedAt: Date | null }
  /** When it is released to its challengers, past or coming; null while no release is set. */
  readonly releasedAt: Date | null
}

/** Whether its authority still owes it: never submitted, or withdrawn since. */
export const isAwaited = ({ state, submissions }: Pick<WorkflowFacts, 'state' | 'submissions'>): boolean =>
  submissions.length === 0 || state === 'withdrawn'

/**
 * Where a paper is on its way. What was withdrawn or sent back is with its authority, whatever moderators do
 * meanwhile; a release, which comes with its day, is told before what moderation still lacks.
 */
export const stepOf = (facts: WorkflowFacts, now: Date): WorkflowStep => {
  const { state, submissions, releasedAt, report } = facts
  if (state === 'withdrawn' || state === 'sent-back') return state
  const assignments = facts.assignments.map((each) => ({
    state: each.state,
    commented: each.commentedAt !== null,
  }))
  const stands = stateOfSelfAssessment({ submissions, assignments, releasedAt }, now)
  if (stands === 'awaited') return state === 'signed-off' ? state : 'draft'
  if (stands === 'submitted') return state === 'resubmitted' ? state : 'submitted'
  return stands === 'moderated' && report.state === 'issued' ? 'reconciled' : stands
}

/** How far the moderation of a paper is, in moderators. */
export interface Progress {
  /** Whose comments are in and stay in. */
  readonly commented: number
  /** Who is still to answer or to comment. */
  readonly outstanding: number
  /** Whom the consultant has still to find; none once the moderation is closed. */
  readonly missing: number
}

export const progressOf = (
  facts: Pick<WorkflowFacts, 'assignments' | 'moderators' | 'moderationClosed'>,
): Progress => {
  const outstanding = facts.assignments.filter(({ state }) => isOutstanding(state)).length
  const commented = facts.assignments.filter(
    ({ state, commentedAt }) => commentedAt !== null && !isOutstanding(state),
  ).length
  const missing = facts.moderationClosed ? 0 : Math.max(0, facts.moderators - commented - outstanding)
  return { commented, outstanding, missing }
}

/** Whether comments wait to be reconciled: several sets of them, or a report that somebody has begun. */
export const awaitsReport = ({ report }: Pick<WorkflowFacts, 'report'>, progress: Progress): boolean =>
  report.state !== 'issued' &&
  progress.outstanding === 0 &&
  progress.commented > 0 &&
  (progress.commented > 1 || report.state === 'draft')
