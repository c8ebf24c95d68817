import { type ChallengeEvent, confirm, proposeForRound, proposeMeetings, setSessions } from './events.ts'
import { idsOf, type LoadedRegion } from './load-region.ts'
import type { Round, Triad } from './load-round.ts'
import type { PublishedRound } from './programme.ts'

/**
 * The consultant pencils in the published events of a round, with their sessions and facilitators, and confirms
 * each: those of its triads in their order, then those of the whole round.
 */
export const loadEvents = async (
  region: LoadedRegion,
  round: Round,
  triads: readonly Triad[],
  published: PublishedRound,
  facilitatorOf: ReadonlyMap<number, string>,
): Promise<readonly ChallengeEvent[]> => {
  const { consultant } = region
  const proposed = [...(await proposeMeetings(consultant, round, triads, published, facilitatorOf))]
  const named = idsOf(region)
  for (const announced of published.events ?? []) {
    const event = await proposeForRound(consultant, round, announced)
    const sessions = (announced.sessions ?? []).map(({ subject, authorities, ...session }) => ({
      ...session,
      subject: named(subject),
      authorities: authorities.map(named),
    }))
    if (sessions.length > 0) await setSessions(consultant, event, sessions)
    proposed.push(event)
  }
  const confirmed: ChallengeEvent[] = []
  for (const event of proposed) confirmed.push(await confirm(consultant, event))
  return confirmed
}
