import type { Calendar, CalendarKind, Commitment } from '../../calendars/calendar.ts'
import { daysOfSpan, overlaps } from '../../intervals.ts'
import { daysInWords, listInWords, spanInWords } from '../../words.ts'
import type { Clash } from '../clash.ts'
import type { ClashFacts } from '../facts.ts'
import { authorityNames, clashOf, daysMet, inOrder, officesOf } from '../making.ts'
import { type AdjustableRule, RULE_FED_BY, severityOf } from '../policy.ts'

/** An authority's own annual conversation with Ofsted, or the window in which the region's are held. */
export const ofstedAnnualConversation = (facts: ClashFacts): Clash[] =>
  meetings(facts, 'ofsted-annual-conversation').map((meeting) => {
    const own = meeting.commitment.scope.kind === 'authorities'
    return fromMeeting(facts, meeting, own ? 'Ofsted annual conversation' : 'Ofsted annual conversations')
  })

/** Inspectors are on site at one of the event's authorities. */
export const inspectionOnSite = (facts: ClashFacts): Clash[] =>
  meetings(facts, 'inspection').map((meeting) => fromMeeting(facts, meeting, 'Inspection on site'))

export const bankHoliday = (facts: ClashFacts): Clash[] =>
  meetings(facts, 'bank-holiday').map((meeting) => fromMeeting(facts, meeting, 'Bank holiday'))

/** Schools of one of the event's authorities are closed; terms differ between neighbouring authorities. */
export const schoolHoliday = (facts: ClashFacts): Clash[] =>
  meetings(facts, 'school-holiday').map((meeting) => fromMeeting(facts, meeting, 'School holiday'))

export const conference = (facts: ClashFacts): Clash[] =>
  meetings(facts, 'conference').map((meeting) => fromMeeting(facts, meeting, 'Conference'))

/** A meeting of the region, or of those who come to the event in a role that it is scoped to. */
export const regionalMeeting = (facts: ClashFacts): Clash[] =>
  meetings(facts, 'regional-meeting').map((meeting) => fromMeeting(facts, meeting, 'Regional meeting'))

/** Normal business is presumed to continue before an election, so this only warns unless the round says more. */
export const preElectionPeriod = (facts: ClashFacts): Clash[] =>
  meetings(facts, 'pre-election-period').map((meeting) => fromMeeting(facts, meeting, 'Pre-election period'))

/**
 * Somebody expected is out of office, or busy, by their own calendar, of which neither the entry's title nor its
 * hours are told; or the office of one of the event's authorities said no to the time in an availability poll, or
 * that it could do it only if need be.
 */
export const personalBusy = (facts: ClashFacts): Clash[] => [
  ...inPersonalCalendars(facts),
  ...inAnswersOfOffices(facts),
]

const inPersonalCalendars = (facts: ClashFacts): Clash[] =>
  meetings(facts, 'personal')
    .filter(({ personIds }) => personIds.length > 0)
    .map((meeting) => {
      const { calendar, commitment, personIds } = meeting
      const away = commitment.busy === 'out-of-office'
      const { from, to } = daysMet(facts, daysOfSpan(commitment.span, facts.zone))
      const who = listInWords(officesOf(facts, personIds))
      return clashOf(
        facts,
        'personal-busy',
        severityOf(facts.policy, 'personal-busy', away ? 'out-of-office' : 'busy'),
        {
          message: `Personal calendar of ${who}: ${away ? 'out of office' : 'busy'} on ${daysInWords({ first: from, last: to })}.`,
          from,
          to,
          calendarId: calendar.id,
          commitmentId: commitment.id,
          personIds,
          checkedAt: calendar.checkedAt,
        },
      )
    })

const inAnswersOfOffices = (facts: ClashFacts): Clash[] =>
  meetings(facts, 'availability')
    .filter(({ authorityIds }) => authorityIds.length > 0)
    .map(({ calendar, commitment, authorityIds }) => {
      const no = commitment.busy === 'out-of-office'
      const { from, to } = daysMet(facts, daysOfSpan(commitment.span, facts.zone))
      const office = `The office of ${listInWords(authorityNames(facts, authorityIds))}`
      const when = whenInWords(commitment, facts.zone)
      const said = no ? `${office} said no to ${when}` : `${office} could do ${when} only if need be`
      return clashOf(
        facts,
        'personal-busy',
        severityOf(facts.policy, 'personal-busy', no ? 'out-of-office' : 'busy'),
        {
          message: `${said} (availability poll “${calendar.name}”).`,
          from,
          to,
          calendarId: calendar.id,
          calendarName: calendar.name,
          commitmentId: commitment.id,
          commitmentTitle: commitment.title,
          authorityIds,
          checkedAt: calendar.checkedAt,
        },
      )
    })

const whenInWords = ({ wholeDays, span }: Commitment, zone: string): string =>
  wholeDays ? daysInWords(wholeDays) : spanInWords(span, zone)

/** A commitment that takes time of the event, and those of the event whom it concerns. */
interface Meeting {
  readonly calendar: Calendar
  readonly commitment: Commitment
  readonly authorityIds: readonly string[]
  readonly personIds: readonly string[]
}

const meetings = (facts: ClashFacts, kind: CalendarKind): Meeting[] => {
  const calendars = new Map(
    facts.calendars.filter((each) => each.kind === kind).map((each) => [each.id, each]),
  )
  return facts.commitments.flatMap((commitment) => {
    const calendar = calendars.get(commitment.calendarId)
    if (!calendar || commitment.busy === 'free' || !overlaps(commitment.span, facts.event.span)) return []
    const concerned = whomItConcerns(facts, commitment)
    return concerned ? [{ calendar, commitment, ...concerned }] : []
  })
}

/** Those of the event whom a commitment concerns, both lists empty for the whole region; null for nobody. */
const whomItConcerns = (
  { event }: ClashFacts,
  { scope, span }: Commitment,
): Pick<Meeting, 'authorityIds' | 'personIds'> | null => {
  if (scope.kind === 'region') return { authorityIds: [], personIds: [] }
  if (scope.kind === 'authorities') {
    const authorityIds = inOrder(event.authorityIds.filter((id) => scope.ids.includes(id)))
    return authorityIds.length > 0 ? { authorityIds, personIds: [] } : null
  }
  const there = event.people.filter((person) => overlaps(span, person.span ?? event.span))
  const people = there.filter((person) =>
    scope.kind === 'persons'
      ? scope.ids.includes(person.personId)
      : scope.roles.some((role) => role === person.as),
  )
  const personIds = inOrder(people.map((person) => person.personId))
  return personIds.length > 0 ? { authorityIds: [], personIds } : null
}

const fromMeeting = (facts: ClashFacts, meeting: Meeting, label: string): Clash => {
  const { calendar, commitment, authorityIds, personIds } = meeting
  const rule: AdjustableRule = RULE_FED_BY[calendar.kind]
  const { from, to } = daysMet(facts, daysOfSpan(commitment.span, facts.zone))
  const entry = `“${commitment.title}” (${whenInWords(commitment, facts.zone)}) in the calendar “${calendar.name}”`
  const severity = severityOf(facts.policy, rule, authorityIds.length > 0 ? 'authority' : 'region')
  return clashOf(facts, rule, severity, {
    message: `${label} of ${whomInWords(facts, meeting)}: ${entry} meets the event on ${daysInWords({ first: from, last: to })}.`,
    from,
    to,
    calendarId: calendar.id,
    calendarName: calendar.name,
    commitmentId: commitment.id,
    commitmentTitle: commitment.title,
    authorityIds,
    personIds,
    checkedAt: calendar.checkedAt,
  })
}

const whomInWords = (facts: ClashFacts, { authorityIds, personIds }: Meeting): string =>
  listInWords([...authorityNames(facts, authorityIds), ...officesOf(facts, personIds)]) || 'the region'
