import { type Fault, failure, type Result, success } from '../failures.ts'
import type { LocalDate } from '../intervals.ts'
import { countInWords, countOf, listInWords } from '../words.ts'
import type { FirstRound } from './first-year.ts'
import {
  checkRotation,
  mostYearsFrom,
  pairKey,
  pairsIn,
  type RotationPin,
  type RotationProblem,
  sizesOf,
} from './rotation.ts'
import type { PlannedAuthority, RoundSeat } from './round-seats.ts'

/** What a consultant wants of the years ahead, authorities by their ids. */
export interface RotationRequest {
  /** Null for those of the newest round; where there is none, for all of the region. */
  readonly participantIds: readonly string[] | null
  /** Null for as many as there may be without a repeat. */
  readonly years: number | null
  /** Rounds whose window began earlier are forgotten; null for none. */
  readonly since: LocalDate | null
  /** Rounds whose window begins on this day or later have not been held; null for those after today. */
  readonly before: LocalDate | null
  readonly bans: readonly { readonly authorityIds: readonly string[]; readonly because: string }[]
  /** Null where the first year is of no round yet. */
  readonly firstYear: FirstRound | null
  /** These in one group of a year of the rotation, the first of which is 1. */
  readonly pins: readonly { readonly authorityIds: readonly string[]; readonly year: number }[]
}

/** What a rotation is made from, as the region stands. */
export interface RotationFacts {
  readonly authorities: ReadonlyMap<string, Pick<PlannedAuthority, 'name' | 'office'>>
  readonly seats: readonly RoundSeat[]
  /** Authorities that met, with the label of the round. */
  readonly met: readonly { readonly authorityIds: readonly [string, string]; readonly label: string }[]
  /** A director with a conflict, and the authority that it is with. */
  readonly conflicts: readonly { readonly authorityIds: readonly [string, string] }[]
}

type SeatsAt = (authorityIds: readonly string[]) => string[]

/** The problem of a request, whose own fields are refused, as `invalid-request`, where none can be made of them. */
export const problemOfRotation = (
  facts: RotationFacts,
  request: RotationRequest,
): Result<RotationProblem> => {
  const seatOf = new Map(
    facts.seats.flatMap(({ id, authorityIds }) =>
      authorityIds.map((authorityId) => [authorityId, id] as const),
    ),
  )
  const seatsAt: SeatsAt = (ids) => [...new Set(ids.flatMap((id) => seatOf.get(id) ?? []))].toSorted()
  const seats = facts.seats.map(({ id, name, authorityIds }) => ({
    id,
    name,
    office: facts.authorities.get(authorityIds[0] ?? '')?.office ?? null,
  }))
  const sound = checkRotation({ seats, met: [], bans: [], pins: [], years: 1 })
  if (!sound.ok) return atParticipants(sound.failure.detail, request)
  const { pins, faults } = pinsOf(request, seatsAt, facts)
  const all = [...namesFaults(facts, request, seatOf), ...faults]
  if (all.length > 0)
    return failure('invalid-request', [...new Set(all.map(({ detail }) => detail))].join(' '), all)
  const problem: RotationProblem = {
    seats,
    met: metOf(facts, seatsAt).map(({ seatIds }) => seatIds),
    bans: bansOf(facts, request, seatsAt),
    pins,
    years: 1,
  }
  const longest = Math.max(1, mostYearsFrom(problem).years, ...pins.map(({ year }) => year))
  return success({ ...problem, years: request.years ?? longest })
}

const atParticipants = (detail: string, { participantIds }: RotationRequest): Result<never> => {
  const where = participantIds === null ? `${detail} Name the participants it is for.` : detail
  return failure('invalid-request', where, [{ pointer: '/participants', detail: where }])
}

/** What the request names and the rotation has not. */
const namesFaults = (
  { authorities }: RotationFacts,
  { bans, pins }: RotationRequest,
  seatOf: ReadonlyMap<string, string>,
): Fault[] => {
  const named = (ids: readonly string[], pointer: string): Fault[] =>
    ids.flatMap((id, place) =>
      seatOf.has(id)
        ? []
        : [
            {
              pointer: `${pointer}/${place}`,
              detail: `${authorities.get(id)?.name ?? id} is not among those who are planned for.`,
            },
          ],
    )
  const ofOne = (ids: readonly string[], pointer: string): Fault[] =>
    ids.every((id) => seatOf.has(id)) && new Set(ids.map((id) => seatOf.get(id))).size < 2
      ? [{ pointer, detail: 'These have one director, who meets nobody by that.' }]
      : []
  return [
    ...bans.map(({ authorityIds }, at) => ({ authorityIds, pointer: `/bans/${at}/authorities` })),
    ...pins.map(({ authorityIds }, at) => ({ authorityIds, pointer: `/pins/${at}/authorities` })),
  ].flatMap(({ authorityIds, pointer }) => [...named(authorityIds, pointer), ...ofOne(authorityIds, pointer)])
}

/** Each two seats once, however often they met, with the first round in which they did. */
const metOf = ({ met }: RotationFacts, seatsAt: SeatsAt) => {
  const pairs = new Map<string, { readonly seatIds: readonly [string, string]; readonly label: string }>()
  for (const { authorityIds, label } of met) {
    const [a, b] = seatsAt(authorityIds)
    if (a !== undefined && b !== undefined && !pairs.has(pairKey(a, b)))
      pairs.set(pairKey(a, b), { seatIds: [a, b], label })
  }
  return [...pairs.values()]
}

const bansOf = ({ conflicts }: RotationFacts, request: RotationRequest, seatsAt: SeatsAt) =>
  [
    ...request.bans,
    ...conflicts.map((each) => ({ ...each, because: 'A conflict of interest stands between these two.' })),
  ].flatMap(({ authorityIds, because }) => {
    const [a, b] = seatsAt(authorityIds)
    return a !== undefined && b !== undefined ? [{ seatIds: [a, b] as const, because }] : []
  })

/** The pins of each year, those that share somebody as one; and what of them can never be. */
const pinsOf = (
  request: RotationRequest,
  seatsAt: SeatsAt,
  facts: RotationFacts,
): { readonly pins: readonly RotationPin[]; readonly faults: readonly Fault[] } => {
  const nameOf = new Map(facts.seats.map(({ id, name }) => [id, name]))
  const names = (ids: readonly string[]) => listInWords(ids.map((id) => nameOf.get(id) ?? id))
  const [largest = 3] = sizesOf(facts.seats.length) ?? []
  const metIn = new Map(metOf(facts, seatsAt).map(({ seatIds, label }) => [pairKey(...seatIds), label]))
  const banned = new Map(
    bansOf(facts, request, seatsAt).map(({ seatIds, because }) => [pairKey(...seatIds), because]),
  )
  let pins: RotationPin[] = []
  const faults: Fault[] = []
  for (const [at, { authorityIds, year }] of request.pins.entries()) {
    const refuse = (detail: string, field = 'authorities') =>
      faults.push({ pointer: `/pins/${at}/${field}`, detail })
    if (request.years !== null && year > request.years)
      refuse(`Year ${year} is beyond the ${countInWords(request.years)} that are asked for.`, 'year')
    const own = seatsAt(authorityIds)
    const shared = pins.filter((pin) => pin.year === year && pin.seatIds.some((id) => own.includes(id)))
    const seatIds = [...new Set([...shared.flatMap((pin) => pin.seatIds), ...own])].toSorted()
    if (seatIds.length > largest)
      refuse(
        `In year ${year} ${names(seatIds)} would be one group: groups here have at most ${countOf(largest, 'director')}.`,
      )
    for (const pair of pairsIn(seatIds)) {
      const ban = banned.get(pairKey(...pair))
      if (ban !== undefined) refuse(`${names(pair)} are pinned together and may not meet: ${ban}`)
      const label = metIn.get(pairKey(...pair))
      if (label !== undefined)
        refuse(
          `${names(pair)} have met in the round ${label}: only forgetting it (\`since\`) lets them meet again.`,
        )
      const other = pins.find((pin) => pin.year !== year && pair.every((id) => pin.seatIds.includes(id)))
      if (other) refuse(`${names(pair)} are pinned in year ${other.year} already, and meet only once.`)
    }
    pins = [...pins.filter((pin) => !shared.includes(pin)), { seatIds, year }]
  }
  return { pins: pins.filter(({ seatIds }) => seatIds.length > 1), faults }
}
