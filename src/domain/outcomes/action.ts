import { fault, type Result, success } from '../failures.ts'
import type { LocalDate } from '../intervals.ts'

/** Open until it is done or dropped; either may be opened again. Overdue is no state: see `isOverdue`. */
export const ACTION_STATES = ['open', 'done', 'dropped'] as const

export type ActionState = (typeof ACTION_STATES)[number]

/** Something agreed at an event about one authority, which an office has to do by a day. */
export interface Action {
  readonly id: string
  readonly roundId: string
  readonly eventId: string
  /** The self-assessment of the authority that it is about. */
  readonly paperId: string
  readonly text: string
  /** The authority whose office has it to do. */
  readonly ownerId: string
  /** Who there does it, named by office; null for the director. */
  readonly ownerOffice: string | null
  readonly dueOn: LocalDate
  readonly state: ActionState
  /** Why it was dropped; only then. */
  readonly reason: string | null
  readonly agreedBy: string
  readonly agreedAt: Date
  readonly changedAt: Date
  readonly revision: number
}

/** Whether an action should have been done before a local day and is not. */
export const isOverdue = ({ state, dueOn }: Pick<Action, 'state' | 'dueOn'>, today: LocalDate): boolean =>
  state === 'open' && dueOn < today

/** Whether an action that comes to be in a state says why, which it does when it is dropped and never else. */
export const checkReason = ({ state, reason }: Pick<Action, 'state' | 'reason'>): Result<null> => {
  if (state === 'dropped' && reason === null) return fault('/reason', 'Say why the action is dropped.')
  return state !== 'dropped' && reason !== null
    ? fault('/reason', 'A reason is given for dropping an action, and for nothing else.')
    : success(null)
}
