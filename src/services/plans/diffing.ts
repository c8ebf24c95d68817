import type { ChallengeEvent } from '../../db/events.ts'
import { loadNames } from '../../db/names.ts'
import { findProblem, type StoredPlan } from '../../db/plans.ts'
import { findRound, loadTriads, lockRound } from '../../db/rounds.ts'
import { isSettled } from '../../domain/events/event.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import type { Occasion } from '../../domain/intervals.ts'
import {
  type EventStep,
  type PlannedGroup,
  type StandingTriad,
  stepsOf,
  type TriadStep,
} from '../../domain/planning/deployment.ts'
import type { Plan } from '../../domain/planning/plan.ts'
import type { PlanningProblem } from '../../domain/planning/problem.ts'
import { problemOfRound } from '../../domain/planning/round-problem.ts'
import { occasionOfSlot } from '../../domain/planning/round-slots.ts'
import { checkNotClosed, type Round } from '../../domain/rounds/round.ts'
import { listInWords } from '../../domain/words.ts'
import { notFound, reading, regionOf, type Work } from '../use-case.ts'
import { planToRead } from './access.ts'
import { loadPlanFacts, meetingsOf, type PlanFacts, plannedMeeting } from './facts.ts'
import { resultOf } from './views.ts'

/** What deploying a plan would do, and to what. */
export interface Diffed {
  readonly round: Round
  readonly steps: readonly TriadStep[]
  /** The meetings of its steps, by their ids. */
  readonly meetings: ReadonlyMap<string, ChallengeEvent>
}

/**
 * What deploying a plan would do to its round as it stands now, whose lock `lock` takes. Refused, as `wrong-state`, where
 * there is no plan, or where the round is not what was planned for any more: others take part, or have agreed to a date.
 */
export const diffPlan = async (
  work: Work,
  plan: StoredPlan,
  lock: 'for-change' | 'none' = 'none',
): Promise<Result<Diffed>> => {
  const outcome = resultOf(plan)?.outcome
  if (outcome?.kind !== 'planned')
    return failure('wrong-state', 'There is no plan here that could be deployed.')
  const round = await (lock === 'none' ? findRound : lockRound)(work.trx, plan.roundId)
  if (round === null) return notFound()
  const open = checkNotClosed(round)
  if (!open.ok) return open
  const now = await loadPlanFacts(work, round, plan.request)
  const same = checkSame(plan, await findProblem(work.trx, plan.id), now)
  if (!same.ok) return same
  const may = checkMayMeet(plan, outcome.plan, now)
  if (!may.ok) return may
  const all = await meetingsOf(work, round)
  const planned = new Set(plan.seats.flatMap(({ authorityIds }) => authorityIds))
  const triads: StandingTriad[] = []
  for (const { id, number, authorityIds } of await loadTriads(work.trx, round.id)) {
    const meetings = all.get(id) ?? []
    const isOurs = authorityIds.some((each) => planned.has(each))
    const isFree = authorityIds.length === 0 && !meetings.some(({ state }) => isSettled(state))
    if (!isOurs && !isFree) continue
    triads.push({ id, number, authorityIds, meeting: plannedMeeting(meetings) ?? null })
  }
  const authoritiesOf = new Map(plan.seats.map(({ id, authorityIds }) => [id, authorityIds]))
  const groups = outcome.plan.events.map(
    ({ seatIds, slotId, facilitatorId }): PlannedGroup => ({
      authorityIds: seatIds.flatMap((id) => authoritiesOf.get(id) ?? []).toSorted(),
      occasion: occasionOfSlot(slotId),
      facilitatorIds: facilitatorId === null ? null : [facilitatorId],
    }),
  )
  const meetings = new Map([...all.values()].flat().map((event) => [event.id, event]))
  return success({ round, steps: stepsOf(groups, triads), meetings })
}

const checkSame = (
  { seats }: StoredPlan,
  problem: PlanningProblem | null,
  { facts }: PlanFacts,
): Result<null> => {
  const listed = (all: readonly { readonly id: string; readonly authorityIds: readonly string[] }[]) =>
    all
      .map(({ id, authorityIds }) => `${id} ${authorityIds.toSorted().join(' ')}`)
      .toSorted()
      .join('\n')
  if (listed(seats) !== listed(facts.seats))
    return failure(
      'wrong-state',
      'The round has changed since it was planned: others take part or direct, or have met or agreed to a date. Plan it again.',
    )
  const seatOf = new Map(
    facts.seats.flatMap(({ id, authorityIds }) => authorityIds.map((each) => [each, id])),
  )
  const agreed = (slotId: string | null, seatIds: readonly (string | undefined)[]) =>
    `${slotId} ${[...new Set(seatIds)].toSorted().join(' ')}`
  const before = problem?.confirmed.map(({ slotId, seatIds }) => agreed(slotId, seatIds)).toSorted()
  const after = facts.confirmed
    .map(({ slotId, authorityIds }) =>
      agreed(
        slotId,
        authorityIds.map((id) => seatOf.get(id)),
      ),
    )
    .toSorted()
  return before?.join('\n') === after.join('\n')
    ? success(null)
    : failure('wrong-state', 'Dates have been agreed to or moved since the round was planned. Plan it again.')
}

/** Refuses, as `wrong-state`, to let two meet between whom something stands that did not when it was planned. */
const checkMayMeet = (
  { seats, request }: StoredPlan,
  { events }: Plan,
  { facts }: PlanFacts,
): Result<null> => {
  const problem = problemOfRound(facts, request, null)
  if (!problem.ok) return problem
  const nameOf = (id: string) => seats.find((seat) => seat.id === id)?.name ?? id
  const against = problem.value.bans.filter(({ seatIds: [a, b] }) =>
    events.some(({ seatIds }) => seatIds.includes(a) && seatIds.includes(b)),
  )
  if (against.length === 0) return success(null)
  const told = against.map(({ seatIds, because }) => `${listInWords(seatIds.map(nameOf))}: ${because}`)
  return failure(
    'wrong-state',
    `Since it was planned, some may not meet any more. ${told.join(' ')} Plan it again.`,
  )
}

interface Named {
  readonly id: string
  readonly name: string
}

/** What deploying a plan would do to one triad and its meeting. */
export interface DiffView {
  readonly triad: { readonly id: string; readonly number: number } | null
  readonly triadAction: TriadStep['action']
  readonly before: readonly Named[]
  readonly after: readonly Named[]
  readonly event: {
    readonly id: string | null
    readonly title: string | null
    readonly action: EventStep['action']
    /** Whether people had agreed to it. */
    readonly wasConfirmed: boolean
    readonly from: Occasion | null
    readonly to: Occasion | null
    readonly facilitatorsBefore: readonly Named[]
    readonly facilitatorsAfter: readonly Named[]
  } | null
}

/** What deploying a plan would create, move and cancel as things stand now. */
export const readDiff = reading<{ readonly id: string }, StoredPlan, readonly DiffView[]>({
  authorise: (work, { id }) => planToRead(work, id),
  run: async (work, { id }, plan) => {
    const diffed = await diffPlan(work, plan)
    if (!diffed.ok) return diffed
    const { authorities, offices } = await loadNames(work.trx, regionOf(work).id)
    const named = (names: Readonly<Record<string, string>>, ids: readonly string[]): Named[] =>
      ids
        .map((each) => ({ id: each, name: names[each] ?? '' }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    work.record('plan', id, { diff: true })
    return success(
      diffed.value.steps.map(({ action, triad, authorityIds, event }): DiffView => {
        const chairs = event?.meeting?.facilitatorIds ?? []
        return {
          triad: triad && { id: triad.id, number: triad.number },
          triadAction: action,
          before: named(authorities, triad?.authorityIds ?? []),
          after: named(authorities, authorityIds),
          event: event && {
            id: event.meeting?.id ?? null,
            title: event.meeting?.title ?? null,
            action: event.action,
            wasConfirmed: event.meeting?.state === 'confirmed',
            from: event.meeting?.occasion ?? null,
            to: event.occasion,
            facilitatorsBefore: named(offices, chairs),
            facilitatorsAfter: named(
              offices,
              event.action === 'cancel' ? [] : (event.facilitatorIds ?? chairs),
            ),
          },
        }
      }),
    )
  },
})
