import { failure, type Result, success } from '../failures.ts'
import { faultsOfRequest } from './check-request.ts'
import { type PlanningPolicy, withWishes } from './policy.ts'
import type { Ban, Confirmed, GroupSizes, Met, Pin, PlanningProblem, PlanSlot } from './problem.ts'
import type { PlanRequest } from './request.ts'
import { planClashes, type Standing } from './round-clashes.ts'
import type { PlannedAuthority, RoundSeat } from './round-seats.ts'
import { eachPair } from './rules.ts'

/** A triad as planning finds it, by its authorities. */
export interface PlannedTriad {
  readonly number: number
  readonly authorityIds: readonly string[]
}

/** What a round's plan is made from, apart from what dates clash with. */
export interface RoundFacts {
  readonly authorities: ReadonlyMap<string, PlannedAuthority>
  /** Those who are planned for. */
  readonly seats: readonly RoundSeat[]
  readonly slots: readonly PlanSlot[]
  /** The triads in which those seats are. */
  readonly triads: readonly PlannedTriad[]
  readonly sizes: GroupSizes
  /** The round's own; a request may wish otherwise. */
  readonly policy: PlanningPolicy
  readonly facilitatorEventsPerDay: number
  /** Authorities that met in earlier rounds. */
  readonly met: readonly { readonly authorityIds: readonly [string, string]; readonly yearsAgo: number }[]
  /** By authorities, who may not meet: a director with a conflict, and the authority that it is with. */
  readonly conflicts: readonly { readonly authorityIds: readonly [string, string] }[]
  /** By authorities, for whom one organisation provides services. */
  readonly sharedProviders: readonly { readonly name: string; readonly authorityIds: readonly string[] }[]
  readonly confirmed: readonly {
    readonly authorityIds: readonly string[]
    readonly slotId: string
    readonly facilitatorId: string | null
  }[]
  /** Those whom the request names, as they are. */
  readonly facilitators: ReadonlyMap<
    string,
    { readonly name: string; readonly freeOn: readonly string[]; readonly conflictIds: readonly string[] }
  >
}

/** What is found against the seats' dates; null while a request is only looked at. */
type Stands = readonly Standing[] | null

/**
 * The problem of a round as a request wants it solved. Refused, as `invalid-request` at the request's own fields, where
 * it names what is not part of the plan; whether the problem can be planned from is `checkProblem`'s to say.
 */
export const problemOfRound = (
  facts: RoundFacts,
  request: PlanRequest,
  standings: Stands,
): Result<PlanningProblem> => {
  const seatOf = new Map(
    facts.seats.flatMap(({ id, authorityIds }) =>
      authorityIds.map((authorityId) => [authorityId, id] as const),
    ),
  )
  const faults = faultsOfRequest(facts, request, seatOf)
  if (faults.length > 0)
    return failure('invalid-request', [...new Set(faults.map(({ detail }) => detail))].join(' '), faults)
  const seatsAt = (ids: readonly string[]) =>
    [...new Set(ids.flatMap((id) => seatOf.get(id) ?? []))].toSorted()
  const tagsOf = (ids: readonly string[]) => [
    ...new Set([
      ...ids.flatMap((id) => facts.authorities.get(id)?.kind ?? []),
      ...request.tags.flatMap(({ tag, authorityIds }) =>
        authorityIds.some((id) => ids.includes(id)) ? [tag] : [],
      ),
    ]),
  ]
  return success({
    seats: facts.seats.map(({ id, name, authorityIds }) => ({
      id,
      name,
      office: facts.authorities.get(authorityIds[0] ?? '')?.office ?? null,
      tags: tagsOf(authorityIds),
      neighbours: seatsAt(
        authorityIds.flatMap((each) => facts.authorities.get(each)?.neighbourIds ?? []),
      ).filter((other) => other !== id),
    })),
    slots: facts.slots,
    facilitators:
      request.facilitators?.map(({ personId, most, notFor }) => {
        const known = facts.facilitators.get(personId)
        return {
          id: personId,
          name: known?.name ?? personId,
          slotIds: known?.freeOn ?? [],
          most,
          notFor: seatsAt([...notFor, ...(known?.conflictIds ?? [])]),
        }
      }) ?? null,
    facilitatorEventsPerDay: facts.facilitatorEventsPerDay,
    sizes: sizesOf(facts, request, seatsAt),
    clashes: planClashes(facts.seats, standings ?? []),
    bans: bansOf(facts, request, seatsAt),
    pins: pinsOf(facts, request, seatsAt),
    quotas: request.quotas.map((quota, index) => ({ id: `quota-${index + 1}`, ...quota })),
    met: metOf(facts, seatOf),
    expectedInspections: request.expectedInspections.flatMap(({ authorityId, first, last }) =>
      seatsAt([authorityId]).map((seatId) => ({ seatId, first, last })),
    ),
    confirmed: facts.confirmed.map(
      ({ authorityIds, slotId, facilitatorId }): Confirmed => ({
        seatIds: seatsAt(authorityIds),
        slotId,
        facilitatorId,
      }),
    ),
    policy: withWishes(facts.policy, request.policy),
  })
}

type SeatsAt = (authorityIds: readonly string[]) => string[]

/** The round's own sizes; where triads are kept, theirs. */
const sizesOf = ({ triads, sizes }: RoundFacts, request: PlanRequest, seatsAt: SeatsAt): GroupSizes => {
  if (request.planned === 'triads-and-dates') return request.sizes ?? sizes
  const counts = triads.map(({ authorityIds }) => seatsAt(authorityIds).length)
  return { smallest: Math.min(...counts), largest: Math.max(...counts) }
}

const bansOf = (facts: RoundFacts, request: PlanRequest, seatsAt: SeatsAt): Ban[] => {
  const { conflicts } = facts
  const between = (ids: readonly string[]) => {
    const [a, b] = seatsAt(ids)
    return a !== undefined && b !== undefined ? ([a, b] as const) : null
  }
  const wished = request.bans.flatMap(({ authorityIds, because }) => {
    const seatIds = between(authorityIds)
    return seatIds ? [{ seatIds, because }] : []
  })
  const sworn = conflicts.flatMap(({ authorityIds }) => {
    const seatIds = between(authorityIds)
    return seatIds ? [{ seatIds, because: 'A conflict of interest stands between these two.' }] : []
  })
  const provided = request.planned === 'dates' ? [] : sharingOf(facts, seatsAt)
  return [...wished, ...sworn, ...provided, ...keptApart(facts, request, seatsAt)].map((ban, index) => ({
    id: `ban-${index + 1}`,
    ...ban,
  }))
}

/** Every two who share a provider: they know each other's services too well, or are of one mind about them. */
const sharingOf = ({ sharedProviders }: RoundFacts, seatsAt: SeatsAt): Omit<Ban, 'id'>[] =>
  sharedProviders.flatMap(({ name, authorityIds }) =>
    eachPair(seatsAt(authorityIds)).map((seatIds) => ({
      seatIds,
      because: `These two have the same provider of services, ${name}.`,
    })),
  )

/** Where triads are kept, two that would be small enough together do not become one. */
const keptApart = (facts: RoundFacts, request: PlanRequest, seatsAt: SeatsAt): Omit<Ban, 'id'>[] => {
  if (request.planned === 'triads-and-dates') return []
  const { largest } = sizesOf(facts, request, seatsAt)
  const groups = facts.triads.map(({ authorityIds }) => seatsAt(authorityIds))
  return groups.flatMap((one, index) =>
    groups.slice(index + 1).flatMap((other) => {
      const [a, b] = [one[0], other[0]]
      if (one.length + other.length > largest || a === undefined || b === undefined) return []
      return [{ seatIds: [a, b] as const, because: 'These two are in different triads, which are kept.' }]
    }),
  )
}

const pinsOf = ({ slots, triads }: RoundFacts, { pins, planned }: PlanRequest, seatsAt: SeatsAt): Pin[] => {
  const kept = planned === 'dates' ? triads.map(({ authorityIds }) => seatsAt(authorityIds)) : []
  return [
    ...kept.map((seatIds, index): Pin => ({ id: `triad-${index + 1}`, kind: 'together', seatIds })),
    ...pins.flatMap(({ authorityIds, dates, facilitatorId }, index): Pin[] => {
      const seatIds = seatsAt(authorityIds)
      const id = `pin-${index + 1}`
      return [
        ...(seatIds.length > 1 ? [{ id: `${id}-together`, kind: 'together' as const, seatIds }] : []),
        ...(dates === null
          ? []
          : [
              {
                id: `${id}-dates`,
                kind: 'dates' as const,
                seatIds,
                slotIds: slots.flatMap((slot) => (dates.includes(slot.date) ? [slot.id] : [])),
              },
            ]),
        ...(facilitatorId === null
          ? []
          : [{ id: `${id}-facilitator`, kind: 'facilitator' as const, seatIds, facilitatorId }]),
      ]
    }),
  ]
}

/** Each two seats once a year, however many of their authorities met. */
export const metOf = ({ met }: Pick<RoundFacts, 'met'>, seatOf: ReadonlyMap<string, string>): Met[] => {
  const pairs = new Map<string, Met>()
  for (const { authorityIds, yearsAgo } of met) {
    const [a, b] = authorityIds.map((id) => seatOf.get(id)).toSorted()
    if (a !== undefined && b !== undefined && a !== b)
      pairs.set(`${a} ${b} ${yearsAgo}`, { seatIds: [a, b], yearsAgo })
  }
  return [...pairs.values()]
}
