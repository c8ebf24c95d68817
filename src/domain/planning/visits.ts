import { type Days, daysOf, eachDay, type LocalDate, type Occasion, sharedDays } from '../intervals.ts'
import type { PlanningPolicy, PlanningRule } from './policy.ts'
import type { PlanClash } from './problem.ts'
import { weekdayOf, weekOf } from './rules.ts'

/** The rules that make sense of a visit's date; whom it is made to is decided. */
export const VISIT_RULES = [
  'warnings',
  'inspection-expected',
  'preferred-weekdays',
  'spread',
  'disruption',
] as const satisfies readonly PlanningRule[]

export type VisitRule = (typeof VISIT_RULES)[number]

export type VisitAmounts = Readonly<Record<VisitRule, number>>

/** What visits cost, with what each rule adds: amount times weight. */
export interface VisitCost {
  readonly total: number
  readonly byRule: VisitAmounts
  readonly amounts: VisitAmounts
}

/** A place in the calendar where a visit may stand. */
export interface VisitSlot {
  readonly id: string
  readonly occasion: Occasion
  /** The instants that it takes, half-open, in milliseconds. */
  readonly from: number
  readonly until: number
}

/** A visit that is to be dated. */
export interface Visit {
  /** Its host's id. */
  readonly id: string
  /** "the visit to Kent" */
  readonly name: string
  /** Of its triad: those whose expected inspections count. */
  readonly authorityIds: readonly string[]
  /** The day on which its triad meets: the visit is on a later one. */
  readonly meets: LocalDate
  /** Who would be there on which slots; it has no other slots. */
  readonly attendances: readonly {
    readonly personIds: readonly string[]
    readonly slotIds: readonly string[]
  }[]
  /** It is on one of these; null where that is left open. */
  readonly pinnedTo: readonly string[] | null
  /** Where people have agreed to a date, that date and whose diaries it would be moved in. */
  readonly agreed: { readonly slotId: string; readonly personIds: readonly string[] } | null
}

/** All that the dates of a round's visits are planned from; the order of its lists means nothing. */
export interface VisitsProblem {
  readonly visits: readonly Visit[]
  readonly slots: readonly VisitSlot[]
  /** Those who would be at the visits, by their offices: "Director, Kent". */
  readonly people: readonly { readonly id: string; readonly name: string }[]
  /** What stands in calendars, in other events and against slots; its seats are visits. */
  readonly clashes: readonly PlanClash[]
  readonly expectedInspections: readonly (Days & { readonly authorityId: string })[]
  readonly policy: PlanningPolicy
}

/** A date that a visit may have, with what it costs by itself. */
export interface OpenDate {
  readonly slot: VisitSlot
  readonly personIds: readonly string[]
  readonly cost: VisitCost
}

/** A date that a visit was given. */
export interface DatedVisit {
  readonly visitId: string
  readonly slotId: string
  readonly occasion: Occasion
  readonly personIds: readonly string[]
  /** By itself: `spread` is of all of them together. */
  readonly cost: VisitCost
}

/** Why a visit cannot be dated with the others that are told of. */
export interface ToldVisit {
  readonly visitId: string
  /** The dates that it could have by itself. */
  readonly open: readonly Occasion[]
  /** Sentences. */
  readonly because: readonly string[]
}

/** What came of dating visits. */
export type VisitsOutcome =
  | {
      readonly kind: 'planned'
      /** In the order of time. */
      readonly visits: readonly DatedVisit[]
      readonly cost: VisitCost
      /** No dates cost less; null while nothing was proven. */
      readonly bound: number | null
      readonly isOptimal: boolean
    }
  /** These cannot all be dated; without any one of them, the rest of them can. Empty where time ran out. */
  | { readonly kind: 'impossible'; readonly conflict: readonly ToldVisit[] }
  /** Ended before there were dates. */
  | { readonly kind: 'unfinished'; readonly bound: number | null }

/** The slots of a visit in the order of time, with who would be there. */
export const slotsOfVisit = (
  { slots }: VisitsProblem,
  { attendances }: Visit,
): { readonly slot: VisitSlot; readonly personIds: readonly string[] }[] =>
  slots
    .flatMap((slot) => {
      const there = attendances.find(({ slotIds }) => slotIds.includes(slot.id))
      return there ? [{ slot, personIds: there.personIds }] : []
    })
    .toSorted((a, b) => a.slot.from - b.slot.from || a.slot.until - b.slot.until)

/** What stands against a visit somewhere: its own, and what stands there for every visit. */
export const clashesOfVisit = ({ clashes }: VisitsProblem, { id }: Visit): PlanClash[] =>
  clashes.filter(({ seatIds }) => seatIds === null || seatIds.includes(id))

/** Whether a slot is late enough for a visit, and among those that it is pinned to. */
export const mayStand = ({ meets, pinnedTo }: Visit, { id, occasion }: VisitSlot): boolean =>
  occasion.date > meets && (pinnedTo?.includes(id) ?? true)

/** Every date that a visit may have by itself, in the order of time. */
export const openDates = (problem: VisitsProblem, visit: Visit): OpenDate[] => {
  const blocked = new Set<string>()
  const warnings = new Map<string, number>()
  for (const { severity, slotIds } of clashesOfVisit(problem, visit))
    for (const id of slotIds) {
      if (severity === 'blocking') blocked.add(id)
      else warnings.set(id, (warnings.get(id) ?? 0) + 1)
    }
  return slotsOfVisit(problem, visit)
    .filter(({ slot }) => mayStand(visit, slot) && !blocked.has(slot.id))
    .map(({ slot, personIds }) => {
      const amounts = { ...amountsOn(problem, visit, slot), warnings: warnings.get(slot.id) ?? 0, spread: 0 }
      return { slot, personIds, cost: weigh(problem, amounts) }
    })
}

/** Each rule but `spread` and `warnings`, in its own unit. */
const amountsOn = (
  { policy, expectedInspections }: VisitsProblem,
  { authorityIds, agreed }: Visit,
  { id, occasion }: VisitSlot,
): Omit<VisitAmounts, 'spread' | 'warnings'> => {
  const days = daysOf(occasion)
  const { preferredWeekdays: preferred } = policy
  return {
    // Authorities whose inspection is expected about these days.
    'inspection-expected': authorityIds.filter((authorityId) =>
      expectedInspections.some((each) => each.authorityId === authorityId && sharedDays(each, days)),
    ).length,
    // Days on another weekday than those preferred.
    'preferred-weekdays':
      preferred.length === 0 ? 0 : eachDay(days).filter((day) => !preferred.includes(weekdayOf(day))).length,
    // People whose agreed date would be another.
    disruption: agreed && agreed.slotId !== id ? agreed.personIds.length : 0,
  }
}

const weigh = ({ policy: { weights } }: VisitsProblem, amounts: VisitAmounts): VisitCost => {
  const byRule = Object.fromEntries(
    VISIT_RULES.map((rule) => [rule, amounts[rule] * weights[rule]]),
  ) as Record<VisitRule, number>
  return { amounts, byRule, total: VISIT_RULES.reduce((sum, rule) => sum + byRule[rule], 0) }
}

/** What visits on these dates cost together; of `spread` those of each week beyond as many as a week may have. */
export const costOfVisits = (problem: VisitsProblem, dates: readonly OpenDate[]): VisitCost => {
  const inWeeks = Map.groupBy(dates, ({ slot }) => weekOf(slot.occasion.date)).values()
  const spread = inWeeks.reduce(
    (sum, { length }) => sum + Math.max(0, length - problem.policy.eventsPerWeek),
    0,
  )
  const amounts = Object.fromEntries(
    VISIT_RULES.map((rule) => [rule, dates.reduce((sum, { cost }) => sum + cost.amounts[rule], 0)]),
  ) as Record<VisitRule, number>
  return weigh(problem, { ...amounts, spread })
}
