import { type HistoryEntry, insertHistory } from '../../db/event-history.ts'
import { type ChallengeEvent, updateEvent } from '../../db/events.ts'
import { holdEveryone } from '../../db/participations.ts'
import { insertWaivers } from '../../db/waivers.ts'
import type { Clash } from '../../domain/clashes/clash.ts'
import { applyWaivers, blocking, given, type Waiver } from '../../domain/clashes/waivers.ts'
import { type EventMove, holdsTime } from '../../domain/events/event.ts'
import { type Failure, type Result, success } from '../../domain/failures.ts'
import { countOf } from '../../domain/words.ts'
import { type Judged, judge, seenBy } from '../clashes/judging.ts'
import { eventsMoved } from '../consequences.ts'
import type { Work } from '../use-case.ts'
import { loadCircles } from './circles.ts'
import { seat } from './participations.ts'
import { type EventView, viewsOf } from './views.ts'

/** One event's part in a move: as it was (null for one just written) and as it shall be. */
export interface Step {
  readonly before: ChallengeEvent | null
  readonly after: ChallengeEvent
  /** Why this one moves, where each has a reason of its own. */
  readonly reason?: string | null
}

/** What was asked for with a move. */
export interface MoveRequest {
  readonly reason: string | null
  readonly waivers: readonly Waiver[]
}

/** What a move makes of an event, apart from what it is about. */
export const moved = (
  work: Work,
  event: ChallengeEvent,
  to: Partial<Pick<ChallengeEvent, 'state' | 'occasion' | 'span' | 'datedOn'>>,
): ChallengeEvent => {
  const after = { ...event, ...to, revision: event.revision + 1, changedAt: work.now }
  return after.state === event.state
    ? after
    : {
        ...after,
        stateSince: work.now,
        wasDeferred: event.wasDeferred || after.state === 'deferred',
      }
}

/**
 * Carries a move out: writes the events with their history, seats their people, and only then judges them as
 * they now stand, so that two events that change places are judged against each other's new date. A confirmed
 * event with a blocking clash that nothing excuses is refused as `clash`, with every clash; the transaction is
 * then undone. Waivers given with the move are kept with each of its events. What was waived before stays waived
 * until the event is given another date.
 */
export const settle = async (
  work: Work,
  move: EventMove,
  steps: readonly Step[],
  request: MoveRequest,
): Promise<Result<EventView[]>> => {
  const events = steps.map(({ after }) => after)
  for (const step of steps) await write(work, move, step, step.reason ?? request.reason)
  // Who came to an event that was held is a record: being held changes nobody's place in it.
  if (move !== 'hold') {
    const roundIds = events.map(({ roundId }) => roundId)
    await seat(work, await loadCircles(work, roundIds), events)
  }
  const decides = move === 'confirm' || (move === 'reschedule' && events.some(takesTime))
  const stands = await judgeAnew(work, events, request.waivers, decides)
  if (!stands.ok) return stands
  await eventsMoved(work, events)
  return success(viewsOf(work, stands.value))
}

/**
 * Judges events as they now stand, with waivers that are kept with each of them. Where that decides, a blocking
 * clash that nothing excuses refuses, as `clash`, the events that take time; else they take all of their people's.
 */
export const judgeAnew = async (
  work: Work,
  events: readonly ChallengeEvent[],
  waivers: readonly Waiver[],
  decides: boolean,
): Promise<Result<Judged>> => {
  const excused = excuse(await judge(work, events), waivers)
  if (!excused.ok) return excused
  const refusal = decides ? refusalOf(work, excused.value) : null
  if (refusal) return { ok: false, failure: refusal }

  const by = { personId: work.actor.personId, at: work.now }
  for (const { event, clashes } of excused.value.events)
    await insertWaivers(work.trx, event, given(waivers, clashes), by)
  if (decides) {
    await holdEveryone(
      work.trx,
      events.filter(takesTime).map(({ id }) => id),
    )
  }
  return excused
}

const takesTime = ({ state }: ChallengeEvent): boolean => holdsTime(state)

const write = async (
  work: Work,
  move: EventMove,
  { before, after }: Step,
  reason: string | null,
): Promise<void> => {
  if (before !== null) await updateEvent(work.trx, after, work.now)
  const entry: HistoryEntry = {
    revision: after.revision,
    move,
    from: before?.state ?? null,
    to: after.state,
    old: before?.occasion ?? null,
    reason,
    personId: work.actor.personId,
    at: work.now,
  }
  await insertHistory(work.trx, after, entry)
}

/** The events with the clashes marked that the request's waivers excuse, each of which must excuse one. */
const excuse = (judged: Judged, waivers: readonly Waiver[]): Result<Judged> => {
  const all = applyWaivers(
    judged.events.flatMap(({ clashes }) => clashes),
    waivers,
  )
  if (!all.ok) return all
  const byEvent = Map.groupBy(all.value, ({ eventId }) => eventId)
  return success({
    ...judged,
    events: judged.events.map((each) => ({ ...each, clashes: byEvent.get(each.event.id) ?? [] })),
  })
}

const refusalOf = (work: Work, { ground, events }: Judged): Failure | null => {
  const clashes = events.flatMap((each) => each.clashes)
  const against = blocking(events.flatMap((each) => (takesTime(each.event) ? each.clashes : [])))
  return against.length === 0 ? null : clashRefusal(against, seenBy(work, ground, clashes))
}

/** Refuses those who would be in two places at once where the event takes their time, as when it was confirmed. */
export const refuseDoubleBooking = (
  work: Work,
  { ground, events }: Judged,
  personIds: readonly string[],
): Result<null> => {
  const clashes = events.flatMap((each) => (takesTime(each.event) ? each.clashes : []))
  const against = clashes.filter(
    (clash) => clash.rule === 'person-double-booked' && clash.personIds.some((id) => personIds.includes(id)),
  )
  if (against.length === 0) return success(null)
  return { ok: false, failure: clashRefusal(against, seenBy(work, ground, clashes)) }
}

/** The refusal of a date for some of its clashes, listing all of them. */
export const clashRefusal = (against: readonly Clash[], clashes: Failure['clashes'] = []): Failure => {
  const [first] = against
  const more =
    against.length > 1
      ? ` There are ${countOf(against.length, 'blocking clash', 'blocking clashes')} in all.`
      : ''
  return { code: 'clash', detail: `${first?.message ?? ''}${more}`, clashes }
}
