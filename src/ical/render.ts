import ical, {
  escape as escapeText,
  ICalCalendarMethod,
  ICalEventBusyStatus,
  type ICalEventData,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator'
import { type EntryState, type EntryTime, type FeedEntry, isCalledOff } from '../domain/feeds/entry.ts'
import { addDays, type LocalDate } from '../domain/intervals.ts'

/** A feed as it is to be read. */
export interface Feed {
  /** What the subscriber's client calls the calendar. */
  readonly name: string
  readonly entries: readonly FeedEntry[]
  /** How often a client is asked to come back. */
  readonly refreshHours: number
}

/**
 * The bytes of a feed as RFC 5545 has them (METHOD:PUBLISH, CRLF, lines of at most 75 octets). They depend on
 * the feed alone: not on the clock, the server's zone or its language.
 *
 * Times are UTC. Entries are single occasions of known instants, so there is no wall-clock rule for a
 * VTIMEZONE to carry, and every client shows an instant in its reader's own zone; a VTIMEZONE would add a
 * package of zone data, and a component that Outlook reads in one form only.
 */
export const renderFeed = ({ name, entries, refreshHours }: Feed): string => {
  const calendar = ical({
    prodId: '//Peer Challenge Triads//Feed 1//EN',
    method: ICalCalendarMethod.PUBLISH,
    name: escapeText(plainText(name), false),
    ttl: refreshHours * 3600,
    events: entries.map(eventOf),
  })
  return `${calendar.toString()}\r\n`
}

// ical-generator 11 escapes SUMMARY, LOCATION and DESCRIPTION but neither NAME nor UID, and escapes URL as if it
// were text; left alone it stamps each event with a new UID and the time of rendering.
const eventOf = (entry: FeedEntry): ICalEventData => ({
  id: escapeText(plainText(entry.uid), false),
  sequence: entry.sequence,
  stamp: entry.changedAt,
  created: entry.createdAt,
  lastModified: entry.changedAt,
  ...timeOf(entry.time),
  ...standingOf(entry),
  summary: plainText(entry.title) || 'Untitled',
  description: plainText(entry.description) || null,
  location: plainText(entry.location ?? '') || null,
  url: entry.url && uriOf(entry.url),
})

/** Whole days are dates, given as UTC midnights since no zone is set; DTEND is the day after the last. */
const timeOf = (time: EntryTime): Pick<ICalEventData, 'start' | 'end' | 'allDay'> =>
  'span' in time
    ? { start: time.span.from, end: time.span.until }
    : {
        allDay: true,
        start: utcMidnight(time.wholeDays.first),
        end: utcMidnight(addDays(time.wholeDays.last, 1)),
      }

const utcMidnight = (date: LocalDate): Date => new Date(`${date}T00:00:00Z`)

/** Whether the entry stands and takes time, said three ways because clients look at different ones. */
const standingOf = ({
  takesTime,
  state,
}: FeedEntry): Pick<ICalEventData, 'status' | 'transparency' | 'busystatus'> => {
  const status = STATUSES[state]
  if (!takesTime || isCalledOff(state)) {
    return { status, transparency: ICalEventTransparency.TRANSPARENT, busystatus: ICalEventBusyStatus.FREE }
  }
  const busystatus = state === 'proposed' ? ICalEventBusyStatus.TENTATIVE : ICalEventBusyStatus.BUSY
  return { status, transparency: ICalEventTransparency.OPAQUE, busystatus }
}

const STATUSES: Record<EntryState, ICalEventStatus> = {
  proposed: ICalEventStatus.TENTATIVE,
  confirmed: ICalEventStatus.CONFIRMED,
  held: ICalEventStatus.CONFIRMED,
  // iCalendar has no word for "deferred"; what matters is that the old time is free again.
  cancelled: ICalEventStatus.CANCELLED,
  deferred: ICalEventStatus.CANCELLED,
}

/**
 * Text without what RFC 5545 forbids in it; empty when it is blank, which libical counts as no value. Separators
 * that some readers take for the end of a line although the RFC does not (Python's `splitlines`, under
 * vdirsyncer) become line breaks, which are then escaped.
 */
const plainText = (text: string): string => {
  const plain = text
    .toWellFormed()
    .replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(/[^\P{Cc}\n]/gu, '')
  return plain.trim() === '' ? '' : plain
}

/** The address with the characters encoded that ical-generator would put a backslash before, or that break it. */
const uriOf = (address: string): string => address.replace(/[\\;,\p{Cc}]/gu, encodeURIComponent)
