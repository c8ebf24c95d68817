import type { ChallengeEvent } from '../db/events.ts'
import { isSettled } from '../domain/events/event.ts'
import { refreshParticipations } from './events/participations.ts'
import { refreshReaders } from './moderation/readers.ts'
import type { Work } from './use-case.ts'

/** What follows from a change of appointments: who takes part in coming events, and who may read what. */
export const appointmentsChanged = async (work: Work): Promise<void> => {
  await refreshParticipations(work)
  await refreshReaders(work)
}

/** What follows from a change of a round, its participants or its triads: the same, for papers of that round. */
export const roundChanged = async (work: Work, roundId: string): Promise<void> => {
  await refreshParticipations(work)
  await refreshReaders(work, { roundId })
}

/**
 * What follows from a move of events: those that were ever deferred keep papers open until they are settled, every
 * one does so for delegates named for it, and its facilitators read what they are granted.
 */
export const eventsMoved = async (
  work: Work,
  events: readonly Pick<ChallengeEvent, 'roundId' | 'state' | 'wasDeferred' | 'facilitatorIds'>[],
): Promise<void> => {
  const opening = events.filter(
    ({ state, wasDeferred, facilitatorIds }) => wasDeferred || isSettled(state) || facilitatorIds.length > 0,
  )
  for (const roundId of new Set(opening.map((event) => event.roundId)))
    await refreshReaders(work, { roundId })
}

/** What follows when others facilitate an event: they read what they are granted of its triad's papers. */
export const facilitatorsChanged = (
  work: Work,
  { roundId }: Pick<ChallengeEvent, 'roundId'>,
): Promise<void> => refreshReaders(work, { roundId })
