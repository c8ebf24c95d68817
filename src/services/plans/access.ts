import type { Handle } from '../../db/database.ts'
import { findPlan, lockPlan } from '../../db/plans.ts'
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

type Find<Plan> = (trx: Handle, id: string) => Promise<Plan | null>

/**
 * How plans of a kind are found by whoever acts: a consultant of their region finds them, and locks them `for-change`;
 * to everybody else they do not exist, because they tell of conflicts.
 */
export const consultantsOwn =
  <Plan>(find: Find<Plan>, lock: Find<Plan>) =>
  async (work: Work, id: string, mode: 'for-change' | 'none' = 'none'): Promise<Result<Plan>> => {
    if (!plans(work)) return hidden('only a consultant sees plans')
    const plan = await (mode === 'none' ? find : lock)(work.trx, id)
    return plan ? success(plan) : notFound()
  }

export const planToRead = consultantsOwn(findPlan, lockPlan)
