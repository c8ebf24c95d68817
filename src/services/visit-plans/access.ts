import { findVisitPlan, lockVisitPlan, type StoredVisitPlan } from '../../db/visit-plans.ts'
import { mayChangeProgramme } from '../../domain/access/operations.ts'
import { type Result, success } from '../../domain/failures.ts'
import { hidden, notFound, regionOf, type Work } from '../use-case.ts'

/** A plan of visits, for the consultant of its region; to everybody else it does not exist, as other plans. */
export const visitPlanToRead = async (
  work: Work,
  id: string,
  lock: 'for-change' | 'none' = 'none',
): Promise<Result<StoredVisitPlan>> => {
  if (!mayChangeProgramme(work.actor, regionOf(work).id)) return hidden('only a consultant sees plans')
  const plan = await (lock === 'none' ? findVisitPlan : lockVisitPlan)(work.trx, id)
  return plan ? success(plan) : notFound()
}
