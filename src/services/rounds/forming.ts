import { loadParticipants, loadTriads, type Participant, type Triad } from '../../db/rounds.ts'
import { insertTriad } from '../../db/triads.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { checkMembers } from '../../domain/triads/members.ts'
import { checkTriadSize } from '../../domain/triads/size.ts'
import { type AuthorityRef, resolveAuthorities } from '../people/authorities.ts'
import type { Work } from '../use-case.ts'
import { loadRoster, type Roster } from './roster.ts'

/** What the authorities of a triad are held to, beside the round's other triads. */
export interface FormingGround {
  readonly participants: readonly Participant[]
  readonly roster: Roster
}

export const loadFormingGround = async (work: Work, round: Round): Promise<FormingGround> => ({
  participants: await loadParticipants(work.trx, round.id),
  roster: await loadRoster(work, round),
})

/**
 * Whether authorities may form a triad of the round beside these others: taking part, in no other triad of it,
 * and of a size that the round's policy allows on its first day. `pointer` is where in the request they stand.
 */
export const checkTriad = (
  round: Round,
  { participants, roster }: FormingGround,
  others: readonly Pick<Triad, 'number' | 'authorityIds'>[],
  authorityIds: readonly string[],
  pointer: string,
): Result<null> => {
  const checked = checkMembers(
    authorityIds,
    {
      takingPart: new Set(
        participants.flatMap(({ authorityId, takingPart }) => (takingPart ? [authorityId] : [])),
      ),
      triadOf: new Map(
        others.flatMap((triad) => triad.authorityIds.map((id) => [id, triad.number] as const)),
      ),
      names: roster.names,
    },
    pointer,
  )
  if (!checked.ok) return checked
  const size = checkTriadSize(
    roster.seats(authorityIds),
    round.policy.triadSize,
    Object.fromEntries(roster.names),
  )
  if (size.ok) return success(null)
  const { code, detail } = size.failure
  return failure(code, detail, [{ pointer, detail }])
}

/**
 * The authorities of a request that may form a triad of the round, as `checkTriad` has it: `besides` is the triad
 * that they are for, when there is one.
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
  const others = (await loadTriads(work.trx, round.id)).filter(({ id }) => id !== besides)
  const may = checkTriad(round, await loadFormingGround(work, round), others, members.value, pointer)
  return may.ok ? members : may
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
