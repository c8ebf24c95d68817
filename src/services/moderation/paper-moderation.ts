import { assignmentOf, loadAssignmentStates, selectAssignments } from '../../db/assignments.ts'
import { changePaperModeration, findPaperModeration } from '../../db/paper-moderation.ts'
import type { Paper } from '../../db/papers.ts'
import { lockPaper } from '../../db/submissions.ts'
import { isConsultant } from '../../domain/access/operations.ts'
import { failure, fault, type Result, success } from '../../domain/failures.ts'
import { isOutstanding } from '../../domain/moderation/assignment.ts'
import { leadOf } from '../../domain/moderation/comments.ts'
import { forbidden, reading, regionOf, type Work, writing } from '../use-case.ts'
import { type ListedAssignment, listed } from './assignments.ts'
import { makeMove, stepOf } from './moves.ts'
import { findPaper } from './papers.ts'
import { shareComments } from './sharing.ts'

/** The moderation of one paper as the consultant sees it: who does what, and whether it is closed. */
export interface ModerationView {
  readonly selfAssessmentId: string
  /** How many moderators the round's policy gives a paper. */
  readonly moderators: number
  readonly assignments: readonly ListedAssignment[]
  /** Who reconciles the comments; null while none are in. */
  readonly leadId: string | null
  readonly commentsShared: boolean
  readonly closedAt: Date | null
  readonly closedBecause: string | null
}

const assignmentsOf = async (work: Work, paperId: string): Promise<ListedAssignment[]> => {
  const rows = await selectAssignments(work.trx)
    .where('assignment.selfAssessmentId', '=', paperId)
    .orderBy('assignment.createdAt')
    .orderBy('assignment.id')
    .execute()
  return rows.map((row) => listed(work, assignmentOf(row)))
}

const viewOf = async (work: Work, paper: Paper): Promise<ModerationView> => {
  const { leadId, ...moderation } = await findPaperModeration(work.trx, paper.id)
  const assignments = await assignmentsOf(work, paper.id)
  const candidates = assignments.map(({ moderator, state, acceptedAt }) => ({
    moderatorId: moderator.id,
    state,
    acceptedAt,
  }))
  return {
    ...moderation,
    selfAssessmentId: paper.id,
    moderators: paper.round.policy.moderation.moderators,
    assignments,
    leadId: leadOf(leadId, candidates),
  }
}

const findModerated = async (work: Work, id: string): Promise<Result<Paper>> => {
  const paper = await findPaper(work, id)
  if (!paper.ok || isConsultant(work.actor)) return paper
  return forbidden('The moderation of a paper is led by the programme consultant.')
}

/** The moderation of one paper, for the consultant. */
export const readModeration = reading<{ id: string }, Paper, ModerationView>({
  authorise: (work, input) => findModerated(work, input.id),
  run: async (work, _input, paper) => success(await viewOf(work, paper)),
})

/** A change of a paper's moderation by the consultant: compared, done, and shown as it is then. */
const changing = <Input extends { readonly id: string }>(
  act: (work: Work, input: Input, paper: Paper, before: ModerationView) => Promise<Result<null>>,
) =>
  writing<Input, Paper, ModerationView>({
    authorise: async (work, { id }) => {
      await lockPaper(work.trx, id)
      return findModerated(work, id)
    },
    run: async (work, input, paper) => {
      const before = await viewOf(work, paper)
      const same = work.unchanged(before)
      if (!same.ok) return same
      const done = await act(work, input, paper, before)
      if (!done.ok) return done
      const { closedAt, leadId } = await findPaperModeration(work.trx, paper.id)
      work.record('paper-moderation', paper.id, { closed: closedAt !== null, leadId })
      return success(await viewOf(work, paper))
    },
  })

const ofPaper = (work: Work, { id }: Paper) => ({ regionId: regionOf(work).id, selfAssessmentId: id })

/**
 * The consultant closes a paper's moderation with the comments that are in: whoever is still to answer or to comment
 * is ended, the comments are shared, and nobody is offered the paper. Without any comments there is nothing to close.
 */
export const closeModeration = changing<{ id: string; reason: string }>(
  async (work, { reason }, paper, { closedAt, assignments }) => {
    if (closedAt !== null) {
      return failure('wrong-state', 'The moderation of this paper is closed already: now it can be reopened.')
    }
    if (!assignments.some(({ commentedAt }) => commentedAt !== null)) {
      return failure(
        'wrong-state',
        'No comments are in yet. Now moderators can be offered the paper, reassigned or ended.',
      )
    }
    await changePaperModeration(work.trx, ofPaper(work, paper), { closedAt: work.now, closedBecause: reason })
    for (const assignment of assignments.filter(({ state }) => isOutstanding(state))) {
      const moved = stepOf(work, assignment, 'close')
      if (!moved.ok) return moved
      await makeMove(work, assignment, { state: moved.value.state, reason, endedAt: work.now })
    }
    await shareComments(work, ofPaper(work, paper))
    return success(null)
  },
)

/** The consultant opens a closed moderation again: for another moderator, or for comments to be reopened. */
export const reopenModeration = changing<{ id: string; reason: string }>(
  async (work, _input, paper, { closedAt }) => {
    if (closedAt === null) {
      return failure('wrong-state', 'The moderation of this paper is open: now it can be closed.')
    }
    await changePaperModeration(work.trx, ofPaper(work, paper), { closedAt: null, closedBecause: null })
    await shareComments(work, ofPaper(work, paper))
    return success(null)
  },
)

/** The consultant names who reconciles the comments, one of those whose comments are in; null for who accepted first. */
export const nameLead = changing<{ id: string; leadId: string | null }>(async (work, { leadId }, paper) => {
  const candidates = await loadAssignmentStates(work.trx, [paper.id])
  if (leadId !== null && leadOf(leadId, candidates) !== leadId) {
    return fault('/leadId', "The lead is one of the paper's moderators whose comments are in.")
  }
  await changePaperModeration(work.trx, ofPaper(work, paper), { leadId })
  return success(null)
})
