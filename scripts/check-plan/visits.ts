import { mondayOf } from './cost.ts'

/** The dates of visits as they are read here. */
export interface VisitsFile {
  readonly problem: VisitsProblem
  readonly plan: {
    readonly visits: readonly { readonly visitId: string; readonly slotId: string }[]
    readonly cost: { readonly total: number }
  }
  readonly certificate: { readonly bound: number | null }
}

interface VisitsProblem {
  readonly visits: readonly Visit[]
  readonly slots: readonly Slot[]
  readonly clashes: readonly {
    readonly severity: string
    readonly seatIds: readonly string[] | null
    readonly slotIds: readonly string[]
  }[]
  readonly expectedInspections: readonly {
    readonly authorityId: string
    readonly first: string
    readonly last: string
  }[]
  readonly policy: {
    readonly weights: Readonly<Record<string, number>>
    readonly preferredWeekdays: readonly number[]
    readonly eventsPerWeek: number
  }
}

interface Visit {
  readonly id: string
  readonly authorityIds: readonly string[]
  readonly meets: string
  readonly attendances: readonly {
    readonly personIds: readonly string[]
    readonly slotIds: readonly string[]
  }[]
  readonly pinnedTo: readonly string[] | null
  readonly agreed: { readonly slotId: string; readonly personIds: readonly string[] } | null
}

interface Slot {
  readonly id: string
  readonly occasion: { readonly date: string; readonly days: number }
  readonly from: number
  readonly until: number
}

type Dated = readonly (readonly [Visit, Slot])[]

/** Whether a visit may stand on a slot, by the words of the rules. */
export const mayBe = ({ clashes }: VisitsProblem, visit: Visit, slot: Slot): boolean =>
  visit.attendances.some(({ slotIds }) => slotIds.includes(slot.id)) &&
  slot.occasion.date > visit.meets &&
  (visit.pinnedTo === null || visit.pinnedTo.includes(slot.id)) &&
  !clashes.some(
    ({ severity, seatIds, slotIds }) =>
      severity === 'blocking' &&
      slotIds.includes(slot.id) &&
      (seatIds === null || seatIds.includes(visit.id)),
  )

const whoIsAt = ({ attendances }: Visit, { id }: Slot): readonly string[] =>
  attendances.flatMap(({ personIds, slotIds }) => (slotIds.includes(id) ? personIds : []))

const dayOfWeek = (date: string): number => new Date(`${date}T12:00Z`).getUTCDay() || 7

const DAY = 24 * 3_600_000

/** What visits on these slots cost, or null where they cannot be. */
export const costOf = (problem: VisitsProblem, chosen: Dated): number | null => {
  const { policy, clashes, expectedInspections } = problem
  const weight = (rule: string) => policy.weights[rule] ?? 0
  let cost = 0
  const weeks = new Map<number, number>()
  for (const [index, [visit, slot]] of chosen.entries()) {
    if (!mayBe(problem, visit, slot)) return null
    for (const [other, elsewhere] of chosen.slice(0, index)) {
      const isAtOnce = slot.from < elsewhere.until && elsewhere.from < slot.until
      if (isAtOnce && whoIsAt(visit, slot).some((id) => whoIsAt(other, elsewhere).includes(id))) return null
    }
    const days = Array.from({ length: slot.occasion.days }, (_, at) =>
      new Date(Date.parse(`${slot.occasion.date}T00:00Z`) + at * DAY).toISOString().slice(0, 10),
    )
    for (const { severity, seatIds, slotIds } of clashes)
      if (severity === 'warning' && slotIds.includes(slot.id) && (seatIds?.includes(visit.id) ?? true))
        cost += weight('warnings')
    for (const authorityId of visit.authorityIds)
      if (
        expectedInspections.some(
          (each) =>
            each.authorityId === authorityId && days.some((day) => each.first <= day && day <= each.last),
        )
      )
        cost += weight('inspection-expected')
    if (policy.preferredWeekdays.length > 0)
      for (const day of days)
        if (!policy.preferredWeekdays.includes(dayOfWeek(day))) cost += weight('preferred-weekdays')
    if (visit.agreed !== null && visit.agreed.slotId !== slot.id)
      cost += weight('disruption') * visit.agreed.personIds.length
    const week = mondayOf(slot.occasion.date)
    weeks.set(week, (weeks.get(week) ?? 0) + 1)
  }
  for (const count of weeks.values()) cost += weight('spread') * Math.max(0, count - policy.eventsPerWeek)
  return cost
}

/** What the dates of a file cost, counted here, and what is wrong with them: a sentence each. */
export const checkVisits = ({
  problem,
  plan: { visits, cost },
  certificate,
}: VisitsFile): { readonly cost: number; readonly faults: readonly string[] } => {
  const faults: string[] = []
  const chosen = visits.flatMap(({ visitId, slotId }): (readonly [Visit, Slot])[] => {
    const visit = problem.visits.find(({ id }) => id === visitId)
    const slot = problem.slots.find(({ id }) => id === slotId)
    if (visit && slot) return [[visit, slot]]
    faults.push(`${visitId} is no visit of the problem, or ${slotId} none of its slots`)
    return []
  })
  for (const { id } of problem.visits) {
    const dates = visits.filter(({ visitId }) => visitId === id).length
    if (dates !== 1) faults.push(`${id} has ${dates} dates`)
  }
  for (const [visit, slot] of chosen)
    if (!mayBe(problem, visit, slot)) faults.push(`${visit.id} may not stand on ${slot.id}`)
  const counted = costOf(problem, chosen)
  if (counted === null) faults.push('somebody is in two places, or a visit may not stand where it does')
  else if (!(Math.abs(counted - cost.total) <= 1e-6)) faults.push(`they cost ${counted}, not ${cost.total}`)
  if (counted !== null && (certificate.bound ?? 0) > counted + 1e-6)
    faults.push(`a bound of ${certificate.bound} is above the cost`)
  return { cost: counted ?? Number.NaN, faults }
}
