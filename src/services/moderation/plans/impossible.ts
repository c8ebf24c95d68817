import type { StoredModerationPlan } from '../../../db/moderation-plans.ts'
import { isDecided, paperOfPlace } from '../../../domain/planning/moderation-problem.ts'
import type { AllocationOutcome } from '../../../domain/planning/moderators.ts'
import type { Named, NamedPaper, Naming } from './views.ts'

/** Why there is no allocation. */
export interface ImpossibleAllocation {
  readonly because: string
  readonly needed: number
  readonly available: number
  /** The self-assessments that need more than those who may see them can take; none where the floors are too high. */
  readonly papers: readonly {
    readonly selfAssessment: NamedPaper
    readonly needs: number
    readonly barred: readonly { readonly moderator: Named; readonly because: string }[]
  }[]
  /** Those who could take some of them, or have a floor, and how many they see and may take beside what they have. */
  readonly moderators: readonly {
    readonly moderator: Named
    readonly floor: number
    readonly ceiling: number
    readonly sees: number
  }[]
}

/** What stands against an allocation, with the reasons why each moderator does not see what wants one. */
export const impossibleOf = (
  { problem: { allocation } }: Pick<StoredModerationPlan, 'problem'>,
  { paperIds, needed, available, because }: AllocationOutcome & { readonly kind: 'impossible' },
  { paper, person }: Naming,
): ImpossibleAllocation => {
  const short = [...new Set(paperIds.map(paperOfPlace))]
  const all = [...new Set(allocation.papers.map(({ id }) => paperOfPlace(id)))]
  const barred = allocation.barred.filter(({ paperId }) => !isDecided(paperId))
  const barredFrom = Map.groupBy(barred, ({ paperId }) => paperId)
  const isBarred = new Set(barred.map(({ paperId, moderatorId }) => `${paperId} ${moderatorId}`))
  const needsOf = (id: string) =>
    allocation.papers
      .filter((place) => paperOfPlace(place.id) === id)
      .reduce((sum, { needs }) => sum + needs, 0)
  return {
    because,
    needed,
    available,
    papers: short.flatMap((id) => {
      const selfAssessment = paper(id)
      if (selfAssessment === null) return []
      const against = (barredFrom.get(id) ?? []).map((each) => ({
        moderator: person(each.moderatorId),
        because: each.because,
      }))
      return [{ selfAssessment, needs: needsOf(id), barred: joined(against) }]
    }),
    moderators: allocation.moderators
      .flatMap(({ id, floor, ceiling }) => {
        const looked = short.length > 0 ? short : all
        const sees = looked.filter((each) => !isBarred.has(`${each} ${id}`)).length
        const matters = short.length > 0 ? sees > 0 : floor > 0
        return matters ? [{ moderator: person(id), floor, ceiling, sees }] : []
      })
      .toSorted(byModerator),
  }
}

type Against = ImpossibleAllocation['papers'][number]['barred'][number]

/** Each moderator once, by name, with all that stands against them. */
const joined = (against: readonly Against[]): Against[] =>
  [...Map.groupBy(against, ({ moderator }) => moderator.id).values()]
    .flatMap((all) =>
      all[0] ? [{ moderator: all[0].moderator, because: all.map((each) => each.because).join(' ') }] : [],
    )
    .toSorted(byModerator)

const byModerator = (a: { readonly moderator: Named }, b: { readonly moderator: Named }): number =>
  a.moderator.name.localeCompare(b.moderator.name)
