import { type Appointment, isGeneral, type Role, validOn } from '../access/actor.ts'
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
  /** Whether the subscriber is named as its facilitator. */
  readonly facilitated: boolean
}

const OFFICE: readonly Role[] = ['director', 'assistant', 'delegate']

/**
 * Through which of an event's authorities it is the subscriber's: as director, assistant or delegate of the
 * office. `appointments` are those valid now, so that rights end with the post; and one that ends before the
 * event, or began after it, does not count, because somebody else takes part in it; nor does a delegate's for
 * another event.
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
 * or, for a training, as a moderator. `appointments` are those valid now; see `authoritiesInDiary`.
 */
export const isInDiary = (appointments: readonly Appointment[], event: EventPeople): boolean => {
  const holds = (role: Role) =>
    appointments.some((appointment) => appointment.role === role && validOn(appointment, event.date))
  return (
    authoritiesInDiary(appointments, event).length > 0 ||
    appointments.some(({ eventId, ...held }) => eventId === event.id && validOn(held, event.date)) ||
    (event.facilitated && holds('facilitator')) ||
    (event.kind === 'training' && holds('moderator'))
  )
}

/**
 * The offices of authorities on a local day: "Director, Kent", one for each director, so that authorities which
 * share one are one office. A vacant seat is an office too.
 */
export const officesOn = (
  authorities: readonly { readonly id: string; readonly name: string }[],
  directors: readonly Appointment[],
  date: LocalDate,
): string[] => {
  const byDirector = Map.groupBy(
    authorities,
    ({ id }) =>
      directors.find((director) => director.authorityIds.includes(id) && validOn(director, date))?.id ?? id,
  )
  return [...byDirector.values()].map((held) => `Director, ${listInWords(held.map(({ name }) => name))}`)
}

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
