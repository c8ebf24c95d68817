/**
 * What a plan's file holds, as it is read here: `problem`, `plan` and `certificate`. Nothing is shared with whoever made
 * it, not even the names of types, so that a slip there is not repeated here.
 */
export interface PlanFile {
  readonly problem: Problem
  readonly plan: {
    readonly events: readonly Event[]
    readonly cost: { readonly total: number; readonly byRule: Readonly<Record<string, number>> }
  }
  readonly certificate: { readonly bound: number; readonly searched: number; readonly prices: Prices }
}

export interface Event {
  readonly seatIds: readonly string[]
  readonly slotId: string
  readonly facilitatorId: string | null
}

export interface Problem {
  readonly seats: readonly {
    readonly id: string
    readonly office: { readonly latitude: number; readonly longitude: number } | null
    readonly tags: readonly string[]
    readonly neighbours: readonly string[]
  }[]
  readonly slots: readonly Slot[]
  readonly facilitators: readonly Facilitator[] | null
  readonly facilitatorEventsPerDay: number
  readonly sizes: { readonly smallest: number; readonly largest: number }
  readonly clashes: readonly {
    readonly severity: string
    readonly seatIds: readonly string[] | null
    readonly slotIds: readonly string[]
    readonly because: string
  }[]
  readonly bans: readonly { readonly seatIds: readonly string[]; readonly because: string }[]
  readonly pins: readonly {
    readonly id: string
    readonly kind: string
    readonly seatIds: readonly string[]
    readonly slotIds?: readonly string[]
    readonly facilitatorId?: string
  }[]
  readonly quotas: readonly {
    readonly tag: string
    readonly atLeast: number
    readonly atMost: number | null
    readonly isHard: boolean
  }[]
  readonly met: readonly { readonly seatIds: readonly string[]; readonly yearsAgo: number }[]
  readonly expectedInspections: readonly {
    readonly seatId: string
    readonly first: string
    readonly last: string
  }[]
  readonly confirmed: readonly { readonly seatIds: readonly string[]; readonly slotId: string | null }[]
  readonly policy: {
    readonly weights: Readonly<Record<string, number>>
    readonly neighbours: string
    readonly preferredWeekdays: readonly number[]
    readonly eventsPerWeek: number
  }
}

export interface Slot {
  readonly id: string
  readonly date: string
  readonly from: number
  readonly until: number
}

export interface Facilitator {
  readonly id: string
  readonly slotIds: readonly string[]
  readonly most: number | null
  readonly notFor: readonly string[]
}

export interface Prices {
  readonly seats: Readonly<Record<string, number>>
  readonly facilitators: readonly {
    readonly ids: readonly string[]
    readonly bySlot: Readonly<Record<string, number>>
  }[]
  readonly sizes: number
  readonly limits: readonly {
    readonly facilitatorId: string
    readonly slotIds: readonly string[]
    readonly most: number
    readonly price: number
  }[]
  readonly weeks: readonly { readonly slotId: string; readonly price: number }[]
}
