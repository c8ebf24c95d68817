import { fault, type Result, success } from '../failures.ts'
import { addDays, type LocalDate } from '../intervals.ts'
import type { AssignmentState } from './assignment.ts'

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

/**
 * The deadlines of whoever takes over from somebody, on a local day: those of the assignment before, where they are not
 * over and none are named; an answer is then due within a week, as of any late offer.
 */
export const deadlinesOfReplacement = (
  named: { readonly acceptBy: LocalDate | null; readonly commentsDue: LocalDate | null },
  before: AssignmentDeadlines,
  today: LocalDate,
): Result<AssignmentDeadlines> => {
  const commentsDue = named.commentsDue ?? before.commentsDue
  if (commentsDue < today) {
    return fault('/commentsDue', 'The date for comments is over: say by when they are due now.')
  }
  const acceptBy = named.acceptBy ?? (before.acceptBy < today ? null : before.acceptBy)
  return deadlinesOfOffer({ acceptBy, commentsDue }, { selfAssessmentDue: null, commentsDue: null }, today)
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
