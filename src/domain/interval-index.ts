import type { Span } from './intervals.ts'

/** Things that take time, found by the time they take. */
export interface SpanIndex<T> {
  /** Those that share an instant with a half-open span, by the time they begin. */
  meeting(span: Span): T[]
}

/**
 * An index over things that take time: sorted by when they begin, each with the latest end up to there, so that a
 * look goes back from the last that begins in time only as far as something may still last.
 */
export const indexBySpan = <T extends { readonly span: Span }>(items: readonly T[]): SpanIndex<T> => {
  const sorted = items.toSorted((a, b) => a.span.from.getTime() - b.span.from.getTime())
  const begins = Float64Array.from(sorted, ({ span }) => span.from.getTime())
  const ends = Float64Array.from(sorted, ({ span }) => span.until.getTime())
  const latestEnd = Float64Array.from(ends)
  for (let at = 1; at < latestEnd.length; at++)
    latestEnd[at] = Math.max(latestEnd[at] ?? 0, latestEnd[at - 1] ?? 0)
  return {
    meeting: ({ from, until }) => {
      const found: T[] = []
      const start = from.getTime()
      for (let at = countBelow(begins, until.getTime()) - 1; at >= 0; at--) {
        if ((latestEnd[at] ?? 0) <= start) break
        const item = sorted[at]
        if ((ends[at] ?? 0) > start && item !== undefined) found.push(item)
      }
      return found.reverse()
    },
  }
}

/** How many of some ascending numbers are below a bound. */
const countBelow = (ascending: Float64Array, bound: number): number => {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] ?? 0) < bound) low = middle + 1
    else high = middle
  }
  return low
}

/** Spans that overlap or touch made one, in the order of time; so are those with at most a gap between them. */
export const mergeSpans = (spans: readonly Span[], gapMs = 0): Span[] => {
  const merged: Span[] = []
  for (const span of spans.toSorted((a, b) => a.from.getTime() - b.from.getTime())) {
    const last = merged.at(-1)
    if (last && span.from.getTime() - last.until.getTime() <= gapMs) {
      if (span.until > last.until) merged[merged.length - 1] = { from: last.from, until: span.until }
    } else merged.push({ from: span.from, until: span.until })
  }
  return merged
}
