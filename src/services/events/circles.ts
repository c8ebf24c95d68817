import { loadRoundsById, loadTakingPartIn, loadTriadsIn } from '../../db/circles.ts'
import type { ChallengeEvent } from '../../db/events.ts'
import { loadAppointmentsInRoles } from '../../db/people.ts'
import type { Triad } from '../../db/rounds.ts'
import { loadSessionsIn, type Session } from '../../db/sessions.ts'
import { type Expected, expectedAt } from '../../domain/events/people.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { regionOf, type Work } from '../use-case.ts'

/** An event as far as knowing whom it is for goes. */
type ForWhom = Pick<ChallengeEvent, 'kind' | 'roundId' | 'triadId' | 'facilitatorIds' | 'occasion'> & {
  /** Null while it is only an idea. */
  readonly id: string | null
  /** Instead of those that are stored. */
  readonly sessions?: readonly Session[]
}

/** Whom an event is for, and whom it expects. */
export interface ExpectedOf extends Expected {
  readonly authorityIds: readonly string[]
}

/** The rounds that some events are of, with who is in each: read once, however many the events are. */
export interface Circles {
  round(id: string): Round
  triad(id: string): Triad | null
  /** The authorities that take part in a round. */
  takingPart(roundId: string): readonly string[]
  /** An event's sessions by the time they begin. */
  sessions(eventId: string): readonly Session[]
  /** Whom an event expects by the appointments valid on its first day; of given authorities, if any. */
  expected(event: ForWhom, authorityIds?: readonly string[]): ExpectedOf
}

export const loadCircles = async (work: Work, roundIds: readonly string[]): Promise<Circles> => {
  const ids = [...new Set(roundIds)]
  const rounds = await loadRoundsById(work.trx, ids)
  const triads = await loadTriadsIn(work.trx, ids)
  const takingPart = await loadTakingPartIn(work.trx, ids)
  const sessions = await loadSessionsIn(work.trx, ids)
  const sessionsOf = (eventId: string | null) => (eventId === null ? [] : (sessions.get(eventId) ?? []))
  const appointments = await loadAppointmentsInRoles(work.trx, regionOf(work).id, ['director', 'moderator'])
  return {
    round: (id) => {
      const round = rounds.get(id)
      if (round === undefined) throw new Error(`round ${id} was not loaded`)
      return round
    },
    triad: (id) => triads.get(id) ?? null,
    takingPart: (id) => takingPart.get(id) ?? [],
    sessions: sessionsOf,
    expected: (event, given) => {
      const authorityIds =
        given ??
        (event.triadId === null
          ? (takingPart.get(event.roundId) ?? [])
          : (triads.get(event.triadId)?.authorityIds ?? []))
      return {
        authorityIds,
        ...expectedAt(
          { ...event, authorityIds, sessions: event.sessions ?? sessionsOf(event.id) },
          appointments,
          event.occasion.date,
        ),
      }
    },
  }
}
