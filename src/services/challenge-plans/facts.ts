import { loadChallenges } from '../../db/challenges.ts'
import { loadProviders } from '../../db/providers.ts'
import { loadTriads } from '../../db/rounds.ts'
import { sharedOn } from '../../domain/authorities/providers.ts'
import { standingOn } from '../../domain/authorities/succession.ts'
import type { Apart, DirectedFacts } from '../../domain/planning/directed-round.ts'
import { eachPair } from '../../domain/planning/rules.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { authoritiesOf, conflictsIn, metBefore } from '../plans/facts.ts'
import { takingPartIn } from '../rounds/challenges.ts'
import { loadRoster, type Roster } from '../rounds/roster.ts'
import { regionOf, type Work } from '../use-case.ts'

/** Reads what a directed round's challengers are chosen from, directors as of the round's first day. */
export const loadDirectedFacts = async (work: Work, round: Round): Promise<DirectedFacts> => {
  const roster = await loadRoster(work, round)
  const ids = (await takingPartIn(work, round)).toSorted()
  const authorities = await authoritiesOf(work)
  const standing = (id: string) => standingOn([id], round.window.first, roster.successions)
  const participantsOf = (id: string) => [
    ...new Set(standing(id).flatMap((now) => ids.filter((each) => standing(each).includes(now)))),
  ]
  return {
    authorities: ids.flatMap((id) => authorities.get(id) ?? []),
    met: await metBefore(work, round, participantsOf),
    apart: [
      ...sharedDirectors(ids, roster),
      ...(await sharedProviders(work, round, participantsOf)),
      ...(await conflicts(work, round, { ids, roster, participantsOf })),
    ],
    standing: await loadChallenges(work.trx, round.id),
    triads: (await loadTriads(work.trx, round.id)).map(({ authorityIds }) => authorityIds),
    allowed: round.policy.challenges,
    policy: round.policy.planning,
  }
}

/** Each two that one director leads. */
const sharedDirectors = (ids: readonly string[], roster: Roster): Apart[] => {
  const directorsOf = new Map(ids.map((id) => [id, roster.seats([id]).directorIds]))
  return ids.flatMap((a, index) =>
    ids.slice(index + 1).flatMap((b): Apart[] => {
      const isShared = directorsOf.get(a)?.some((director) => directorsOf.get(b)?.includes(director))
      return isShared ? [{ authorityIds: [a, b], because: 'One director leads both.' }] : []
    }),
  )
}

/** Each two for whom one organisation provides services on the round's first day. */
const sharedProviders = async (
  work: Work,
  { window }: Round,
  participantsOf: (id: string) => readonly string[],
): Promise<Apart[]> =>
  sharedOn(await loadProviders(work.trx, regionOf(work).id), window.first).flatMap(({ name, authorityIds }) =>
    eachPair([...new Set(authorityIds.flatMap(participantsOf))]).map((pair) => ({
      authorityIds: pair,
      because: `One organisation, ${name}, provides services for both.`,
    })),
  )

/** Each authority that a director has a conflict with, and those that the director leads. */
const conflicts = async (
  work: Work,
  round: Round,
  {
    ids,
    roster,
    participantsOf,
  }: { ids: readonly string[]; roster: Roster; participantsOf: (id: string) => readonly string[] },
): Promise<Apart[]> =>
  (await conflictsIn(work, round)).flatMap(({ personId, authorityId }) => {
    const led = ids.filter((id) => roster.seats([id]).directorIds.includes(personId))
    return led.flatMap((own) =>
      participantsOf(authorityId).flatMap((other): Apart[] =>
        other === own
          ? []
          : [
              {
                authorityIds: [own, other],
                because: 'A conflict of interest stands between the director of one and the other.',
              },
            ],
      ),
    )
  })
