import { loadChallenges } from '../../db/challenges.ts'
import { addSelfAssessments, removeSelfAssessments, replaceParticipants } from '../../db/participants.ts'
import { loadParticipants, loadTriads, type Participant } from '../../db/rounds.ts'
import { standingOn, whyNotStanding } from '../../domain/authorities/succession.ts'
import { type Fault, failure, type Result, success } from '../../domain/failures.ts'
import type { Days } from '../../domain/intervals.ts'
import { checkNotClosed, type Round } from '../../domain/rounds/round.ts'
import { roundChanged } from '../consequences.ts'
import { type AuthorityRef, resolveAuthorities } from '../people/authorities.ts'
import { reading, type Work, writing } from '../use-case.ts'
import { roundToChange, roundToRead } from './access.ts'
import { loadRoster, type NamedAuthority } from './roster.ts'

/** An authority that a request puts into a round or leaves out of it, with why. */
export interface ParticipantRequest {
  readonly authority: AuthorityRef
  readonly takingPart: boolean
  readonly reason: string | null
}

/** A participant with the authority's name. */
export interface ParticipantView extends Omit<Participant, 'authorityId'> {
  readonly authority: NamedAuthority
}

/** The participants of a request; faults stand at `/participants/{index}/authority`. */
export const resolveParticipants = async (
  work: Work,
  requests: readonly ParticipantRequest[],
): Promise<Result<Participant[]>> => {
  const refs = requests.map(({ authority }) => authority)
  const ids = await resolveAuthorities(work, refs, '/participants')
  if (ids.ok) {
    return success(
      ids.value.map((authorityId, index) => ({
        authorityId,
        takingPart: requests[index]?.takingPart ?? true,
        reason: requests[index]?.reason ?? null,
      })),
    )
  }
  const { code, detail, faults = [] } = ids.failure
  const inField = faults.map((fault) => ({ ...fault, pointer: `${fault.pointer}/authority` }))
  return failure(code, detail, inField)
}

/** Refuses those that join a round, at their places, unless they stand on its first day. */
const checkStanding = async (
  work: Work,
  round: Round,
  participants: readonly Participant[],
  before: readonly Participant[],
): Promise<Result<null>> => {
  const { names, successions } = await loadRoster(work, round)
  const faults = participants.flatMap(({ authorityId }, index): Fault[] => {
    if (before.some((each) => each.authorityId === authorityId)) return []
    const nameOf = (id: string) => names.get(id) ?? id
    const detail = whyNotStanding(authorityId, round.window.first, successions, nameOf)
    return detail === null ? [] : [{ pointer: `/participants/${index}/authority`, detail }]
  })
  if (faults.length === 0) return success(null)
  return failure('invalid-request', faults.map(({ detail }) => detail).join(' '), faults)
}

/** The participants of an earlier round as they stand on the first day of another: successors in their place. */
export const inheritParticipants = async (
  work: Work,
  participants: readonly Participant[],
  window: Days,
): Promise<Participant[]> => {
  const { successions } = await loadRoster(work, { window })
  const standing = new Map<string, Participant>()
  for (const participant of participants) {
    for (const authorityId of standingOn([participant.authorityId], window.first, successions)) {
      // Of two that merged, one that took part brings the successor in.
      if (!standing.get(authorityId)?.takingPart) standing.set(authorityId, { ...participant, authorityId })
    }
  }
  return [...standing.values()]
}

/**
 * Makes these the participants of a round. Who joins stands on its first day. Each that takes part has a
 * self-assessment from then on. One that is in a triad, or challenges or is challenged, cannot be put out, nor, by
 * the database, one that has papers or moderators in the round.
 */
export const setParticipants = async (
  work: Work,
  round: Round,
  participants: readonly Participant[],
): Promise<Result<null>> => {
  const before = await loadParticipants(work.trx, round.id)
  const standing = await checkStanding(work, round, participants, before)
  if (!standing.ok) return standing
  const staying = new Set(inOf(participants))
  const leaving = inOf(before).filter((id) => !staying.has(id))
  const free = await checkNothingToDo(work, round, leaving, participants)
  if (!free.ok) return free
  await removeSelfAssessments(work.trx, round.id, leaving)
  await replaceParticipants(work.trx, round, participants)
  await addSelfAssessments(work.trx, round, [...staying], work.now)
  return success(null)
}

const inOf = (participants: readonly Participant[]): string[] =>
  participants.flatMap(({ authorityId, takingPart }) => (takingPart ? [authorityId] : []))

const checkNothingToDo = async (
  work: Work,
  round: Round,
  leaving: readonly string[],
  participants: readonly Participant[],
): Promise<Result<null>> => {
  if (leaving.length === 0) return success(null)
  const { names } = await loadRoster(work, round)
  const triads = await loadTriads(work.trx, round.id)
  const challenges = await loadChallenges(work.trx, round.id)
  const faults = leaving.flatMap((id): Fault[] => {
    const triad = triads.find(({ authorityIds }) => authorityIds.includes(id))
    const challenge = challenges.find((each) => [each.authorityId, each.challengerId].includes(id))
    const what = triad
      ? `is in triad ${triad.number}: change the triad first.`
      : challenge && 'challenges or is challenged in this round: change the challenges first.'
    if (what === undefined) return []
    const index = participants.findIndex(({ authorityId }) => authorityId === id)
    return [
      {
        pointer: index < 0 ? '/participants' : `/participants/${index}/takingPart`,
        detail: `${names.get(id) ?? id} ${what}`,
      },
    ]
  })
  if (faults.length === 0) return success(null)
  return failure('conflict', faults.map(({ detail }) => detail).join(' '), faults)
}

const viewParticipants = async (work: Work, round: Round): Promise<ParticipantView[]> => {
  const participants = await loadParticipants(work.trx, round.id)
  const roster = await loadRoster(work, round)
  return participants
    .map(({ authorityId, takingPart, reason }) => ({
      authority: roster.authority(authorityId),
      takingPart,
      reason,
    }))
    .toSorted((a, b) => (a.authority.name < b.authority.name ? -1 : 1))
}

/** All participants of a round, in or out, by name. */
export const listParticipants = reading<{ readonly id: string }, Round, ParticipantView[]>({
  authorise: (work, { id }) => roundToRead(work, id),
  run: async (work, _input, round) => success(await viewParticipants(work, round)),
})

/** The consultant says who takes part: the whole list replaces the one before. */
export const changeParticipants = writing<
  { readonly id: string; readonly participants: readonly ParticipantRequest[] },
  Round,
  ParticipantView[]
>({
  authorise: (work, { id }) => roundToChange(work, id),
  run: async (work, input, round) => {
    const same = work.unchanged(await viewParticipants(work, round))
    if (!same.ok) return same
    const open = checkNotClosed(round)
    if (!open.ok) return open
    const participants = await resolveParticipants(work, input.participants)
    if (!participants.ok) return participants
    const set = await setParticipants(work, round, participants.value)
    if (!set.ok) return set
    await roundChanged(work, round.id)
    work.record('round', round.id, { participants: participants.value })
    return success(await viewParticipants(work, round))
  },
})
