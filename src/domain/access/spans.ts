import { type LocalDate, startOfDay } from '../intervals.ts'

/** A half-open stretch of time that may have no end yet. */
export interface OpenSpan {
  readonly from: Date
  readonly until: Date | null
}

/** Earlier than any date that a person enters: the start of a span that has always run. */
const LONG_AGO = new Date(0)

/** All of time before an instant; all of it where there is none. */
export const before = (instant: Date | null): readonly OpenSpan[] => [{ from: LONG_AGO, until: instant }]

/** All of time. */
export const ALWAYS = before(null)

/** The later of two instants. */
export const later = (a: Date, b: Date): Date => new Date(Math.max(a.getTime(), b.getTime()))

/** The earlier of two instants. */
export const earlier = (a: Date, b: Date): Date => new Date(Math.min(a.getTime(), b.getTime()))

/** Whether an instant lies in a span. */
export const holdsAt = (span: OpenSpan, instant: Date): boolean =>
  span.from <= instant && (span.until === null || instant < span.until)

/** The span from the first instant of a local day to the first instant of another, or without end. */
export const spanOfDates = (
  dates: { readonly from: LocalDate; readonly until: LocalDate | null },
  zone: string,
): OpenSpan => ({
  from: startOfDay(dates.from, zone),
  until: dates.until === null ? null : startOfDay(dates.until, zone),
})

/** The span between two instants of which either may not have come: none without a beginning. */
export const between = (from: Date | null, until: Date | null): readonly OpenSpan[] =>
  from === null ? [] : [{ from, until }]

/** The same instants as ordered spans that neither overlap nor touch; empty spans vanish. */
export const union = (spans: readonly OpenSpan[]): readonly OpenSpan[] => {
  const merged: OpenSpan[] = []
  for (const span of spans.filter(isNotEmpty).sort((a, b) => a.from.getTime() - b.from.getTime())) {
    const last = merged.at(-1)
    if (last === undefined || (last.until !== null && last.until < span.from)) merged.push(span)
    else merged[merged.length - 1] = { from: last.from, until: laterEnd(last.until, span.until) }
  }
  return merged
}

/** The instants that lie in both. */
export const intersection = (a: readonly OpenSpan[], b: readonly OpenSpan[]): readonly OpenSpan[] =>
  union(
    a.flatMap((one) =>
      b.map((other) => ({
        from: later(one.from, other.from),
        until: earlierEnd(one.until, other.until),
      })),
    ),
  )

/** The instants that lie in none of the spans. */
export const outside = (spans: readonly OpenSpan[]): readonly OpenSpan[] => {
  const gaps: OpenSpan[] = []
  let from: Date | null = LONG_AGO
  for (const span of union(spans)) {
    if (from !== null) gaps.push({ from, until: span.from })
    from = span.until
  }
  return union(from === null ? gaps : [...gaps, { from, until: null }])
}

const isNotEmpty = (span: OpenSpan): boolean => span.until === null || span.from < span.until

const earlierEnd = (a: Date | null, b: Date | null): Date | null =>
  a === null || b === null ? (a ?? b) : new Date(Math.min(a.getTime(), b.getTime()))

const laterEnd = (a: Date | null, b: Date | null): Date | null =>
  a === null || b === null ? null : later(a, b)
