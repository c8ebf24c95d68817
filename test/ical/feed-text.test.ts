import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { entriesOf } from '../../src/domain/feeds/entries.ts'
import type { FeedEntry } from '../../src/domain/feeds/entry.ts'
import { addDays } from '../../src/domain/intervals.ts'
import { renderFeed } from '../../src/ical/render.ts'
import { facts, fullView } from '../fixtures/feed.ts'
import { asRead, read } from '../fixtures/feed-readers/model.ts'
import { libical, notInstalled, pythonIcalendar } from '../fixtures/feed-readers/readers.ts'

// Points 2 and 3 of the acceptance list for calendar feeds, over text that somebody means ill with.

const HOSTILE = [
  ...['\\', ';', ',', ':', '"', '\n', '\\n', '\\;', '^n', ' ', '🏛️', '👩‍👧‍👦', 'é', 'مرحبا', 'שלום', '\u202e'],
  ...[
    '\nBEGIN:VEVENT\n',
    '\nEND:VEVENT\nEND:VCALENDAR\n',
    '\n ',
    'x'.repeat(74),
    'ß'.repeat(40),
    '漢'.repeat(30),
  ],
]

const LINE_BREAKS = ['\r\n', '\r', '\u0085', '\u2028', '\u2029', '\v', '\f']

const CONTROLS = ['\0', '\u0007', '\u001b', '\u007f', '\u009f']

/** Every line break comes back as LF, a tab as a space, half a character as U+FFFD, controls and blanks not at all. */
const expectedText = (text: string): string => {
  let expected = text.replaceAll('\t', ' ').toWellFormed()
  for (const breaking of LINE_BREAKS) expected = expected.replaceAll(breaking, '\n')
  for (const control of CONTROLS) expected = expected.replaceAll(control, '')
  return expected.trim() && expected
}

const AWKWARD = [...HOSTILE, ...LINE_BREAKS, ...CONTROLS, '\t', '\ud83c']

const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...AWKWARD), fc.string({ unit: 'grapheme', maxLength: 12 })), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''))

const second = fc
  .integer({ min: Date.UTC(2000, 0) / 1000, max: Date.UTC(2100, 0) / 1000 })
  .map((seconds) => new Date(seconds * 1000))

const day = fc.integer({ min: 0, max: 30_000 }).map((days) => addDays('2000-01-01', days))

const time: fc.Arbitrary<FeedEntry['time']> = fc.oneof(
  fc.tuple(second, fc.integer({ min: 1, max: 100_000 })).map(([from, seconds]) => ({
    span: { from, until: new Date(from.getTime() + seconds * 1000) },
  })),
  fc
    .tuple(day, fc.nat({ max: 4 }))
    .map(([first, more]) => ({ wholeDays: { first, last: addDays(first, more) } })),
)

const anyEntry: fc.Arbitrary<FeedEntry> = fc.record({
  uid: hostileText.map((text) => `uid${text}`),
  kind: fc.constantFrom('event', 'deadline'),
  title: hostileText,
  description: hostileText,
  location: fc.option(hostileText),
  url: fc.option(fc.webUrl({ withQueryParameters: true, withFragments: true })),
  time,
  takesTime: fc.boolean(),
  state: fc.constantFrom('proposed', 'confirmed', 'held', 'cancelled', 'deferred'),
  sequence: fc.nat(),
  createdAt: second,
  changedAt: second,
})

const expectedEntry = (entry: FeedEntry): FeedEntry => ({
  ...entry,
  uid: expectedText(entry.uid),
  title: expectedText(entry.title) || 'Untitled',
  description: expectedText(entry.description),
  location: expectedText(entry.location ?? '') || null,
  url: entry.url?.replaceAll(',', '%2C').replaceAll(';', '%3B') ?? null,
})

const hostileFeed = fc.record({
  name: hostileText.map((text) => `n${text}`),
  entries: fc.array(anyEntry, { maxLength: 4 }),
})

t.test('2 CRLF everywhere, lines of at most 75 octets, valid UTF-8, no control characters', async (t) => {
  const wellFormed = fc.property(hostileFeed, (feed) => {
    // A character that folding had split would not decode.
    const octets = Buffer.from(renderFeed({ ...feed, refreshHours: 6 }))
    const lines = new TextDecoder('utf-8', { fatal: true }).decode(octets).split('\r\n')
    assert.equal(lines.pop(), '')
    for (const line of lines) {
      assert.ok(Buffer.byteLength(line) <= 75)
      assert.doesNotMatch(line, /\p{Cc}/u)
    }
  })
  fc.assert(wellFormed)
  t.pass('for every hostile feed')
})

t.test('3 text survives in name, UID, summary, location and description, and injects no line', async (t) => {
  const survives = fc.property(hostileFeed, ({ name, entries }) => {
    const feed = read(renderFeed({ name, entries, refreshHours: 6 }))
    assert.deepEqual(feed.names, [expectedText(name), expectedText(name)])
    assert.deepEqual(feed.entries, entries.map(expectedEntry).map(asRead))
  })
  fc.assert(survives)
  t.pass('for every hostile feed')
})

t.test('3 hostile text upsets neither libical nor python-icalendar', async (t) => {
  const [entry] = entriesOf(facts, fullView)
  if (!entry) return t.fail('no entry to spoil')
  const entries = AWKWARD.map((text, at) => ({
    ...entry,
    uid: `${at}`,
    title: text,
    location: `a${text}b`,
    description: text.repeat(3),
  }))
  const feed = renderFeed({ name: HOSTILE.join(''), entries, refreshHours: 6 })
  for (const [name, reader] of Object.entries({ libical, pythonIcalendar })) {
    const reading = reader(feed)
    if (!reading) notInstalled(t, name)
    else {
      t.strictSame(reading.errors, [], name)
      t.equal(reading.events.length, entries.length, name)
    }
  }
})
