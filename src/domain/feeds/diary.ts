import { type Appointment, isGeneral, type Role, validOn } from '../access/actor.ts'
import type { AttendanceAnswer } from '../events/attendance.ts'
import type { EventKind } from '../events/event.ts'
import type { LocalDate } from '../intervals.ts'
import type { AssignmentState } from '../moderation/assignment.ts'
import type { RoundState } from '../rounds/round.ts'
import { listInWords } from '../words.ts'
import type { DeadlineKind } from './facts.ts'

/** What decides in whose diary an event stands. */
export interface EventPeople {
  readonly id: string
  readonly kind: EventKind
  /** Its first local day. */
  readonly date: LocalDate
  /** The authorities whose directors meet: the triad's, or all that take part in its round; for a training, nobody's. */
  readonly authorityIds: readonly string[]
  /** Whether the subscriber is named as its facilitator, or that of one of its sessions. */
  readonly facilitated: boolean
  /** Whether the subscriber has a place at it; null where no places are booked. */
  readonly booked: boolean | null
}

const OFFICE: readonly Role[] = ['director', 'assistant', 'delegate']

/**
 * Through which of an event's authorities it is the subscriber's: as director, assistant or delegate of the
 * office, or as its delegate for this event. `appointments` are those valid now and coming ones, so that rights
 * end with the post; and one that ends before the event, or begins after it, does not count, because somebody else
 * takes part in it; nor does a delegate's for another event.
 */
export const authoritiesInDiary = (
  appointments: readonly Appointment[],
  event: Pick<EventPeople, 'id' | 'date' | 'authorityIds'>,
): string[] => {
  const held = new Set(
    appointments
      .filter((appointment) => OFFICE.includes(appointment.role) && validOn(appointment, event.date))
      .filter((appointment) => isGeneral(appointment) || appointment.eventId === event.id)
      .flatMap(({ authorityIds }) => authorityIds),
  )
  return event.authorityIds.filter((id) => held.has(id))
}

/**
 * Whether an event stands in the subscriber's diary: through an office, as the delegate or facilitator named for it,
 * by a place that is booked, or, for a training without places, as a moderator. `appointments` are as in `authoritiesInDiary`.
 */
export const isInDiary = (appointments: readonly Appointment[], event: EventPeople): boolean =>
  authoritiesInDiary(appointments, event).length > 0 ||
  appointments.some(({ eventId, ...held }) => eventId === event.id && validOn(held, event.date)) ||
  attendsInPerson(appointments, event)

/** Whether the subscriber is there for themselves, whoever sits for an office of theirs. */
export const attendsInPerson = (
  appointments: readonly Appointment[],
  { kind, date, facilitated, booked }: EventPeople,
): boolean => {
  const holds = (role: Role) =>
    appointments.some((appointment) => appointment.role === role && validOn(appointment, date))
  if (facilitated && holds('facilitator')) return true
  return booked === null ? kind === 'training' && holds('moderator') : booked && appointments.length > 0
}

/** The subscriber's part in one office's seat at an event. */
export interface SeatInDiary {
  readonly answer: AttendanceAnswer
  /** Whether the subscriber is the substitute. */
  readonly standsIn: boolean
  /** Whether the office sits in any session, in an event of sessions. */
  readonly sits: boolean
}

/** Whether a seat takes the subscriber's time: its office comes, or they stand in for it, and it sits at all. */
export const seatTakesTime = ({ answer, standsIn, sits }: SeatInDiary): boolean =>
  sits && (standsIn || answer === 'awaited' || answer === 'coming')

/** An office as a diary names it: "Director, Hampshire and Isle of Wight". */
export const officeName = (authorityNames: readonly string[]): string =>
  `Director, ${listInWords(authorityNames)}`

const WRITERS: readonly Role[] = ['director', 'assistant', 'delegate', 'contributor']

/** The authorities whose self-assessments the subscriber has a hand in, by appointments valid now. */
export const authoritiesToWriteFor = (appointments: readonly Appointment[]): string[] => [
  ...new Set(
    appointments
      .filter((appointment) => isGeneral(appointment) && WRITERS.includes(appointment.role))
      .flatMap(({ authorityIds }) => authorityIds),
  ),
]

/**
 * What a moderator has yet to do about an assignment: nothing once comments are in or the round is closed. The
 * deadline of a self-assessment, unlike these, stays when it is submitted: an assistant reads no paper, and
 * would learn from its going that there is one.
 */
export const tasksOf = (state: AssignmentState, round: RoundState): DeadlineKind[] => {
  if (round !== 'open') return []
  if (state === 'offered') return ['accept-by', 'comments-due']
  return state === 'accepted' ? ['comments-due'] : []
}
