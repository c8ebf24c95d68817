import { type Result, success } from '../../domain/failures.ts'
import { checkProblem } from '../../domain/planning/check-problem.ts'
import type { PlanningProblem } from '../../domain/planning/problem.ts'
import type { PlanRequest } from '../../domain/planning/request.ts'
import { problemOfRound } from '../../domain/planning/round-problem.ts'
import type { Ground } from '../clashes/ground.ts'
import type { PlanFacts } from './facts.ts'
import { findStandings, withFreeSlots } from './standings.ts'

/** The whole problem of a round, checked; in no transaction, because judging a season's dates takes a while. */
export const buildProblem = async (
  plan: PlanFacts,
  ground: Ground,
  request: PlanRequest,
): Promise<Result<PlanningProblem>> => {
  const facts = await withFreeSlots(plan, ground)
  return checked(problemOfRound(facts, request, await findStandings(plan, ground)))
}

/** Whether a request can be planned from at all, by what is known without judging a date. */
export const checkRequest = ({ facts }: PlanFacts, request: PlanRequest): Result<PlanningProblem> =>
  checked(problemOfRound(facts, request, null))

const checked = (problem: Result<PlanningProblem>): Result<PlanningProblem> => {
  if (!problem.ok) return problem
  const sound = checkProblem(problem.value)
  return sound.ok ? success(problem.value) : sound
}
