import fc from 'fast-check'
import ical from 'ical-generator'
import t from 'tap'
import { addDays } from '../../../src/domain/intervals.ts'
import { readCalendarText } from '../../../src/ical/reading/read.ts'
import { calendar, event, LONDON, reading } from './files.ts'

const minute = fc
  .integer({ min: LONDON.window.from.getTime() / 60_000, max: LONDON.window.until.getTime() / 60_000 - 1 })
  .map((minutes) => new Date(minutes * 60_000))

const title = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((text) => !/\p{Cc}|^\s|\s$/u.test(text))

const timed = fc.record({ title, from: minute, minutes: fc.integer({ min: 1, max: 10_000 }) })
const days = fc.record({
  title,
  first: fc.integer({ min: 0, max: 720 }).map((day) => addDays('2026-01-01', day)),
  count: fc.integer({ min: 1, max: 9 }),
})

t.test('should read back what another program wrote', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.array(timed, { maxLength: 6 }), fc.array(days, { maxLength: 4 }), (times, wholes) => {
        const written = ical({ prodId: '//Example//Example//EN' })
        times.forEach(({ title: summary, from, minutes }, at) => {
          written.createEvent({
            id: `t${at}`,
            summary,
            start: from,
            end: new Date(from.getTime() + minutes * 60_000),
          })
        })
        wholes.forEach(({ title: summary, first, count }, at) => {
          const end = new Date(`${addDays(first, count)}T00:00:00Z`)
          written.createEvent({
            id: `d${at}`,
            summary,
            allDay: true,
            start: new Date(`${first}T00:00:00Z`),
            end,
          })
        })
        const { entries, warnings, refused } = reading(written.toString())
        const wanted = [
          ...times.map(({ title, from, minutes }, at) => [`t${at}`, title, from.getTime(), minutes, null]),
          ...wholes.map(({ title, first, count }, at) => [
            `d${at}`,
            title,
            first,
            count,
            addDays(first, count - 1),
          ]),
        ]
        const given = entries.map(({ uid, title, span, wholeDays }) =>
          wholeDays
            ? [
                uid,
                title,
                wholeDays.first,
                (Date.parse(wholeDays.last) - Date.parse(wholeDays.first)) / 86_400_000 + 1,
                wholeDays.last,
              ]
            : [uid, title, span.from.getTime(), (span.until.getTime() - span.from.getTime()) / 60_000, null],
        )
        const sorted = (rows: unknown[][]) => rows.map((row) => JSON.stringify(row)).toSorted()
        return (
          warnings.length === 0 &&
          refused.length === 0 &&
          JSON.stringify(sorted(given)) === JSON.stringify(sorted(wanted))
        )
      }),
      { numRuns: 150 },
    ),
  )
})

const WHOLE = calendar(
  [
    'BEGIN:VTIMEZONE',
    'TZID:Own',
    'BEGIN:STANDARD',
    'DTSTART:16010101T000000',
    'TZOFFSETFROM:+0100',
    'TZOFFSETTO:+0000',
    'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
    'END:STANDARD',
    'END:VTIMEZONE',
  ],
  event(
    'a',
    'SUMMARY:One',
    'DTSTART;TZID=Own:20260701T100000',
    'DURATION:PT1H',
    'RRULE:FREQ=WEEKLY;COUNT=5',
    'EXDATE;TZID=Own:20260708T100000',
    'RDATE;VALUE=PERIOD:20260709T100000Z/PT1H',
  ),
  event(
    'a',
    'RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Own:20260715T100000',
    'DTSTART;VALUE=DATE:20260716',
    'DTEND;VALUE=DATE:20260718',
  ),
)

/** What a fuzzer puts in the place of a few bytes. */
const scrap = fc.oneof(
  fc.constantFrom(
    '\r\n',
    ' ',
    ';',
    ':',
    ',',
    '"',
    '=',
    '\0',
    'BEGIN:VEVENT\r\n',
    'END:VEVENT',
    '-',
    '9999',
    'T',
    'Z',
    '/',
    'P',
    'VALUE=DATE',
  ),
  fc.string({ maxLength: 8 }),
)

t.test('should read or refuse any bytes, and never fail', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        readCalendarText(bytes, LONDON)
        readCalendarText(Buffer.concat([Buffer.from('BEGIN:VCALENDAR\nBEGIN:VEVENT\n'), bytes]), LONDON)
      }),
      { numRuns: 500 },
    ),
  )
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: fc.nat({ max: WHOLE.length }), length: fc.nat({ max: 12 }), scrap }), {
          minLength: 1,
          maxLength: 5,
        }),
        (changes) => {
          let text = WHOLE
          for (const { at, length, scrap } of changes)
            text = text.slice(0, at) + scrap + text.slice(at + length)
          readCalendarText(Buffer.from(text), LONDON)
        },
      ),
      { numRuns: 1500 },
    ),
  )
})
