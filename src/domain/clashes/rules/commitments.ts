import type { Calendar, Commitment } from '../../calendars/calendar.ts'
import { type Concerned, whomItConcerns } from '../../calendars/concerned.ts'
import { type Days, daysOfSpan, overlaps } from '../../intervals.ts'
import { capitalised, daysInWords, listInWords, spanInWords } from '../../words.ts'
import type { Clash } from '../clash.ts'
import type { ClashFacts } from '../facts.ts'
import { authorityNames, clashOf, daysMet, officesOf } from '../making.ts'
import { type CommitmentRule, severityOf } from '../policy.ts'

/** An authority's own annual conversation with Ofsted, or the window in which the region's are held. */
export const ofstedAnnualConversation = (facts: ClashFacts): Clash[] =>
  meetings(facts, 'ofsted-annual-conversation').map((meeting) => {
    const own = meeting.commitment.scope.kind === 'authorities'
    return fromMeeting(facts, meeting, own ? undefined : capitalised(kindOf(facts, meeting)?.entries ?? ''))
  })

/** Inspectors are on site at one of the event's authorities. */
export const inspectionOnSite = (facts: ClashFacts): Clash[] =>
  meetings(facts, 'inspection-on-site').map((meeting) => fromMeeting(facts, meeting))

export const bankHoliday = (facts: ClashFacts): Clash[] =>
  meetings(facts, 'bank-holiday').map((meeting) => fromMeeting(facts, meeting))

/** Schools of one of the event's authorities are closed; terms differ between neighbouring authorities. */
export const schoolHoliday = (facts: ClashFacts): Clash[] =>
  meetings(facts, 'school-holiday').map((meeting) => fromMeeting(facts, meeting))

export const conference = (facts: ClashFacts): Clash[] =>
  meetings(facts, 'conference').map((meeting) => fromMeeting(facts, meeting))

/** A meeting of the region, or of those who come to the event in a role that it is scoped to. */
export const regionalMeeting = (facts: ClashFacts): Clash[] =>
  meetings(facts, 'regional-meeting').map((meeting) => fromMeeting(facts, meeting))

/** Normal business is presumed to continue before an election, so this only warns unless the round says more. */
export const preElectionPeriod = (facts: ClashFacts): Clash[] =>
  meetings(facts, 'pre-election-period').map((meeting) => fromMeeting(facts, meeting))

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
  meetings(facts, 'personal-busy')
    .filter(({ personIds }) => personIds.length > 0)
    .map((meeting) => {
      const { commitment, personIds } = meeting
      const { from, to } = daysMet(facts, daysOfCommitment(commitment, facts.zone))
      const who = listInWords(officesOf(facts, personIds))
      const how = commitment.busy === 'out-of-office' ? 'out of office' : 'busy'
      return fromBusy(facts, meeting, {
        message: `Personal calendar of ${who}: ${how} on ${daysInWords({ first: from, last: to })}.`,
        basis: basisOf({ ...commitment, title: '' }),
      })
    })

const inAnswersOfOffices = (facts: ClashFacts): Clash[] =>
  meetings(facts, 'personal-busy')
    .filter(({ authorityIds }) => authorityIds.length > 0)
    .map((meeting) => {
      const { calendar, commitment, authorityIds } = meeting
      const office = `The office of ${listInWords(authorityNames(facts, authorityIds))}`
      const when = whenInWords(commitment, facts.zone)
      const no = commitment.busy === 'out-of-office'
      const said = no ? `${office} said no to ${when}` : `${office} could do ${when} only if need be`
      return fromBusy(facts, meeting, {
        message: `${said} (availability poll “${calendar.name}”).`,
        calendarName: calendar.name,
        commitmentTitle: commitment.title,
      })
    })

/** A clash with somebody's time, named or not as the particulars say. */
const fromBusy = (
  facts: ClashFacts,
  meeting: Meeting,
  particulars: Partial<Clash> & { readonly message: string },
): Clash => {
  const { calendar, commitment, authorityIds, personIds } = meeting
  const which = commitment.busy === 'out-of-office' ? 'out-of-office' : 'busy'
  const severity = severityOf(facts.policy, 'personal-busy', which, kindOf(facts, meeting)?.severity)
  return clashOf(facts, 'personal-busy', severity, {
    ...daysMet(facts, daysOfCommitment(commitment, facts.zone)),
    calendarId: calendar.id,
    commitmentId: commitment.id,
    basis: basisOf(commitment),
    authorityIds,
    personIds,
    checkedAt: calendar.checkedAt,
    ...particulars,
  })
}

const whenInWords = ({ wholeDays, span }: Commitment, zone: string): string =>
  wholeDays ? daysInWords(wholeDays) : spanInWords(span, zone)

/** A commitment that takes time of the event, and those of the event whom it concerns. */
interface Meeting extends Concerned {
  readonly calendar: Calendar
  readonly commitment: Commitment
}

const meetings = (facts: ClashFacts, rule: CommitmentRule): Meeting[] => {
  const calendars = new Map(
    facts.calendars.filter((each) => each.feeds === rule).map((each) => [each.id, each]),
  )
  return facts.commitments.flatMap((commitment) => {
    const calendar = calendars.get(commitment.calendarId)
    if (!calendar || commitment.busy === 'free' || !overlaps(commitment.span, facts.event.span)) return []
    const concerned = whomItConcerns(facts.event, commitment)
    return concerned ? [{ calendar, commitment, ...concerned }] : []
  })
}

const fromMeeting = (facts: ClashFacts, meeting: Meeting, label?: string): Clash => {
  const { calendar, commitment, authorityIds, personIds } = meeting
  const rule = calendar.feeds
  const kind = kindOf(facts, meeting)
  const { from, to } = daysMet(facts, daysOfCommitment(commitment, facts.zone))
  const entry = `“${commitment.title}” (${whenInWords(commitment, facts.zone)}) in the calendar “${calendar.name}”`
  const severity = severityOf(
    facts.policy,
    rule,
    authorityIds.length > 0 ? 'authority' : 'region',
    kind?.severity,
  )
  return clashOf(facts, rule, severity, {
    message: `${label ?? kind?.label ?? rule} of ${whomInWords(facts, meeting)}: ${entry} meets the event on ${daysInWords({ first: from, last: to })}.`,
    from,
    to,
    calendarId: calendar.id,
    calendarName: calendar.name,
    commitmentId: commitment.id,
    commitmentTitle: commitment.title,
    basis: basisOf(commitment),
    authorityIds,
    personIds,
    checkedAt: calendar.checkedAt,
  })
}

const basisOf = ({ title, span, busy }: Commitment): string =>
  `${span.from.toISOString()} ${span.until.toISOString()} ${busy} ${title}`

const kindOf = ({ kinds }: ClashFacts, { calendar }: Meeting) => kinds[calendar.kind]

const daysOfCommitment = ({ wholeDays, span }: Commitment, zone: string): Days =>
  wholeDays ?? daysOfSpan(span, zone)

const whomInWords = (facts: ClashFacts, { authorityIds, personIds }: Meeting): string =>
  listInWords([...authorityNames(facts, authorityIds), ...officesOf(facts, personIds)]) || 'the region'
