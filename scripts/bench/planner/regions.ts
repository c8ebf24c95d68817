import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Event, Problem } from '../../check-plan/file.ts'

/** What is planned, with the names that the planner wants beside what is checked, and before anything is weighed. */
export type BenchFacts = Omit<Problem, 'policy'> & {
  readonly seats: readonly (Problem['seats'][number] & { readonly name: string })[]
}

const read = (name: string) => JSON.parse(readFileSync(join(import.meta.dirname, '../../data', name), 'utf8'))

interface Authority {
  readonly name: string
  readonly kind: string
  readonly codes: readonly { readonly gssCode: string }[]
  readonly office: { readonly latitude: number; readonly longitude: number }
  readonly neighbours: readonly string[]
}

const REGIONS: readonly { readonly name: string; readonly authorities: readonly Authority[] }[] =
  read('england.json').regions

/** The nine regions by name, in the order of the data. */
export const REGION_NAMES = REGIONS.map(({ name }) => name)

/** The same numbers from 0 up to 1 from the same seed: a linear congruence, of which the upper bits are taken. */
export const numbersFrom = (seed: number): (() => number) => {
  let state = BigInt(seed) + 0x9e3779b97f4a7c15n
  return () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n)
    return Number(state >> 11n) / 2 ** 53
  }
}

const DAY = 86_400_000

/** Monday to Friday, both days included, whole days. */
export const weekdays = (first: string, last: string): Problem['slots'] => {
  const slots: Problem['slots'][number][] = []
  for (let at = Date.parse(first); at <= Date.parse(last); at += DAY) {
    const day = new Date(at)
    if (day.getUTCDay() % 6 === 0) continue
    const date = day.toISOString().slice(0, 10)
    slots.push({ id: date, date, from: at, until: at + DAY })
  }
  return slots
}

const NOTHING = {
  bans: [],
  pins: [],
  expectedInspections: [],
  confirmed: [],
  facilitators: null,
  facilitatorEventsPerDay: 1,
}

const authoritiesOf = (region: string): readonly Authority[] => {
  const found = REGIONS.find(({ name }) => name === region)
  if (!found) throw new Error(`${region} is no region.`)
  return found.authorities
}

const seatOf = (
  { name, kind, office, neighbours, codes }: Authority,
  byCode: ReadonlyMap<string, string>,
) => ({
  id: codes[0]?.gssCode ?? name,
  name,
  office: { latitude: office.latitude, longitude: office.longitude },
  tags: [kind],
  neighbours: neighbours.flatMap((code) => byCode.get(code) ?? []),
})

const idsByCode = (authorities: readonly Authority[]) =>
  new Map(
    authorities.flatMap(({ name, codes }) =>
      codes.map(({ gssCode }) => [gssCode, codes[0]?.gssCode ?? name]),
    ),
  )

/** A region of today with busy days, warnings, past rounds and facilitators from a seed; its directors from its offices. */
export const syntheticRegion = (region: string, seed: number, slots: Problem['slots']): BenchFacts => {
  const authorities = authoritiesOf(region)
  const byCode = idsByCode(authorities)
  return peopled(
    authorities.map((each) => seatOf(each, byCode)),
    seed,
    slots,
  )
}

/** So many directors, at places from a seed, with the same about them. */
export const syntheticSeats = (count: number, seed: number, slots: Problem['slots']): BenchFacts => {
  const next = numbersFrom(seed)
  const seats = Array.from({ length: count }, (_, at) => ({
    id: `director-${String(at).padStart(3, '0')}`,
    name: `Director ${at}`,
    office: { latitude: 51 + next(), longitude: -2 + 3 * next() },
    tags: [at % 3 === 0 ? 'county' : 'unitary'],
    neighbours: [],
  }))
  return peopled(seats, seed, slots)
}

const peopled = (seats: BenchFacts['seats'], seed: number, slots: Problem['slots']): BenchFacts => {
  const next = numbersFrom(seed + seats.length)
  const some = (share: number) => slots.filter(() => next() < share).map(({ id }) => id)
  const days = (seatIds: readonly string[] | null, severity: string, share: number, because: string) => ({
    id: `${because} ${seatIds ?? 'all'}`,
    severity,
    seatIds,
    slotIds: some(share),
    because,
  })
  const met = [1, 2, 3].flatMap((yearsAgo) => {
    const order = seats.map(({ id }) => ({ id, key: next() })).sort((a, b) => a.key - b.key)
    return order.flatMap(({ id }, at) =>
      order.slice(at + 1, at + 3 - (at % 3)).map((other) => ({ seatIds: [id, other.id], yearsAgo })),
    )
  })
  return {
    ...NOTHING,
    seats,
    slots,
    sizes: { smallest: 3, largest: seats.length % 3 === 0 ? 3 : 4 },
    facilitators: Array.from({ length: Math.ceil(seats.length / 6) }, (_, at) => ({
      id: `facilitator-${at}`,
      name: `Facilitator ${at}`,
      slotIds: some(0.5),
      most: 3,
      notFor: [],
    })),
    clashes: [
      days(null, 'blocking', 0.05, 'Conference.'),
      ...seats.map(({ id }) => days([id], 'blocking', 0.2, 'Out of office.')),
      ...seats.map(({ id }) => days([id], 'warning', 0.1, 'School holiday.')),
    ],
    quotas: [
      { tag: 'county', atLeast: 1, atMost: null, isHard: false, id: 'county' } as Problem['quotas'][number],
    ],
    met,
  }
}

interface PublishedRound {
  readonly label: string
  readonly triads: readonly { readonly date: string | null; readonly members: readonly string[] }[]
}

/** The South East's round of 2019-20: its 18 directors, 60 days about the published ones, and what was published. */
export const southEast = (): { readonly facts: BenchFacts; readonly published: readonly Event[] } => {
  const data = read('south-east.json')
  const rounds: readonly PublishedRound[] = data.rounds
  const authorities = authoritiesOf('South East')
  const byCode = idsByCode(authorities)
  const byName = new Map(authorities.map((each) => [each.name, seatOf(each, byCode).id]))
  // Hampshire's director led the Isle of Wight too: one seat, whose office is Winchester.
  const shared = byName.get('Hampshire') ?? ''
  const seatId = (name: string) => (name === 'Isle of Wight' ? shared : (byName.get(name) ?? ''))
  const seats = authorities.filter(({ name }) => name !== 'Isle of Wight').map((each) => seatOf(each, byCode))
  const slots = weekdays('2019-09-16', '2019-12-06')
  const groupsOf = (label: string) =>
    (rounds.find((round) => round.label === label)?.triads ?? []).map(({ members, date }) => ({
      seatIds: [...new Set(members.map(seatId))],
      slotId: date ?? '',
      facilitatorId: null,
    }))
  const met = ['2018-19', '2018'].flatMap((label, at) =>
    groupsOf(label).flatMap(({ seatIds }) =>
      seatIds.flatMap((a, place) =>
        seatIds.slice(place + 1).map((b) => ({ seatIds: [a, b], yearsAgo: at + 1 })),
      ),
    ),
  )
  const commitments: readonly {
    title: string
    kind: string
    scope: string | string[]
    first: string
    last: string
  }[] = data.commitments
  const clashes = commitments.map(({ title, kind, scope, first, last }, at) => ({
    id: `commitment-${at}`,
    severity: kind === 'ofsted-annual-conversation' ? 'blocking' : 'warning',
    seatIds: Array.isArray(scope) ? scope.map(seatId) : null,
    slotIds: slots.filter(({ date }) => first <= date && date <= last).map(({ id }) => id),
    because: title,
  }))
  const facts = {
    ...NOTHING,
    seats,
    slots,
    sizes: { smallest: 3, largest: 3 },
    clashes,
    quotas: [],
    met,
  }
  return { facts, published: groupsOf('2019-20') }
}
