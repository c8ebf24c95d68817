import type { RequiredCalendar } from '../calendars/calendar.ts'
import { type Fault, failure, type Result, success } from '../failures.ts'
import { type Days, daysBetween, type LocalDate, localDate } from '../intervals.ts'
import { countOf, listInWords } from '../words.ts'
import type { RoundPolicy } from './policy.ts'

export const ROUND_STATES = ['planning', 'open', 'closed'] as const

export type RoundState = (typeof ROUND_STATES)[number]

/** All of a triad challenge all, or it is said for each self-assessment who challenges it. */
export const ROUND_METHODS = ['triad', 'directed'] as const

export type RoundMethod = (typeof ROUND_METHODS)[number]

/** When papers are due in a round, as local days; null while a day is not set. */
export interface Deadlines {
  readonly selfAssessmentDue: LocalDate | null
  /** When the moderators' comments are due. */
  readonly commentsDue: LocalDate | null
  /** The first day on which challengers read the self-assessments. */
  readonly releaseOn: LocalDate | null
}

/** One year's cycle in a region ("2019-20"). */
export interface Round {
  readonly id: string
  readonly regionId: string
  readonly label: string
  readonly state: RoundState
  readonly method: RoundMethod
  /** The days on which its challenge events may fall. Directors are counted on the first of them. */
  readonly window: Days
  readonly deadlines: Deadlines
  readonly policy: RoundPolicy
  /** The calendars without which it cannot be planned. */
  readonly requiredCalendars: readonly RequiredCalendar[]
  readonly closedAt: Date | null
  readonly revision: number
  readonly createdAt: Date
  readonly changedAt: Date
}

/** The states to which each state leads. Closed is final: the readers' rights of the round have ended. */
const NEXT: Readonly<Record<RoundState, readonly RoundState[]>> = {
  planning: ['open'],
  open: ['closed'],
  closed: [],
}

/** The state that a round has after being asked for `to`; asking for the state it is in changes nothing. */
export const moveRound = (from: RoundState, to: RoundState): Result<RoundState> => {
  if (from === to || NEXT[from].includes(to)) return success(to)
  const may = NEXT[from].join(' or ')
  const instead = may ? `from here it may become ${may}` : 'that is final'
  const detail = `This round is ${from} and cannot become ${to}: ${instead}.`
  return failure('wrong-state', detail, [{ pointer: '/state', detail }])
}

/** Refuses, as `wrong-state`, any change of a closed round: its participants, triads and dates are history. */
export const checkNotClosed = (round: Pick<Round, 'label' | 'state'>): Result<null> =>
  round.state === 'closed'
    ? failure('wrong-state', `The round ${round.label} is closed and takes no changes.`)
    : success(null)

/** Whether a round's papers are moderated at all; where not, the sign-off submits a paper and releases it. */
export const isModerated = ({ policy }: Pick<Round, 'policy'>): boolean => policy.moderation.moderators > 0

/** Refuses, as `wrong-state`, to assign a moderator where nothing is moderated: papers are released when signed. */
export const checkModerated = (round: Pick<Round, 'label' | 'policy'>): Result<null> =>
  isModerated(round)
    ? success(null)
    : failure('wrong-state', `The round ${round.label} is held without moderation: its policy says so.`)

/** What of a round rests on its method. */
export interface RestsOnMethod {
  readonly triads: number
  readonly challenges: number
  readonly events: number
}

/**
 * Whether a round may have another method: not once it has triads, challengers or events, which were chosen by the
 * method that it has. Refused as `wrong-state`; asking for the method that it has is no change.
 */
export const checkMethodMayChange = (
  { label, method }: Pick<Round, 'label' | 'method'>,
  to: RoundMethod,
  { triads, challenges, events }: RestsOnMethod,
): Result<null> => {
  if (method === to) return success(null)
  const there = [
    ...(triads > 0 ? [countOf(triads, 'triad')] : []),
    ...(challenges > 0 ? [countOf(challenges, 'challenger')] : []),
    ...(events > 0 ? [countOf(events, 'challenge event')] : []),
  ]
  if (there.length === 0) return success(null)
  const detail = `The round ${label} has ${listInWords(there)} by its method ${method}: it cannot become ${to} any more.`
  return failure('wrong-state', detail, [{ pointer: '/method', detail }])
}

/** A round is one year's: a longer window is a slip of the year, and would be searched day by day. */
const LONGEST_WINDOW_DAYS = 366

/**
 * Whether a round's days fit together: the window has at least a day and at most a year, comments are not due
 * before the self-assessments that they are on, nor are papers released before they are due. All that is wrong
 * is reported at once, as `invalid-request`.
 */
export const checkRoundDates = (window: Days, deadlines: Deadlines): Result<null> => {
  const { selfAssessmentDue, commentsDue, releaseOn } = deadlines
  const faults: Fault[] = []
  const refuse = (pointer: string, detail: string) => faults.push({ pointer, detail })
  const days = daysBetween(window.first, window.last) + 1
  if (days < 1) refuse('/window/last', 'The window must not end before it starts.')
  if (days > LONGEST_WINDOW_DAYS) refuse('/window/last', 'The window of a round is at most a year.')
  if (selfAssessmentDue !== null && commentsDue !== null && commentsDue < selfAssessmentDue)
    refuse('/deadlines/commentsDue', 'Comments cannot be due before the self-assessments are.')
  if (selfAssessmentDue !== null && releaseOn !== null && releaseOn < selfAssessmentDue)
    refuse('/deadlines/releaseOn', 'Self-assessments cannot be released before they are due.')
  if (faults.length === 0) return success(null)
  return failure('invalid-request', faults.map(({ detail }) => detail).join(' '), faults)
}

/**
 * The local day of which a round's triads show who directs: its first until that has come, then today, so that a
 * new director and a vacant seat are seen; once it is closed the day of its close, as the record of who met.
 */
export const dayShown = (
  { window, closedAt }: Pick<Round, 'window' | 'closedAt'>,
  now: Date,
  zone: string,
): LocalDate => {
  const day = localDate(closedAt ?? now, zone)
  return day > window.first ? day : window.first
}

/** The region's round before: of those whose window begins earlier, the last to begin; null before the first. */
export const roundBefore = <R extends Pick<Round, 'window'>>(
  round: Pick<Round, 'window'>,
  rounds: readonly R[],
): R | null =>
  rounds
    .filter(({ window }) => window.first < round.window.first)
    .toSorted((a, b) => (a.window.first < b.window.first ? 1 : -1))[0] ?? null
