import type { Challenge, Challenged, ChallengePolicy } from '../challenges/challenge.ts'
import { type Fault, failure, type Result, success } from '../failures.ts'
import { checkDirectedProblem, type DirectedProblem } from './directed.ts'
import { holds } from './directed-reasons.ts'
import { type PolicyWishes, withWishes } from './policy.ts'
import type { Ban } from './problem.ts'
import { metOf, type RoundFacts } from './round-problem.ts'
import type { PlannedAuthority } from './round-seats.ts'

/** What a consultant wants of a directed round's challengers, authorities by their ids. */
export interface ChallengePlanRequest {
  /** Challengers of each self-assessment; null for the most that the round's policy allows. */
  readonly perPaper: number | null
  /** Whether two may challenge each other; null for what the round's policy says. */
  readonly mutual: boolean | null
  /** Whether challenges that are there may be changed, each at the price of `disruption`; without it they stay. */
  readonly repair: boolean
  /** Whether only those of one of the round's triads challenge each other. */
  readonly withinTriads: boolean
  /** Over the round's own. */
  readonly policy: PolicyWishes
  /** What is decided: these challenge that one. */
  readonly pins: readonly Challenged[]
  /** Neither challenges the other. */
  readonly bans: readonly { readonly authorityIds: readonly string[]; readonly because: string }[]
}

/** Two authorities, neither of which may challenge the other, and why. */
export interface Apart {
  readonly authorityIds: readonly [string, string]
  readonly because: string
}

/** What a directed round's challengers are chosen from. */
export interface DirectedFacts extends Pick<RoundFacts, 'met' | 'policy'> {
  /** Those that take part. */
  readonly authorities: readonly PlannedAuthority[]
  /** Shared directors and providers, and conflicts of interest. */
  readonly apart: readonly Apart[]
  /** The challenges that the round has. */
  readonly standing: readonly Challenge[]
  /** The round's triads, by their authorities. */
  readonly triads: readonly (readonly string[])[]
  /** What the round allows. */
  readonly allowed: ChallengePolicy
}

/**
 * The problem of a directed round as a request wants it solved. Refused, as `invalid-request` at the request's own fields,
 * where it names who does not take part, somebody as their own challenger, or more challengers than there are.
 */
export const directedProblemOf = (
  facts: DirectedFacts,
  request: ChallengePlanRequest,
): Result<DirectedProblem> => {
  const { authorities, standing, allowed } = facts
  const faults = faultsOf(facts, request)
  if (faults.length > 0)
    return failure('invalid-request', [...new Set(faults.map(({ detail }) => detail))].join(' '), faults)
  const wished = request.pins.flatMap(({ authorityId, challengerIds }) =>
    challengerIds.map((challengerId) => ({ authorityId, challengerId })),
  )
  const isWished = holds(wished)
  const kept = request.repair ? [] : standing.filter((each) => !isWished(each))
  const ids = new Set(authorities.map(({ id }) => id))
  const problem: DirectedProblem = {
    seats: authorities.map(({ id, name, kind, office, neighbourIds }) => ({
      id,
      name,
      office,
      tags: [kind],
      neighbours: neighbourIds.filter((other) => other !== id && ids.has(other)),
    })),
    perPaper: request.perPaper ?? allowed.perPaper,
    mutual: request.mutual ?? allowed.mutual,
    bans: bansOf(facts, request),
    groups: request.withinTriads ? facts.triads : null,
    pins: [...wished, ...kept],
    standing,
    met: metOf(facts, new Map([...ids].map((id) => [id, id]))),
    policy: withWishes(facts.policy, request.policy),
  }
  const sound = checkDirectedProblem(problem)
  return sound.ok ? success(problem) : sound
}

const bansOf = ({ apart }: DirectedFacts, { bans }: ChallengePlanRequest): Ban[] =>
  [
    ...bans.flatMap(({ authorityIds: [a, b], because }) =>
      a !== undefined && b !== undefined ? [{ seatIds: [a, b] as const, because }] : [],
    ),
    ...apart.map(({ authorityIds, because }) => ({ seatIds: authorityIds, because })),
  ].map((ban, index) => ({ id: `ban-${index + 1}`, ...ban }))

const faultsOf = ({ authorities }: DirectedFacts, { pins, bans }: ChallengePlanRequest): Fault[] => {
  const known = new Set(authorities.map(({ id }) => id))
  const outside = (id: string, pointer: string): Fault[] =>
    known.has(id)
      ? []
      : [{ pointer, detail: 'Only authorities that take part in the round are planned for.' }]
  return [
    ...pins.flatMap(({ authorityId, challengerIds }, index) => [
      ...outside(authorityId, `/pins/${index}/authority`),
      ...challengerIds.flatMap((id, place) => {
        const pointer = `/pins/${index}/challengers/${place}`
        return id === authorityId
          ? [{ pointer, detail: 'Nobody challenges their own self-assessment.' }]
          : outside(id, pointer)
      }),
    ]),
    ...bans.flatMap(({ authorityIds }, index) =>
      authorityIds.flatMap((id, place) => outside(id, `/bans/${index}/authorities/${place}`)),
    ),
  ]
}
