import type { Outcome, OutcomeKind } from './outcome.ts'

/** How many authorities of a round have a theme in one way. */
export interface ThemeCount {
  readonly kind: OutcomeKind
  readonly theme: string
  readonly authorities: number
}

/** A count as those may know it who may not know whose it is; with `orMore` there may be more than that. */
export interface PublishedTheme extends ThemeCount {
  readonly orMore: boolean
}

/** The themes of some outcomes, each authority counted once for each: the most common first. */
export const countThemes = (outcomes: readonly Pick<Outcome, 'kind' | 'theme' | 'paperId'>[]): ThemeCount[] =>
  [...Map.groupBy(outcomes, ({ kind, theme }) => `${kind} ${theme}`).values()]
    .flatMap((group) => {
      const [first] = group
      return first
        ? [
            {
              kind: first.kind,
              theme: first.theme,
              authorities: new Set(group.map(({ paperId }) => paperId)).size,
            },
          ]
        : []
    })
    .toSorted(byCount)

/**
 * The counts that tell of no authority, out of `population` about which something could have been written: where
 * fewer than `fewest` have a theme it is left out, and where fewer than that have it not, the count stops there, since
 * "all eight" names each of the eight as surely as "one" named one. No total stands beside them from which what is left
 * out could be worked out, and ways of having a theme are not added up.
 */
export const publishThemes = (
  counts: readonly ThemeCount[],
  { population, fewest }: { readonly population: number; readonly fewest: number },
): PublishedTheme[] => {
  const most = population - fewest
  return counts
    .filter(({ authorities }) => authorities >= fewest && most >= fewest)
    .map((count) => ({
      ...count,
      authorities: Math.min(count.authorities, most),
      orMore: count.authorities > most,
    }))
    .toSorted(byCount)
}

const byCount = (a: ThemeCount, b: ThemeCount): number =>
  b.authorities - a.authorities || compare(a.theme, b.theme) || compare(a.kind, b.kind)

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)
