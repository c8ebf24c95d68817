import { type Page, type PageRequest, pageOf } from '../../db/page.ts'
import type { Paper } from '../../db/papers.ts'
import { moveOf, type RecordedMove, selectMoves } from '../../db/self-assessments.ts'
import { fault, success } from '../../domain/failures.ts'
import { type LocalDate, localDate } from '../../domain/intervals.ts'
import { refreshReaders } from '../moderation/readers.ts'
import { describePaper, type SelfAssessment } from '../moderation/self-assessments.ts'
import { reading, regionOf, type Work, writing } from '../use-case.ts'
import { movePaper, paperOfParties, paperToMove } from './moving.ts'

export type { RecordedMove } from '../../db/self-assessments.ts'

/** Whether the caller's If-Match names the paper as they would see it now. */
const unchanged = async (work: Work, paper: Paper) => {
  const view = await describePaper(work, paper.id)
  return view.ok ? work.unchanged(view.value) : view
}

export interface SendingBack {
  readonly id: string
  readonly question: string
  readonly answerBy: LocalDate | null
}

/** The consultant sends a submitted self-assessment back with a question; its readers go on reading what stands. */
export const sendBack = writing<SendingBack, Paper, SelfAssessment>({
  authorise: (work, { id }) => paperToMove(work, id),
  run: async (work, { question, answerBy }, paper) => {
    const same = await unchanged(work, paper)
    if (!same.ok) return same
    const moved = await movePaper(work, paper, 'send-back', { note: question, answerBy })
    if (!moved.ok) return moved
    if (answerBy !== null && answerBy < localDate(work.now, regionOf(work).timezone))
      return fault('/answerBy', 'An answer cannot be due before today.')
    work.record('self-assessment', paper.id, { event: 'send-back', answerBy })
    return describePaper(work, paper.id)
  },
})

/** The director withdraws it: until it is submitted again its authors and the consultant alone read it. */
export const withdraw = writing<{ id: string; reason: string }, Paper, SelfAssessment>({
  authorise: (work, { id }) => paperToMove(work, id),
  run: async (work, { reason }, paper) => {
    const same = await unchanged(work, paper)
    if (!same.ok) return same
    const moved = await movePaper(work, paper, 'withdraw', { note: reason })
    if (!moved.ok) return moved
    await refreshReaders(work, { id: paper.id })
    work.record('self-assessment', paper.id, { event: 'withdraw' })
    return describePaper(work, paper.id)
  },
})

/** What happened to a self-assessment, oldest first, for those who move it. */
export const listMoves = reading<{ id: string } & PageRequest, Paper, Page<RecordedMove>>({
  authorise: (work, { id }) =>
    paperOfParties(work, id, "Its history is for the authority's own people and the consultant."),
  run: async (work, input, paper) => {
    const page = await pageOf(
      selectMoves(work.trx, paper.id),
      { column: 'move.position', type: 'integer', idColumn: 'move.id' },
      input,
    )
    work.record('self-assessment', paper.id, { history: true })
    return page.ok ? success({ ...page.value, items: page.value.items.map(moveOf) }) : page
  },
})
