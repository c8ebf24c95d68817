import { type FailureCode, type Fault, failure, type Result, success } from '../failures.ts'
import type { RoundMethod } from '../rounds/round.ts'
import { countOf } from '../words.ts'
import type { Challenged, ChallengePolicy } from './challenge.ts'

/** The whole list of a round's challenges as asked for, and what decides whether it may be. */
export interface ChallengeFacts {
  readonly challenged: readonly Challenged[]
  /** The participants that are in. */
  readonly takingPart: ReadonlySet<string>
  /** Who directs each authority on the round's first day; no entry where the seat is vacant. */
  readonly directorOf: ReadonlyMap<string, string>
  readonly names: ReadonlyMap<string, string>
  readonly policy: ChallengePolicy
}

/** Refuses, as `wrong-state`, to look at or name challengers where all of a triad challenge all. */
export const checkDirected = (round: {
  readonly label: string
  readonly method: RoundMethod
}): Result<null> =>
  round.method === 'directed'
    ? success(null)
    : failure(
        'wrong-state',
        `In the round ${round.label} all of a triad challenge all: its triads say who challenges whom.`,
      )

/**
 * Whether a round may have these challenges: the rules below in their order. All that the first broken rule has
 * against the list is reported, at `/challenges/{index}/authority` or `/challenges/{index}/challengers/{index}`.
 */
export const checkChallenges = (facts: ChallengeFacts): Result<null> => {
  for (const rule of CHALLENGE_RULES) {
    const kept = rule(facts)
    if (!kept.ok) return kept
  }
  return success(null)
}

type ChallengeRule = (facts: ChallengeFacts) => Result<null>

/** Only participants of the round challenge, and only they are challenged: else `not-a-participant`. */
export const participantsOnly: ChallengeRule = ({ challenged, takingPart, names }) => {
  const outside = (id: string, pointer: string): Fault[] =>
    takingPart.has(id) ? [] : [{ pointer, detail: `${nameIn(names, id)} does not take part in this round.` }]
  const faults = challenged.flatMap(({ authorityId, challengerIds }, index) => [
    ...outside(authorityId, `/challenges/${index}/authority`),
    ...challengerIds.flatMap((id, place) => outside(id, at(index, place))),
  ])
  return refuseFor('not-a-participant', faults)
}

/** Nobody challenges themselves: else `invalid-request`. */
export const nobodyThemselves: ChallengeRule = ({ challenged, names }) =>
  refuseFor(
    'invalid-request',
    eachChallenger(challenged, (authorityId, id) =>
      id === authorityId ? `${nameIn(names, id)} cannot challenge itself.` : null,
    ),
  )

/** Nobody challenges an authority that their own director leads too: else `conflict-of-interest`. */
export const notTheSameDirector: ChallengeRule = ({ challenged, directorOf, names }) =>
  refuseFor(
    'conflict-of-interest',
    eachChallenger(challenged, (authorityId, id) => {
      const director = directorOf.get(id)
      return director !== undefined && director === directorOf.get(authorityId)
        ? `${nameIn(names, id)} and ${nameIn(names, authorityId)} are led by the same director: one cannot challenge the other.`
        : null
    }),
  )

/** No self-assessment has more challengers than the round's policy allows: else `conflict`. */
export const notTooManyChallengers: ChallengeRule = ({ challenged, names, policy: { perPaper } }) =>
  refuseFor(
    'conflict',
    challenged.flatMap(({ authorityId, challengerIds }, index) =>
      challengerIds.length <= perPaper
        ? []
        : [
            {
              pointer: at(index, perPaper),
              detail: `${nameIn(names, authorityId)} would have ${countOf(challengerIds.length, 'challenger')}; in this round a self-assessment has at most ${countOf(perPaper, 'challenger')}.`,
            },
          ],
    ),
  )

/** Nobody challenges those who challenge them, unless the round's policy has it so: else `conflict`. */
export const notEachOther: ChallengeRule = ({ challenged, names, policy: { mutual } }) => {
  const challengersOf = new Map(challenged.map((each) => [each.authorityId, each.challengerIds]))
  const back = eachChallenger(challenged, (authorityId, id) =>
    challengersOf.get(id)?.includes(authorityId)
      ? `${nameIn(names, id)} and ${nameIn(names, authorityId)} would challenge each other, which this round does not have.`
      : null,
  )
  return refuseFor('conflict', mutual ? [] : back)
}

const CHALLENGE_RULES: readonly ChallengeRule[] = [
  participantsOnly,
  nobodyThemselves,
  notTheSameDirector,
  notTooManyChallengers,
  notEachOther,
]

const at = (index: number, place: number): string => `/challenges/${index}/challengers/${place}`

const nameIn = (names: ReadonlyMap<string, string>, id: string): string => names.get(id) ?? id

const eachChallenger = (
  challenged: readonly Challenged[],
  reasonAgainst: (authorityId: string, challengerId: string) => string | null,
): Fault[] =>
  challenged.flatMap(({ authorityId, challengerIds }, index) =>
    challengerIds.flatMap((id, place): Fault[] => {
      const detail = reasonAgainst(authorityId, id)
      return detail === null ? [] : [{ pointer: at(index, place), detail }]
    }),
  )

const refuseFor = (code: FailureCode, faults: readonly Fault[]): Result<null> =>
  faults.length === 0
    ? success(null)
    : failure(code, [...new Set(faults.map(({ detail }) => detail))].join(' '), faults)
