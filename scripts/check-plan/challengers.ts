import { openLedger, sum } from './cost.ts'
import type { Problem } from './file.ts'

/** A choice of challengers as it is read here. */
export interface ChallengersFile {
  readonly problem: Pick<Problem, 'seats' | 'met' | 'policy'> & {
    readonly perPaper: number
    readonly mutual: boolean
    readonly bans: readonly { readonly seatIds: readonly string[] }[]
    readonly groups: readonly (readonly string[])[] | null
    readonly pins: readonly Challenge[]
    readonly standing: readonly Challenge[]
  }
  readonly plan: { readonly challenges: readonly Challenge[]; readonly cost: { readonly total: number } }
  readonly certificate: { readonly bound: number }
}

interface Challenge {
  readonly authorityId: string
  readonly challengerId: string
}

const PAIR_RULES = ['repeat-partners', 'travel-total', 'statistical-neighbours']

/** What a choice of challengers costs, counted here, and what is wrong with it: a sentence each. */
export const checkChallengers = ({
  problem,
  plan: { challenges, cost },
  certificate,
}: ChallengersFile): { readonly cost: number; readonly faults: readonly string[] } => {
  const faults: string[] = []
  const { seats, met, perPaper, mutual, bans, groups, pins, standing, policy } = problem
  const keys = challenges.map(keyOf)
  const has = new Set(keys)
  if (has.size !== keys.length) faults.push('a challenge is there twice')
  for (const { id } of seats) {
    const challengers = challenges.filter(({ authorityId }) => authorityId === id).length
    if (challengers !== perPaper) faults.push(`${id} has ${challengers} challengers, not ${perPaper}`)
    const load = challenges.filter(({ challengerId }) => challengerId === id).length
    if (load !== perPaper) faults.push(`${id} challenges ${load}, not ${perPaper}`)
  }
  for (const { authorityId, challengerId } of challenges) {
    const pair = [authorityId, challengerId]
    const told = pair.join(' by ')
    if (authorityId === challengerId) faults.push(`${authorityId} challenges itself`)
    if (!mutual && has.has(keyOf({ authorityId: challengerId, challengerId: authorityId })))
      faults.push(`${told} and the other way round`)
    if (bans.some(({ seatIds }) => pair.every((id) => seatIds.includes(id)))) faults.push(`${told} is banned`)
    if (groups !== null && !groups.some((group) => pair.every((id) => group.includes(id))))
      faults.push(`${told} is in no triad`)
  }
  for (const pin of pins) if (!has.has(keyOf(pin))) faults.push(`${keyOf(pin)} was decided`)

  const ledger = openLedger({ ...NOTHING_DATED, seats, met, policy, bans: [] })
  const counted =
    sum(
      challenges.map(({ authorityId, challengerId }) => {
        const by = ledger.event({ seatIds: [authorityId, challengerId], slotId: '', facilitatorId: null })
        return sum(PAIR_RULES.map((rule) => by[rule] ?? 0))
      }),
    ) +
    (policy.weights.disruption ?? 0) * standing.filter((each) => !has.has(keyOf(each))).length
  if (!(Math.abs(counted - cost.total) <= 1e-6)) faults.push(`it costs ${counted}, not ${cost.total}`)
  if (certificate.bound > counted + 1e-6) faults.push(`a bound of ${certificate.bound} is above the cost`)
  return { cost: counted, faults }
}

const keyOf = ({ authorityId, challengerId }: Challenge): string => `${authorityId} by ${challengerId}`

/** What a problem of meetings has beside: nothing of it is asked of challengers. */
const NOTHING_DATED = {
  slots: [],
  facilitators: null,
  facilitatorEventsPerDay: 1,
  sizes: { smallest: 2, largest: 2 },
  clashes: [],
  pins: [],
  quotas: [],
  expectedInspections: [],
  confirmed: [],
} as const satisfies Partial<Problem>
