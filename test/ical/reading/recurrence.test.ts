import t from 'tap'
import { calendar, event, reading, shown, starts } from './files.ts'

const timed = (start: string, ...more: readonly string[]) => [
  `DTSTART;TZID=Europe/London:${start}`,
  'DURATION:PT1H',
  ...more,
]
const march = {
  window: { from: new Date('2026-03-01'), until: new Date('2026-04-01') },
  zone: 'Europe/London',
}

t.test('should anchor a series at its own start, wherever the window lies', async (t) => {
  const fortnightly = calendar(event('a', ...timed('20200106T100000', 'RRULE:FREQ=WEEKLY;INTERVAL=2')))
  t.strictSame(starts(fortnightly, march), ['2026-03-09T10:00Z', '2026-03-23T10:00Z'])
  const ended = calendar(event('a', ...timed('20200106T100000', 'RRULE:FREQ=WEEKLY;COUNT=3')))
  t.strictSame(starts(ended, march), [])
})

t.test('should keep the wall time over a change of the clocks', async (t) => {
  const sundays = calendar(event('a', ...timed('20260322T100000', 'RRULE:FREQ=WEEKLY;COUNT=2')))
  t.strictSame(starts(sundays), ['2026-03-22T10:00Z', '2026-03-29T09:00Z'])
})

t.test('should end a series where its UNTIL means, in whatever form', async (t) => {
  const until = (text: string) =>
    starts(calendar(event('a', ...timed('20260706T100000', `RRULE:FREQ=DAILY;UNTIL=${text}`)))).length
  t.equal(until('20260708T090000Z'), 3, 'in UTC')
  t.equal(until('20260708T085959Z'), 2)
  t.equal(until('20260708'), 3, 'the day with its end')
  t.equal(until('20260708T100000'), 3, 'in the series’ own zone')
  t.equal(until('20260708T095959'), 2)
})

t.test('should take additional dates, periods among them, and leave exceptions out', async (t) => {
  const file = calendar(
    event(
      'a',
      ...timed(
        '20260706T100000',
        'RRULE:FREQ=DAILY;COUNT=4',
        'EXDATE;TZID=Europe/London:20260707T100000',
        'EXDATE;VALUE=DATE:20260708',
        'RDATE;VALUE=PERIOD:20260720T090000Z/PT3H,20260721T090000Z/20260721T113000Z',
      ),
    ),
  )
  t.strictSame(
    reading(file).entries.map(({ span }) =>
      [span.from.toISOString(), span.until.toISOString()].map((each) => each.slice(5, 16)),
    ),
    [
      ['07-06T09:00', '07-06T10:00'],
      ['07-09T09:00', '07-09T10:00'],
      ['07-20T09:00', '07-20T12:00'],
      ['07-21T09:00', '07-21T11:30'],
    ],
  )
})

t.test('should move one occurrence, or one and all later, and leave out what is called off', async (t) => {
  const series = event('a', 'SEQUENCE:1', ...timed('20260302T100000', 'RRULE:FREQ=WEEKLY;COUNT=5'))
  const replaced = (id: string, ...more: string[]) => event('a', `RECURRENCE-ID${id}`, ...more)
  const moved = replaced(';TZID=Europe/London:20260309T100000', ...timed('20260310T140000'))
  t.strictSame(
    reading(calendar(moved, series), march).entries.map((entry) => [shown(entry), entry.recurrenceId]),
    [
      ['2026-03-02T10:00Z', '20260302T100000Z'],
      ['2026-03-10T14:00Z', '20260309T100000Z'],
      ['2026-03-16T10:00Z', '20260316T100000Z'],
      ['2026-03-23T10:00Z', '20260323T100000Z'],
      ['2026-03-30T09:00Z', '20260330T090000Z'],
    ],
  )
  const later = replaced(
    ';RANGE=THISANDFUTURE;TZID=Europe/London:20260316T100000',
    ...timed('20260317T140000'),
  )
  t.strictSame(
    starts(calendar(series, later), march),
    ['2026-03-02T10:00Z', '2026-03-09T10:00Z', '2026-03-17T14:00Z', '2026-03-24T14:00Z', '2026-03-31T13:00Z'],
    'by wall time, over the change of the clocks too',
  )
  const off = replaced(':20260309T100000Z', ...timed('20260309T100000', 'STATUS:CANCELLED'))
  const offFromThen = replaced(
    ';RANGE=THISANDFUTURE:20260323T100000Z',
    ...timed('20260323T100000', 'STATUS:CANCELLED'),
  )
  t.strictSame(starts(calendar(series, off, offFromThen), march), ['2026-03-02T10:00Z', '2026-03-16T10:00Z'])
})

t.test('should take an occurrence that was moved into the window from beyond it', async (t) => {
  const series = event('a', ...timed('20260601T100000', 'RRULE:FREQ=WEEKLY;COUNT=5'))
  const moved = event('a', 'RECURRENCE-ID:20260608T090000Z', ...timed('20260310T100000'))
  t.strictSame(starts(calendar(series, moved), march), ['2026-03-10T10:00Z'])
  t.strictSame(starts(calendar(moved), march), ['2026-03-10T10:00Z'], 'even without its series')
})

t.test('should take what has begun before the window and lasts into it', async (t) => {
  const nights = calendar(
    event('a', 'DTSTART:20260227T220000Z', 'DTEND:20260301T060000Z', 'RRULE:FREQ=MONTHLY;COUNT=2'),
  )
  t.strictSame(starts(nights, march), ['2026-02-27T22:00Z', '2026-03-27T22:00Z'])
})

t.test('should take a long occurrence of an older series that lasts into the window', async (t) => {
  const weeks = calendar(event('a', 'DTSTART:20260122T100000Z', 'DURATION:P8D', 'RRULE:FREQ=MONTHLY;COUNT=2'))
  t.strictSame(starts(weeks, march), ['2026-02-22T10:00Z'])
})

t.test('should repeat whole days as days, summer or winter', async (t) => {
  const days = calendar(
    event(
      'a',
      'DTSTART;VALUE=DATE:20260328',
      'DTEND;VALUE=DATE:20260330',
      'RRULE:FREQ=WEEKLY;UNTIL=20260404',
    ),
  )
  const { entries } = reading(days)
  t.strictSame(
    entries.map((entry) => shown(entry, true)),
    ['D2026-03-28/2026-03-30', 'D2026-04-04/2026-04-06'],
  )
  t.strictSame(entries[0]?.span, {
    from: new Date('2026-03-28T00:00:00Z'),
    until: new Date('2026-03-29T23:00:00Z'),
  })
})

t.test('should refuse rules finer than DAILY, keep the first occurrence, and say so', async (t) => {
  for (const rule of ['FREQ=SECONDLY', 'FREQ=MINUTELY;COUNT=3', 'FREQ=HOURLY', 'FREQ=OFTEN', 'COUNT=3']) {
    const { entries, refused } = reading(calendar(event('a', ...timed('20260706T100000', `RRULE:${rule}`))))
    t.strictSame([entries.length, refused.map(({ line }) => line)], [1, [7]], rule)
  }
})

t.test('should refuse what RFC 5545 gives no meaning, and what two programs read in two ways', async (t) => {
  for (const rule of [
    'FREQ=DAILY;BYYEARDAY=100',
    'FREQ=WEEKLY;BYMONTHDAY=13',
    'FREQ=WEEKLY;BYDAY=1MO',
    'FREQ=MONTHLY;BYWEEKNO=20',
    'FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO',
  ]) {
    const { entries, refused } = reading(calendar(event('a', ...timed('20260706T100000', `RRULE:${rule}`))))
    t.strictSame([entries.length, refused.map(({ line }) => line)], [1, [7]], rule)
  }
})

t.test('should doubt days of the month in no month, which programs read in two ways', async (t) => {
  const { entries, warnings } = reading(
    calendar(event('a', ...timed('20260113T100000', 'RRULE:FREQ=YEARLY;BYMONTHDAY=13'))),
  )
  t.equal(entries.length, 24)
  t.match(warnings, [{ line: 7, detail: /every month/ }])
})

t.test('should say of a rule that never names a day that it does not', async (t) => {
  const { entries, warnings, refused } = reading(
    calendar(
      event('a', ...timed('20200101T100000', 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30')),
      event('b', ...timed('20200229T100000', 'RRULE:FREQ=YEARLY')),
      event('c', ...timed('20200101T100000', 'RRULE:FREQ=WEEKLY;COUNT=3')),
    ),
  )
  t.strictSame([entries, refused], [[], []])
  t.match(warnings, [{ line: 3, detail: /names no day/ }])
  t.equal(warnings.length, 1)
})

t.test('should end at once on rules that never end, never match or reach far', async (t) => {
  const hostile = [
    ['00010101T000000Z', 'FREQ=DAILY;COUNT=999999999'],
    ['00010101T000000Z', 'FREQ=DAILY'],
    ['20260101T000000Z', 'FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2,4,6'],
    ['20260101T000000Z', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'],
    ['20260101T000000Z', 'FREQ=DAILY;INTERVAL=9999'],
    ['20260101T000000Z', 'FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6'],
    ['20260101T000000Z', 'FREQ=YEARLY;BYSETPOS=400;BYDAY=MO,TU,WE,TH,FR,SA,SU'],
    ['99991231T000000Z', 'FREQ=DAILY'],
    ['20260101T000000Z', `FREQ=DAILY;BYHOUR=${upTo(24)};BYMINUTE=${upTo(60)};BYSECOND=${upTo(60)}`],
  ] as const
  for (const [start, rule] of hostile) {
    const file = calendar(event('a', `DTSTART:${start}`, 'DURATION:PT1H', `RRULE:${rule}`))
    t.ok(processorSeconds(() => reading(file)) < 1, rule)
  }
})

t.test('should end at once on thousands of such rules, and say which it did not follow', async (t) => {
  const never = ['DTSTART:20200101T000000Z', 'DURATION:PT1H', 'RRULE:FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6']
  const file = calendar(...Array.from({ length: 5000 }, (_, at) => event(`u${at}`, ...never)))
  t.ok(processorSeconds(() => reading(file)) < 2)
  const { refused } = reading(file)
  t.match(refused[0]?.detail, /takes too long to follow, by itself or after the others/)
  t.match(refused.at(-1)?.detail, /more like these/)
})

const upTo = (size: number): string => Array.from({ length: size }, (_, at) => at).join()

/** What work takes by itself: a machine that is busy with other tests lets it wait, which counts for nothing here. */
const processorSeconds = (work: () => unknown): number => {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}
