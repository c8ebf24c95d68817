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

/** The pairs of the triads now that were already together in the triads before. */
export const repeatedPairs = (now: readonly Members[], before: readonly Members[]): Pair[] => {
  const known = new Set(pairsOf(before).map(keyOf))
  return pairsOf(now).filter((pair) => known.has(keyOf(pair)))
}

const keyOf = ([a, b]: Pair): string => `${a}\n${b}`
