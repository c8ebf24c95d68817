import type { LocalDate } from '../intervals.ts'
import type { AssignmentState } from '../moderation/assignment.ts'
import { CONSULTANT, type HandOverItem, item, type Named, officeOf } from './item.ts'

/** A self-assessment of a round that is not closed. */
export interface PaperFacts {
  readonly id: string
  readonly authority: Named
  /** Whose office it waits on: the author's, or that of whoever took over. */
  readonly office: Named
  readonly round: Named
  readonly submitted: boolean
  /** Whether somebody moderates it, was asked to, or has commented; or the round is held without moderation. */
  readonly moderated: boolean
  readonly selfAssessmentDue: LocalDate | null
  readonly commentsDue: LocalDate | null
}

/** A self-assessment that its office still owes, and one that nobody moderates. */
export const paperItems = (today: LocalDate, paper: PaperFacts): HandOverItem[] => {
  const { authority, office, round } = paper
  const link = `/v1/self-assessments/${paper.id}`
  const whose = `The self-assessment of ${authority.name} for ${round.name}`
  const awaited = item(today, {
    kind: 'self-assessment-awaited',
    sentence: `${whose} is awaited.`,
    waitsOn: officeOf(office),
    due: paper.selfAssessmentDue,
    link,
  })
  const alone = item(today, {
    kind: 'paper-without-moderator',
    sentence: `${whose} has no moderator.`,
    waitsOn: CONSULTANT,
    due: paper.commentsDue,
    link,
  })
  return [...(paper.submitted ? [] : [awaited]), ...(paper.moderated ? [] : [alone])]
}

/** A moderation assignment of such a paper. */
export interface AssignmentFacts {
  readonly id: string
  readonly state: AssignmentState
  readonly moderator: Named
  readonly authority: Named
  readonly round: Named
  readonly acceptBy: LocalDate
  readonly commentsDue: LocalDate
}

/** An offer that its moderator has not answered, and comments that they have not returned. */
export const assignmentItems = (today: LocalDate, assignment: AssignmentFacts): HandOverItem[] => {
  const { state, moderator, authority, round } = assignment
  if (state !== 'offered' && state !== 'accepted') return []
  const paper = `the self-assessment of ${authority.name} for ${round.name}`
  return [
    item(today, {
      kind: state === 'offered' ? 'assignment-unanswered' : 'comments-outstanding',
      sentence:
        state === 'offered'
          ? `${moderator.name} has not answered whether they moderate ${paper}.`
          : `${moderator.name} has not returned comments on ${paper}.`,
      waitsOn: { who: 'moderator', personId: moderator.id, name: moderator.name },
      due: state === 'offered' ? assignment.acceptBy : assignment.commentsDue,
      link: `/v1/moderation-assignments/${assignment.id}`,
    }),
  ]
}
