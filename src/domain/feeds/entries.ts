import { addMonths, daysOf, localDate, overlaps, type Span, spanOfDays, startOfDay } from '../intervals.ts'
import { type EntryState, type FeedEntry, isCalledOff } from './entry.ts'
import type {
  Absence,
  DeadlineFacts,
  DeadlineKind,
  EventFacts,
  FeedFacts,
  FeedView,
  OwnSession,
} from './facts.ts'

const MONTHS_BACK = 3
const MONTHS_AHEAD = 18
const CALLED_OFF_SHOWN_MS = 30 * 24 * 60 * 60 * 1000

/** Google stops reading a feed beyond a thousand events. */
export const ENTRY_LIMIT = 1000

/**
 * What a feed says now: each UID once, in order of time and then of UID, nothing that ended over three months
 * ago or starts more than eighteen months ahead, and at most a thousand entries.
 */
export const entriesOf = (facts: FeedFacts, view: FeedView): FeedEntry[] => {
  const full = [
    ...facts.events.filter((event) => isStillShown(event, view.now)).map(eventEntry),
    ...facts.deadlines.map(deadlineEntry),
  ]
  const entries = view.busyUid ? busyEntries(full, view.busyUid) : full
  const unique = [...new Map(entries.map((entry) => [entry.uid, entry])).values()]
  return nearest(inWindow(unique, view), view)
}

/** A challenge event as an entry. Its day or hour stays even when it is called off, so that it is recognised. */
export const eventEntry = (event: EventFacts): FeedEntry => ({
  uid: `challenge-event-${event.id}`,
  kind: 'event',
  title: marked(event.state, event.title),
  description: lines([
    event.authorities.length > 0 && `${listed(event.authorities)}.`,
    event.offices.length > 0 && `For: ${listed(event.offices)}.`,
    ...event.absences.map((absence) => absenceLine(absence, event.offices.length)),
    ...event.sessions.map((session) => sessionLine(session, event.occasion.days)),
    event.joiningLink && `Join: ${event.joiningLink}`,
    `Details: ${event.link}`,
  ]),
  location: event.venue ?? (event.joiningLink && 'Online'),
  url: event.link,
  time: event.occasion.startTime === null ? { wholeDays: daysOf(event.occasion) } : { span: event.span },
  takesTime: event.takesTime,
  state: event.state,
  sequence: event.revision,
  createdAt: event.createdAt,
  changedAt: event.changedAt,
})

/** "Apologies sent."; which office's, where the diary is of several. */
const absenceLine = ({ office, substitute }: Absence, offices: number): string => {
  const whose = offices > 1 ? ` for ${office}` : ''
  return substitute === null ? `Apologies sent${whose}.` : `Substitute${whose}: ${substitute}.`
}

/** "10:00–11:00 Challenge of Essex, Room 2", with the day where the event has several. */
const sessionLine = ({ day, startTime, endTime, title, place }: OwnSession, days: number): string =>
  `${days > 1 ? `Day ${day}, ` : ''}${startTime}–${endTime} ${title}${place === null ? '' : `, ${place}`}`

/** A deadline as an entry: the whole of its day, and no time taken. */
export const deadlineEntry = (deadline: DeadlineFacts): FeedEntry => ({
  uid: `${deadline.kind}-${deadline.id}`,
  kind: 'deadline',
  title: `${DEADLINE_TITLES[deadline.kind]}: ${deadline.authority}`,
  description: lines([
    deadline.about && `“${deadline.about}”.`,
    `Round ${deadline.round}.`,
    `Details: ${deadline.link}`,
  ]),
  location: null,
  url: deadline.link,
  time: { wholeDays: { first: deadline.day, last: deadline.day } },
  takesTime: false,
  state: 'confirmed',
  sequence: deadline.revision,
  createdAt: deadline.createdAt,
  changedAt: deadline.changedAt,
})

/**
 * What somebody else may see of a diary: when it is busy and nothing more. Deadlines are left out, and events
 * where somebody else sits: they take no time, and "busy" would be untrue of them.
 */
export const busyEntries = (entries: readonly FeedEntry[], busyUid: (uid: string) => string): FeedEntry[] =>
  entries
    .filter((entry) => entry.kind === 'event' && entry.takesTime)
    .map((entry) => ({
      ...entry,
      uid: busyUid(entry.uid),
      title: marked(entry.state, 'Busy'),
      description: '',
      location: null,
      url: null,
    }))

/** Whether an event is still in the feed: one that is called off is shown so for 30 days, then gone. */
export const isStillShown = (event: Pick<EventFacts, 'state' | 'stateSince'>, now: Date): boolean =>
  !isCalledOff(event.state) || now.getTime() - event.stateSince.getTime() < CALLED_OFF_SHOWN_MS

const DEADLINE_TITLES: Record<DeadlineKind, string> = {
  'self-assessment-due': 'Self-assessment due',
  'accept-by': 'Accept or decline to moderate',
  'comments-due': 'Moderation comments due',
  'poll-answer-due': 'Answer the availability poll',
  'action-due': 'Agreed action due',
  'follow-up': 'Six-month follow-up',
}

const MARKS: Record<EntryState, string> = {
  proposed: 'Proposed: ',
  confirmed: '',
  held: '',
  cancelled: 'Cancelled: ',
  deferred: 'Deferred: ',
}

const marked = (state: EntryState, title: string): string => `${MARKS[state]}${title}`

const listed = (names: readonly string[]): string => new Intl.ListFormat('en-GB').format(names)

const lines = (given: readonly (string | false | null)[]): string => given.filter(Boolean).join('\n')

interface Dated {
  readonly entry: FeedEntry
  readonly span: Span
}

const inWindow = (entries: readonly FeedEntry[], { now, zone }: FeedView): Dated[] => {
  const today = localDate(now, zone)
  const window = spanOfDays(
    { first: addMonths(today, -MONTHS_BACK), last: addMonths(today, MONTHS_AHEAD) },
    zone,
  )
  return entries
    .map((entry) => ({ entry, span: spanOf(entry, zone) }))
    .filter(({ span }) => overlaps(span, window))
    .sort(byTimeThenUid)
}

/** As many as fit: what is to come goes before what is over, and the near before the far. */
const nearest = (dated: readonly Dated[], { now, zone }: FeedView): FeedEntry[] => {
  const today = startOfDay(localDate(now, zone), zone)
  const over = dated.filter(({ span }) => span.until <= today).length
  const first = Math.max(0, Math.min(over, dated.length - ENTRY_LIMIT))
  return dated.slice(first, first + ENTRY_LIMIT).map(({ entry }) => entry)
}

// Not localeCompare: the order must not depend on the machine's language.
const byTimeThenUid = (a: Dated, b: Dated): number =>
  a.span.from.getTime() - b.span.from.getTime() || (a.entry.uid < b.entry.uid ? -1 : 1)

const spanOf = ({ time }: FeedEntry, zone: string): Span =>
  'span' in time ? time.span : spanOfDays(time.wholeDays, zone)
