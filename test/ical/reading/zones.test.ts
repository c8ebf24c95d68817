import t from 'tap'
import { windowsZones } from '../../../src/ical/reading/windows-zones.ts'
import { zoneNamed } from '../../../src/ical/reading/zones.ts'
import { calendar, event, LONDON, reading, starts } from './files.ts'

const at = (tzid: string) => event('a', `DTSTART;TZID=${tzid}:20260701T100000`, 'DURATION:PT1H')

const timezone = (
  tzid: string,
  standard: readonly string[],
  daylight: readonly string[],
  ...more: string[]
) => [
  ...['BEGIN:VTIMEZONE', `TZID:${tzid}`, ...more],
  ...['BEGIN:STANDARD', 'DTSTART:16010101T030000', ...standard, 'END:STANDARD'],
  ...(daylight.length === 0
    ? []
    : ['BEGIN:DAYLIGHT', 'DTSTART:16010101T020000', ...daylight, 'END:DAYLIGHT']),
  'END:VTIMEZONE',
]

const EUROPE = [
  ['TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10'],
  ['TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200', 'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3'],
] as const

const offset = (timeZone: string, month: number): string =>
  new Date(Date.UTC(2026, month)).toLocaleString('en-GB', { timeZone })

t.test('should know zones by every kind of name', async (t) => {
  for (const [name, zone] of [
    ['Europe/London', 'Europe/London'],
    ['/freeassociation.sourceforge.net/Europe/London', 'Europe/London'],
    ['/mozilla.org/20050126_1/America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['GMT Standard Time', 'Europe/London'],
    ['w. europe standard time', 'Europe/Berlin'],
    ['(UTC+00:00) Dublin, Edinburgh, Lisbon, London', 'Europe/Dublin'],
    ['(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna', 'Europe/Amsterdam'],
    ['(UTC) Coordinated Universal Time', 'UTC'],
    ['tzone://Microsoft/Utc', 'UTC'],
    ['Customized Time Zone', null],
    ['tzone://Microsoft/Custom', null],
    ['+01:00', null],
  ] as const) {
    const found = zoneNamed(name)
    const same = found && zone && [1, 7].every((month) => offset(found, month) === offset(zone, month))
    t.ok(zone === null ? found === null : same, `${name}: ${found}`)
  }
})

t.test('should name only zones that there are, for Windows’ names too', async (t) => {
  for (const zone of windowsZones()) t.doesNotThrow(() => offset(zone, 1), zone)
  t.ok(windowsZones().length > 130)
})

t.test('should tell a zone by the file’s own rules where its name says nothing', async (t) => {
  const [standard, daylight] = EUROPE
  t.strictSame(starts(calendar(timezone('Own', standard, daylight), at('Own'))), ['2026-07-01T08:00Z'])
  const notes = (half: readonly string[]) =>
    half.map((line) =>
      line.startsWith('RRULE') ? `${line};BYHOUR=${half === standard ? 3 : 2};BYMINUTE=0` : line,
    )
  t.strictSame(starts(calendar(timezone('Own', notes(standard), notes(daylight)), at('Own'))), [
    '2026-07-01T08:00Z',
  ])
  const fixed = ['TZOFFSETFROM:+0530', 'TZOFFSETTO:+0530']
  t.strictSame(starts(calendar(timezone('Own', fixed, []), at('Own'))), ['2026-07-01T04:30Z'])
  const located = timezone('Own', fixed, [], 'X-LIC-LOCATION:Europe/Paris')
  t.strictSame(starts(calendar(located, at('Own'))), ['2026-07-01T08:00Z'], 'its location before its rules')
  t.strictSame(
    starts(calendar(timezone('Europe/London', ...EUROPE), at('Europe/London'))),
    ['2026-07-01T09:00Z'],
    'its name before both',
  )
})

t.test('should take times in no known zone in the region’s, and say so once', async (t) => {
  const { entries, warnings } = reading(calendar(at('Nowhere'), at('Nowhere').with(1, 'UID:b')))
  t.strictSame(
    entries.map(({ span }) => span.from.toISOString()),
    Array(2).fill('2026-07-01T09:00:00.000Z'),
  )
  t.match(warnings, [{ line: 5, detail: /“Nowhere” is not known: its times are taken in Europe\/London/ }])
  t.equal(warnings.length, 1)
})

t.test('should take floating times in the calendar’s own zone, else the region’s', async (t) => {
  const floating = event('a', 'DTSTART:20260701T100000', 'DURATION:PT1H')
  const own = ['X-WR-TIMEZONE:Europe/Paris', ...floating]
  t.strictSame(starts(calendar(own)), ['2026-07-01T08:00Z'])
  t.strictSame(starts(calendar(floating)), ['2026-07-01T09:00Z'])
  t.strictSame(starts(calendar(floating), { ...LONDON, zone: 'Europe/Warsaw' }), ['2026-07-01T08:00Z'])
})
