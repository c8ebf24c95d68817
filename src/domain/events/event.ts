import { type Fault, failure, type Result, success } from '../failures.ts'
import type { LocalDate, Occasion, Span } from '../intervals.ts'
import { countInWords, dayInWords } from '../words.ts'

/** A meeting of a triad or of a directed round, a focused peer challenge at one host authority, or a round's own training or summit. */
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

const NAMES: Readonly<Record<EventKind, string>> = {
  meeting: 'A meeting',
  visit: 'A visit',
  training: 'A training',
  summit: 'A summit',
}

/** Whether an event in this state takes its people's time: nobody may be in two that do and overlap. */
export const holdsTime = (state: EventState): boolean => state === 'confirmed' || state === 'held'

/** Whether an event in this state still stands on a date: proposed, confirmed or held. */
export const isLive = (state: EventState): boolean => state === 'proposed' || holdsTime(state)

/** Whether an event in this state is over for good: held or cancelled. */
export const isSettled = (state: EventState): boolean => state === 'held' || state === 'cancelled'

/** Whether an event's time has passed, whatever its state: what stood against it is past, too. */
export const isPast = ({ span }: { readonly span: Span }, now: Date): boolean => span.until <= now

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
 * five. A visit is made to a host among its authorities; no other kind has a host (it names a venue). One and
 * five are the field's own (focused peer challenges); two for training and summits is our choice, for those
 * that run from noon to noon. All that is wrong is reported at once, as `invalid-request`.
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
    faults.push({ pointer: '/days', detail: `${NAMES[kind]} lasts ${range}.` })
  }
  const host = faultOfHost(kind, hostAuthorityId, authorityIds)
  if (host) faults.push({ pointer: '/hostAuthorityId', detail: host })
  if (faults.length === 0) return success(null)
  return failure('invalid-request', faults.map((each) => each.detail).join(' '), faults)
}

const faultOfHost = (
  kind: EventKind,
  hostId: string | null,
  authorityIds: readonly string[],
): string | null => {
  if (kind !== 'visit') return hostId === null ? null : `${NAMES[kind]} has a venue, not a host authority.`
  if (hostId === null) return 'A visit needs the authority that it is made to.'
  return authorityIds.includes(hostId) ? null : 'The host of a visit is one of its own authorities.'
}
