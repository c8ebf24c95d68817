import { historyOf, selectHistory } from '../../db/event-history.ts'
import type { ChallengeEvent } from '../../db/events.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import type { Waiver } from '../../domain/clashes/waivers.ts'
import { checkRoundLetsMove } from '../../domain/events/closed-round.ts'
import { type EventMove, type EventState, hold, isLive, moveTo } from '../../domain/events/event.ts'
import { failure, fault, type Result, success } from '../../domain/failures.ts'
import { localDate, type Occasion } from '../../domain/intervals.ts'
import { reading, regionOf, type Work, writing } from '../use-case.ts'
import { type EventToChange, eventsToChange, eventToChange, eventToRead } from './access.ts'
import { loadCircles } from './circles.ts'
import { dateFor, type GivenDate } from './dates.ts'
import { takeSessionsAlong } from './sessions.ts'
import { type MoveRequest, moved, type Step, settle } from './settling.ts'
import { type EventView, viewEvent } from './views.ts'

export type { HistoryEntry } from '../../db/event-history.ts'

/** Settles a move and records it in the audit log under its first event, which is the one returned. */
const settled = async (
  work: Work,
  move: EventMove,
  steps: readonly Step[],
  request: MoveRequest,
): Promise<Result<EventView>> => {
  const result = await settle(work, move, steps, request)
  if (!result.ok) return result
  const [view, other] = result.value
  if (view === undefined) throw new Error('a view for each event')
  work.record('challenge-event', view.id, {
    move,
    state: view.state,
    ...view.occasion,
    ...(other && { swappedWith: other.id }),
    reason: request.reason,
    waivers: request.waivers,
  })
  return success(view)
}

/** The state that a move leads an event to, if its own state and its round's allow the move. */
const mayMove = (
  { event, round }: EventToChange,
  move: 'confirm' | 'reschedule' | 'defer' | 'cancel',
): Result<EventState> => {
  const open = checkRoundLetsMove(round, move, event.wasDeferred)
  return open.ok ? moveTo(event.state, move) : open
}

/** The consultant confirms a date: refused while a blocking clash of it is not waived. */
export const confirmEvent = writing<
  { readonly id: string; readonly waivers: readonly Waiver[] },
  EventToChange,
  EventView
>({
  authorise: (work, { id }) => eventToChange(work, id),
  run: async (work, { waivers }, found) => {
    const same = work.unchanged(await viewEvent(work, found.event))
    if (!same.ok) return same
    const state = mayMove(found, 'confirm')
    if (!state.ok) return state
    const steps = [{ before: found.event, after: moved(work, found.event, { state: state.value }) }]
    return settled(work, 'confirm', steps, { reason: null, waivers })
  },
})

interface Ending {
  readonly id: string
  readonly reason: string
}

const takesOffItsDate = (move: 'defer' | 'cancel') =>
  writing<Ending, EventToChange, EventView>({
    authorise: (work, { id }) => eventToChange(work, id),
    run: async (work, { reason }, found) => {
      const same = work.unchanged(await viewEvent(work, found.event))
      if (!same.ok) return same
      const state = mayMove(found, move)
      if (!state.ok) return state
      const steps = [{ before: found.event, after: moved(work, found.event, { state: state.value }) }]
      return settled(work, move, steps, { reason, waivers: [] })
    },
  })

/** The consultant takes an event off its date, to be given another: it keeps its triad and history. */
export const deferEvent = takesOffItsDate('defer')

/** The consultant cancels an event for good. */
export const cancelEvent = takesOffItsDate('cancel')

/** The consultant records that a confirmed event took place, on its first day or later. */
export const holdEvent = writing<{ readonly id: string }, EventToChange, EventView>({
  authorise: (work, { id }) => eventToChange(work, id),
  run: async (work, _input, { event, round }) => {
    const same = work.unchanged(await viewEvent(work, event))
    if (!same.ok) return same
    const open = checkRoundLetsMove(round, 'hold', event.wasDeferred)
    if (!open.ok) return open
    const today = localDate(work.now, regionOf(work).timezone)
    const state = hold(event.state, event.occasion.date, today)
    if (!state.ok) return state
    const steps = [{ before: event, after: moved(work, event, { state: state.value }) }]
    return settled(work, 'hold', steps, { reason: null, waivers: [] })
  },
})

/** A new date for an event: what it leaves out stays as it was. Or another event's, which takes this one's. */
export interface Reschedule {
  readonly id: string
  readonly date?: string | undefined
  readonly days?: number | undefined
  readonly startTime?: string | null | undefined
  readonly endTime?: string | null | undefined
  readonly swapWith?: { readonly eventId: string; readonly revision: number } | undefined
  readonly reason: string
  readonly waivers: readonly Waiver[]
}

/**
 * The consultant gives an event another date. A confirmed one stays confirmed, so the new date's blocking clashes
 * refuse it; a deferred one is proposed again. Waivers of the old date end with it. Two events that change places
 * do so in one request, because neither could go first where their people are the same.
 */
export const rescheduleEvent = writing<Reschedule, readonly EventToChange[], EventView>({
  authorise: async (work, { id, swapWith }) => {
    if (swapWith === undefined) return eventsToChange(work, [id])
    if (swapWith.eventId === id) return fault('/swapWith/eventId', 'An event has its own date already.')
    const other = await eventToRead(work, swapWith.eventId)
    const mine = await eventToRead(work, id)
    if (mine.ok && !other.ok) return fault('/swapWith/eventId', 'There is no such event here.')
    return eventsToChange(work, [id, swapWith.eventId])
  },
  run: async (work, input, found) => {
    const [mine, other] = found
    if (mine === undefined) throw new Error('the event that was authorised')
    const same = work.unchanged(await viewEvent(work, mine.event))
    if (!same.ok) return same
    if (other && other.event.revision !== input.swapWith?.revision)
      return failure('precondition-failed', 'The other event changed since you read it: read it again.', [
        { pointer: '/swapWith/revision', detail: `It is at revision ${other.event.revision}.` },
      ])
    const steps: Step[] = []
    for (const each of found) {
      if (other && !isLive(each.event.state))
        return failure('wrong-state', 'Only events that stand on a date can change places.')
      const state = mayMove(each, 'reschedule')
      if (!state.ok) return state
      const from = each === mine ? other : mine
      const date = await newDate(work, each, from ? from.event.occasion : occasionOf(each.event, input))
      if (!date.ok) return date
      const sessions = await takeSessionsAlong(work, each.event, date.value)
      if (!sessions.ok) return sessions
      steps.push({
        before: each.event,
        after: moved(work, each.event, { state: state.value, ...date.value }),
      })
    }
    return settled(work, 'reschedule', steps, input)
  },
})

const occasionOf = ({ occasion }: ChallengeEvent, input: Reschedule): Occasion => ({
  date: input.date ?? occasion.date,
  days: input.days ?? occasion.days,
  startTime: input.startTime === undefined ? occasion.startTime : input.startTime,
  endTime: input.endTime === undefined ? occasion.endTime : input.endTime,
})

const newDate = async (
  work: Work,
  { event }: EventToChange,
  occasion: Occasion,
): Promise<Result<GivenDate>> => {
  const circles = await loadCircles(work, [event.roundId])
  return dateFor(work, event, occasion, circles.expected(event).authorityIds)
}

/** What became of an event, move by move. */
export const listEventHistory = reading({
  authorise: (work, { id }: PageRequest & { readonly id: string }) => eventToRead(work, id),
  run: async (work, input, event: ChallengeEvent) => {
    const page = await pageOf(
      selectHistory(work.trx, event.id),
      { column: 'revision', type: 'integer', idColumn: 'id' },
      input,
    )
    return page.ok ? success({ ...page.value, items: page.value.items.map(historyOf) }) : page
  },
})
