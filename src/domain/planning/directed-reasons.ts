import type { Challenge } from '../challenges/challenge.ts'
import { countOf, listInWords } from '../words.ts'
import type { DirectedProblem, DirectedRequirement } from './directed.ts'
import { PLANNING_RULES, type PlanningRule } from './policy.ts'

/** A requirement of a problem, and how the problem is without it. */
export interface Requirement extends DirectedRequirement {
  /** The two whom it is about; null for what is about all. */
  readonly about: readonly [string, string] | null
  without(problem: DirectedProblem): DirectedProblem
}

/** What of a problem somebody could give up, in words. */
export const requirementsOf = (problem: DirectedProblem): Requirement[] => {
  const name = namesOf(problem)
  const isStanding = holds(problem.standing)
  return [
    ...problem.pins.map((pin): Requirement => {
      const isKept = isStanding(pin)
      const [challenger, author] = [name(pin.challengerId), name(pin.authorityId)]
      return {
        kind: isKept ? 'kept' : 'pin',
        because: isKept
          ? `${challenger} challenges ${author} already.`
          : `It is decided that ${challenger} challenges ${author}.`,
        about: [pin.authorityId, pin.challengerId],
        without: (from) => ({ ...from, pins: from.pins.filter((each) => each !== pin) }),
      }
    }),
    ...problem.bans.map(
      (ban): Requirement => ({
        kind: 'ban',
        because: `${listInWords(ban.seatIds.map(name).toSorted())}: ${ban.because}`,
        about: ban.seatIds,
        without: (from) => ({ ...from, bans: from.bans.filter((each) => each !== ban) }),
      }),
    ),
    ...(problem.groups === null
      ? []
      : [
          {
            kind: 'triads' as const,
            because: 'Only those of one triad challenge each other.',
            about: null,
            without: (from: DirectedProblem) => ({ ...from, groups: null }),
          },
        ]),
    ...(problem.mutual
      ? []
      : [
          {
            kind: 'mutual' as const,
            because: 'No two challenge each other.',
            about: null,
            without: (from: DirectedProblem) => ({ ...from, mutual: true }),
          },
        ]),
  ]
}

/**
 * Those requirements among which a conflict is looked for first, because it is the easiest to see there: what is about
 * the same two, of whom a challenge is decided; then what is about the same one; at last all.
 */
export function* narrowings(
  { seats, pins }: DirectedProblem,
  all: readonly Requirement[],
): Generator<Requirement[]> {
  const isAbout = (ids: readonly string[]) => (each: Requirement) =>
    each.about === null || ids.every((id) => each.about?.includes(id))
  const ofAll = all.filter(({ about }) => about === null).length
  for (const ids of [
    ...pins.map(({ authorityId, challengerId }) => [authorityId, challengerId]),
    ...seats.map(({ id }) => [id]),
  ]) {
    const these = all.filter(isAbout(ids))
    // One by itself is no conflict.
    if (these.length > ofAll + 1) yield these
  }
  yield [...all]
}

/** A problem in which only some of its requirements hold, and nothing costs: only whether it can be solved matters. */
export const holdingOnly = (
  problem: DirectedProblem,
  all: readonly Requirement[],
  these: readonly Requirement[],
): DirectedProblem => {
  const weights = Object.fromEntries(PLANNING_RULES.map((rule) => [rule, 0])) as Record<PlanningRule, number>
  return all
    .filter((each) => !these.includes(each))
    .reduce<DirectedProblem>((left, each) => each.without(left), {
      ...problem,
      policy: { ...problem.policy, weights },
    })
}

/**
 * Who has too few, or too many decided, whatever all others do: what a look at each authority alone tells of why
 * nothing can be. Empty where it takes more than one to see it.
 */
export const tooFewOrMany = (problem: DirectedProblem): string[] => {
  const { seats, perPaper, mutual, pins } = problem
  const name = namesOf(problem)
  const ids = seats.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ id }) => id)
  const isApart = apartIn(problem)
  const isPinned = holds(pins)
  const challengersOf = (id: string) => pins.filter(({ authorityId }) => authorityId === id)
  const challengedBy = (id: string) => pins.filter(({ challengerId }) => challengerId === id)
  const may = (authorityId: string, challengerId: string): boolean =>
    authorityId !== challengerId &&
    !isApart(authorityId, challengerId) &&
    (mutual || !isPinned({ authorityId: challengerId, challengerId: authorityId })) &&
    (isPinned({ authorityId, challengerId }) ||
      (challengersOf(authorityId).length < perPaper && challengedBy(challengerId).length < perPaper))
  const named = (these: readonly string[]) =>
    these.length === 0 ? 'nobody' : listInWords(these.map(name).toSorted())
  return ids.flatMap((id) => {
    const others = ids.filter((other) => other !== id && !isApart(id, other))
    const challengers = others.filter((other) => may(id, other))
    const papers = others.filter((other) => may(other, id))
    const decided = challengersOf(id).map(({ challengerId }) => challengerId)
    const charged = challengedBy(id).map(({ authorityId }) => authorityId)
    if (decided.length > perPaper)
      return [`${named(decided)} are to challenge ${name(id)}, which has ${countOf(perPaper, 'challenger')}.`]
    if (charged.length > perPaper)
      return [`${name(id)} is to challenge ${named(charged)}; each challenges ${countOf(perPaper, 'other')}.`]
    if (challengers.length < perPaper)
      return [
        `${name(id)} needs ${countOf(perPaper, 'challenger')}, and only these are possible: ${named(challengers)}.`,
      ]
    if (papers.length < perPaper)
      return [
        `${name(id)} has to challenge ${countOf(perPaper, 'other')}, and only these are possible: ${named(papers)}.`,
      ]
    if (!mutual && others.length < 2 * perPaper)
      return [
        `${name(id)} needs ${countOf(2 * perPaper, 'other')}, half to challenge and half to be challenged by, and only these are possible: ${named(others)}.`,
      ]
    return []
  })
}

/** Whether neither of two may challenge the other, whatever all others do. */
export const apartIn = ({ bans, groups }: DirectedProblem): ((a: string, b: string) => boolean) => {
  const banned = new Set(bans.flatMap(({ seatIds: [a, b] }) => [`${a} ${b}`, `${b} ${a}`]))
  const groupOf = new Map(groups?.flatMap((ids, at) => ids.map((id) => [id, at] as const)))
  const areTogether = (a: string, b: string) => groupOf.has(a) && groupOf.get(a) === groupOf.get(b)
  return (a, b) => banned.has(`${a} ${b}`) || (groups !== null && !areTogether(a, b))
}

const namesOf = ({ seats }: DirectedProblem): ((id: string) => string) => {
  const names = new Map(seats.map(({ id, name }) => [id, name]))
  return (id) => names.get(id) ?? id
}

/** Whether a challenge is one of these. */
export const holds = (these: readonly Challenge[]): ((challenge: Challenge) => boolean) => {
  const keys = new Set(these.map(keyOf))
  return (challenge) => keys.has(keyOf(challenge))
}

const keyOf = ({ authorityId, challengerId }: Challenge): string => `${authorityId} ${challengerId}`
