import { loadChallenges, replaceChallenges } from '../../db/challenges.ts'
import { loadParticipants } from '../../db/rounds.ts'
import { type Challenge, type Challenged, challengesOfEach } from '../../domain/challenges/challenge.ts'
import { checkChallenges, checkDirected } from '../../domain/challenges/rules.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import { checkNotClosed, type Round } from '../../domain/rounds/round.ts'
import { roundChanged } from '../consequences.ts'
import { type AuthorityRef, lookUpAuthorities, resolveKnown } from '../people/authorities.ts'
import { reading, type Work, writing } from '../use-case.ts'
import { roundToChange, roundToRead } from './access.ts'
import { loadRoster, type NamedAuthority } from './roster.ts'

/** Who shall challenge one self-assessment. */
export interface ChallengedRequest {
  readonly authority: AuthorityRef
  readonly challengers: readonly AuthorityRef[]
}

/** One participant's challengers, and how many papers it challenges itself. */
export interface ChallengedView {
  readonly authority: NamedAuthority
  readonly challengers: readonly NamedAuthority[]
  readonly load: number
}

/** Who challenges whom in a directed round. */
export interface ChallengesView {
  /** Each that takes part, by name. */
  readonly items: readonly ChallengedView[]
  /** Those whom nobody challenges yet. */
  readonly unchallenged: readonly NamedAuthority[]
}

/** The authorities that take part in a round. */
export const takingPartIn = async (work: Work, round: Round): Promise<string[]> =>
  (await loadParticipants(work.trx, round.id)).flatMap(({ authorityId, takingPart }) =>
    takingPart ? [authorityId] : [],
  )

const viewChallenges = async (work: Work, round: Round): Promise<ChallengesView> => {
  const roster = await loadRoster(work, round)
  const byName = (a: NamedAuthority, b: NamedAuthority) => (a.name < b.name ? -1 : 1)
  const items = challengesOfEach(await takingPartIn(work, round), await loadChallenges(work.trx, round.id))
    .map(({ authorityId, challengerIds, load }) => ({
      authority: roster.authority(authorityId),
      challengers: challengerIds.map(roster.authority).toSorted(byName),
      load,
    }))
    .toSorted((a, b) => byName(a.authority, b.authority))
  return {
    items,
    unchallenged: items
      .filter(({ challengers }) => challengers.length === 0)
      .map(({ authority }) => authority),
  }
}

/** Who challenges whom in a directed round, for everybody who holds an appointment in its region. */
export const listChallenges = reading<{ readonly id: string }, Round, ChallengesView>({
  authorise: (work, { id }) => roundToRead(work, id),
  run: async (work, _input, round) => {
    const directed = checkDirected(round)
    return directed.ok ? success(await viewChallenges(work, round)) : directed
  },
})

/** The consultant says who challenges whom: the whole list replaces the one before. */
export const changeChallenges = writing<
  { readonly id: string; readonly challenges: readonly ChallengedRequest[] },
  Round,
  ChallengesView
>({
  authorise: (work, { id }) => roundToChange(work, id),
  run: async (work, input, round) => {
    const directed = checkDirected(round)
    if (!directed.ok) return directed
    const same = work.unchanged(await viewChallenges(work, round))
    if (!same.ok) return same
    const open = checkNotClosed(round)
    if (!open.ok) return open
    const challenged = await resolveChallenges(work, input.challenges)
    if (!challenged.ok) return challenged
    const written = await writeChallenges(work, round, challenged.value)
    if (!written.ok) return written
    work.record('round', round.id, { challenges: written.value })
    return success(await viewChallenges(work, round))
  },
})

/** Makes these the challenges of a locked round, whatever they were, if its rules have nothing against them. */
export const writeChallenges = async (
  work: Work,
  round: Round,
  challenged: readonly Challenged[],
): Promise<Result<readonly Challenge[]>> => {
  const may = await checkAllowed(work, round, challenged)
  if (!may.ok) return may
  const challenges = challenged.flatMap(({ authorityId, challengerIds }) =>
    challengerIds.map((challengerId) => ({ authorityId, challengerId })),
  )
  await replaceChallenges(work.trx, round, challenges)
  await roundChanged(work, round.id)
  return success(challenges)
}

const resolveChallenges = async (
  work: Work,
  requests: readonly ChallengedRequest[],
): Promise<Result<Challenged[]>> => {
  const idOf = await lookUpAuthorities(
    work,
    requests.flatMap(({ authority, challengers }) => [authority, ...challengers]),
  )
  const authors = resolveKnown(
    work,
    idOf,
    requests.map(({ authority }) => authority),
    (index) => `/challenges/${index}/authority`,
  )
  const challengers = requests.map((request, index) =>
    resolveKnown(work, idOf, request.challengers, (place) => `/challenges/${index}/challengers/${place}`),
  )
  const failures = [authors, ...challengers].flatMap((result) => (result.ok ? [] : [result.failure]))
  const [first] = failures
  if (first)
    return failure(
      first.code,
      failures.map(({ detail }) => detail).join(' '),
      failures.flatMap(({ faults = [] }) => faults),
    )
  const ids = (result: Result<string[]> | undefined) => (result?.ok ? result.value : [])
  return success(
    ids(authors).map((authorityId, index) => ({ authorityId, challengerIds: ids(challengers[index]) })),
  )
}

const checkAllowed = async (
  work: Work,
  round: Round,
  challenged: readonly Challenged[],
): Promise<Result<null>> => {
  const roster = await loadRoster(work, round)
  const directorOf = [...roster.names.keys()].flatMap((id) =>
    roster.seats([id]).directorIds.map((director) => [id, director] as const),
  )
  return checkChallenges({
    challenged,
    takingPart: new Set(await takingPartIn(work, round)),
    directorOf: new Map(directorOf),
    names: roster.names,
    policy: round.policy.challenges,
  })
}
