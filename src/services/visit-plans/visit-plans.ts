import { type PageRequest, pageOf } from '../../db/page.ts'
import { stopSolve } from '../../db/solves.ts'
import {
  findVisitPlan,
  findVisitsProblem,
  insertVisitPlan,
  type StoredVisitPlan,
  selectVisitPlans,
  visitPlanOf,
} from '../../db/visit-plans.ts'
import { checkHalfDays } from '../../domain/clashes/slots.ts'
import { type Fault, failure, type Result, success } from '../../domain/failures.ts'
import type { VisitsRequest } from '../../domain/planning/visit-request.ts'
import type { VisitsOutcome } from '../../domain/planning/visits.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { type AuthorityRef, resolveAuthorities } from '../people/authorities.ts'
import { roundToPlan } from '../plans/access.ts'
import { type CheckFile, checkRoom, NOTHING_TO_CHECK } from '../plans/plans.ts'
import { notFound, reading, type Work, writing } from '../use-case.ts'
import { visitPlanToRead } from './access.ts'
import { loadVisitFacts } from './facts.ts'
import { type VisitPlanView, viewVisitPlans } from './views.ts'

/** A request as it was sent: authorities by id or code. */
export interface SentVisitsRequest extends Omit<VisitsRequest, 'hostIds' | 'pins' | 'expectedInspections'> {
  readonly hosts: readonly AuthorityRef[] | null
  readonly pins: readonly (Omit<VisitsRequest['pins'][number], 'hostId'> & { readonly host: AuthorityRef })[]
  readonly expectedInspections: readonly (Omit<
    VisitsRequest['expectedInspections'][number],
    'authorityId'
  > & {
    readonly authority: AuthorityRef
  })[]
}

export interface VisitPlanOrder {
  readonly id: string
  readonly request: SentVisitsRequest
  readonly seed: number
  readonly seconds: number
}

/** The consultant asks for dates of a round's visits; they are solved when there is room, and change nothing. */
export const createVisitPlan = writing<VisitPlanOrder, Round, VisitPlanView>({
  authorise: (work, { id }) => roundToPlan(work, id),
  run: async (work, { request: sent, seed, seconds }, round) => {
    const ordered = checkHalfDays(sent.halfDays, (half) => `/slots/${half}`)
    if (!ordered.ok) return ordered
    const room = await checkRoom(work)
    if (!room.ok) return room
    const request = await resolved(work, sent)
    if (!request.ok) return request
    const sound = await loadVisitFacts(work, round, request.value)
    if (!sound.ok) return sound
    const { regionId, id: roundId } = round
    const { personId: createdBy } = work.actor
    const order = { regionId, roundId, request: request.value, seed, seconds, createdBy }
    const id = await insertVisitPlan(work.trx, order, work.now)
    work.record('visit-plan', id, { roundId, ...request.value, seed, seconds })
    return viewAgain(work, id)
  },
})

/** A request with its authorities by their ids; all that it names and the region has not is reported at once. */
const resolved = async (
  work: Work,
  { hosts, pins, expectedInspections, ...rest }: SentVisitsRequest,
): Promise<Result<VisitsRequest>> => {
  const faults: Fault[] = []
  const one = async (ref: AuthorityRef, pointer: string): Promise<string> => {
    const found = await resolveAuthorities(work, [ref], pointer)
    if (!found.ok) faults.push(...(found.failure.faults ?? []).map(({ detail }) => ({ pointer, detail })))
    return found.ok ? (found.value[0] ?? '') : ''
  }
  const named = hosts && (await resolveAuthorities(work, hosts, '/hosts'))
  if (named && !named.ok) faults.push(...(named.failure.faults ?? []))
  const request = {
    ...rest,
    hostIds: named?.ok ? named.value : null,
    pins: [] as VisitsRequest['pins'][number][],
    expectedInspections: [] as VisitsRequest['expectedInspections'][number][],
  }
  for (const [index, { host, dates }] of pins.entries())
    request.pins.push({ hostId: await one(host, `/pins/${index}/host`), dates })
  for (const [index, { authority, ...days }] of expectedInspections.entries()) {
    const authorityId = await one(authority, `/expectedInspections/${index}/authority`)
    request.expectedInspections.push({ ...days, authorityId })
  }
  if (faults.length === 0) return success(request)
  return failure('invalid-request', [...new Set(faults.map(({ detail }) => detail))].join(' '), faults)
}

/** A plan of visits as it stands now. */
export const viewAgain = async (work: Work, id: string): Promise<Result<VisitPlanView>> => {
  const plan = await findVisitPlan(work.trx, id)
  const [view] = plan ? await viewVisitPlans(work, [plan]) : []
  return view ? success(view) : notFound()
}

/** A round's plans of visits, oldest first, for its consultant. */
export const listVisitPlans = reading({
  authorise: (work, { id }: PageRequest & { readonly id: string }) => roundToPlan(work, id),
  run: async (work, input, round: Round) => {
    const page = await pageOf(
      selectVisitPlans(work.trx).where('visitPlan.roundId', '=', round.id),
      { column: 'visitPlan.createdAt', type: 'timestamptz', idColumn: 'visitPlan.id' },
      input,
    )
    if (!page.ok) return page
    work.record('round', round.id, { visitPlans: page.value.items.length })
    return success({ ...page.value, items: await viewVisitPlans(work, page.value.items.map(visitPlanOf)) })
  },
})

/** One plan of visits with all that came of it. */
export const readVisitPlan = reading<{ readonly id: string }, StoredVisitPlan, VisitPlanView>({
  authorise: (work, { id }) => visitPlanToRead(work, id),
  run: async (work, { id }) => {
    work.record('visit-plan', id)
    return viewAgain(work, id)
  },
})

/** A plan of visits in the form in which `check-plan` reads it. */
export const readVisitCheckFile = reading<{ readonly id: string }, StoredVisitPlan, CheckFile>({
  authorise: (work, { id }) => visitPlanToRead(work, id),
  run: async (work, { id }, { solve }) => {
    const problem = await findVisitsProblem(work.trx, id)
    const outcome = solve.outcome as VisitsOutcome | null
    if (problem === null || outcome?.kind !== 'planned') return NOTHING_TO_CHECK
    const { visits, cost, bound } = outcome
    work.record('visit-plan', id, { checkFile: true })
    return success({ problem, plan: { visits, cost }, certificate: { bound } })
  },
})

/** The consultant stops a plan of visits: it ends with the best that it has. One that has ended does not mind. */
export const stopVisitPlan = writing<{ readonly id: string }, StoredVisitPlan, VisitPlanView>({
  authorise: (work, { id }) => visitPlanToRead(work, id, 'for-change'),
  run: async (work, { id }, plan) => {
    const nothing: VisitsOutcome = { kind: 'unfinished', bound: null }
    await stopSolve(work.trx, plan.solve.id, nothing, work.now)
    work.record('visit-plan', id, { stop: true })
    return viewAgain(work, id)
  },
})
