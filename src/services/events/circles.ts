import { answersTo as answersToEvents, type StoredAnswer } from '../../db/attendance.ts'
import { bookedAt } from '../../db/bookings.ts'
import { roundsById, takingPartIn, triadsIn } from '../../db/circles.ts'
import type { ChallengeEvent } from '../../db/events.ts'
import { type Found, lookUp } from '../../db/lookups.ts'
import { appointmentsInRoles } from '../../db/people.ts'
import type { Triad } from '../../db/rounds.ts'
import { type Session, sessionsOf as sessionsOfEvents } from '../../db/sessions.ts'
import { successionsIn } from '../../db/successions.ts'
import { type Succession, standingOn } from '../../domain/authorities/succession.ts'
import { type Office, officesAt } from '../../domain/events/attendance.ts'
import { type Expected, expectedAt } from '../../domain/events/people.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { regionOf, type Work } from '../use-case.ts'

/** An event as far as knowing whom it is for goes. */
type ForWhom = Pick<ChallengeEvent, 'kind' | 'roundId' | 'triadId' | 'facilitatorIds' | 'occasion'> & {
  /** Null while it is only an idea. */
  readonly id: string | null
  /** Instead of those that are stored. */
  readonly sessions?: readonly Session[]
  /** Null where no places are booked. */
  readonly placesPerOffice?: number | null
}

/** Whom an event is for, and whom it expects. */
export interface ExpectedOf extends Expected {
  /** As they stand on its first day: an authority that has ended by then is represented by its successors. */
  readonly authorityIds: readonly string[]
}

/** The rounds that some events are of, with who is in each: read once, however many the events are. */
export interface Circles {
  /** Who took over from whom in the region. */
  readonly successions: readonly Succession[]
  round(id: string): Round
  triad(id: string): Triad | null
  /** The authorities that take part in a round. */
  takingPart(roundId: string): readonly string[]
  /** The authorities of an event as its triad or its round names them. */
  members(event: ForWhom): readonly string[]
  /** An event's sessions by the time they begin. */
  sessions(eventId: string): readonly Session[]
  /** What the offices of an event answered. */
  answers(eventId: string): readonly StoredAnswer[]
  /** The offices of an event's authorities on its first day; none of a training, which is not for directors. */
  offices(event: ForWhom): Office[]
  /** Whom an event expects by the appointments valid on its first day; of given authorities, if any. */
  expected(event: ForWhom, authorityIds?: readonly string[]): ExpectedOf
}

export const loadCircles = async (work: Work, roundIds: readonly string[]): Promise<Circles> =>
  circlesOf(await lookUp(work.trx, membersOf(work, roundIds)))

/** What `circlesOf` rests on: where events are named, of no other event the sessions, answers and bookings. */
export const membersOf = (work: Work, roundIds: readonly string[], eventIds?: readonly string[]) => {
  const { id: regionId } = regionOf(work)
  const ids = [...new Set(roundIds)]
  const which = eventIds ? { ids: eventIds } : { ofRounds: ids }
  return {
    rounds: roundsById(ids),
    triads: triadsIn(ids),
    takingPart: takingPartIn(ids),
    sessions: sessionsOfEvents(which),
    answers: answersToEvents(which),
    booked: bookedAt(which),
    successions: successionsIn(regionId),
    appointments: appointmentsInRoles(regionId, ['director', 'moderator']),
  }
}

/** Rounds as they were read, with who is in each. */
export const circlesOf = (read: Found<ReturnType<typeof membersOf>>): Circles => {
  const { rounds, triads, takingPart, sessions, answers, booked, successions, appointments } = read
  const sessionsOf = (eventId: string) => sessions.get(eventId) ?? []
  const answersTo = (eventId: string) => answers.get(eventId) ?? []
  const members = ({ triadId, roundId }: ForWhom): readonly string[] =>
    triadId === null ? (takingPart.get(roundId) ?? []) : (triads.get(triadId)?.authorityIds ?? [])
  const standing = (authorityIds: readonly string[], { occasion }: ForWhom): string[] =>
    standingOn(authorityIds, occasion.date, successions)
  return {
    successions,
    round: (id) => {
      const round = rounds.get(id)
      if (round === undefined) throw new Error(`round ${id} was not loaded`)
      return round
    },
    triad: (id) => triads.get(id) ?? null,
    takingPart: (id) => takingPart.get(id) ?? [],
    members,
    sessions: sessionsOf,
    answers: answersTo,
    offices: (event) =>
      event.kind === 'training'
        ? []
        : officesAt(standing(members(event), event), appointments, event.occasion.date),
    expected: (event, given) => {
      const authorityIds = standing(given ?? members(event), event)
      const id = event.id ?? ''
      const sat = event.sessions ?? sessionsOf(id)
      return {
        authorityIds,
        ...expectedAt(
          {
            ...event,
            authorityIds,
            sessions: sat.map((each) => ({ ...each, authorityIds: standing(each.authorityIds, event) })),
            answers: answersTo(id),
            bookedIds: typeof event.placesPerOffice === 'number' ? (booked.get(id) ?? []) : null,
          },
          appointments,
          event.occasion.date,
        ),
      }
    },
  }
}
