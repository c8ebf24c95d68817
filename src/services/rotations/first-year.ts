import type { StoredRotation } from '../../db/rotations.ts'
import { findRound } from '../../db/rounds.ts'
import { fault, type Result, success } from '../../domain/failures.ts'
import {
  type DatedRotation,
  type FirstRound,
  type FirstYear,
  heldTo,
  possibleFirstYears,
  withFirst,
} from '../../domain/planning/first-year.ts'
import type { Plan } from '../../domain/planning/plan.ts'
import { PLAIN_REQUEST } from '../../domain/planning/request.ts'
import type { Rotation } from '../../domain/planning/rotation.ts'
import type { RoundSeat } from '../../domain/planning/round-seats.ts'
import type { Solver } from '../../domain/planning/solver.ts'
import { checkNotClosed } from '../../domain/rounds/round.ts'
import { loadPlanFacts, type PlanFacts } from '../plans/facts.ts'
import { buildProblem } from '../plans/problem.ts'
import { loadPlanGround } from '../plans/standings.ts'
import type { Making } from '../solving/solving.ts'
import type { Work } from '../use-case.ts'

/**
 * What the round of a rotation's first year is planned from. Refused, at the request's own field, where it is not there
 * or closed, or where not just those of the rotation are still to meet in it.
 */
export const loadFirstRound = async (
  work: Work,
  first: FirstRound,
  seats: readonly RoundSeat[],
): Promise<Result<PlanFacts>> => {
  const pointer = '/firstYear/roundId'
  const round = await findRound(work.trx, first.roundId)
  if (round === null) return fault(pointer, 'There is no such round here.')
  const open = checkNotClosed(round)
  if (!open.ok) return fault(pointer, open.failure.detail)
  const found = await loadPlanFacts(work, round, { ...PLAIN_REQUEST, accept: first.accept })
  const ids = (all: readonly RoundSeat[]) => new Set(all.map(({ id }) => id))
  return ids(seats).symmetricDifference(ids(found.facts.seats)).size === 0
    ? success(found)
    : fault(
        pointer,
        `In the round ${round.label} others take part, or direct on its first day, or some have met or agreed to a date.`,
      )
}

/**
 * The rotation with that year first which its round holds most cheaply, dates and travel by the round's own policy: each
 * year that could be is planned with its groups kept. Null where the solve is another process's now.
 */
export const chooseFirstYear = async (
  { transact, follow }: Pick<Making, 'transact' | 'follow'>,
  solver: Pick<Solver, 'plan'>,
  { request: { firstYear: first }, problem, seats, seed, seconds }: StoredRotation,
  rotation: Rotation,
): Promise<DatedRotation | null> => {
  if (first === null || rotation.repeatFree === 0) return { ...rotation, firstYear: null }
  const read = await transact(async (work) => {
    const found = await loadFirstRound(work, first, seats)
    return found.ok ? success({ found: found.value, ground: await loadPlanGround(work, found.value) }) : found
  })
  const undated = (because: string): DatedRotation => ({
    ...rotation,
    firstYear: { among: places.length, plan: null, because },
  })
  const places = possibleFirstYears(rotation, problem)
  if (!read.ok) return undated(read.failure.detail)
  const { found, ground } = read.value
  const round = await buildProblem(found, ground, found.request)
  if (!round.ok) return undated(round.failure.detail)
  let best: { readonly place: number; readonly plan: Plan } | null = null
  for (const place of places) {
    const year = heldTo(round.value, rotation.years[place]?.groups ?? [])
    const outcome = await follow(solver.plan(year, { seed, seconds }))
    if (outcome === null) return null
    if (outcome.kind !== 'planned') continue
    // Of two alike the earlier stays first.
    if (best === null || outcome.plan.cost.total < best.plan.cost.total - LEAST)
      best = { place, plan: outcome.plan }
  }
  if (best === null) return undated('None of the years that could be the first finds dates in this round.')
  const firstYear: FirstYear = { among: places.length, plan: best.plan, because: null }
  return { ...withFirst(rotation, best.place), firstYear }
}

/** Sums in another order differ by less. */
const LEAST = 1e-9
