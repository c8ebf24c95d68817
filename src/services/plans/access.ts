import { findPlan, lockPlan, type StoredPlan } from '../../db/plans.ts'
import { findRound } from '../../db/rounds.ts'
import { mayChangeProgramme } from '../../domain/access/operations.ts'
import { type Result, success } from '../../domain/failures.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { seesProgramme } from '../rounds/access.ts'
import { allow, hidden, notFound, regionOf, type Work } from '../use-case.ts'

const plans = (work: Work): boolean => mayChangeProgramme(work.actor, regionOf(work).id)

/** A round that is about to be planned, or whose plans are asked for: what they rest on is the consultant's alone. */
export const roundToPlan = async (work: Work, id: string): Promise<Result<Round>> => {
  const round = seesProgramme(work) ? await findRound(work.trx, id) : null
  if (round === null) return notFound()
  const allowed = allow(plans(work), 'Only a programme consultant plans rounds and sees their plans.')
  return allowed.ok ? success(round) : allowed
}

/** A plan, for the consultant of its region; to everybody else it does not exist, because it tells of conflicts. */
export const planToRead = async (
  work: Work,
  id: string,
  lock: 'for-change' | 'none' = 'none',
): Promise<Result<StoredPlan>> => {
  if (!plans(work)) return hidden('only a consultant sees plans')
  const plan = await (lock === 'none' ? findPlan : lockPlan)(work.trx, id)
  return plan ? success(plan) : notFound()
}
