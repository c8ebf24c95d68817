import type { Answer } from '../clashes/clash.ts'
import { type Days, localDate, overlaps, type Span, togetherContain } from '../intervals.ts'
import { countOf, dayInWords, daysInWords } from '../words.ts'
import type { Calendar, Commitment, Scope } from './calendar.ts'
import { AVAILABILITY, type CalendarKind } from './kinds.ts'

/** What is asked of a kind of calendar: about an authority, or null for the region as a whole. */
export interface Question {
  readonly kind: CalendarKind
  readonly authority: { readonly id: string; readonly name: string } | null
  /** The local days asked about, and the very time within them. */
  readonly days: Days
  readonly span: Span
}

export interface CalendarAnswer {
  readonly answer: Answer
  /** Why it is unknown, with names and dates; null when it is known. */
  readonly reason: string | null
  /** The calendar that answers, or that fails to; null when none is registered. */
  readonly calendar: Calendar | null
}

/** Kinds whose calendars answer for the times of their entries and no other: a poll asks about some dates only. */
const ANSWERING_BY_ENTRY: readonly string[] = [AVAILABILITY]

/**
 * What the region's calendars answer about a time at `now`. An entry makes it busy, even in a calendar that has
 * grown stale. Silence is free only from a calendar that answers for whom is asked about, covers all of the days, was
 * checked recently enough, or after the time was over, and could be read in all of its entries; from any other it is
 * unknown, with the reason. Where several cover the days, each may hold what the others do not: one in doubt leaves
 * all of them so. A calendar of answers is never silent: its entries, free ones too, must take all of the time.
 */
export const answerOf = (
  question: Question,
  calendars: readonly Calendar[],
  commitments: readonly Commitment[],
  at: { readonly now: Date; readonly zone: string },
): CalendarAnswer => {
  const asked = calendars
    .filter((calendar) => calendar.kind === question.kind.name && answersFor(calendar.scope, question))
    .toSorted(newestFirst)
  const entries = commitments.filter(
    (each) => each.busy !== 'free' && answersFor(each.scope, question) && overlaps(each.span, question.span),
  )
  const busy = asked.find((calendar) => entries.some((each) => each.calendarId === calendar.id))
  if (busy) return { answer: 'busy', reason: null, calendar: busy }

  const covering = asked.filter((calendar) => speaksFor(calendar, question, commitments))
  const inDoubt = covering.filter(
    (calendar) => isStale(calendar, question.span, at.now) || calendar.refusedEntries > 0,
  )
  const [answering] = covering
  if (answering && inDoubt.length === 0) return { answer: 'free', reason: null, calendar: answering }

  const [nearest = null] = inDoubt.length > 0 ? inDoubt : asked
  if (!question.kind.unknownByAbsence) return { answer: 'free', reason: null, calendar: nearest }
  return { answer: 'unknown', reason: whyUnknown(question, nearest, at), calendar: nearest }
}

const answersFor = (scope: Scope, { authority }: Question): boolean => {
  if (scope.kind === 'region') return true
  if (scope.kind === 'authorities') return authority !== null && scope.ids.includes(authority.id)
  return scope.kind === 'roles' && scope.roles.includes('director')
}

const speaksFor = (calendar: Calendar, question: Question, commitments: readonly Commitment[]): boolean => {
  if (!ANSWERING_BY_ENTRY.includes(calendar.kind)) return covers(calendar, question.days)
  const entries = commitments.filter(
    ({ calendarId, scope }) => calendarId === calendar.id && answersFor(scope, question),
  )
  return togetherContain(
    entries.map(({ span }) => span),
    question.span,
  )
}

const newestFirst = (a: Calendar, b: Calendar): number =>
  b.checkedAt.getTime() - a.checkedAt.getTime() || (a.id < b.id ? -1 : 1)

/** Whether a calendar answers for all of some days. */
export const covers = (
  { coversFrom, coversTo }: Pick<Calendar, 'coversFrom' | 'coversTo'>,
  { first, last }: Days,
): boolean => (coversFrom === null || coversFrom <= first) && (coversTo === null || last <= coversTo)

/** What is said of a source that names no end of what it answers for: days of which nobody thought would count as free. */
export const openEnd = ({ coversTo, scope }: Pick<Calendar, 'coversTo' | 'scope'>): string | null =>
  coversTo !== null || scope.kind === 'persons'
    ? null
    : 'Nothing says until when this calendar answers, so that every day after its last entry counts as free. ' +
      'Give it its last day (coversTo); what comes later is then unknown.'

const DAY = 24 * 60 * 60 * 1000

const isStale = ({ checkedAt, staleAfterDays }: Calendar, asked: Span, now: Date): boolean =>
  staleAfterDays !== null &&
  checkedAt < asked.until &&
  now.getTime() - checkedAt.getTime() > staleAfterDays * DAY

const whyUnknown = (
  { kind, authority, days }: Question,
  calendar: Calendar | null,
  { now, zone }: { readonly now: Date; readonly zone: string },
): string => {
  if (calendar && ANSWERING_BY_ENTRY.includes(kind.name)) {
    const whom = authority?.name ?? 'the region'
    return `The availability poll “${calendar.name}” has no answer of the office of ${whom} for the whole time asked about on ${daysInWords(days)}.`
  }
  if (!calendar) {
    const whom = authority?.name ?? 'the region'
    const today = dayInWords(localDate(now, zone))
    return `No calendar of ${kind.entries} is registered for ${whom} as of ${today}.`
  }
  if (!covers(calendar, days)) {
    return `The calendar “${calendar.name}” answers ${coverInWords(calendar)}, not for ${daysInWords(days)}.`
  }
  const checked = dayInWords(localDate(calendar.checkedAt, zone))
  if (calendar.refusedEntries > 0) {
    const entries = countOf(calendar.refusedEntries, 'entry', 'entries')
    return `The calendar “${calendar.name}”, last checked on ${checked}, has ${entries} that could not be read, on days nobody can tell.`
  }
  const limit = countOf(calendar.staleAfterDays ?? 0, 'day')
  return `The calendar “${calendar.name}” was last checked on ${checked}, more than ${limit} ago.`
}

const coverInWords = ({ coversFrom, coversTo }: Calendar): string => {
  if (coversFrom && coversTo) return `for ${daysInWords({ first: coversFrom, last: coversTo })}`
  return coversFrom ? `from ${dayInWords(coversFrom)}` : `until ${dayInWords(coversTo ?? '')}`
}
