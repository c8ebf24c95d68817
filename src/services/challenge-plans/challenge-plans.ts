import {
  challengePlanOf,
  findChallengePlan,
  insertChallengePlan,
  type StoredChallengePlan,
  selectChallengePlans,
} from '../../db/challenge-plans.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import { stopSolve } from '../../db/solves.ts'
import { checkDirected } from '../../domain/challenges/rules.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import type { DirectedOutcome } from '../../domain/planning/directed.ts'
import { type ChallengePlanRequest, directedProblemOf } from '../../domain/planning/directed-round.ts'
import { checkNotClosed, type Round } from '../../domain/rounds/round.ts'
import { type AuthorityRef, lookUpAuthorities, resolveKnown } from '../people/authorities.ts'
import { roundToPlan } from '../plans/access.ts'
import { type CheckFile, checkRoom, NOTHING_TO_CHECK } from '../plans/plans.ts'
import type { ChallengedRequest } from '../rounds/challenges.ts'
import { notFound, reading, type Work, writing } from '../use-case.ts'
import { challengePlanToRead } from './access.ts'
import { loadDirectedFacts } from './facts.ts'
import { type ChallengePlanView, outcomeOf, viewChallengePlans } from './views.ts'

/** A request as it was sent: authorities by id or code. */
export interface SentChallengePlanRequest extends Omit<ChallengePlanRequest, 'pins' | 'bans'> {
  readonly pins: readonly ChallengedRequest[]
  readonly bans: readonly { readonly authorities: readonly AuthorityRef[]; readonly because: string }[]
}

export interface ChallengePlanOrder {
  readonly id: string
  readonly request: SentChallengePlanRequest
  readonly seed: number
  readonly seconds: number
}

/** The consultant asks who should challenge whom; it is solved when there is room for it, and changes nothing. */
export const createChallengePlan = writing<ChallengePlanOrder, Round, ChallengePlanView>({
  authorise: (work, { id }) => roundToPlan(work, id),
  run: async (work, { request: sent, seed, seconds }, round) => {
    const directed = checkDirected(round)
    if (!directed.ok) return directed
    const open = checkNotClosed(round)
    if (!open.ok) return open
    const room = await checkRoom(work)
    if (!room.ok) return room
    const request = await resolved(work, sent)
    if (!request.ok) return request
    const problem = directedProblemOf(await loadDirectedFacts(work, round), request.value)
    if (!problem.ok) return problem
    const { regionId, id: roundId } = round
    const order = { regionId, roundId, request: request.value, problem: problem.value, seed, seconds }
    const id = await insertChallengePlan(work.trx, { ...order, createdBy: work.actor.personId }, work.now)
    work.record('challenge-plan', id, { roundId, ...request.value, seed, seconds })
    return viewChallengePlan(work, id)
  },
})

/** A request with its authorities by their ids; all that it names and the region has not is reported at once. */
const resolved = async (
  work: Work,
  sent: SentChallengePlanRequest,
): Promise<Result<ChallengePlanRequest>> => {
  const { pins, bans } = sent
  const idOf = await lookUpAuthorities(work, [
    ...pins.flatMap(({ authority, challengers }) => [authority, ...challengers]),
    ...bans.flatMap(({ authorities }) => authorities),
  ])
  const authors = resolveKnown(
    work,
    idOf,
    pins.map(({ authority }) => authority),
    (index) => `/pins/${index}/authority`,
  )
  const challengers = pins.map((pin, index) =>
    resolveKnown(work, idOf, pin.challengers, (place) => `/pins/${index}/challengers/${place}`),
  )
  const apart = bans.map(({ authorities }, index) =>
    resolveKnown(work, idOf, authorities, (place) => `/bans/${index}/authorities/${place}`),
  )
  const faults = [authors, ...challengers, ...apart].flatMap((result) =>
    result.ok ? [] : (result.failure.faults ?? []),
  )
  if (faults.length > 0)
    return failure('invalid-request', [...new Set(faults.map(({ detail }) => detail))].join(' '), faults)
  const ids = (result: Result<string[]> | undefined) => (result?.ok ? result.value : [])
  return success({
    ...sent,
    pins: ids(authors).map((authorityId, index) => ({ authorityId, challengerIds: ids(challengers[index]) })),
    bans: bans.map(({ because }, index) => ({ authorityIds: ids(apart[index]), because })),
  })
}

/** A plan as it is now. */
export const viewChallengePlan = async (work: Work, id: string): Promise<Result<ChallengePlanView>> => {
  const plan = await findChallengePlan(work.trx, id)
  const [view] = plan ? await viewChallengePlans(work, [plan]) : []
  return view ? success(view) : notFound()
}

/** The plans of a round's challengers, oldest first, for its consultant. */
export const listChallengePlans = reading({
  authorise: (work, { id }: PageRequest & { readonly id: string }) => roundToPlan(work, id),
  run: async (work, input, round: Round) => {
    const page = await pageOf(
      selectChallengePlans(work.trx).where('challengePlan.roundId', '=', round.id),
      { column: 'challengePlan.createdAt', type: 'timestamptz', idColumn: 'challengePlan.id' },
      input,
    )
    if (!page.ok) return page
    work.record('round', round.id, { challengePlans: page.value.items.length })
    return success({
      ...page.value,
      items: await viewChallengePlans(work, page.value.items.map(challengePlanOf)),
    })
  },
})

/** One plan of challengers with all that came of it. */
export const readChallengePlan = reading<{ readonly id: string }, StoredChallengePlan, ChallengePlanView>({
  authorise: (work, { id }) => challengePlanToRead(work, id),
  run: async (work, { id }) => {
    work.record('challenge-plan', id)
    return viewChallengePlan(work, id)
  },
})

/** A plan of challengers in the form in which `check-plan` reads it. */
export const readChallengeCheckFile = reading<{ readonly id: string }, StoredChallengePlan, CheckFile>({
  authorise: (work, { id }) => challengePlanToRead(work, id),
  run: async (work, { id }, plan) => {
    const outcome = outcomeOf(plan)
    if (outcome?.kind !== 'planned') return NOTHING_TO_CHECK
    const { challenges, cost, bound } = outcome
    work.record('challenge-plan', id, { checkFile: true })
    return success({ problem: plan.problem, plan: { challenges, cost }, certificate: { bound } })
  },
})

/** The consultant stops a plan: it ends with the best that it has. One that has ended does not mind. */
export const stopChallengePlan = writing<{ readonly id: string }, StoredChallengePlan, ChallengePlanView>({
  authorise: (work, { id }) => challengePlanToRead(work, id, 'for-change'),
  run: async (work, { id }, { solve }) => {
    const nothing: DirectedOutcome = { kind: 'unfinished' }
    await stopSolve(work.trx, solve.id, nothing, work.now)
    work.record('challenge-plan', id, { stop: true })
    return viewChallengePlan(work, id)
  },
})
