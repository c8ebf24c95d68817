import { loadParticipants, loadTriads } from '../../db/rounds.ts'
import { insertTriad } from '../../db/triads.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { checkMembers } from '../../domain/triads/members.ts'
import { checkTriadSize } from '../../domain/triads/size.ts'
import { type AuthorityRef, resolveAuthorities } from '../people/authorities.ts'
import type { Work } from '../use-case.ts'
import { loadRoster } from './roster.ts'

/**
 * The authorities of a request that may form a triad of the round: known, taking part, in no other triad of
 * it (`besides` is the triad that they are for, when there is one), and of a size that the round's policy
 * allows on its first day. `pointer` is where in the request they stand.
 */
export const membersFor = async (
  work: Work,
  round: Round,
  refs: readonly AuthorityRef[],
  pointer: string,
  besides: string | null = null,
): Promise<Result<string[]>> => {
  const members = await resolveAuthorities(work, refs, pointer)
  if (!members.ok) return members
  const participants = await loadParticipants(work.trx, round.id)
  const others = (await loadTriads(work.trx, round.id)).filter(({ id }) => id !== besides)
  const roster = await loadRoster(work, round)
  const checked = checkMembers(
    members.value,
    {
      takingPart: new Set(
        participants.flatMap(({ authorityId, takingPart }) => (takingPart ? [authorityId] : [])),
      ),
      triadOf: new Map(
        others.flatMap(({ number, authorityIds }) => authorityIds.map((id) => [id, number] as const)),
      ),
      names: roster.names,
    },
    pointer,
  )
  if (!checked.ok) return checked
  const size = checkTriadSize(
    roster.seats(members.value),
    round.policy.triadSize,
    Object.fromEntries(roster.names),
  )
  if (size.ok) return members
  const { code, detail } = size.failure
  return failure(code, detail, [{ pointer, detail }])
}

/** Forms a triad of the round and gives its id; the number is the next unless one is asked for. */
export const formTriad = async (
  work: Work,
  round: Round,
  request: { readonly authorities: readonly AuthorityRef[]; readonly number?: number | undefined },
  pointer: string,
): Promise<Result<string>> => {
  const members = await membersFor(work, round, request.authorities, pointer)
  if (!members.ok) return members
  const { number } = request
  return success(await insertTriad(work.trx, round, { number, authorityIds: members.value }, work.now))
}
