import { type HeldPaper, loadAreaPapers } from '../../db/area-papers.ts'
import { mayRead } from '../../domain/access/readers.ts'
import { regionOf, type Work } from '../use-case.ts'

/** The circulated data profiles of one authority and round that the actor may read, of each the last such version. */
export const dataProfilesOf = async (
  work: Work,
  of: { readonly authorityId: string; readonly roundId: string },
): Promise<HeldPaper[]> => {
  const papers = await loadAreaPapers(work.trx, regionOf(work), { roundId: of.roundId })
  const readable = papers.filter(
    ({ kind, authorityId, circulatedAt, facts }) =>
      kind === 'data-profile' &&
      authorityId === of.authorityId &&
      circulatedAt !== null &&
      mayRead(work.actor, facts, work.now) === null,
  )
  const newest = new Map<string, HeldPaper>()
  for (const paper of readable.toSorted((a, b) => a.version - b.version)) newest.set(paper.seriesId, paper)
  return [...newest.values()]
}
