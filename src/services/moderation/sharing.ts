import { loadAssignmentStates } from '../../db/assignments.ts'
import { changePaperModeration, findPaperModeration } from '../../db/paper-moderation.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import { commentsShared } from '../../domain/moderation/comments.ts'
import type { Work } from '../use-case.ts'

/**
 * Works out again whether the comments on a paper are shared, for both walls: call it in the transaction that changed
 * any of its assignments, or closed or reopened its moderation.
 */
export const shareComments = async (
  work: Work,
  paper: { readonly regionId: string; readonly selfAssessmentId: string },
): Promise<void> => {
  const { closedAt, commentsShared: before } = await findPaperModeration(work.trx, paper.selfAssessmentId)
  const assignments = await loadAssignmentStates(work.trx, [paper.selfAssessmentId])
  const now = commentsShared({ closed: closedAt !== null, assignments })
  if (now === before) return
  const { regionId, selfAssessmentId } = paper
  await changePaperModeration(work.trx, { regionId, selfAssessmentId }, { commentsShared: now })
}

/** Refuses what needs an open moderation where the consultant has closed that of the paper. */
export const checkModerationOpen = async (work: Work, paperId: string): Promise<Result<null>> => {
  const { closedAt, closedBecause } = await findPaperModeration(work.trx, paperId)
  return closedAt === null
    ? success(null)
    : failure(
        'wrong-state',
        `The moderation of this paper was closed (“${closedBecause}”): the programme consultant can reopen it.`,
      )
}
