import { loadAnswersIn, type StoredAnswer } from '../../db/attendance.ts'
import { loadBookedIn } from '../../db/bookings.ts'
import { loadRoundsById, loadTakingPartIn, loadTriadsIn } from '../../db/circles.ts'
import type { ChallengeEvent } from '../../db/events.ts'
import { loadAppointmentsInRoles } from '../../db/people.ts'
import type { Triad } from '../../db/rounds.ts'
import { loadSessionsIn, type Session } from '../../db/sessions.ts'
import { loadSuccessions } from '../../db/successions.ts'
import { standingOn } from '../../domain/authorities/succession.ts'
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

export const loadCircles = async (work: Work, roundIds: readonly string[]): Promise<Circles> => {
  const ids = [...new Set(roundIds)]
  const rounds = await loadRoundsById(work.trx, ids)
  const triads = await loadTriadsIn(work.trx, ids)
  const takingPart = await loadTakingPartIn(work.trx, ids)
  const sessions = await loadSessionsIn(work.trx, ids)
  const answers = await loadAnswersIn(work.trx, ids)
  const booked = await loadBookedIn(work.trx, ids)
  const successions = await loadSuccessions(work.trx, regionOf(work).id)
  const appointments = await loadAppointmentsInRoles(work.trx, regionOf(work).id, ['director', 'moderator'])
  const sessionsOf = (eventId: string) => sessions.get(eventId) ?? []
  const answersTo = (eventId: string) => answers.get(eventId) ?? []
  const members = ({ triadId, roundId }: ForWhom): readonly string[] =>
    triadId === null ? (takingPart.get(roundId) ?? []) : (triads.get(triadId)?.authorityIds ?? [])
  const standing = (authorityIds: readonly string[], { occasion }: ForWhom): string[] =>
    standingOn(authorityIds, occasion.date, successions)
  return {
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
