import { loadPapers, type Paper } from '../../db/papers.ts'
import { mayRead } from '../../domain/access/readers.ts'
import { type Result, success } from '../../domain/failures.ts'
import { hidden, regionOf, type Work } from '../use-case.ts'

/** Whether the actor may read a paper now: the first wall. */
export const readsPaper = (work: Work, paper: Paper): boolean =>
  mayRead(work.actor, paper.facts, work.now) === null

/** The paper with this id, if the actor may read it now. One that is hidden and one that is absent answer alike. */
export const findPaper = async (work: Work, id: string): Promise<Result<Paper>> => {
  const [paper] = await loadPapers(work.trx, regionOf(work), { id })
  if (paper === undefined) return hidden('absent')
  const refusal = mayRead(work.actor, paper.facts, work.now)
  return refusal === null ? success(paper) : hidden(refusal.reason)
}
