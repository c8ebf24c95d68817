import {
  findModerationPlan,
  insertModerationPlan,
  moderationPlanOf,
  type StoredModerationPlan,
  selectModerationPlans,
} from '../../../db/moderation-plans.ts'
import { type PageRequest, pageOf } from '../../../db/page.ts'
import { stopSolve } from '../../../db/solves.ts'
import { type Fault, failure, fault, type Result, success } from '../../../domain/failures.ts'
import { stands } from '../../../domain/moderation/assignment.ts'
import { moderationProblem, paperOfPlace } from '../../../domain/planning/moderation-problem.ts'
import type { ModerationPlanRequest } from '../../../domain/planning/moderation-request.ts'
import type { AllocationOutcome } from '../../../domain/planning/moderators.ts'
import { checkModerated, checkNotClosed, type Round } from '../../../domain/rounds/round.ts'
import { dayInWords } from '../../../domain/words.ts'
import { roundToPlan } from '../../plans/access.ts'
import { type CheckFile, checkRoom, NOTHING_TO_CHECK } from '../../plans/plans.ts'
import { notFound, reading, type Work, writing } from '../../use-case.ts'
import { todayOf } from '../eligible.ts'
import { moderationPlanToRead } from './access.ts'
import { type GroundPaper, loadModerationGround, type ModerationGround } from './ground.ts'
import { type ModerationPlanView, outcomeOf, viewModerationPlans } from './views.ts'

export interface ModerationPlanOrder {
  readonly id: string
  readonly request: ModerationPlanRequest
  readonly seconds: number
}

/**
 * The consultant asks who shall moderate what: of the round as it stands, whoever has been offered or has accepted
 * something left alone. It is solved when there is room for it, and changes nothing.
 */
export const createModerationPlan = writing<ModerationPlanOrder, Round, ModerationPlanView>({
  authorise: (work, { id }) => roundToPlan(work, id),
  run: async (work, { request, seconds }, round) => {
    const open = checkNotClosed(round)
    if (!open.ok) return open
    const moderated = checkModerated(round)
    if (!moderated.ok) return moderated
    const room = await checkRoom(work)
    if (!room.ok) return room
    const coming = checkComing(work, request)
    if (!coming.ok) return coming
    const ground = await loadModerationGround(work, round, request)
    if (!ground.ok) return ground
    const wanted = wantedPapers(ground.value, request)
    if (!wanted.ok) return wanted
    const { facts } = ground.value
    const isWanted = new Set(wanted.value.map(({ paper }) => paper.id))
    const problem = moderationProblem(
      {
        ...facts,
        papers: facts.papers.filter(({ id }) => isWanted.has(id)),
        barred: facts.barred.filter(({ paperId }) => isWanted.has(paperId)),
      },
      request,
    )
    if (!problem.ok) return problem
    const { regionId, id: roundId } = round
    const order = { regionId, roundId, request, seconds, problem: problem.value }
    const id = await insertModerationPlan(work.trx, { ...order, createdBy: work.actor.personId }, work.now)
    work.record('moderation-plan', id, { roundId, ...request, seconds })
    return viewAgain(work, id)
  },
})

/** Nobody is asked to answer, or to have commented, on a day that is over. */
const checkComing = (work: Work, request: ModerationPlanRequest): Result<null> => {
  const today = todayOf(work)
  for (const field of ['acceptBy', 'commentsDue'] as const) {
    const day = request[field]
    if (day !== null && day < today) return fault(`/${field}`, `${dayInWords(day)} is over.`)
  }
  return success(null)
}

/** The papers that a request is about, all of which want moderators; refused where there are none. */
const wantedPapers = (
  { round, papers }: ModerationGround,
  { only, repair }: ModerationPlanRequest,
): Result<readonly GroundPaper[]> => {
  const faults = (only ?? []).flatMap((id, index): Fault[] => {
    const pointer = `/only/${index}`
    const found = papers.get(id)
    if (found === undefined) return [{ pointer, detail: 'There is no such self-assessment here.' }]
    if (found.places > 0) return []
    const { name } = found.paper.authority
    return [{ pointer, detail: `${name} wants no moderator: it has its own, or its moderation is closed.` }]
  })
  if (faults.length > 0)
    return failure('invalid-request', faults.map(({ detail }) => detail).join(' '), faults)
  const wanted = [...papers.values()].filter(
    (each) => each.places > 0 && (only?.includes(each.paper.id) ?? true) && (!repair || hasLost(each)),
  )
  if (wanted.length === 0)
    return failure(
      'wrong-state',
      repair
        ? `In the round ${round.label} no self-assessment has lost a moderator.`
        : `In the round ${round.label} no self-assessment wants a moderator.`,
    )
  return success(wanted)
}

const hasLost = ({ offers }: GroundPaper): boolean => offers.some(({ state }) => !stands(state))

export const viewAgain = async (work: Work, id: string): Promise<Result<ModerationPlanView>> => {
  const plan = await findModerationPlan(work.trx, id)
  const [view] = plan ? await viewModerationPlans(work, [plan]) : []
  return view ? success(view) : notFound()
}

/** The allocations asked for of a round, oldest first, for its consultant. */
export const listModerationPlans = reading({
  authorise: (work, { id }: PageRequest & { readonly id: string }) => roundToPlan(work, id),
  run: async (work, input, round: Round) => {
    const page = await pageOf(
      selectModerationPlans(work.trx).where('moderationPlan.roundId', '=', round.id),
      { column: 'moderationPlan.createdAt', type: 'timestamptz', idColumn: 'moderationPlan.id' },
      input,
    )
    if (!page.ok) return page
    work.record('round', round.id, { moderationPlans: page.value.items.length })
    const items = await viewModerationPlans(work, page.value.items.map(moderationPlanOf))
    return success({ ...page.value, items })
  },
})

/** One allocation with all that came of it. */
export const readModerationPlan = reading<{ readonly id: string }, StoredModerationPlan, ModerationPlanView>({
  authorise: (work, { id }) => moderationPlanToRead(work, id),
  run: async (work, { id }) => {
    work.record('moderation-plan', id)
    return viewAgain(work, id)
  },
})

/**
 * An allocation in the form in which `check-plan` reads it. Refused, as `wrong-state`, where prices do not prove it, and
 * to a consultant who may not read all of its papers, because a part proves nothing.
 */
export const readModerationCheckFile = reading<{ readonly id: string }, StoredModerationPlan, CheckFile>({
  authorise: (work, { id }) => moderationPlanToRead(work, id),
  run: async (work, { id }, plan) => {
    const outcome = outcomeOf(plan)
    const { allocation } = plan.problem
    const [view] = await viewModerationPlans(work, [plan])
    const papers = new Set(allocation.papers.map((each) => paperOfPlace(each.id)))
    if (outcome?.kind !== 'allocated' || view?.papers.length !== papers.size) return NOTHING_TO_CHECK
    if (view.proof !== 'prices')
      return failure('wrong-state', 'This was searched, not priced: there is nothing to check it by.')
    const { allocated, total, worst, prices } = outcome
    work.record('moderation-plan', id, { checkFile: true })
    return success({ problem: allocation, plan: { allocated, total, worst }, certificate: { prices } })
  },
})

/** The consultant stops an allocation, which then ends without one. One that has ended does not mind. */
export const stopModerationPlan = writing<{ readonly id: string }, StoredModerationPlan, ModerationPlanView>({
  authorise: (work, { id }) => moderationPlanToRead(work, id, 'for-change'),
  run: async (work, { id }, { solve }) => {
    const nothing: AllocationOutcome = { kind: 'unfinished' }
    await stopSolve(work.trx, solve.id, nothing, work.now)
    work.record('moderation-plan', id, { stop: true })
    return viewAgain(work, id)
  },
})
