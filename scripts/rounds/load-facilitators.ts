import { Refusal } from '../api.ts'
import { APPOINTED_FROM, appoint, type LoadedRegion } from './load-region.ts'
import type { Triad } from './load-round.ts'
import type { PublishedRound } from './programme.ts'

/** Who facilitates a round. */
export interface Facilitators {
  /** By the number of the triad. */
  readonly personOf: ReadonlyMap<number, string>
  /** Those who were granted nothing, because the days of their grants are past. */
  readonly tooLate: readonly string[]
}

/** The consultant appoints whoever facilitates a triad, and grants them its self-assessments for the published days. */
export const loadFacilitators = async (
  { consultant }: LoadedRegion,
  triads: readonly Triad[],
  { facilitators }: PublishedRound,
): Promise<Facilitators> => {
  const personOf = new Map<number, string>()
  const tooLate: string[] = []
  if (facilitators === undefined) return { personOf, tooLate }
  const { each, reads, reason } = facilitators
  for (const { triad, name } of each) {
    const post = { role: 'facilitator', gssCodes: [], from: APPOINTED_FROM, until: null }
    const personId = await appoint(consultant, name, post)
    personOf.set(triad, personId)
    const triadId = triads.find(({ number }) => number === triad)?.id
    await consultant
      .create('/v1/grants', { personId, as: 'facilitator', triadId, reason, ...reads })
      .catch((error: unknown) => {
        if (!isOfThePast(error)) throw error
        tooLate.push(name)
      })
  }
  return { personOf, tooLate }
}

/** A round of other years is loaded too, but nothing is granted backwards. */
const isOfThePast = (error: unknown): boolean =>
  error instanceof Refusal && (error.problem.errors ?? []).some(({ pointer }) => pointer === '/from')
