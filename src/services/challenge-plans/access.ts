import { findChallengePlan, lockChallengePlan, type StoredChallengePlan } from '../../db/challenge-plans.ts'
import { mayChangeProgramme } from '../../domain/access/operations.ts'
import { type Result, success } from '../../domain/failures.ts'
import { hidden, notFound, regionOf, type Work } from '../use-case.ts'

/** A plan of challengers, for the consultant of its region; others may not know of it, because it tells of conflicts. */
export const challengePlanToRead = async (
  work: Work,
  id: string,
  lock: 'for-change' | 'none' = 'none',
): Promise<Result<StoredChallengePlan>> => {
  if (!mayChangeProgramme(work.actor, regionOf(work).id)) return hidden('only a consultant sees plans')
  const plan = await (lock === 'none' ? findChallengePlan : lockChallengePlan)(work.trx, id)
  return plan ? success(plan) : notFound()
}
