import { type HeldPaper, loadAreaPapers } from '../../db/area-papers.ts'
import { maySeeReaders } from '../../domain/access/readers.ts'
import { success } from '../../domain/failures.ts'
import { type Readership, readershipOf } from '../moderation/readers.ts'
import { notFound, reading, regionOf } from '../use-case.ts'

/** Who may read a paper of the directors' area, and who did: for its authority's own office and the consultant. */
export const listAreaReaders = reading<{ id: string }, HeldPaper, Omit<Readership, 'disclosures'>>({
  authorise: async (work, { id }) => {
    const [paper] = await loadAreaPapers(work.trx, regionOf(work), { id })
    return paper !== undefined && maySeeReaders(work.actor, paper.facts, work.now)
      ? success(paper)
      : notFound()
  },
  run: async (work, _input, paper) => {
    work.record('paper-readers', paper.id)
    return success(await readershipOf(work, paper))
  },
})
