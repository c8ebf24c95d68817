import { loadBankHolidays } from '../../db/bank-holidays.ts'
import {
  type Extension,
  extensionOf,
  insertExtension,
  lockOpenAssignments,
  moveCommentsDue,
  type OpenAssignment,
  selectExtensions,
} from '../../db/extensions.ts'
import { type Page, type PageRequest, pageOf } from '../../db/page.ts'
import type { Paper } from '../../db/papers.ts'
import { extendPaper } from '../../db/self-assessments.ts'
import { type Result, success } from '../../domain/failures.ts'
import type { LocalDate } from '../../domain/intervals.ts'
import { checkExtension, movedComments } from '../../domain/self-assessments/extension.ts'
import { reading, regionOf, type Work, writing } from '../use-case.ts'
import { movePaper, paperOfParties, paperToMove } from './moving.ts'

export type { Extension } from '../../db/extensions.ts'

export interface ExtensionRequest {
  readonly id: string
  readonly due: LocalDate
  readonly reason: string
  /** Whether the comments due on it move too; as the round's policy has it where nothing is said. */
  readonly moveComments?: boolean | undefined
}

/**
 * The consultant agrees to more time for a paper. The day by which moderators comment on it moves by as many working
 * days, for those at work on it and for whom it will be offered, where policy or request has it so.
 */
export const createExtension = writing<ExtensionRequest, Paper, Extension>({
  authorise: (work, { id }) => paperToMove(work, id),
  run: async (work, { due, reason, moveComments }, paper) => {
    const moved = await movePaper(work, paper, 'extend', { note: reason })
    if (!moved.ok) return moved
    const before = checkExtension(paper.deadlines, due)
    if (!before.ok) return before
    const follow = moveComments ?? paper.round.policy.selfAssessments.extensionMovesComments
    const comments = follow
      ? await moveWhatFollows(work, paper, { from: before.value, to: due })
      : success({ commentsDue: null, movedAssignments: 0 })
    if (!comments.ok) return comments
    const { commentsDue } = comments.value
    await extendPaper(work.trx, paper.id, commentsDue === null ? { due } : { due, commentsDue }, work.now)
    const id = await insertExtension(
      work.trx,
      { regionId: regionOf(work).id, selfAssessmentId: paper.id },
      { ...comments.value, dueBefore: before.value, due, reason },
      { personId: work.actor.personId, at: work.now },
    )
    work.record('extension', id, { selfAssessmentId: paper.id, due, ...comments.value })
    const row = await selectExtensions(work.trx, paper.id)
      .where('extension.id', '=', id)
      .executeTakeFirstOrThrow()
    return success(extensionOf(row))
  },
})

/** Moves the comments that are due on a paper: each open assignment's own day, and the one that offers begin with. */
const moveWhatFollows = async (
  work: Work,
  paper: Paper,
  days: { readonly from: LocalDate; readonly to: LocalDate },
): Promise<Result<Pick<Extension, 'commentsDue' | 'movedAssignments'>>> => {
  const bankHolidays = await loadBankHolidays(work.trx, regionOf(work))
  const assignments = await lockOpenAssignments(work.trx, paper.id)
  const moved: OpenAssignment[] = []
  for (const { id, commentsDue } of assignments) {
    const day = movedComments(commentsDue, days, bankHolidays)
    if (!day.ok) return day
    moved.push({ id, commentsDue: day.value })
  }
  const ofRound = paper.deadlines.commentsDue
  const next = ofRound === null ? success(null) : movedComments(ofRound, days, bankHolidays)
  if (!next.ok) return next
  for (const assignment of moved) await moveCommentsDue(work.trx, assignment, work.now)
  return success({ commentsDue: next.value, movedAssignments: moved.length })
}

/** The extensions of a paper, oldest first: for its authors and the consultant. */
export const listExtensions = reading<{ id: string } & PageRequest, Paper, Page<Extension>>({
  authorise: (work, { id }) =>
    paperOfParties(work, id, "Extensions are for the authority's own people and the consultant."),
  run: async (work, input, paper) => {
    const page = await pageOf(
      selectExtensions(work.trx, paper.id),
      { column: 'extension.agreedAt', type: 'timestamptz', idColumn: 'extension.id' },
      input,
    )
    work.record('self-assessment', paper.id, { extensions: true })
    return page.ok ? success({ ...page.value, items: page.value.items.map(extensionOf) }) : page
  },
})
