import { spawnSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import t from 'tap'
import { entriesOf } from '../../src/domain/feeds/entries.ts'
import type { FeedFacts, FeedView } from '../../src/domain/feeds/facts.ts'
import { addDays } from '../../src/domain/intervals.ts'
import { renderFeed } from '../../src/ical/render.ts'
import { deadlineFacts, eventFacts, facts, fullView, timed, wholeDay } from '../fixtures/feed.ts'
import { asRead, read } from '../fixtures/feed-readers/model.ts'
import {
  icalJs,
  libical,
  notInstalled,
  pythonIcalendar,
  type Reading,
} from '../fixtures/feed-readers/readers.ts'

// The numbers are those of the acceptance list for calendar feeds; those missing here are HTTP's.

const feedOf = (given: FeedFacts, view: FeedView = fullView): string =>
  renderFeed({ name: 'Peer challenge: Director, Kent', entries: entriesOf(given, view), refreshHours: 6 })

const everything = feedOf(facts)

/** The feed's lines with the folding undone. */
const linesOf = (feed: string): string[] => feed.replaceAll('\r\n ', '').split('\r\n')

/** One event's lines, by UID. */
const eventLines = (feed: string, uid: string): string[] => {
  const lines = linesOf(feed)
  const at = lines.indexOf(`UID:${uid}`)
  return at < 0 ? [] : lines.slice(at, lines.indexOf('END:VEVENT', at))
}

t.test('1 a strict checker built on libical finds nothing', async (t) => {
  const reading = libical(everything)
  if (!reading) return notInstalled(t, 'libical')
  t.strictSame(reading.errors, [])
  t.equal(reading.events.length, 14)
  t.comment(`libical: ${reading.errors.length} errors in ${reading.events.length} events`)
  const spoilt = libical(everything.replace(/DTSTAMP:.*\r\n/, ''))
  t.match(spoilt?.errors, [/DTSTAMP/], 'and it does find a planted fault')
})

t.test('1 python-icalendar parses it', async (t) => {
  const reading = pythonIcalendar(everything)
  if (!reading) return notInstalled(t, 'python-icalendar')
  t.strictSame(reading.errors, [])
  t.equal(reading.events.length, 14)
  t.comment(`python-icalendar: ${reading.errors.length} errors in ${reading.events.length} events`)
})

t.test('1 parsed again it equals the model', async (t) => {
  t.strictSame(read(everything).entries, entriesOf(facts, fullView).map(asRead))
})

t.test('2 the feed ends in CRLF', async (t) => {
  t.ok(everything.endsWith('END:VCALENDAR\r\n'))
})

t.test('4 every time is UTC and none floats', async (t) => {
  const times = linesOf(everything).filter((line) =>
    /^(DTSTART|DTEND|DTSTAMP|CREATED|LAST-MODIFIED)[;:]/.test(line),
  )
  t.equal(times.length, 14 * 5)
  for (const line of times) t.match(line, /^[A-Z-]+(:\d{8}T\d{6}Z|;VALUE=DATE:\d{8})$/)
  t.notMatch(everything, /TZID|VTIMEZONE|UNTIL/)
})

t.test('5 ten in London is ten before and after both clock changes, to three readers', async (t) => {
  const tenOClock = (reading: Reading) =>
    ['before-october', 'after-october', 'before-march', 'after-march'].map(
      (id) => reading.events.find(([uid]) => uid === `challenge-event-${id}`)?.[1],
    )
  for (const [name, reader] of Object.entries({ libical, pythonIcalendar, icalJs })) {
    const reading = reader(everything)
    if (!reading) notInstalled(t, name)
    else {
      t.strictSame(
        tenOClock(reading),
        ['20191025T100000', '20191028T100000', '20200327T100000', '20200330T100000'],
        name,
      )
      t.strictSame(reading.events, icalJs(everything).events, `${name} agrees on every event`)
    }
  }
})

t.test("5 the bytes are equal whatever the server's own zone", async (t) => {
  const from = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)
  const script = `
    import { entriesOf } from ${from('../../src/domain/feeds/entries.ts')}
    import { renderFeed } from ${from('../../src/ical/render.ts')}
    import { facts, fullView } from ${from('../fixtures/feed.ts')}
    const entries = entriesOf(facts, fullView)
    process.stdout.write(renderFeed({ name: 'Peer challenge: Director, Kent', entries, refreshHours: 6 }))`
  for (const TZ of ['UTC', 'America/New_York', 'Asia/Kolkata']) {
    const arguments_ = ['--input-type=module', '--eval', script]
    const { stdout, stderr } = spawnSync(process.execPath, arguments_, {
      encoding: 'utf8',
      env: { ...process.env, TZ },
    })
    t.equal(stdout, everything, `${TZ} ${stderr}`)
  }
})

t.test('6 whole days end on the day after, and do not shift in summer time', async (t) => {
  const one = eventLines(everything, 'challenge-event-one-day')
  t.ok(one.includes('DTSTART;VALUE=DATE:20200706'))
  t.ok(one.includes('DTEND;VALUE=DATE:20200707'))
  const three = eventLines(everything, 'challenge-event-three-days')
  t.ok(three.includes('DTSTART;VALUE=DATE:20200328'))
  t.ok(three.includes('DTEND;VALUE=DATE:20200331'))
})

t.test('7 a UID is unique in the feed and outlives every edit', async (t) => {
  const uids = entriesOf(facts, fullView).map((entry) => entry.uid)
  t.equal(new Set(uids).size, 14)
  const edit = { title: 'New', state: 'confirmed', occasion: wholeDay('2020-01-20'), revision: 9 } as const
  const edited = facts.events.map(({ id }) => eventFacts({ id, ...edit }))
  const after = entriesOf({ ...facts, events: edited }, fullView).map((entry) => entry.uid)
  t.strictSame(after.toSorted(), uids.toSorted())
})

t.test('8 an edit raises SEQUENCE and LAST-MODIFIED; without one the bytes are equal', async (t) => {
  const before = eventFacts({ revision: 4 })
  const after = { ...before, title: 'Moved', revision: 5, changedAt: new Date('2019-10-01T08:59:00Z') }
  const feed = feedOf({ events: [before], deadlines: [] })
  const hourLater = { ...fullView, now: new Date(fullView.now.getTime() + 3_600_000) }
  t.equal(feedOf({ events: [before], deadlines: [] }, hourLater), feed)
  t.match(feed, /\r\nSEQUENCE:4\r\n/)
  t.match(feed, /\r\nLAST-MODIFIED:20190510T080000Z\r\n/)
  const edited = feedOf({ events: [after], deadlines: [] })
  t.match(edited, /\r\nSEQUENCE:5\r\n/)
  t.match(edited, /\r\nLAST-MODIFIED:20191001T085900Z\r\n/)
})

t.test('9 a cancelled event is marked for 30 days, then gone', async (t) => {
  const cancelled = {
    events: [eventFacts({ id: 'one', state: 'cancelled', stateSince: fullView.now })],
    deadlines: [],
  }
  const after = (days: number) => ({ ...fullView, now: new Date(fullView.now.getTime() + days * 86_400_000) })
  const marked = eventLines(feedOf(cancelled, after(29)), 'challenge-event-one')
  t.ok(marked.includes('STATUS:CANCELLED'))
  t.ok(marked.includes('SUMMARY:Cancelled: Challenge event of triad 1'))
  t.ok(marked.includes('TRANSP:TRANSPARENT'))
  t.ok(marked.includes('X-MICROSOFT-CDO-BUSYSTATUS:FREE'))
  t.notMatch(feedOf(cancelled, after(30)), /VEVENT/)
})

t.test('10 a deadline is free and an event is busy, in every word that clients look at', async (t) => {
  const words = (uid: string) =>
    eventLines(everything, uid).filter((line) => /^(TRANSP|STATUS|X-MICROSOFT-CDO-BUSYSTATUS)/.test(line))
  const deadline = ['TRANSP:TRANSPARENT', 'STATUS:CONFIRMED', 'X-MICROSOFT-CDO-BUSYSTATUS:FREE']
  t.strictSame(words('comments-due-assignment'), deadline)
  const event = ['TRANSP:OPAQUE', 'STATUS:CONFIRMED', 'X-MICROSOFT-CDO-BUSYSTATUS:BUSY']
  t.strictSame(words('challenge-event-one-day'), event)
  t.strictSame(words('challenge-event-held'), event)
  const pencilled = ['TRANSP:OPAQUE', 'STATUS:TENTATIVE', 'X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE']
  t.strictSame(words('challenge-event-proposed'), pencilled)
  const calledOff = ['TRANSP:TRANSPARENT', 'STATUS:CANCELLED', 'X-MICROSOFT-CDO-BUSYSTATUS:FREE']
  t.strictSame(words('challenge-event-deferred'), calledOff)
  t.ok(eventLines(everything, 'comments-due-assignment').includes('DTSTART;VALUE=DATE:20191108'))
  t.notMatch(everything, /VTODO/)
})

t.test('11 no alarm, attachment or attendee; the link stands in the description too', async (t) => {
  t.notMatch(everything, /VALARM|ATTACH|ATTENDEE|ORGANIZER/)
  for (const { url, description } of read(everything).entries) t.ok(url && description?.includes(url))
})

t.test('12 the calendar says what it is and when to come back, and may be empty', async (t) => {
  const empty = feedOf({ events: [], deadlines: [] })
  t.strictSame(linesOf(empty), [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Peer Challenge Triads//Feed 1//EN',
    'METHOD:PUBLISH',
    'NAME:Peer challenge: Director\\, Kent',
    'X-WR-CALNAME:Peer challenge: Director\\, Kent',
    'REFRESH-INTERVAL;VALUE=DURATION:PT6H',
    'X-PUBLISHED-TTL:PT6H',
    'END:VCALENDAR',
    '',
  ])
  for (const reader of [libical, pythonIcalendar, icalJs]) {
    const reading = reader(empty)
    if (reading) t.strictSame(reading, { errors: [], events: [] })
  }
})

t.test('15 a thousand entries stay under 1 MB', async (t) => {
  const joiningLink = `https://meet.example.org/l/meetup-join/${'0123456789abcdef'.repeat(6)}`
  const events = Array.from({ length: 1200 }, (_, at) =>
    eventFacts({
      id: `b5b5a0b4-8f44-4d3c-9d7c-${at.toString().padStart(12, '0')}`,
      occasion: timed(addDays('2019-10-02', at % 500), '10:00', '16:00'),
      joiningLink,
    }),
  )
  const began = performance.now()
  const feed = feedOf({ events, deadlines: [deadlineFacts()] })
  const took = performance.now() - began
  t.equal(feed.split('BEGIN:VEVENT').length - 1, 1000)
  t.ok(Buffer.byteLength(feed) < 1_000_000, `${Buffer.byteLength(feed)} octets`)
  t.comment(`1,000 entries: ${Buffer.byteLength(feed)} octets, chosen and rendered in ${took.toFixed(0)} ms`)
})

t.test('18 losing a role takes its events out of the feed', async (t) => {
  const [lost, ...kept] = facts.events
  const feed = feedOf({ ...facts, events: kept })
  t.notMatch(feed, new RegExp(`${lost?.id}`))
  t.match(everything, new RegExp(`${lost?.id}`))
})

t.test('18 a busy-only feed contains no title, place, address or meaningful UID', async (t) => {
  const busyUid = (uid: string) => createHmac('sha256', 'a secret').update(uid).digest('hex')
  const entries = entriesOf(facts, { ...fullView, busyUid })
  const feed = linesOf(renderFeed({ name: 'Busy', entries, refreshHours: 6 })).join('\n')
  t.equal(entries.length, facts.events.length)
  for (const event of facts.events) {
    for (const secret of [
      event.id,
      event.title,
      event.venue,
      event.joiningLink,
      event.link,
      ...event.authorities,
    ]) {
      if (secret) t.notOk(feed.includes(secret), secret)
    }
  }
  t.notMatch(feed, /LOCATION|DESCRIPTION|URL|challenge|example|Kent|Director/)
  t.match(feed, /SUMMARY:Busy\n/)
})
