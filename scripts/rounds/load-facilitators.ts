import { APPOINTED_FROM, appoint, type LoadedRegion } from './load-region.ts'
import type { Triad } from './load-round.ts'
import type { PublishedRound } from './programme.ts'

/**
 * The consultant appoints whoever facilitates a triad, and grants them its self-assessments for the published days;
 * gives them by the triad's number.
 */
export const loadFacilitators = async (
  { consultant }: LoadedRegion,
  triads: readonly Triad[],
  { facilitators }: PublishedRound,
): Promise<ReadonlyMap<number, string>> => {
  const personOf = new Map<number, string>()
  if (facilitators === undefined) return personOf
  for (const { triad: number, name } of facilitators.each) {
    const post = { role: 'facilitator', gssCodes: [], from: APPOINTED_FROM, until: null }
    const personId = await appoint(consultant, name, post)
    const triad = triads.find((each) => each.number === number)
    await consultant.create('/v1/grants', {
      personId,
      as: 'facilitator',
      triadId: triad?.id,
      from: facilitators.reads.from,
      until: facilitators.reads.until,
      reason: facilitators.reason,
    })
    personOf.set(number, personId)
  }
  return personOf
}
