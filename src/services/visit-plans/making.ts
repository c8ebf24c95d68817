import { findRound } from '../../db/rounds.ts'
import {
  findVisitPlanOfSolve,
  findVisitsProblem,
  keepVisitsProblem,
  type StoredVisitPlan,
} from '../../db/visit-plans.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import type { Solver } from '../../domain/planning/solver.ts'
import type { VisitsProblem } from '../../domain/planning/visits.ts'
import type { Makers, Making } from '../solving/solving.ts'
import { loadVisitFacts } from './facts.ts'
import { loadVisitGround } from './judging.ts'
import { buildVisitsProblem } from './problem.ts'

/** How the dates of visits are made by a solver. */
export const visitMakers = (solver: Solver): Pick<Makers, 'visits'> => ({
  visits: async (making) => {
    const { claimed, transact, onProgress, follow } = making
    const plan = await transact(({ trx }) => findVisitPlanOfSolve(trx, claimed.id))
    if (plan === null) throw new Error(`solve ${claimed.id} is of no plan of visits`)
    const problem = await problemOf(making, plan)
    if (!problem.ok) return { failure: problem.failure.detail }
    const { seed, seconds } = plan
    const outcome = await follow(solver.visits(problem.value, { seed, seconds, onProgress }))
    return outcome && { outcome }
  },
})

/**
 * The problem of a plan of visits: as it was kept, else as the round stands now, and then kept. The facts are read in
 * one transaction and the dates judged in none. Refused where the round is no longer what the request was made for.
 */
const problemOf = async (
  { transact }: Pick<Making, 'transact'>,
  plan: StoredVisitPlan,
): Promise<Result<VisitsProblem>> => {
  const kept = await transact(({ trx }) => findVisitsProblem(trx, plan.id))
  if (kept !== null) return success(kept)
  const found = await transact(async (work) => {
    const round = await findRound(work.trx, plan.roundId)
    if (round === null) return failure('not-found', 'The round is not there any more.')
    const facts = await loadVisitFacts(work, round, plan.request)
    return facts.ok
      ? success({ facts: facts.value, ground: await loadVisitGround(work, facts.value) })
      : facts
  })
  if (!found.ok) return found
  const { facts, ground } = found.value
  const problem = await buildVisitsProblem(facts, ground)
  const hosts = facts.hostings.map(({ host }) => host)
  await transact(({ trx }) => keepVisitsProblem(trx, plan.id, problem, hosts))
  return success(problem)
}
