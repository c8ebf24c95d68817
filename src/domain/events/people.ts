import { type Appointment, validOn } from '../access/actor.ts'
import type { EventPerson } from '../clashes/facts.ts'
import type { LocalDate, Span } from '../intervals.ts'
import { directorsOn } from '../triads/size.ts'
import { type Answered, seatsFilled } from './attendance.ts'
import type { EventKind } from './event.ts'

/** Whom an event is for: its authorities (a triad's, or all that take part in the round) and named facilitators. */
export interface EventCircle {
  readonly kind: EventKind
  readonly authorityIds: readonly string[]
  readonly facilitatorIds: readonly string[]
  /** Its timed sessions, if it has any. */
  readonly sessions?: readonly SessionCircle[]
  /** What its offices answered. */
  readonly answers?: readonly Answered[]
  /** Who has booked a place; null where none are booked. */
  readonly bookedIds?: readonly string[] | null
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
 * authorities, or the region's moderators for a training, and the facilitators named for it. An office that sent
 * apologies is not expected; its substitute is. Where places are booked, a training expects those who have one,
 * and a summit has them beside its directors. Whoever is expected in two capacities keeps a seat before all else.
 *
 * An event of sessions expects the seats and the facilitator of each for its own time, an authority that sits in
 * none for no time, and a facilitator named for the event and for no session for the whole of it.
 */
export const expectedAt = (
  circle: EventCircle,
  appointments: readonly Appointment[],
  firstDay: LocalDate,
): Expected => {
  const training = circle.kind === 'training'
  const { sessions = [], answers = [], bookedIds = null } = circle
  const seated = training ? [] : circle.authorityIds
  const seatsOf = (ids: readonly string[]) => {
    const { directorIds, substituteIds } = seatsFilled(ids, appointments, firstDay, answers)
    return { delegate: substituteIds, director: directorIds }
  }
  const inSessions = sessions.flatMap(({ id, span, authorityIds, facilitatorId }) =>
    capacities({ facilitator: facilitatorId === null ? [] : [facilitatorId], ...seatsOf(authorityIds) }).map(
      (person): ExpectedPerson => ({ ...person, span, sessionId: id }),
    ),
  )
  const busy = new Set(inSessions.map(({ personId }) => personId))
  const moderators = appointments.filter((each) => each.role === 'moderator' && validOn(each, firstDay))
  const throughout = capacities({
    attendee: training ? [] : (bookedIds ?? []),
    facilitator: circle.facilitatorIds,
    moderator: training ? (bookedIds ?? moderators.map(({ personId }) => personId)) : [],
    ...seatsOf(sessions.length > 0 ? [] : seated),
  }).filter(({ personId }) => !busy.has(personId))
  return {
    people: [...inSessions, ...throughout].toSorted(byPerson),
    vacantAuthorityIds: directorsOn(seated, appointments, firstDay).vacantAuthorityIds,
  }
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
