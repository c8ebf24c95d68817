import type { Challenge } from '../challenges/challenge.ts'
import { type Fault, failure, type Result, success } from '../failures.ts'
import type { Cost } from './costing.ts'
import type { PlanningPolicy } from './policy.ts'
import type { Ban, Met, Seat } from './problem.ts'

/** Who shall challenge whom in a directed round; each authority is a seat here, for each has a paper of its own. */
export interface DirectedProblem {
  readonly seats: readonly Seat[]
  /** Challengers of each paper, from one; nobody challenges more papers than another by more than one. */
  readonly perPaper: number
  /** Whether two may challenge each other. */
  readonly mutual: boolean
  /** Never one the other's: a ban, a shared director, a shared provider. */
  readonly bans: readonly Ban[]
  /** Only those in one of these challenge each other: a round's triads. Null for whoever. */
  readonly groups: readonly (readonly string[])[] | null
  /** Challenges that are decided. */
  readonly pins: readonly Challenge[]
  /** Those that are there already: each that would be no more costs what a unit of `disruption` does. */
  readonly standing: readonly Challenge[]
  readonly met: readonly Met[]
  /** Its rules about two at a time count each challenge; the others are about meetings and dates. */
  readonly policy: PlanningPolicy
}

export type DirectedOutcome =
  | {
      readonly kind: 'planned'
      readonly challenges: readonly Challenge[]
      readonly cost: Cost
      /** No other choice of challengers costs less. */
      readonly bound: number
      readonly isOptimal: boolean
    }
  /** These cannot all hold, which is proven, and without any one of them the rest can; none where time ran out. */
  | { readonly kind: 'impossible'; readonly conflict: readonly DirectedRequirement[] }
  | { readonly kind: 'unfinished' }

/** What can be given up where nothing can be: a decided challenge, one that stands, a ban, triads, or that none is mutual. */
export interface DirectedRequirement {
  readonly kind: 'pin' | 'kept' | 'ban' | 'triads' | 'mutual'
  readonly because: string
}

/** Refuses, as `invalid-request`, what no challengers can be chosen from. */
export const checkDirectedProblem = ({ seats, perPaper, pins, bans, met }: DirectedProblem): Result<null> => {
  const known = new Set(seats.map(({ id }) => id))
  const faults: Fault[] = []
  if (!Number.isInteger(perPaper) || perPaper < 1 || perPaper >= seats.length)
    faults.push({
      pointer: '/perPaper',
      detail: 'Each self-assessment has at least one challenger, and fewer than there are authorities.',
    })
  for (const [index, { authorityId, challengerId }] of pins.entries())
    if (!known.has(authorityId) || !known.has(challengerId) || authorityId === challengerId)
      faults.push({
        pointer: `/pins/${index}`,
        detail: 'A decided challenge names two authorities of this plan.',
      })
  for (const [list, all] of Object.entries({ bans, met }))
    for (const [index, { seatIds }] of all.entries())
      if (!seatIds.every((id) => known.has(id)))
        faults.push({
          pointer: `/${list}/${index}`,
          detail: 'It names an authority that is not part of this plan.',
        })
  if (faults.length === 0) return success(null)
  return failure('invalid-request', [...new Set(faults.map(({ detail }) => detail))].join(' '), faults)
}
