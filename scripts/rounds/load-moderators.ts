import { APPOINTED_FROM, appoint, appointPerson, type LoadedRegion } from './load-region.ts'
import type { Round } from './load-round.ts'
import type { PublishedModerators, PublishedRound } from './programme.ts'

/** A self-assessment in a list. */
export interface Paper {
  readonly id: string
  readonly authority: { readonly id: string; readonly name: string }
}

/** The self-assessments of a round, as the consultant lists them. */
export const papersOf = ({ consultant }: LoadedRegion, round: Round): Promise<Paper[]> =>
  consultant.list(`/v1/rounds/${round.id}/self-assessments`)

/** The consultant appoints the published moderators of a round and offers each the self-assessment that is theirs. */
export const loadModerators = async (
  region: LoadedRegion,
  round: Round,
  { moderators }: PublishedRound,
): Promise<void> => {
  if (moderators === undefined) return
  const personOf = await appointModerators(region, moderators)
  const paperOf = new Map((await papersOf(region, round)).map(({ id, authority }) => [authority.name, id]))
  for (const { authority, by } of moderators.each) {
    await region.consultant.create('/v1/moderation-assignments', {
      selfAssessmentId: paperOf.get(authority),
      moderatorId: personOf.get(by),
    })
  }
}

/** One moderator for each authority that moderates: the director, who is then both, or somebody of the staff. */
const appointModerators = async (
  { consultant, authorities, directors }: LoadedRegion,
  { from, each }: PublishedModerators,
): Promise<ReadonlyMap<string, string>> => {
  const personOf = new Map<string, string>()
  for (const name of new Set(each.map(({ by }) => by))) {
    const gssCodes = authorities.flatMap((authority) => (authority.name === name ? [authority.gssCode] : []))
    const post = { role: 'moderator', gssCodes, from: APPOINTED_FROM, until: null }
    const director = directors.find((each) => each.authorities.includes(name))
    if (from === 'directors' && director) {
      await appointPerson(consultant, director.personId, post)
      personOf.set(name, director.personId)
    } else {
      personOf.set(name, await appoint(consultant, `Moderator, ${name}`, post))
    }
  }
  return personOf
}
