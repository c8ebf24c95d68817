import { type Fault, failure, type Result, success } from '../failures.ts'
import { amountsOf, loadOf, type ModerationFacts, type PoolModerator, themesOf } from './moderation-facts.ts'
import { type ModerationPlanRequest, type NamedPair, suitabilityOf } from './moderation-request.ts'
import { faultsOfModerationRequest } from './moderation-request-faults.ts'
import type { AllocationProblem, Barred, ModeratorLoad, PaperToModerate } from './moderators.ts'

/** What is solved, with what its suitabilities come from; it has ids and no names, since people may be erased. */
export interface ModerationProblem {
  readonly allocation: AllocationProblem
  readonly moderators: readonly Omit<PoolModerator, 'name'>[]
  /** The most that the round's policy gave anybody. */
  readonly ceiling: number
  /** What the round itself asked for. */
  readonly themes: readonly string[]
}

/** A decided pair has a place of its own in the problem, which its moderator alone can fill. */
export const placeOf = ({ selfAssessmentId, moderatorId }: NamedPair): string =>
  `${selfAssessmentId} ${moderatorId}`

/** The paper of a place of the problem. */
export const paperOfPlace = (id: string): string => id.split(' ')[0] ?? id

/** Whether a place of the problem was decided beforehand. */
export const isDecided = (id: string): boolean => id.includes(' ')

/**
 * The problem of a request: what is open, who may take how much of it beside what they have, and how well each suits.
 * Refused, as `invalid-request` at the request's own fields, where it asks for what the round has not.
 */
export const moderationProblem = (
  facts: ModerationFacts,
  request: ModerationPlanRequest,
): Result<ModerationProblem> => {
  const faults = faultsOfModerationRequest(facts, request)
  if (faults.length > 0) return refusal(faults)
  const decided = (paperId: string) =>
    request.pins.filter(({ selfAssessmentId }) => selfAssessmentId === paperId)
  // A paper stays among the places even where all of it is decided: alternates are told of it.
  const papers: PaperToModerate[] = facts.papers.flatMap(({ id, places }) => [
    { id, name: '', needs: places - decided(id).length },
    ...decided(id).map((pin) => ({ id: placeOf(pin), name: '', needs: 1 })),
  ])
  const moderators: ModeratorLoad[] = facts.moderators.map(({ id, load }) => {
    const { floor, ceiling } = loadOf(request, id, facts.ceiling)
    return { id, name: '', floor: Math.max(0, floor - load), ceiling: Math.max(0, ceiling - load) }
  })
  const allocation: AllocationProblem = {
    papers,
    moderators,
    suitability: papers.map(({ id }) => rowOf(facts, request, paperOfPlace(id))),
    barred: [
      ...facts.barred,
      ...request.bans.map(asBan),
      ...request.pins.flatMap((pin) => apart(facts, pin)),
    ],
    objective: request.objective,
    ...togetherOf(facts, papers),
  }
  return success({
    allocation,
    moderators: facts.moderators.map(({ name: _, ...each }) => each),
    ceiling: facts.ceiling,
    themes: facts.themes,
  })
}

/** A request's faults as one refusal. */
const refusal = (faults: readonly Fault[]): Result<never> =>
  failure('invalid-request', [...new Set(faults.map(({ detail }) => detail))].join(' '), faults)

/** A paper with a place left to one moderator alone goes by who has its other: that is a bar like any. */
const togetherOf = (
  { oneAuthority, papers, moderators }: ModerationFacts,
  places: readonly PaperToModerate[],
): Pick<AllocationProblem, 'together'> => {
  const several = oneAuthority ? papers.filter((paper) => paper.places > 1) : []
  if (several.length === 0) return {}
  return {
    together: {
      papers: several.map((paper) =>
        places.filter(({ id }) => paperOfPlace(id) === paper.id).map(({ id }) => id),
      ),
      homes: moderators.map(({ homeIds }) => homeIds),
    },
  }
}

/** How well each moderator suits a paper, in the order of the pool. */
const rowOf = (
  { moderators, themes }: ModerationFacts,
  request: ModerationPlanRequest,
  paperId: string,
): number[] => {
  const asked = themesOf(request, themes, paperId)
  const said = new Map(
    request.suitability
      .filter(({ selfAssessmentId }) => selfAssessmentId === paperId)
      .map(({ moderatorId, value }) => [moderatorId, value]),
  )
  return moderators.map((each) => said.get(each.id) ?? suitabilityOf(amountsOf(asked, each), request.weights))
}

const asBan = ({ selfAssessmentId: paperId, moderatorId }: NamedPair): Barred => ({
  paperId,
  moderatorId,
  because: 'The request bans them from it.',
})

/** Keeps everybody else off the place of a decided pair, and its moderator off the paper's others. */
const apart = ({ moderators }: ModerationFacts, pin: NamedPair): Barred[] => [
  { paperId: pin.selfAssessmentId, moderatorId: pin.moderatorId, because: 'The request gives it to them.' },
  ...moderators
    .filter(({ id }) => id !== pin.moderatorId)
    .map(({ id }) => ({ paperId: placeOf(pin), moderatorId: id, because: 'It is somebody else’s.' })),
]
