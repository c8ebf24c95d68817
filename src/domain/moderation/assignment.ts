import { failure, fault, type Result, success } from '../failures.ts'
import { addDays, type LocalDate } from '../intervals.ts'

/** Where a moderation assignment stands. `declined` and `ended` are final. */
export type AssignmentState = 'offered' | 'accepted' | 'comments-submitted' | 'declined' | 'ended'

/** What can be done to an assignment. */
export type AssignmentMove = 'accept' | 'decline' | 'submit-comments' | 'end'

/** In which capacity a move is made: as the assignment's own moderator, or as the region's consultant. */
export type Mover = 'moderator' | 'consultant'

/** One row of the workflow. */
export interface AssignmentTransition {
  readonly from: AssignmentState
  readonly move: AssignmentMove
  readonly to: AssignmentState
  readonly by: readonly Mover[]
}

export const ASSIGNMENT_STATES: readonly AssignmentState[] = [
  'offered',
  'accepted',
  'comments-submitted',
  'declined',
  'ended',
]

export const ASSIGNMENT_MOVES: readonly AssignmentMove[] = ['accept', 'decline', 'submit-comments', 'end']

/**
 * The whole workflow of an assignment; what is not here cannot happen. Nobody accepts, declines or comments
 * for a moderator. A moderator may end what they accepted, because a conflict can come to light later; once
 * their comments are in, only the consultant ends it.
 */
export const ASSIGNMENT_TRANSITIONS: readonly AssignmentTransition[] = [
  { from: 'offered', move: 'accept', to: 'accepted', by: ['moderator'] },
  { from: 'offered', move: 'decline', to: 'declined', by: ['moderator'] },
  { from: 'offered', move: 'end', to: 'ended', by: ['consultant'] },
  { from: 'accepted', move: 'submit-comments', to: 'comments-submitted', by: ['moderator'] },
  { from: 'accepted', move: 'end', to: 'ended', by: ['moderator', 'consultant'] },
  { from: 'comments-submitted', move: 'end', to: 'ended', by: ['consultant'] },
]

const MOVE_WORDS: Record<AssignmentMove, string> = {
  accept: 'accepted',
  decline: 'declined',
  'submit-comments': 'given comments',
  end: 'ended',
}

const STATE_WORDS: Record<AssignmentState, string> = {
  offered: 'has been offered and not yet answered',
  accepted: 'has been accepted',
  'comments-submitted': 'already has its comments',
  declined: 'was declined',
  ended: 'has ended',
}

const MOVER_WORDS: Record<Mover, string> = {
  moderator: 'its moderator',
  consultant: 'the programme consultant',
}

/**
 * The state after a move. Fails with `wrong-state` when the move does not follow from `state`, and with
 * `forbidden` when it does but is not `by`'s to make.
 */
export const moveAssignment = (
  state: AssignmentState,
  move: AssignmentMove,
  by: Mover,
): Result<AssignmentState> => {
  const transition = ASSIGNMENT_TRANSITIONS.find((row) => row.from === state && row.move === move)
  if (!transition) {
    return failure('wrong-state', `This assignment ${STATE_WORDS[state]}: it cannot be ${MOVE_WORDS[move]}.`)
  }
  if (!transition.by.includes(by)) {
    const who = transition.by.map((mover) => MOVER_WORDS[mover]).join(' or ')
    return failure('forbidden', `Here this assignment can be ${MOVE_WORDS[move]} only by ${who}.`)
  }
  return success(transition.to)
}

/** Whether an assignment in this state lets its moderator read the self-assessment. */
export const givesReading = (state: AssignmentState): boolean =>
  state === 'accepted' || state === 'comments-submitted'

/** What is asked of a moderator by when: local days of the region, the day itself still in time. */
export interface AssignmentDeadlines {
  readonly acceptBy: LocalDate
  readonly commentsDue: LocalDate
}

/** How long a moderator has to answer an offer made when the papers are due already: our own choice. */
const DAYS_TO_ANSWER = 7

/**
 * The deadlines of an offer made on a local day, where it names none: comments by the round's date; an answer
 * by the day that the papers are due, or a week from today once that has passed, never later than the comments.
 * Refused at `/commentsDue` when neither offer nor round has a date.
 */
export const deadlinesOfOffer = (
  offer: { readonly acceptBy: LocalDate | null; readonly commentsDue: LocalDate | null },
  round: { readonly selfAssessmentDue: LocalDate | null; readonly commentsDue: LocalDate | null },
  today: LocalDate,
): Result<AssignmentDeadlines> => {
  const commentsDue = offer.commentsDue ?? round.commentsDue
  if (commentsDue === null) {
    return fault('/commentsDue', 'The round has no date for comments: say by when these are due.')
  }
  if (offer.acceptBy !== null) return checkDeadlines({ acceptBy: offer.acceptBy, commentsDue })
  const papersDue = round.selfAssessmentDue ?? today
  const answer = papersDue > today ? papersDue : addDays(today, DAYS_TO_ANSWER)
  return success({ acceptBy: answer < commentsDue ? answer : commentsDue, commentsDue })
}

/** Refuses, at `/commentsDue`, comments that would be due before the offer need be answered. */
export const checkDeadlines = (deadlines: AssignmentDeadlines): Result<AssignmentDeadlines> =>
  deadlines.commentsDue < deadlines.acceptBy
    ? fault('/commentsDue', 'Comments cannot be due before the offer must be answered.')
    : success(deadlines)

/** The deadline that an assignment has missed, or null. It informs people and stops no move. */
export const overdue = (
  state: AssignmentState,
  deadlines: AssignmentDeadlines,
  today: LocalDate,
): 'accept-by' | 'comments-due' | null => {
  if (state === 'offered' && today > deadlines.acceptBy) return 'accept-by'
  if (state === 'accepted' && today > deadlines.commentsDue) return 'comments-due'
  return null
}
