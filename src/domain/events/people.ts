import { type Appointment, validOn } from '../access/actor.ts'
import type { EventPerson } from '../clashes/facts.ts'
import type { LocalDate, Span } from '../intervals.ts'
import { directorsOn } from '../triads/size.ts'
import type { EventKind } from './event.ts'

/** Whom an event is for: its authorities (a triad's, or all that take part in the round) and named facilitators. */
export interface EventCircle {
  readonly kind: EventKind
  readonly authorityIds: readonly string[]
  readonly facilitatorIds: readonly string[]
  /** Its timed sessions, if it has any. */
  readonly sessions?: readonly SessionCircle[]
}

/** Whom one session of an event is for. */
export interface SessionCircle {
  readonly id: string
  readonly span: Span
  readonly authorityIds: readonly string[]
  readonly facilitatorId: string | null
}

/** Somebody expected at an event, or in one session of it. */
export interface ExpectedPerson extends EventPerson {
  readonly sessionId?: string
}

/**
 * Those whom an event expects, each once, or once for each of their sessions; in the order of their ids and then
 * of the sessions'.
 */
export interface Expected {
  readonly people: readonly ExpectedPerson[]
  /** Authorities without a director in post; none for a training, which is not for directors. */
  readonly vacantAuthorityIds: readonly string[]
}

/**
 * Whom an event that begins on a local day expects, by the appointments valid on that day: the directors of its
 * authorities, or the region's moderators for a training, and the facilitators named for it. A director who is
 * also named as facilitator keeps the director's seat. An event of sessions expects the directors and the
 * facilitator of each for its own time, an authority that sits in none for no time, and a facilitator named for
 * the event and for no session for the whole of it.
 */
export const expectedAt = (
  circle: EventCircle,
  appointments: readonly Appointment[],
  firstDay: LocalDate,
): Expected => {
  const training = circle.kind === 'training'
  const { sessions = [] } = circle
  const seatsOf = (ids: readonly string[]) => directorsOn(training ? [] : ids, appointments, firstDay)
  const { directorIds, vacantAuthorityIds } = seatsOf(circle.authorityIds)
  const inSessions = sessions.flatMap(({ id, span, authorityIds, facilitatorId }) =>
    capacities({
      facilitator: facilitatorId === null ? [] : [facilitatorId],
      director: seatsOf(authorityIds).directorIds,
    }).map((person): ExpectedPerson => ({ ...person, span, sessionId: id })),
  )
  const busy = new Set(inSessions.map(({ personId }) => personId))
  const moderators = appointments.filter(
    (each) => training && each.role === 'moderator' && validOn(each, firstDay),
  )
  const throughout = capacities({
    facilitator: circle.facilitatorIds.filter((id) => !busy.has(id)),
    moderator: moderators.map(({ personId }) => personId),
    director: sessions.length > 0 ? [] : directorIds,
  })
  const people = [...inSessions, ...throughout]
  return { people: people.toSorted(byPerson), vacantAuthorityIds }
}

/** Each person once, in the last of the capacities named. */
const capacities = (
  people: Partial<Readonly<Record<EventPerson['as'], readonly string[]>>>,
): ExpectedPerson[] => {
  const as = new Map<string, EventPerson['as']>()
  for (const [capacity, ids] of Object.entries(people))
    for (const id of ids) as.set(id, capacity as EventPerson['as'])
  return [...as].map(([personId, capacity]) => ({ personId, as: capacity }))
}

const byPerson = (a: ExpectedPerson, b: ExpectedPerson): number => (keyOf(a) < keyOf(b) ? -1 : 1)

const keyOf = ({ personId, sessionId = '' }: ExpectedPerson): string => `${personId} ${sessionId}`
