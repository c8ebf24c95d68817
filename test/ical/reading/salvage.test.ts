import t from 'tap'
import { MOST_ENTRIES, MOST_NOTES, readCalendarText } from '../../../src/ical/reading/read.ts'
import { calendar, event, LONDON, reading, shown, starts } from './files.ts'

const MEETING = ['DTSTART:20260701T100000Z', 'DTEND:20260701T110000Z']
const LATER = ['DTSTART:20260702T100000Z', 'DTEND:20260702T110000Z']

t.test('should keep every event that can be kept, and name the line of each that cannot', async (t) => {
  const { entries, refused } = reading(
    calendar(
      event('good', ...MEETING),
      event('no start', 'SUMMARY:Something'),
      event('bad start', 'DTSTART:next Tuesday'),
      event('no such day', 'DTSTART;VALUE=DATE:20260230'),
      event('good too', ...LATER),
    ),
  )
  t.strictSame(
    entries.map(({ uid, line }) => [uid, line]),
    [
      ['good', 3],
      ['good too', 20],
    ],
  )
  t.strictSame(
    refused.map(({ line }) => line),
    [8, 14, 18],
  )
})

t.test('should take what was cut off as far as it says when it is', async (t) => {
  const whole = calendar(event('first', ...MEETING), event('second', ...LATER))
  const { entries, warnings } = reading(whole.slice(0, whole.indexOf('DTEND:20260702')))
  t.strictSame(
    entries.map((entry) => shown(entry)),
    ['2026-07-01T10:00Z', '2026-07-02T10:00Z'],
  )
  t.match(warnings, [
    { line: 8, detail: /no end/ },
    { line: 8, detail: /an hour/ },
  ])
})

t.test('should end an event without an end where the next begins', async (t) => {
  const open = (uid: string, ...lines: string[]) => event(uid, ...lines).slice(0, -1)
  const { entries, warnings } = reading(calendar(open('a', ...MEETING), open('b', ...LATER)))
  t.strictSame(
    entries.map(({ uid, line }) => [uid, line]),
    [
      ['a', 3],
      ['b', 7],
    ],
  )
  t.strictSame(
    warnings.map(({ line }) => line),
    [3, 7],
  )
})

t.test('should pass over a line too long to be one, and keep its neighbours', async (t) => {
  const hostile = `DTSTART${';A=b'.repeat(50_000)}:20260701T100000Z`
  const { entries, refused } = reading(calendar(event('bad', hostile), event('good', ...MEETING)))
  t.strictSame([entries.map(({ uid }) => uid), refused.map(({ line }) => line)], [['good'], [3]])
})

t.test('should read lines however they end, and folded between the bytes of a letter', async (t) => {
  const file = calendar(event('a', 'SUMMARY:Café meeting', ...MEETING))
  const wanted = reading(file)
  t.equal(wanted.entries[0]?.title, 'Café meeting')
  for (const end of ['\n', '\r', '\r\r\n', '\r\n\r\n'])
    t.strictSame(
      reading(file.replaceAll('\r\n', end)).entries.map(({ line, ...rest }) => rest),
      wanted.entries.map(({ line, ...rest }) => rest),
      JSON.stringify(end),
    )
  const bytes = Buffer.from(file)
  const within = bytes.indexOf(0xc3) + 1
  const folded = Buffer.concat([bytes.subarray(0, within), Buffer.from('\r\n '), bytes.subarray(within)])
  t.equal(reading(folded).entries[0]?.title, 'Café meeting')
})

t.test('should read marks, NULs and other encodings', async (t) => {
  const file = calendar(event('a', 'SUMMARY:Café', ...MEETING))
  for (const [name, bytes] of [
    ['UTF-8 with a mark', Buffer.from(`\ufeff${file}`)],
    ['UTF-16', Buffer.from(`\ufeff${file}`, 'utf16le')],
    ['UTF-16, the other way round', Buffer.from(`\ufeff${file}`, 'utf16le').swap16()],
    ['with NULs', Buffer.from(file.replaceAll('2026', '\u00002026\u0000'))],
    ['Windows-1252', Buffer.from(file, 'latin1')],
  ] as const) {
    t.match(
      reading(bytes).entries,
      [{ title: 'Café', span: { from: new Date('2026-07-01T10:00:00Z') } }],
      name,
    )
  }
  t.match(reading(Buffer.from(file, 'latin1')).warnings, [{ line: 5, detail: /UTF-8/ }])
})

t.test('should pass over alarms, tasks and what it does not know', async (t) => {
  const alarm = ['BEGIN:VALARM', 'TRIGGER:-PT15M', 'DTSTART:20260101T000000Z', 'END:VALARM']
  const task = ['BEGIN:VTODO', 'UID:task', 'DTSTART:20260601T100000Z', 'END:VTODO']
  t.strictSame(starts(calendar(task, event('a', ...alarm, ...MEETING))), ['2026-07-01T10:00Z'])
})

t.test('should refuse what is no calendar at all, each with its own reason', async (t) => {
  const why = (text: string) => {
    const result = readCalendarText(Buffer.from(text), LONDON)
    return result.ok ? null : result.failure.detail
  }
  t.match(why(''), /empty/)
  t.match(why('<!DOCTYPE html><html><body>Sign in</body></html>'), /web page/)
  t.match(why('date,title\n2026-01-01,Meeting\n'), /BEGIN:VCALENDAR/)
  t.equal(why(calendar()), null, 'an empty calendar is one')
})

t.test('should tell events without UID, or with the same, apart', async (t) => {
  const bare = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']
  const { entries } = reading(
    calendar(bare(...MEETING), bare(...LATER), event('x', ...MEETING), event('x', ...LATER)),
  )
  t.equal(entries.length, 4)
  t.equal(new Set(entries.map(({ uid }) => uid)).size, 4)
  const changed = event('x', 'SEQUENCE:2', ...LATER)
  t.strictSame(starts(calendar(changed, event('x', 'SEQUENCE:1', ...MEETING))), ['2026-07-02T10:00Z'])
})

t.test('should never repeat a file’s words in a note, nor make a UID of them', async (t) => {
  const faulty = (word: string) =>
    calendar(
      [
        'BEGIN:VEVENT',
        `SUMMARY:${word}`,
        `DESCRIPTION:${word}`,
        word,
        'DTSTART:20260701T100000Z',
        'END:VEVENT',
      ],
      event('b', `LOCATION:${word}`, `DTSTART:${word}`),
      event('c', `SUMMARY:${word}`, 'DTSTART:20260703T100000Z', 'RRULE:FREQ=HOURLY', 'EXDATE:x', 'RDATE:y'),
    )
  const told = (word: string) => {
    const { entries, warnings, refused } = reading(faulty(word))
    return JSON.stringify([entries.map(({ title, ...rest }) => rest), warnings, refused])
  }
  t.equal(told('Hospital'), told('Redundancy talks'))
  t.ok(reading(faulty('Hospital')).refused.length >= 3)
})

t.test('should refuse more entries than anybody has, and say no more than some notes', async (t) => {
  const many = Array.from({ length: MOST_ENTRIES / 500 }, (_, at) =>
    event(`u${at}`, 'DTSTART;VALUE=DATE:20260101', 'RRULE:FREQ=DAILY;COUNT=500'),
  )
  t.equal(reading(calendar(...many)).entries.length, MOST_ENTRIES)
  const result = readCalendarText(Buffer.from(calendar(...many, event('one more', ...MEETING))), LONDON)
  t.match(result, { ok: false, failure: { code: 'too-large', detail: /20,000/ } })
  const bad = Array.from({ length: 500 }, (_, at) => event(`b${at}`))
  const { refused } = reading(calendar(...bad))
  t.equal(refused.length, MOST_NOTES + 1)
  t.match(refused.at(-1)?.detail, /300 more/)
})

t.test('should name the entries of which something was refused', async (t) => {
  const { entries, unclear } = reading(
    calendar(
      event('a', 'DTSTART:soon'),
      event('b', ...MEETING, 'RRULE:FREQ=HOURLY'),
      event('c', ...MEETING, 'EXDATE:soon'),
    ),
  )
  t.strictSame(
    unclear.map(({ uid }) => uid),
    ['a', 'b'],
  )
  t.strictSame(
    entries.map(({ uid, recurrenceId }) => [uid, recurrenceId]),
    [
      ['b', '20260701T100000Z'],
      ['c', null],
    ],
    'the one occurrence that was taken is named as one',
  )
})
