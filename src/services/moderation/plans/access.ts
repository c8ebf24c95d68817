import {
  findModerationPlan,
  lockModerationPlan,
  type StoredModerationPlan,
} from '../../../db/moderation-plans.ts'
import { mayChangeProgramme } from '../../../domain/access/operations.ts'
import { type Result, success } from '../../../domain/failures.ts'
import { hidden, notFound, regionOf, type Work } from '../../use-case.ts'

/** An allocation, for the consultant of its region; to everybody else it does not exist: it tells of conflicts. */
export const moderationPlanToRead = async (
  work: Work,
  id: string,
  lock: 'for-change' | 'none' = 'none',
): Promise<Result<StoredModerationPlan>> => {
  if (!mayChangeProgramme(work.actor, regionOf(work).id))
    return hidden('only a consultant sees who is to moderate')
  const plan = await (lock === 'none' ? findModerationPlan : lockModerationPlan)(work.trx, id)
  return plan ? success(plan) : notFound()
}
