import type { Severity } from '../clashes/clash.ts'
import type { LocalDate } from '../intervals.ts'
import type { PlanningPolicy } from './policy.ts'

/** A director's place in the round: one person, or a vacant post, for one authority or several. */
export interface Seat {
  readonly id: string
  readonly name: string
  /** Where the office is, in degrees; null where it is not known, which costs no travel. */
  readonly office: Office | null
  /** What it counts as where a quota is asked: "county", "berkshire unitary". */
  readonly tags: readonly string[]
  /** The seats whose authorities are its statistical neighbours; one side's word is enough. */
  readonly neighbours: readonly string[]
}

export interface Office {
  readonly latitude: number
  readonly longitude: number
}

/** A place in the calendar where an event may stand. */
export interface PlanSlot {
  readonly id: string
  /** Its first local day, by which weekdays and weeks are told. */
  readonly date: LocalDate
  /** The instants that it takes, half-open, in milliseconds. */
  readonly from: number
  readonly until: number
}

/** One commitment as it meets slots: what a date would clash with. */
export interface PlanClash {
  readonly id: string
  /** Blocking: no event of these seats stands there. A warning is a cost. */
  readonly severity: Severity
  /** Whom it concerns; null for whatever stands on these slots, counted once an event. */
  readonly seatIds: readonly string[] | null
  readonly slotIds: readonly string[]
  /** What a consultant reads: "Ofsted annual conversations of the region". */
  readonly because: string
}

/** Two seats that never meet: a ban, or a provider that both share. */
export interface Ban {
  readonly id: string
  readonly seatIds: readonly [string, string]
  readonly because: string
}

/** What was decided before: these seats together, on one of these slots, or with this facilitator. */
export type Pin =
  | { readonly id: string; readonly kind: 'together'; readonly seatIds: readonly string[] }
  | {
      readonly id: string
      readonly kind: 'dates'
      readonly seatIds: readonly string[]
      readonly slotIds: readonly string[]
    }
  | {
      readonly id: string
      readonly kind: 'facilitator'
      readonly seatIds: readonly string[]
      readonly facilitatorId: string
    }

/** Somebody who chairs events, one at a time. */
export interface PlanFacilitator {
  readonly id: string
  readonly name: string
  /** The slots on which they are free. */
  readonly slotIds: readonly string[]
  /** How many events they take at most; null for no limit. */
  readonly most: number | null
  /** Seats whose events they may not chair. */
  readonly notFor: readonly string[]
}

/** How many of a group shall carry a tag, both ends included. */
export interface Quota {
  readonly id: string
  readonly tag: string
  readonly atLeast: number
  readonly atMost: number | null
  /** A hard quota forbids a group; a soft one costs each seat that is missing or too many. */
  readonly isHard: boolean
}

/** Two seats that met in an earlier round. */
export interface Met {
  readonly seatIds: readonly [string, string]
  /** 1 for last year. */
  readonly yearsAgo: number
}

/** An inspection that is due about then, both days included. */
export interface ExpectedInspection {
  readonly seatId: string
  readonly first: LocalDate
  readonly last: LocalDate
}

/** An event that people have agreed to already. */
export interface Confirmed {
  readonly seatIds: readonly string[]
  /** Null where its date is none of the slots any more. */
  readonly slotId: string | null
  readonly facilitatorId: string | null
}

/** How many seats a group may have, both ends included. */
export interface GroupSizes {
  readonly smallest: number
  readonly largest: number
}

/** All that a round's triads, dates and facilitators are planned from; the order of its lists means nothing. */
export interface PlanningProblem {
  readonly seats: readonly Seat[]
  readonly slots: readonly PlanSlot[]
  /** Null where events have none. */
  readonly facilitators: readonly PlanFacilitator[] | null
  /** How many events one facilitator may have on a local day. */
  readonly facilitatorEventsPerDay: number
  readonly sizes: GroupSizes
  readonly clashes: readonly PlanClash[]
  readonly bans: readonly Ban[]
  readonly pins: readonly Pin[]
  readonly quotas: readonly Quota[]
  readonly met: readonly Met[]
  readonly expectedInspections: readonly ExpectedInspection[]
  readonly confirmed: readonly Confirmed[]
  readonly policy: PlanningPolicy
}

/** One event of a plan: who meets, when, and who chairs. */
export interface PlannedEvent {
  readonly seatIds: readonly string[]
  readonly slotId: string
  readonly facilitatorId: string | null
}
