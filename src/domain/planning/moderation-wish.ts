import { type ModerationProblem, paperOfPlace, placeOf } from './moderation-problem.ts'
import type { NamedPair } from './moderation-request.ts'
import type { Allocated } from './moderators.ts'

/** Whether a pair is among those allocated. */
export const isAmong = (
  allocated: readonly Allocated[],
  { selfAssessmentId, moderatorId }: NamedPair,
): boolean =>
  allocated.some(
    (each) => paperOfPlace(each.paperId) === selfAssessmentId && each.moderatorId === moderatorId,
  )

/** All of a problem that by itself keeps a pair out, a sentence each; none where only solving can tell. */
export const barsAgainst = (
  { allocation, moderators }: ModerationProblem,
  { selfAssessmentId, moderatorId }: NamedPair,
): string[] => {
  const isFull = (allocation.papers.find(({ id }) => id === selfAssessmentId)?.needs ?? 0) === 0
  const most = allocation.moderators.find(({ id }) => id === moderatorId)?.ceiling ?? 0
  const isLoaded = (moderators.find(({ id }) => id === moderatorId)?.load ?? 0) > 0
  const decided = allocation.papers.filter(
    ({ id }) => id === placeOf({ selfAssessmentId: paperOfPlace(id), moderatorId }),
  )
  return [
    ...allocation.barred
      .filter((each) => each.paperId === selfAssessmentId && each.moderatorId === moderatorId)
      .map(({ because }) => because),
    ...(isFull ? ['The request decides every moderator of this self-assessment.'] : []),
    ...(most > decided.length ? [] : [fullInWords(decided.length > 0, isLoaded)]),
  ]
}

const fullInWords = (isDecided: boolean, isLoaded: boolean): string => {
  if (isDecided) return 'The request gives them all that they can take.'
  return isLoaded
    ? 'They have all that they can take already.'
    : 'They are to moderate nothing in this round.'
}

/**
 * The problem with a pair insisted on, which nothing bars by itself: a place of the paper is its moderator's alone, as
 * if the request had decided it.
 */
export const forcing = (problem: ModerationProblem, wish: NamedPair): ModerationProblem => {
  const { selfAssessmentId, moderatorId } = wish
  const { papers, suitability, barred, moderators, together, ...kept } = problem.allocation
  const place = placeOf(wish)
  const last = papers.findLastIndex(({ id }) => paperOfPlace(id) === selfAssessmentId)
  const row = suitability[last] ?? []
  return {
    ...problem,
    allocation: {
      ...kept,
      moderators,
      papers: papers
        .map((each) => (each.id === selfAssessmentId ? { ...each, needs: each.needs - 1 } : each))
        .toSpliced(last + 1, 0, { id: place, name: '', needs: 1 }),
      suitability: suitability.toSpliced(last + 1, 0, row),
      barred: [
        ...barred,
        { paperId: selfAssessmentId, moderatorId, because: 'The question gives it to them.' },
        ...moderators
          .filter(({ id }) => id !== moderatorId)
          .map(({ id }) => ({ paperId: place, moderatorId: id, because: 'It is somebody else’s.' })),
      ],
      ...(together && {
        together: {
          ...together,
          papers: together.papers.map((places) =>
            places.some((id) => paperOfPlace(id) === selfAssessmentId) ? [...places, place] : places,
          ),
        },
      }),
    },
  }
}

/** A paper whose moderators are others in one allocation than in another. */
export interface ChangedPaper {
  readonly paperId: string
  /** Who had it, and has it no more. */
  readonly from: readonly string[]
  /** Who has it then. */
  readonly to: readonly string[]
}

/** Which papers change hands between two allocations of the same papers. */
export const changesBetween = (before: readonly Allocated[], after: readonly Allocated[]): ChangedPaper[] => {
  const [had, has] = [moderatorsOf(before), moderatorsOf(after)]
  return [...new Set([...had.keys(), ...has.keys()])].flatMap((paperId): ChangedPaper[] => {
    const [old, now] = [had.get(paperId) ?? new Set<string>(), has.get(paperId) ?? new Set<string>()]
    const [from, to] = [[...old.difference(now)], [...now.difference(old)]]
    return from.length + to.length === 0 ? [] : [{ paperId, from, to }]
  })
}

const moderatorsOf = (allocated: readonly Allocated[]): Map<string, Set<string>> =>
  new Map(
    [...Map.groupBy(allocated, ({ paperId }) => paperOfPlace(paperId))].map(([paperId, pairs]) => [
      paperId,
      new Set(pairs.map(({ moderatorId }) => moderatorId)),
    ]),
  )
