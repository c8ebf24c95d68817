import type { Assignment } from '../../db/assignments.ts'
import { insertMessage } from '../../db/outbox.ts'
import { loadPapers } from '../../db/papers.ts'
import { MODERATOR_WANTED, type ModeratorWanted } from '../../domain/moderation/wanted.ts'
import { regionOf, type Work } from '../use-case.ts'
import { alternatesFor } from './eligible.ts'

/** How many alternates are told; `…/alternates` has all. */
const ALTERNATES = 5

/** Puts into the outbox, for the consultant, that a paper has lost a moderator, with who could take over. */
export const tellModeratorWanted = async (
  work: Work,
  { id, moderator, authority, selfAssessmentId }: Assignment,
  because: ModeratorWanted['because'],
): Promise<void> => {
  const [paper] = await loadPapers(work.trx, regionOf(work), { id: selfAssessmentId })
  if (paper === undefined) return
  const alternates = await alternatesFor(work, paper, moderator.id)
  const payload: ModeratorWanted = {
    assignmentId: id,
    selfAssessmentId,
    authority: authority.name,
    because,
    alternates: alternates
      .filter(({ mayModerate }) => mayModerate)
      .slice(0, ALTERNATES)
      .map(({ person, load, reasons }) => ({ personId: person.id, name: person.name, load, reasons })),
  }
  await insertMessage(work.trx, regionOf(work).id, {
    topic: MODERATOR_WANTED,
    subjectId: id,
    payload,
    at: work.now,
  })
}
