import type { Clash, ClashRule } from '../clashes/clash.ts'
import { DEFAULT_HALF_DAYS, type HalfDays, type SlotLength } from '../clashes/slots.ts'
import type { Days, LocalDate } from '../intervals.ts'
import type { PolicyWishes } from './policy.ts'
import type { GroupSizes } from './problem.ts'

/** What is planned: who meets whom and when, or only when the triads that there are meet. */
export const PLANNED = ['triads-and-dates', 'dates'] as const

export type Planned = (typeof PLANNED)[number]

/** What a consultant wants of a round's plan, authorities by their ids. */
export interface PlanRequest {
  readonly planned: Planned
  /** Whether events that are confirmed may be moved too, each diary at its price; without it they are left alone. */
  readonly repair: boolean
  /** Over the round's own. */
  readonly policy: PolicyWishes
  /** Whole days, or the halves of them. */
  readonly length: SlotLength
  readonly halfDays: HalfDays
  /** How many directors groups have; null for what the round's policy allows. */
  readonly sizes: GroupSizes | null
  readonly pins: readonly WishedPin[]
  readonly bans: readonly { readonly authorityIds: readonly string[]; readonly because: string }[]
  readonly quotas: readonly WishedQuota[]
  /** What authorities count as where a quota is asked, beside their kinds. */
  readonly tags: readonly { readonly tag: string; readonly authorityIds: readonly string[] }[]
  /** Null where events have none, or keep those that they have. */
  readonly facilitators: readonly WishedFacilitator[] | null
  /** Rules of clashes whose blocking ones only cost here; confirming such a date needs its waiver all the same. */
  readonly accept: readonly AcceptableRule[]
  readonly expectedInspections: readonly (Days & { readonly authorityId: string })[]
}

/** A plan of triads and dates on whole days, by the round's own policy, with nothing else asked for. */
export const PLAIN_REQUEST: PlanRequest = {
  planned: 'triads-and-dates',
  repair: false,
  policy: {},
  length: 'day',
  halfDays: DEFAULT_HALF_DAYS,
  sizes: null,
  pins: [],
  bans: [],
  quotas: [],
  tags: [],
  facilitators: null,
  accept: [],
  expectedInspections: [],
}

/** Nobody can be in two places, whatever anybody accepts. */
export type AcceptableRule = Exclude<ClashRule, 'person-double-booked'>

/** Clashes with those marked that a request accepts. */
export const markAccepted = (clashes: readonly Clash[], { accept }: Pick<PlanRequest, 'accept'>): Clash[] =>
  clashes.map((clash) =>
    accept.some((rule) => rule === clash.rule)
      ? { ...clash, waived: clash.waived ?? 'The plan accepts it.' }
      : clash,
  )

/** These authorities together; on one of these dates; with this facilitator. */
export interface WishedPin {
  readonly authorityIds: readonly string[]
  readonly dates: readonly LocalDate[] | null
  readonly facilitatorId: string | null
}

export interface WishedQuota {
  readonly tag: string
  readonly atLeast: number
  readonly atMost: number | null
  readonly isHard: boolean
}

export interface WishedFacilitator {
  readonly personId: string
  /** The most events that they take; null for no limit. */
  readonly most: number | null
  /** Authorities whose events they do not chair, beside those with which they have a conflict. */
  readonly notFor: readonly string[]
}
