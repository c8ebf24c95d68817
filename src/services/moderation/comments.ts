import { type Comments, loadComments } from '../../db/comments.ts'
import type { Paper } from '../../db/papers.ts'
import { mayNameModerator, mayReadReport } from '../../domain/access/readers.ts'
import { success } from '../../domain/failures.ts'
import { reading, type Work } from '../use-case.ts'
import { findPaper } from './papers.ts'

/** Comments as one reader sees them: `moderator` is null where the round's policy keeps the name from them. */
export interface VisibleComments extends Omit<Comments, 'moderator'> {
  readonly moderator: Comments['moderator'] | null
}

/** The comments on a paper that the actor may read, with the names that they may know. */
export const commentsFor = async (work: Work, paper: Paper): Promise<VisibleComments[]> => {
  const asked = (rule: typeof mayReadReport | typeof mayNameModerator, { moderator }: Comments) =>
    rule(work.actor, paper.facts, moderator.id, work.now)
  const comments = await loadComments(work.trx, paper.id)
  return comments
    .filter((each) => asked(mayReadReport, each) === null)
    .map((each) => ({ ...each, moderator: asked(mayNameModerator, each) ? each.moderator : null }))
}

/** The moderators' own comments on a self-assessment, as far as the actor may read them. */
export const listComments = reading<{ id: string }, Paper, VisibleComments[]>({
  authorise: (work, input) => findPaper(work, input.id),
  run: async (work, _input, paper) => {
    const comments = await commentsFor(work, paper)
    work.record('self-assessment', paper.id, { comments: comments.length })
    return success(comments)
  },
})
