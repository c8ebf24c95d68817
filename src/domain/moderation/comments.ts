import { type Fault, failure, type Result, success } from '../failures.ts'
import { type AssignmentState, isOutstanding } from './assignment.ts'

/** What is said about one section of a self-assessment, named by its key or its title. */
export interface SectionComment {
  readonly section: string
  readonly text: string
}

/** A question that the challengers could ask; of one section, or of the whole where that is null. */
export interface LineOfEnquiry {
  readonly section: string | null
  readonly question: string
}

/** One moderator's comments, or the report that several sets of them become. */
export interface CommentText {
  readonly overall: string | null
  readonly sections: readonly SectionComment[]
  readonly linesOfEnquiry: readonly LineOfEnquiry[]
}

export const NO_COMMENTS: CommentText = { overall: null, sections: [], linesOfEnquiry: [] }

/** Whether nothing at all is said. */
export const saysNothing = ({ overall, sections, linesOfEnquiry }: CommentText): boolean =>
  overall === null && sections.length === 0 && linesOfEnquiry.length === 0

/** Refuses a section that is commented on twice, at its place in the request. */
export const checkComments = (comments: CommentText): Result<CommentText> => {
  const named = comments.sections.map(({ section }) => section)
  const faults = named.flatMap((section, index): Fault[] =>
    named.indexOf(section) < index
      ? [{ pointer: `/sections/${index}/section`, detail: `“${section}” is commented on twice.` }]
      : [],
  )
  return faults.length === 0
    ? success(comments)
    : failure('invalid-request', faults.map(({ detail }) => detail).join(' '), faults)
}

/** The assignments of one paper, as far as sharing their comments goes. */
export interface CommentingFacts {
  /** Whether the consultant has closed the paper's moderation. */
  readonly closed: boolean
  readonly assignments: readonly { readonly state: AssignmentState; readonly commented: boolean }[]
}

/**
 * Whether the comments on a paper are read by others than those who wrote them: once all are in, or the moderation
 * is closed. Until then each moderator judges alone. A later offer, and a reopening, make them private again.
 */
export const commentsShared = ({ closed, assignments }: CommentingFacts): boolean =>
  assignments.some(({ commented }) => commented) &&
  (closed || !assignments.some(({ state }) => isOutstanding(state)))

/** A moderator who may lead, with when they accepted. */
export interface LeadCandidate {
  readonly moderatorId: string
  readonly state: AssignmentState
  readonly acceptedAt: Date | null
}

/**
 * Who reconciles the comments: whom the consultant named while their assignment stands, else who accepted first of
 * those whose comments are in; null for nobody.
 */
export const leadOf = (named: string | null, candidates: readonly LeadCandidate[]): string | null => {
  const in_ = candidates
    .filter(({ state }) => state === 'comments-submitted' || state === 'signed-off')
    .toSorted((a, b) => (a.acceptedAt?.getTime() ?? 0) - (b.acceptedAt?.getTime() ?? 0))
  return (in_.find(({ moderatorId }) => moderatorId === named) ?? in_[0])?.moderatorId ?? null
}
