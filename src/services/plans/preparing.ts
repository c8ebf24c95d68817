import { findProblem, keepProblem, type StoredPlan } from '../../db/plans.ts'
import { findRound } from '../../db/rounds.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import type { PlanningProblem } from '../../domain/planning/problem.ts'
import type { Making } from '../solving/solving.ts'
import { loadPlanFacts } from './facts.ts'
import { buildProblem } from './problem.ts'
import { loadPlanGround } from './standings.ts'

/**
 * The problem of a plan: as it was kept, else as the round stands now, and then kept. The facts are read in one
 * transaction and the dates judged in none. Refused where the round is no longer what the request was made for.
 */
export const problemOf = async (
  { transact }: Pick<Making, 'transact'>,
  plan: StoredPlan,
): Promise<Result<PlanningProblem>> => {
  const kept = await transact(({ trx }) => findProblem(trx, plan.id))
  if (kept !== null) return success(kept)
  const found = await transact(async (work) => {
    const round = await findRound(work.trx, plan.roundId)
    if (round === null) return null
    const facts = await loadPlanFacts(work, round, plan.request)
    return { facts, ground: await loadPlanGround(work, facts) }
  })
  if (found === null) return failure('not-found', 'The round is not there any more.')
  const problem = await buildProblem(found.facts, found.ground, plan.request)
  if (problem.ok)
    await transact(({ trx }) => keepProblem(trx, plan.id, problem.value, found.facts.facts.seats))
  return problem
}
