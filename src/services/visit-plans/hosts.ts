import type { ChallengeEvent } from '../../db/events.ts'
import type { Triad } from '../../db/rounds.ts'
import type { PlannedHost } from '../../db/visit-plans.ts'
import { isLive } from '../../domain/events/event.ts'
import { type Fault, failure, type Result, success } from '../../domain/failures.ts'
import type { LocalDate } from '../../domain/intervals.ts'
import type { VisitsRequest } from '../../domain/planning/visit-request.ts'
import { listInWords } from '../../domain/words.ts'

/** A host with the visit that is dated anew. */
export interface HostedVisit {
  readonly host: PlannedHost
  /** As stored; null where one is proposed. */
  readonly event: ChallengeEvent | null
}

/** A host that is planned for, with its triad and the visit that it has. */
interface Chosen {
  readonly hostId: string
  readonly triad: Triad
  readonly event: ChallengeEvent | null
}

/** Those whom the request names, or all; without those whose visit is over, or agreed to and left alone. */
export const chooseHosts = (
  { hostIds, repair }: VisitsRequest,
  triads: readonly Triad[],
  visits: readonly ChallengeEvent[],
  { today, nameOf }: { readonly today: LocalDate; readonly nameOf: (id: string) => string },
): Result<Chosen[]> => {
  const faults: Fault[] = []
  const chosen: Chosen[] = []
  const wanted = hostIds ?? triads.flatMap(({ authorityIds }) => authorityIds)
  for (const [index, hostId] of wanted.entries()) {
    const refuse = (detail: string) => faults.push({ pointer: `/hosts/${index}`, detail })
    const triad = triads.find(({ authorityIds }) => authorityIds.includes(hostId))
    if (triad === undefined) {
      refuse(`${nameOf(hostId)} is in no triad of this round.`)
      continue
    }
    const theirs = visits.filter((each) => each.triadId === triad.id && each.hostAuthorityId === hostId)
    const agreed = theirs.find(({ state }) => state === 'confirmed')
    if (theirs.some(({ state }) => state === 'held')) refuse(`The visit to ${nameOf(hostId)} was held.`)
    else if (agreed && !repair)
      refuse(`The visit to ${nameOf(hostId)} is confirmed: it is left alone, unless the plan is a repair.`)
    else if (agreed && agreed.occasion.date <= today)
      refuse(`The day of the visit to ${nameOf(hostId)} has come: it is left alone.`)
    else
      chosen.push({
        hostId,
        triad,
        event: agreed ?? theirs.find(({ state }) => isLive(state)) ?? theirs[0] ?? null,
      })
  }
  if (hostIds !== null && faults.length > 0)
    return failure('invalid-request', faults.map(({ detail }) => detail).join(' '), faults)
  if (chosen.length > 0) return success(chosen)
  return failure(
    'wrong-state',
    'No visit is left to be dated: all were held or are confirmed, which only a repair may move.',
  )
}

/** Hosts with the day on which their triads meet; refused, naming them, for triads that have none. */
export const datedHosts = (
  chosen: readonly Chosen[],
  meetings: ReadonlyMap<string, readonly ChallengeEvent[]>,
  nameOf: (id: string) => string,
): Result<HostedVisit[]> => {
  const without = new Set<number>()
  const hosts = chosen.flatMap(({ hostId, triad, event }) => {
    const meeting = standingMeeting(meetings.get(triad.id) ?? [])
    if (meeting === undefined) without.add(triad.number)
    const host: PlannedHost = {
      authorityId: hostId,
      name: nameOf(hostId),
      triad: { id: triad.id, number: triad.number },
      authorityIds: [hostId, ...triad.authorityIds.filter((id) => id !== hostId)],
      meetingOn: meeting?.occasion.date ?? '',
      visit: event && { id: event.id, state: event.state, occasion: event.occasion },
    }
    return meeting ? [{ host, event }] : []
  })
  if (without.size === 0) return success(hosts)
  const which = [...without].toSorted((a, b) => a - b).map((number) => `triad ${number}`)
  const have = which.length === 1 ? 'has' : 'have'
  return failure(
    'wrong-state',
    `A visit comes after its triad's meeting, and ${listInWords(which)} ${have} none on any date: propose it first, or leave the hosts out.`,
  )
}

/** A triad's meeting: the one that was held, else the one that is agreed to, else the first that is proposed. */
const standingMeeting = (meetings: readonly ChallengeEvent[]): ChallengeEvent | undefined => {
  const live = meetings.filter(({ state }) => isLive(state))
  const by = (wanted: string) => live.find(({ state }) => state === wanted)
  return by('held') ?? by('confirmed') ?? live[0]
}
