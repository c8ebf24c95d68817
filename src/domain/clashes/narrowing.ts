import type { Scope } from '../calendars/calendar.ts'
import { eachDay, overlaps, type Span, sharedDays, startOfDay } from '../intervals.ts'
import type { ClashFacts, EventFacts } from './facts.ts'

/** What of the facts differs between narrow and wide. */
type Lists = Pick<ClashFacts, 'calendars' | 'commitments' | 'others'>

/**
 * For one event tried on many dates: what of a season's calendars, commitments and other events can touch each try,
 * so that no rule walks a year's commitments for every day of a year. `findClashes` finds the same in the narrowed
 * lists as in all of them. What concerns no try at all is put aside first; the rest is filed by local day, and found
 * there by instants, because asking a calendar library about each commitment would cost more than the rules.
 */
export const narrowed = (
  facts: Lists & Pick<ClashFacts, 'zone' | 'requiredCalendars'>,
  tries: readonly EventFacts[],
): Lists[] => {
  const byDay = dayIndex(facts.zone, tries)
  const concerns = concerned(tries)
  const commitments = byDay.fill(
    facts.commitments.filter(({ busy, scope }) => busy !== 'free' && concerns(scope)),
  )
  const others = byDay.fill(facts.others)
  const required = new Set(facts.requiredCalendars.map(({ kind }) => kind))
  const answering = facts.calendars.filter(({ kind }) => required.has(kind))
  const calendars = new Map(facts.calendars.map((each) => [each.id, each]))
  return tries.map((event) => {
    const met = commitments(event).filter(({ span }) => overlaps(span, event.span))
    const holding = met.flatMap(({ calendarId }) => calendars.get(calendarId) ?? [])
    return {
      commitments: met,
      calendars: [...new Set([...answering, ...holding])],
      others: others(event).filter(({ days }) => sharedDays(days, event.days) !== null),
    }
  })
}

/** Whether a scope could concern any of the tries: whoever takes part on one date may not on another. */
const concerned = (tries: readonly EventFacts[]): ((scope: Scope) => boolean) => {
  const authorityIds = new Set(tries.flatMap((each) => each.authorityIds))
  const personIds = new Set(tries.flatMap(({ people }) => people.map(({ personId }) => personId)))
  return (scope) => {
    if (scope.kind === 'authorities') return scope.ids.some((id) => authorityIds.has(id))
    return scope.kind !== 'persons' || scope.ids.some((id) => personIds.has(id))
  }
}

interface DayIndex {
  /** Files items under the days that they touch; the answer gives those of an event's days, each once. */
  fill<T extends { readonly span: Span }>(items: readonly T[]): (event: EventFacts) => readonly T[]
}

const dayIndex = (zone: string, tries: readonly EventFacts[]): DayIndex => {
  const first = tries.map(({ days }) => days.first).toSorted()[0]
  const last = tries
    .map(({ days }) => days.last)
    .toSorted()
    .at(-1)
  const days = first && last ? eachDay({ first, last }) : []
  const starts = days.map((day) => startOfDay(day, zone).getTime())
  const place = new Map(days.map((day, index) => [day, index]))
  return {
    fill: <T extends { readonly span: Span }>(items: readonly T[]) => {
      const onDay: T[][] = days.map(() => [])
      for (const item of items) {
        const to = lastNotAfter(starts, item.span.until.getTime() - 1)
        for (let day = Math.max(0, lastNotAfter(starts, item.span.from.getTime())); day <= to; day++)
          onDay[day]?.push(item)
      }
      return ({ days: { first, last } }) => {
        const from = place.get(first) ?? 0
        if (first === last) return onDay[from] ?? []
        return [...new Set(onDay.slice(from, (place.get(last) ?? from) + 1).flat())]
      }
    },
  }
}

/** The place of the last number in ascending order that is not greater; -1 where all are. */
const lastNotAfter = (numbers: readonly number[], limit: number): number => {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1
    else high = middle
  }
  return low - 1
}
