/** Two authorities in one triad, by id, the smaller id first. */
export type Pair = readonly [string, string]

interface Members {
  readonly authorityIds: readonly string[]
}

/** Every two authorities that share one of the triads, each pair once, in order. */
export const pairsOf = (triads: readonly Members[]): Pair[] => {
  const pairs = triads.flatMap(({ authorityIds }) => {
    const ids = [...new Set(authorityIds)].toSorted()
    return ids.flatMap((a, index) => ids.slice(index + 1).map((b): Pair => [a, b]))
  })
  return [...new Map(pairs.map((pair) => [keyOf(pair), pair])).values()].toSorted((a, b) =>
    keyOf(a) < keyOf(b) ? -1 : 1,
  )
}

/**
 * The pairs of the triads now that were already together in the triads before. What an authority has met passes on
 * to those that took over from it (`standingFor`), by whom the triads now are taken too: of two that came of one
 * neither has met the other.
 */
export const repeatedPairs = (
  now: readonly Members[],
  before: readonly Members[],
  standingFor: (authorityId: string) => readonly string[] = (id) => [id],
): Pair[] => {
  const known = new Set(
    pairsOf(before).flatMap(([a, b]) =>
      standingFor(a).flatMap((one) => standingFor(b).map((other) => keyOf(inOrder(one, other)))),
    ),
  )
  return pairsOf(now).filter((pair) => known.has(keyOf(pair)))
}

const inOrder = (a: string, b: string): Pair => (a < b ? [a, b] : [b, a])

const keyOf = ([a, b]: Pair): string => `${a}\n${b}`
