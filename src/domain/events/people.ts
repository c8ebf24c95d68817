import { type Appointment, validOn } from '../access/actor.ts'
import type { EventPerson } from '../clashes/facts.ts'
import type { LocalDate } from '../intervals.ts'
import { directorsOn } from '../triads/size.ts'
import type { EventKind } from './event.ts'

/** Whom an event is for: its authorities (a triad's, or all that take part in the round) and named facilitators. */
export interface EventCircle {
  readonly kind: EventKind
  readonly authorityIds: readonly string[]
  readonly facilitatorIds: readonly string[]
}

/** Those whom an event expects, each once and in the order of their ids. */
export interface Expected {
  readonly people: readonly EventPerson[]
  /** Authorities without a director in post; none for a training, which is not for directors. */
  readonly vacantAuthorityIds: readonly string[]
}

/**
 * Whom an event that begins on a local day expects, by the appointments valid on that day: the directors of its
 * authorities, or the region's moderators for a training, and the facilitators named for it. A director who is
 * also named as facilitator keeps the director's seat.
 */
export const expectedAt = (
  circle: EventCircle,
  appointments: readonly Appointment[],
  firstDay: LocalDate,
): Expected => {
  const training = circle.kind === 'training'
  const { directorIds, vacantAuthorityIds } = directorsOn(
    training ? [] : circle.authorityIds,
    appointments,
    firstDay,
  )
  const moderators = appointments.filter(
    (each) => training && each.role === 'moderator' && validOn(each, firstDay),
  )
  const capacities = new Map<string, EventPerson['as']>([
    ...circle.facilitatorIds.map((id) => [id, 'facilitator'] as const),
    ...moderators.map(({ personId }) => [personId, 'moderator'] as const),
    ...directorIds.map((id) => [id, 'director'] as const),
  ])
  const people = [...capacities].map(([personId, as]) => ({ personId, as }))
  return { people: people.toSorted((a, b) => (a.personId < b.personId ? -1 : 1)), vacantAuthorityIds }
}
