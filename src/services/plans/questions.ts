import { loadNames } from '../../db/names.ts'
import { findProblem, type StoredPlan } from '../../db/plans.ts'
import { findQuestion, insertQuestion, type Solve } from '../../db/solves.ts'
import { type Fault, failure, fault, type Result, success } from '../../domain/failures.ts'
import type { LocalDate, WallTime } from '../../domain/intervals.ts'
import type { Cost } from '../../domain/planning/costing.ts'
import type { Told, WhyNot, Wish } from '../../domain/planning/explanation.ts'
import { whyNotInWords } from '../../domain/planning/explanation-words.ts'
import type { PlanningProblem } from '../../domain/planning/problem.ts'
import { type AnswerState, answerStateOf, isEnded } from '../../domain/planning/progress.ts'
import { occasionOfSlot } from '../../domain/planning/round-slots.ts'
import { dayInWords } from '../../domain/words.ts'
import { type AuthorityRef, namedInRequest, resolveAuthorities } from '../people/authorities.ts'
import { notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import { planToRead } from './access.ts'
import { checkRoom } from './plans.ts'
import { type PlannedEventView, resultOf, viewerOfEvents } from './views.ts'

/** Why a plan is not so: these together, then, with that facilitator. */
export interface WhyNotRequest {
  readonly id: string
  /** Empty for any other plan than this one, and then nothing else is named. */
  readonly authorities: readonly AuthorityRef[]
  readonly date: LocalDate | null
  /** Of a half-day. */
  readonly startTime: WallTime | null
  readonly facilitatorId: string | null
}

/** What a plan would be instead, and what it would cost more. */
interface Instead {
  readonly more: Cost
  readonly events: readonly PlannedEventView[]
}

/** A question about a plan, and its answer when there is one. */
export interface QuestionView extends Pick<Solve, 'id' | 'failure'> {
  readonly planId: string
  readonly state: AnswerState
  readonly isEnded: boolean
  readonly wish: Wish
  /** What of the plan forbids it; empty where it only costs. */
  readonly because: readonly Told[]
  /** The answer as a consultant reads it; null while there is none. */
  readonly inWords: string | null
  /** With the wish: where it is forbidden, if what forbids it were given up. Null where even then there is no plan. */
  readonly instead: Instead | null
}

/**
 * The consultant asks why a plan is not otherwise. The whole is planned again with the wish insisted on, which may take
 * as long as a plan: so the question waits in turn like one, and its address tells when it is answered.
 */
export const askWhyNot = writing<WhyNotRequest, StoredPlan, QuestionView>({
  authorise: (work, { id }) => planToRead(work, id),
  run: async (work, request, plan) => {
    if (resultOf(plan)?.outcome.kind !== 'planned')
      return failure('wrong-state', 'There is no plan here to ask about.')
    const room = await checkRoom(work)
    if (!room.ok) return room
    const wish = await wishOf(work, request, plan)
    if (!wish.ok) return wish
    const already = checkNotSoAlready(plan, wish.value)
    if (!already.ok) return already
    const { regionId, id: planId } = plan
    const id = await insertQuestion(work.trx, { regionId, planId, wish: wish.value }, work.now)
    work.record('plan', planId, { whyNot: wish.value, questionId: id })
    return viewQuestion(work, plan, await findQuestion(work.trx, id))
  },
})

/** Refuses, as `wrong-state`, to ask why something is not so that is. */
const checkNotSoAlready = (plan: StoredPlan, { seatIds, slotId, facilitatorId }: Wish): Result<null> => {
  const outcome = resultOf(plan)?.outcome
  const events = outcome?.kind === 'planned' ? outcome.plan.events : []
  const event = events.find((each) => seatIds.length > 0 && seatIds.every((id) => each.seatIds.includes(id)))
  if (event === undefined || (slotId !== null && slotId !== event.slotId)) return success(null)
  if (facilitatorId !== null && facilitatorId !== event.facilitatorId) return success(null)
  const { date } = occasionOfSlot(event.slotId)
  return failure('wrong-state', `So it is in this plan: they meet on ${dayInWords(date)}.`)
}

const wishOf = async (
  work: Work,
  { authorities, date, startTime, facilitatorId }: WhyNotRequest,
  { id: planId, seats }: StoredPlan,
): Promise<Result<Wish>> => {
  const ids = await resolveAuthorities(work, authorities, '/authorities')
  if (!ids.ok) return ids
  const problem = await findProblem(work.trx, planId)
  const seatOf = (id: string) => seats.find(({ authorityIds }) => authorityIds.includes(id))?.id
  const faults = ids.value.flatMap((id, index): Fault[] => {
    const named = authorities[index]
    if (seatOf(id) !== undefined || named === undefined) return []
    return [{ pointer: `/authorities/${index}`, detail: `${namedInRequest(named)} is not in this plan.` }]
  })
  if (faults.length > 0)
    return failure('invalid-request', faults.map(({ detail }) => detail).join(' '), faults)
  const seatIds = [...new Set(ids.value.flatMap((id) => seatOf(id) ?? []))].toSorted()
  if (seatIds.length > (problem?.sizes.largest ?? 0))
    return fault('/authorities', 'These are more directors than a group has.')
  if (seatIds.length === 0 && (date !== null || facilitatorId !== null))
    return fault(
      '/authorities',
      'Name who should meet then, or with whom; name nothing to ask for the next best plan.',
    )
  if (seatIds.length === 1 && date === null && facilitatorId === null)
    return fault('/authorities', 'Why not what? Name a date, a facilitator, or who should meet.')
  const slotId = date === null ? null : slotOf(problem?.slots.map(({ id }) => id) ?? [], date, startTime)
  if (slotId === undefined)
    return fault(
      '/date',
      `${dayInWords(date ?? '')} is none of the slots of this plan${startTime ? `, at ${startTime}` : ''}: ${slotsInWords(problem?.slots ?? [])}.`,
    )
  if (facilitatorId !== null && !problem?.facilitators?.some(({ id }) => id === facilitatorId))
    return fault('/facilitatorId', 'This is none of the facilitators of the plan.')
  return success({ seatIds, slotId, facilitatorId })
}

const slotsInWords = (slots: PlanningProblem['slots']): string => {
  const [first, last] = [slots[0], slots.at(-1)]
  return first && last
    ? `it has working days from ${dayInWords(first.date)} to ${dayInWords(last.date)}`
    : 'it has no days'
}

/** The slot of a day; of a day in halves, the first of them unless its beginning is named. */
const slotOf = (ids: readonly string[], date: LocalDate, startTime: WallTime | null): string | undefined =>
  ids.find((id) => id === date || id.startsWith(`${date}T${startTime ?? ''}`))

/** A question about a plan, for the consultant. */
export const readQuestion = reading<
  { readonly id: string },
  { readonly plan: StoredPlan; readonly question: Solve },
  QuestionView
>({
  authorise: async (work, { id }) => {
    const question = await findQuestion(work.trx, id)
    const plan = await planToRead(work, question?.planId ?? id)
    if (!plan.ok) return plan
    return question ? success({ plan: plan.value, question }) : notFound()
  },
  run: async (work, { id }, { plan, question }) => {
    work.record('plan', plan.id, { questionId: id })
    return viewQuestion(work, plan, question)
  },
})

const viewQuestion = async (
  work: Work,
  plan: StoredPlan,
  question: Solve | null,
): Promise<Result<QuestionView>> => {
  if (question === null || question.wish === null) return notFound()
  const { authorities, offices } = await loadNames(work.trx, regionOf(work).id)
  const view = viewerOfEvents(plan, { authorities, offices, zone: regionOf(work).timezone })
  const answer = question.outcome as WhyNot | null
  const instead = answer?.kind === 'costs' ? answer : answer?.kind === 'forbidden' ? answer.otherwise : null
  return success({
    id: question.id,
    planId: plan.id,
    wish: question.wish,
    failure: question.failure,
    state: answerStateOf(question.state, answer),
    isEnded: isEnded(question.state),
    because: answer?.kind === 'forbidden' ? answer.because : [],
    inWords: answer && whyNotInWords(answer),
    instead: instead && { more: instead.more, events: view(instead.plan) },
  })
}
