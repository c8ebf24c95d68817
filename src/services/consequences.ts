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

/** What follows from a move of events that were ever deferred: these keep papers open until they are settled. */
export const deferredEventsMoved = async (
  work: Work,
  events: readonly { readonly roundId: string; readonly wasDeferred: boolean }[],
): Promise<void> => {
  const deferred = events.filter(({ wasDeferred }) => wasDeferred)
  for (const roundId of new Set(deferred.map((event) => event.roundId)))
    await refreshReaders(work, { roundId })
}
