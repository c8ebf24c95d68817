import { loadGroups } from '../../db/challenges.ts'
import { loadNames } from '../../db/names.ts'
import { countTakingPart } from '../../db/participants.ts'
import { loadProviders } from '../../db/providers.ts'
import { roundOf, selectRounds, type Triad } from '../../db/rounds.ts'
import { loadSuccessions } from '../../db/successions.ts'
import { sharedOn } from '../../domain/authorities/providers.ts'
import { standingOn } from '../../domain/authorities/succession.ts'
import { dayShown, type Round, roundBefore } from '../../domain/rounds/round.ts'
import { pairsOf, repeatedPairs } from '../../domain/triads/pairs.ts'
import { regionOf, type Work } from '../use-case.ts'
import { loadRoster, type NamedAuthority } from './roster.ts'

/** A round with what its triads come to. */
export interface RoundView extends Round {
  /** How many authorities take part. */
  readonly takingPart: number
  readonly pairs: {
    /** Two authorities in one triad, or of which one challenges the other: each pair once. */
    readonly total: number
    /** Those of them that met like that in the previous round too. */
    readonly repeated: number
    readonly previousRound: Pick<Round, 'id' | 'label'> | null
  }
}

/** A triad with who is in it on the day by which its round is shown. */
export interface TriadView extends Pick<Triad, 'id' | 'roundId' | 'number' | 'createdAt' | 'changedAt'> {
  readonly authorities: readonly NamedAuthority[]
  readonly directors: readonly { readonly id: string; readonly name: string }[]
  /** Authorities without a director in post. */
  readonly vacancies: readonly NamedAuthority[]
  /** How many of its pairs also met in the region's previous round. */
  readonly pairsBefore: number
  /** Names of the providers of services that several of its authorities share. */
  readonly sharedProviders: readonly string[]
}

/** Rounds of the region with their pairs. */
export const viewRounds = async (work: Work, rounds: readonly Round[]): Promise<RoundView[]> => {
  const regionId = regionOf(work).id
  const all = await roundsOf(work)
  const groupsIn = Map.groupBy(await loadGroups(work.trx, regionId), ({ roundId }) => roundId)
  const takingPart = await countTakingPart(work.trx, regionId)
  const successions = await loadSuccessions(work.trx, regionId)
  return rounds.map((round) => {
    const previous = roundBefore(round, all)
    const standing = (ids: readonly string[]) => standingOn(ids, round.window.first, successions)
    const now = (groupsIn.get(round.id) ?? []).map(({ authorityIds }) => ({
      authorityIds: standing(authorityIds),
    }))
    const before = (previous && groupsIn.get(previous.id)) ?? []
    return {
      ...round,
      takingPart: takingPart.get(round.id) ?? 0,
      pairs: {
        total: pairsOf(now).length,
        repeated: repeatedPairs(now, before, (id) => standing([id])).length,
        previousRound: previous && { id: previous.id, label: previous.label },
      },
    }
  })
}

/** One round with its pairs. */
export const viewRound = async (work: Work, round: Round): Promise<RoundView> => {
  const [view] = await viewRounds(work, [round])
  if (view === undefined) throw new Error('a view for each round')
  return view
}

/** Triads of one round with the people in them. */
export const viewTriads = async (
  work: Work,
  round: Round,
  triads: readonly Triad[],
): Promise<TriadView[]> => {
  const roster = await loadRoster(work, round)
  const previous = roundBefore(round, await roundsOf(work))
  const groups = previous ? await loadGroups(work.trx, previous.regionId) : []
  const before = groups.filter(({ roundId }) => roundId === previous?.id)
  const { timezone } = regionOf(work)
  const day = dayShown(round, work.now, timezone)
  const standing = (ids: readonly string[]) => standingOn(ids, round.window.first, roster.successions)
  const seated = triads.map((triad) => ({ triad, seats: roster.seats(triad.authorityIds, day) }))
  const { offices } = await loadNames(work.trx, regionOf(work).id)
  const providers = sharedOn(await loadProviders(work.trx, regionOf(work).id), day)
  const byName = (a: NamedAuthority, b: NamedAuthority) => (a.name < b.name ? -1 : 1)
  return seated.map(({ triad, seats }) => ({
    id: triad.id,
    roundId: triad.roundId,
    number: triad.number,
    createdAt: triad.createdAt,
    changedAt: triad.changedAt,
    authorities: triad.authorityIds.map(roster.authority).toSorted(byName),
    directors: seats.directorIds.map((id) => ({ id, name: offices[id] ?? '' })),
    vacancies: seats.vacantAuthorityIds.map(roster.authority).toSorted(byName),
    pairsBefore: repeatedPairs([{ authorityIds: standing(triad.authorityIds) }], before, (id) =>
      standing([id]),
    ).length,
    sharedProviders: providers
      .filter(
        ({ authorityIds }) =>
          standing(triad.authorityIds).filter((id) => authorityIds.includes(id)).length > 1,
      )
      .map(({ name }) => name),
  }))
}

/** One triad with the people in it. */
export const viewTriad = async (work: Work, round: Round, triad: Triad): Promise<TriadView> => {
  const [view] = await viewTriads(work, round, [triad])
  if (view === undefined) throw new Error('a view for each triad')
  return view
}

const roundsOf = async (work: Work): Promise<Round[]> => {
  const rows = await selectRounds(work.trx).where('regionId', '=', regionOf(work).id).execute()
  return rows.map(roundOf)
}
