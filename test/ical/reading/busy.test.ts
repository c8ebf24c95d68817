import t from 'tap'
import { readCalendarText } from '../../../src/ical/reading/read.ts'
import { calendar, event, LONDON, reading, shown, starts } from './files.ts'

const MEETING = ['DTSTART:20260701T100000Z', 'DTEND:20260701T110000Z']

t.test('should take what takes somebody’s time, and nothing else', async (t) => {
  const busy = (...lines: string[]) =>
    reading(calendar(event('a', ...MEETING, ...lines))).entries.map((each) => each.busy)
  t.strictSame(busy(), ['busy'])
  t.strictSame(busy('STATUS:TENTATIVE'), ['busy'])
  t.strictSame(busy('STATUS:CANCELLED'), [])
  t.strictSame(busy('TRANSP:TRANSPARENT'), [])
  t.strictSame(busy('TRANSP:OPAQUE'), ['busy'])
  t.strictSame(busy('X-MICROSOFT-CDO-BUSYSTATUS:FREE'), [])
  t.strictSame(busy('X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE'), ['busy'])
  t.strictSame(busy('X-MICROSOFT-CDO-BUSYSTATUS:OOF'), ['out-of-office'])
})

t.test('should take the busy periods of a VFREEBUSY', async (t) => {
  const lines = [
    'FREEBUSY:20260701T100000Z/PT1H,20260701T140000Z/20260701T150000Z',
    'FREEBUSY;FBTYPE=FREE:20260702T100000Z/PT1H',
    'FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260703T100000Z/PT1H',
    'FREEBUSY:20260704T100000Z',
  ]
  const { entries, refused } = reading(calendar(['BEGIN:VFREEBUSY', ...lines, 'END:VFREEBUSY']))
  t.strictSame(
    entries.map((entry) => [shown(entry), entry.busy]),
    [
      ['2026-07-01T10:00Z', 'busy'],
      ['2026-07-01T14:00Z', 'busy'],
      ['2026-07-03T10:00Z', 'out-of-office'],
    ],
  )
  t.strictSame(
    refused.map(({ line }) => line),
    [7],
  )
})

t.test('should find the end of an event, or doubt it', async (t) => {
  const lasting = (...lines: string[]) => {
    const { entries, warnings } = reading(
      calendar(event('a', 'DTSTART;TZID=Europe/London:20260701T100000', ...lines)),
    )
    return [entries.map(({ span }) => (span.until.getTime() - span.from.getTime()) / 60_000), warnings.length]
  }
  t.strictSame(lasting('DURATION:PT90M'), [[90], 0])
  t.strictSame(lasting('DTEND:20260701T120000'), [[120], 0], 'in the zone of the start')
  t.strictSame(lasting('DTEND;VALUE=DATE:20260702'), [[14 * 60], 0])
  t.strictSame(lasting(), [[60], 1])
  t.strictSame(lasting('DTEND:20260701T090000'), [[60], 1])
  t.strictSame(lasting('DURATION:a while'), [[60], 1])
})

t.test('should know whole days as Exchange writes them', async (t) => {
  const days = (start: string, end: string) =>
    reading(
      calendar(event('a', `DTSTART${start}`, `DTEND${end}`, 'X-MICROSOFT-CDO-ALLDAYEVENT:TRUE')),
    ).entries.map((entry) => shown(entry, true))
  const zone = ';TZID=GMT Standard Time'
  t.strictSame(days(`${zone}:20260701T000000`, `${zone}:20260703T000000`), ['D2026-07-01/2026-07-03'])
  t.strictSame(days(':20260630T230000Z', ':20260701T230000Z'), ['D2026-07-01/2026-07-02'])
  t.strictSame(
    starts(calendar(event('a', 'DTSTART:20260701'))),
    ['D2026-07-01'],
    'a date that does not say that it is one',
  )
})

t.test('should refuse busy periods beyond number, and not fall over them', async (t) => {
  const line = `FREEBUSY:${Array.from({ length: 4000 }, () => '20260701T100000Z/PT1H').join(',')}`
  const many = calendar(['BEGIN:VFREEBUSY', ...Array.from({ length: 40 }, () => line), 'END:VFREEBUSY'])
  t.match(readCalendarText(Buffer.from(many), LONDON), { ok: false, failure: { code: 'too-large' } })
})
