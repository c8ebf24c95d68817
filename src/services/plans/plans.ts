import { type PageRequest, pageOf } from '../../db/page.ts'
import { findPlan, findProblem, insertPlan, planOf, type StoredPlan, selectPlans } from '../../db/plans.ts'
import { countOpenSolves, stopSolve } from '../../db/solves.ts'
import { checkHalfDays } from '../../domain/clashes/slots.ts'
import { type Fault, failure, type Result, success } from '../../domain/failures.ts'
import type { PlanResult } from '../../domain/planning/progress.ts'
import type { PlanRequest } from '../../domain/planning/request.ts'
import { checkNotClosed, type Round } from '../../domain/rounds/round.ts'
import { knownPeople } from '../events/facilitators.ts'
import { type AuthorityRef, resolveAuthorities } from '../people/authorities.ts'
import type { ProgressView } from '../solving/progress.ts'
import { notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import { planToRead, roundToPlan } from './access.ts'
import { loadPlanFacts } from './facts.ts'
import { checkRequest } from './problem.ts'
import { type PlanView, progressOf, viewPlans } from './views.ts'

/** A request as it was sent: authorities by id or code. */
export interface SentPlanRequest
  extends Omit<PlanRequest, 'pins' | 'bans' | 'tags' | 'facilitators' | 'expectedInspections'> {
  readonly pins: readonly (Omit<PlanRequest['pins'][number], 'authorityIds'> & Authorities)[]
  readonly bans: readonly (Omit<PlanRequest['bans'][number], 'authorityIds'> & Authorities)[]
  readonly tags: readonly (Omit<PlanRequest['tags'][number], 'authorityIds'> & Authorities)[]
  readonly facilitators:
    | readonly (Omit<NonNullable<PlanRequest['facilitators']>[number], 'notFor'> & {
        readonly notFor: readonly AuthorityRef[]
      })[]
    | null
  readonly expectedInspections: readonly (Omit<PlanRequest['expectedInspections'][number], 'authorityId'> & {
    readonly authority: AuthorityRef
  })[]
}

interface Authorities {
  readonly authorities: readonly AuthorityRef[]
}

export interface PlanOrder {
  readonly id: string
  readonly request: SentPlanRequest
  readonly seed: number
  readonly seconds: number
}

/** So many of a region's plans and questions may wait or be solved at a time. */
export const MOST_OPEN = 20

/** Refuses, as `conflict`, one more solve where as many wait already. */
export const checkRoom = async (work: Work): Promise<Result<null>> =>
  (await countOpenSolves(work.trx, regionOf(work).id)) < MOST_OPEN
    ? success(null)
    : failure('conflict', `${MOST_OPEN} plans and questions wait already: let one end, or stop it.`)

/** The consultant asks for a plan of a round; it is solved when there is room for it, and changes nothing. */
export const createPlan = writing<PlanOrder, Round, PlanView>({
  authorise: (work, { id }) => roundToPlan(work, id),
  run: async (work, { request: sent, seed, seconds }, round) => {
    const open = checkNotClosed(round)
    if (!open.ok) return open
    const ordered = checkHalfDays(sent.halfDays, (half) => `/slots/${half}`)
    if (!ordered.ok) return ordered
    const room = await checkRoom(work)
    if (!room.ok) return room
    const request = await resolved(work, sent)
    if (!request.ok) return request
    const sound = checkRequest(await loadPlanFacts(work, round, request.value), request.value)
    if (!sound.ok) return sound
    const { regionId, id: roundId } = round
    const { personId: createdBy } = work.actor
    const order = { regionId, roundId, request: request.value, seed, seconds, createdBy }
    const id = await insertPlan(work.trx, order, work.now)
    work.record('plan', id, { roundId, ...request.value, seed, seconds })
    return viewOne(work, await findPlan(work.trx, id))
  },
})

/** A request with its authorities by their ids; all that it names and the region has not is reported at once. */
const resolved = async (work: Work, sent: SentPlanRequest): Promise<Result<PlanRequest>> => {
  const faults: Fault[] = []
  const idsOf = async (refs: readonly AuthorityRef[], pointer: string): Promise<string[]> => {
    const ids = await resolveAuthorities(work, refs, pointer)
    if (!ids.ok) faults.push(...(ids.failure.faults ?? []))
    return ids.ok ? ids.value : []
  }
  const each = async <T extends Authorities>(list: readonly T[], name: string) => {
    const found: (Omit<T, 'authorities'> & { authorityIds: string[] })[] = []
    for (const [index, { authorities, ...rest }] of list.entries())
      found.push({ ...rest, authorityIds: await idsOf(authorities, `/${name}/${index}/authorities`) })
    return found
  }
  const people = await knownPeople(work, sent.facilitators?.map(({ personId }) => personId) ?? [])
  const facilitators: NonNullable<PlanRequest['facilitators']>[number][] = []
  for (const [index, { notFor, ...rest }] of (sent.facilitators ?? []).entries()) {
    const pointer = `/facilitators/${index}`
    if (!people.has(rest.personId))
      faults.push({ pointer: `${pointer}/personId`, detail: 'There is no such person here.' })
    facilitators.push({ ...rest, notFor: await idsOf(notFor, `${pointer}/notFor`) })
  }
  const expectedInspections: PlanRequest['expectedInspections'][number][] = []
  for (const [index, { authority, ...days }] of sent.expectedInspections.entries()) {
    const pointer = `/expectedInspections/${index}/authority`
    const found = await resolveAuthorities(work, [authority], pointer)
    if (!found.ok) faults.push(...(found.failure.faults ?? []).map(({ detail }) => ({ pointer, detail })))
    else expectedInspections.push({ ...days, authorityId: found.value[0] ?? '' })
  }
  const request: PlanRequest = {
    ...sent,
    pins: await each(sent.pins, 'pins'),
    bans: await each(sent.bans, 'bans'),
    tags: await each(sent.tags, 'tags'),
    facilitators: sent.facilitators && facilitators,
    expectedInspections,
  }
  if (faults.length === 0) return success(request)
  return failure('invalid-request', [...new Set(faults.map(({ detail }) => detail))].join(' '), faults)
}

const viewOne = async (work: Work, plan: StoredPlan | null): Promise<Result<PlanView>> => {
  const [view] = plan ? await viewPlans(work, [plan]) : []
  return view ? success(view) : notFound()
}

/** A round's plans, oldest first, for its consultant. */
export const listPlans = reading({
  authorise: (work, { id }: PageRequest & { readonly id: string }) => roundToPlan(work, id),
  run: async (work, input, round: Round) => {
    const page = await pageOf(
      selectPlans(work.trx).where('plan.roundId', '=', round.id),
      { column: 'plan.createdAt', type: 'timestamptz', idColumn: 'plan.id' },
      input,
    )
    if (!page.ok) return page
    work.record('round', round.id, { plans: page.value.items.length })
    return success({ ...page.value, items: await viewPlans(work, page.value.items.map(planOf)) })
  },
})

/** One plan with all that came of it. */
export const readPlan = reading<{ readonly id: string }, StoredPlan, PlanView>({
  authorise: (work, { id }) => planToRead(work, id),
  run: async (work, { id }, plan) => {
    work.record('plan', id)
    return viewOne(work, plan)
  },
})

/** How far a plan is; `first` of somebody who follows it leaves the audit row. */
export const followPlan = reading<{ readonly id: string; readonly first: boolean }, StoredPlan, ProgressView>(
  {
    authorise: (work, { id }) => planToRead(work, id),
    run: async (work, { id, first }, plan) => {
      if (first) work.record('plan', id, { progress: true })
      return success(progressOf(plan, work.now))
    },
  },
)

/** What of a plan `check-plan` reads. */
export interface CheckFile {
  readonly problem: object
  readonly plan: object
  readonly certificate: object
}

export const NOTHING_TO_CHECK = failure('wrong-state', 'There is no plan here to check.')

/** A plan in the form in which `check-plan` reads it. */
export const readCheckFile = reading<{ readonly id: string }, StoredPlan, CheckFile>({
  authorise: (work, { id }) => planToRead(work, id),
  run: async (work, { id }, { solve }) => {
    const problem = await findProblem(work.trx, id)
    const outcome = (solve.outcome as PlanResult | null)?.outcome
    if (problem === null || outcome?.kind !== 'planned') return NOTHING_TO_CHECK
    work.record('plan', id, { checkFile: true })
    return success({ problem, plan: outcome.plan, certificate: outcome.certificate })
  },
})

/** The consultant stops a plan: it ends with the best that it has. One that has ended does not mind. */
export const stopPlan = writing<{ readonly id: string }, StoredPlan, PlanView>({
  authorise: (work, { id }) => planToRead(work, id, 'for-change'),
  run: async (work, { id }, plan) => {
    const nothing: PlanResult = { outcome: { kind: 'unfinished', bound: 0 }, whyNone: null }
    await stopSolve(work.trx, plan.solve.id, nothing, work.now)
    work.record('plan', id, { stop: true })
    return viewOne(work, await findPlan(work.trx, id))
  },
})
