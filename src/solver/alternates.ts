import type { AllocationProblem, Alternate } from '../domain/planning/moderators.ts'
import type { Market } from './transport.ts'

/**
 * Who has room and could take a place of each paper with nobody else's changed, the most suitable first, of equals who
 * has least; `mayJoin` says who fits those that it has.
 */
export const alternatesOf = (
  { papers, moderators }: AllocationProblem,
  { suits, open, width, ceilings }: Market,
  pairs: readonly number[],
  mayJoin: (paper: number, moderator: number) => boolean = () => true,
): Record<string, Alternate[]> => {
  const load = new Int32Array(width)
  for (const pair of pairs) load[pair % width] = (load[pair % width] ?? 0) + 1
  const chosen = new Set(pairs)
  return Object.fromEntries(
    papers.map(({ id }, paper) => {
      const free = moderators.flatMap((moderator, at) => {
        const pair = paper * width + at
        const mayTake =
          open[pair] === 1 && !chosen.has(pair) && (load[at] ?? 0) < (ceilings[at] ?? 0) && mayJoin(paper, at)
        return mayTake
          ? [{ moderatorId: moderator.id, suitability: suits[pair] ?? 0, load: load[at] ?? 0 }]
          : []
      })
      const ranked = free.sort(
        (a, b) =>
          b.suitability - a.suitability || a.load - b.load || (a.moderatorId < b.moderatorId ? -1 : 1),
      )
      return [
        id,
        ranked.slice(0, ALTERNATES).map(({ moderatorId, suitability }) => ({ moderatorId, suitability })),
      ]
    }),
  )
}

/** Nobody reads further down such a list. */
const ALTERNATES = 10
