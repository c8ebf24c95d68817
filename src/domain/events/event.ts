import { type Fault, failure, type Result, success } from '../failures.ts'
import type { LocalDate, Occasion } from '../intervals.ts'
import { countInWords, dayInWords } from '../words.ts'

/** A triad's meeting, a focused peer challenge at one host authority, or a round's own training or summit. */
export const EVENT_KINDS = ['meeting', 'visit', 'training', 'summit'] as const

export type EventKind = (typeof EVENT_KINDS)[number]

export const EVENT_STATES = ['proposed', 'confirmed', 'held', 'deferred', 'cancelled'] as const

export type EventState = (typeof EVENT_STATES)[number]

export type EventMove = 'propose' | 'confirm' | 'reschedule' | 'defer' | 'cancel' | 'hold'

/**
 * The life of a challenge event: for each move, the states it may leave and the state it leads to; `new` is an
 * event that is not there yet. Held and cancelled are final. A deferred event keeps its triad and history and
 * comes back by a new date, which its people have not agreed to: so as proposed, even if it had been confirmed.
 */
const MOVES: Readonly<Record<EventMove, { readonly [From in EventState | 'new']?: EventState }>> = {
  propose: { new: 'proposed' },
  confirm: { proposed: 'confirmed' },
  reschedule: { proposed: 'proposed', confirmed: 'confirmed', deferred: 'proposed' },
  defer: { proposed: 'deferred', confirmed: 'deferred' },
  cancel: { proposed: 'cancelled', confirmed: 'cancelled', deferred: 'cancelled' },
  hold: { confirmed: 'held' },
}

const DONE: Readonly<Record<EventMove, string>> = {
  propose: 'proposed',
  confirm: 'confirmed',
  reschedule: 'rescheduled',
  defer: 'deferred',
  cancel: 'cancelled',
  hold: 'recorded as held',
}

/** How many days each kind of occasion may last. */
const LONGEST: Readonly<Record<EventKind, number>> = { meeting: 1, visit: 5, training: 2, summit: 2 }

/** Whether an event in this state takes its people's time: nobody may be in two that do and overlap. */
export const holdsTime = (state: EventState): boolean => state === 'confirmed' || state === 'held'

/** Whether an event in this state still stands on a date: proposed, confirmed or held. */
export const isLive = (state: EventState): boolean => state === 'proposed' || holdsTime(state)

/** The moves that an event in this state may make, in the order of its life. */
export const movesFrom = (state: EventState): EventMove[] =>
  (Object.keys(MOVES) as EventMove[]).filter((move) => MOVES[move][state])

/**
 * The state that a move leads to; null stands for an event that is not there yet. Refused as `wrong-state`.
 * Recording an event as held also looks at its day: see `hold`.
 */
export const moveTo = (state: EventState | null, move: Exclude<EventMove, 'hold'>): Result<EventState> =>
  lookUp(state, move)

/** The state of an event once held. Refused as `wrong-state` unless confirmed and begun by `today`, a local day. */
export const hold = (state: EventState, firstDay: LocalDate, today: LocalDate): Result<EventState> => {
  if (state === 'confirmed' && firstDay > today) {
    return failure(
      'wrong-state',
      `This event begins on ${dayInWords(firstDay)}: it can be recorded as held on that day or later.`,
    )
  }
  return lookUp(state, 'hold')
}

const lookUp = (state: EventState | null, move: EventMove): Result<EventState> => {
  const next = MOVES[move][state ?? 'new']
  if (next) return success(next)
  if (state === null)
    return failure('wrong-state', `An event must be proposed before it can be ${DONE[move]}.`)
  const may = movesFrom(state).map((other) => DONE[other])
  const instead = may.length > 0 ? `it may be ${may.join(' or ')}` : 'that is final'
  return failure('wrong-state', `This event is ${state} and cannot be ${DONE[move]}: ${instead}.`)
}

/**
 * Whether an occasion suits its kind: a meeting takes one day, training or a summit one or two, a visit one to
 * five at a host among its authorities. Other kinds need no host; one that is named must be among them too.
 * One and five are the field's own (focused peer challenges); two for training and summits is our choice, for
 * an evening arrival. All that is wrong is reported at once, as `invalid-request`.
 */
export const checkOccasion = (
  kind: EventKind,
  occasion: Pick<Occasion, 'days'>,
  hostAuthorityId: string | null,
  authorityIds: readonly string[],
): Result<null> => {
  const faults: Fault[] = []
  const longest = LONGEST[kind]
  if (!Number.isInteger(occasion.days) || occasion.days < 1 || occasion.days > longest) {
    const range = longest === 1 ? 'one day' : `one to ${countInWords(longest)} days`
    faults.push({ pointer: '/days', detail: `A ${kind} lasts ${range}.` })
  }
  if (hostAuthorityId === null && kind === 'visit') {
    faults.push({ pointer: '/hostAuthorityId', detail: 'A visit needs the authority that it is made to.' })
  }
  if (hostAuthorityId !== null && !authorityIds.includes(hostAuthorityId)) {
    faults.push({
      pointer: '/hostAuthorityId',
      detail: `The host is not one of the authorities of this ${kind}.`,
    })
  }
  return faults.length === 0 ? success(null) : failure('invalid-request', sentence(faults), faults)
}

const sentence = (faults: readonly Fault[]): string => faults.map((each) => each.detail).join(' ')
