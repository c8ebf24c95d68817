import type { Assignment } from '../../db/assignments.ts'
import { type Draft, deleteDraft, findDraft, insertComments, saveDraft } from '../../db/comments.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import {
  type CommentText,
  checkComments,
  NO_COMMENTS,
  saysNothing,
} from '../../domain/moderation/comments.ts'
import { forbidden, notFound, reading, type Work, writing } from '../use-case.ts'
import { findSeenAssignment } from './assignments.ts'
import { lockSeenAssignment, moving, paperOf, stepOf } from './moves.ts'
import { readsPaper } from './papers.ts'

/** What a moderator is writing; `savedAt` is null before anything was saved. */
export interface DraftView extends CommentText {
  readonly assignmentId: string
  readonly savedAt: Date | null
}

/** The actor's draft as it stands. */
export const draftOf = async (work: Work, assignmentId: string): Promise<DraftView> => {
  const draft: Draft | null = await findDraft(work.trx, assignmentId)
  return { ...(draft ?? { ...NO_COMMENTS, savedAt: null }), assignmentId }
}

/** The actor's own assignment: to everybody else, the consultant too, there is no draft. */
export const ownAlone = (work: Work, found: Result<Assignment>): Result<Assignment> =>
  found.ok && found.value.moderator.id !== work.actor.personId ? notFound() : found

/** What the moderator has written and not yet returned. */
export const readDraft = reading<{ id: string }, Assignment, DraftView>({
  authorise: async (work, input) => ownAlone(work, await findSeenAssignment(work, input.id)),
  run: async (work, _input, assignment) => success(await draftOf(work, assignment.id)),
})

/** The moderator keeps what they have written so far, as a whole. */
export const writeDraft = writing<{ id: string; text: CommentText }, Assignment, DraftView>({
  authorise: async (work, input) => ownAlone(work, await lockSeenAssignment(work, input.id)),
  run: async (work, { text }, assignment) => {
    const same = work.unchanged(await draftOf(work, assignment.id))
    return same.ok ? keepDraft(work, assignment, text) : same
  },
})

/** Keeps a draft of the assignment's moderator, who must be at work on it. */
export const keepDraft = async (
  work: Work,
  assignment: Assignment,
  text: CommentText,
): Promise<Result<DraftView>> => {
  const may = stepOf(work, assignment, 'save-draft')
  if (!may.ok) return may
  const fit = await checkMayComment(work, assignment, text)
  if (!fit.ok) return fit
  await saveDraft(work.trx, ofAssignment(assignment), text, work.now)
  work.record('moderation-assignment', assignment.id, { draft: true })
  return success(await draftOf(work, assignment.id))
}

const ofAssignment = ({ id, regionId, selfAssessmentId }: Assignment) => ({
  assignmentId: id,
  regionId,
  selfAssessmentId,
})

/** Whether the actor reads the paper that they comment on, and names no section twice. */
const checkMayComment = async (
  work: Work,
  assignment: Assignment,
  text: CommentText,
): Promise<Result<CommentText>> => {
  const paper = await paperOf(work, assignment)
  return paper !== null && readsPaper(work, paper)
    ? checkComments(text)
    : forbidden('You may not read this self-assessment now, and so not comment on it.')
}

/**
 * The moderator returns comments on the submission that was fixed for them: those in the request or, without any, the
 * draft, which is used up either way.
 */
export const submitComments = moving<{ id: string; text: CommentText }>(
  'submit-comments',
  async (work, { text }, assignment) => {
    const given = saysNothing(text) ? await draftOf(work, assignment.id) : text
    const { overall, sections, linesOfEnquiry } = given
    const comments = { overall, sections, linesOfEnquiry }
    const fit = await checkMayComment(work, assignment, comments)
    if (!fit.ok) return fit
    if (assignment.submissionId === null) {
      return failure('wrong-state', 'Nothing has been submitted yet that could be commented on.')
    }
    if (saysNothing(comments)) {
      return failure(
        'invalid-request',
        'Say something, or save a draft first: there are no comments to return.',
      )
    }
    await insertComments(work.trx, ofAssignment(assignment), comments, work.now)
    await deleteDraft(work.trx, assignment.id)
    return success({ commentedAt: work.now, reason: null })
  },
)
