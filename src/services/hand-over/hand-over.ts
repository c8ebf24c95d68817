import { isConsultant } from '../../domain/access/operations.ts'
import { success } from '../../domain/failures.ts'
import { handOver } from '../../domain/hand-over/hand-over.ts'
import type { HandOverItem } from '../../domain/hand-over/item.ts'
import { allow, reading, regionOf } from '../use-case.ts'
import { loadHandOver } from './facts.ts'

/**
 * Everything open in the region and whom it waits on, for a consultant who takes over. Papers that they may not read
 * are not told of, nor what is asked of their moderators; where it tells of papers, it is audited as a read of them.
 */
export const readHandOver = reading<null, null, HandOverItem[]>({
  authorise: async ({ actor }) =>
    allow(isConsultant(actor), 'The hand-over list is for programme consultants.'),
  run: async (work) => {
    const { facts, paperIds } = await loadHandOver(work)
    if (paperIds.length > 0) work.record('region', regionOf(work).id, { selfAssessmentIds: paperIds })
    return success(handOver(facts))
  },
})
