import fc from 'fast-check'
import { RRuleTemporal } from 'rrule-temporal'
import t from 'tap'
import { effortOf } from '../../../src/ical/reading/effort.ts'
import { type Rule, ruleOf } from '../../../src/ical/reading/rules.ts'
import { startsOf } from '../../../src/ical/reading/starts.ts'
import { inZone, writtenOf } from '../../../src/ical/reading/times.ts'

/** From before any of these series begins. */
const SPAN = { from: new Date('2006-01-01T00:00:00Z'), until: new Date('2033-01-01T00:00:00Z') }

const startAt = (written: string, zone: string) => {
  const wall = writtenOf(written)?.wall
  if (!wall) throw new Error(`${written} is no time`)
  return { at: inZone(wall, zone), wholeDay: false }
}

/** The days that a rule gives at noon, in order. */
const days = (text: string, start: string): string[] =>
  startsOf(
    ruleOf(text) as Rule,
    startAt(`${start}T120000`, 'UTC'),
    SPAN,
    effortOf(Number.POSITIVE_INFINITY),
  ).map((each) => each.toPlainDate().toString())

t.test('should let BYDAY narrow days of the year', async (t) => {
  t.strictSame(
    days('FREQ=YEARLY;UNTIL=20100325;BYDAY=FR;BYYEARDAY=-275,-276,-277,-278,-279,-280,-281', '20060331'),
    ['2006-03-31', '2007-03-30', '2008-03-28', '2009-03-27'],
  )
})

t.test('should count weeks in years of whole weeks, over the turn of the year too', async (t) => {
  t.strictSame(days('FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO,SU;COUNT=5', '20251229'), [
    '2025-12-29',
    '2026-01-04',
    '2027-01-04',
    '2027-01-10',
    '2028-01-03',
  ])
  t.strictSame(days('FREQ=YEARLY;BYWEEKNO=53;BYDAY=TU,SA', '20100102').slice(0, 4), [
    '2010-01-02',
    '2015-12-29',
    '2016-01-02',
    '2020-12-29',
  ])
  t.strictSame(days('FREQ=YEARLY;BYWEEKNO=1;BYDAY=TU;INTERVAL=3;COUNT=3', '20241231'), [
    '2024-12-31',
    '2028-01-04',
    '2030-12-31',
  ])
  t.strictSame(days('FREQ=YEARLY;BYWEEKNO=1;BYMONTHDAY=31;UNTIL=20260101', '20240101'), [
    '2024-12-31',
    '2025-12-31',
  ])
})

t.test('should give each time of a day', async (t) => {
  const twice = startsOf(
    ruleOf('FREQ=WEEKLY;BYDAY=MO;BYHOUR=9,14;COUNT=3') as Rule,
    startAt('20260706T090000', 'Europe/London'),
    SPAN,
    effortOf(Number.POSITIVE_INFINITY),
  )
  t.strictSame(
    twice.map((each) => each.toPlainDateTime().toString()),
    ['2026-07-06T09:00:00', '2026-07-06T14:00:00', '2026-07-13T09:00:00'],
  )
})

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const part = (name: string, values: fc.Arbitrary<string | number>) =>
  fc
    .option(fc.uniqueArray(values, { minLength: 1, maxLength: 3 }), { nil: null, freq: 2 })
    .map((given) => (given === null ? '' : `;${name}=${given.join()}`))
const nonZero = (most: number) => fc.integer({ min: -most, max: most }).filter((each) => each !== 0)
const weekday = fc.constantFrom(...WEEKDAYS)
const counted = fc.tuple(fc.constantFrom(1, 2, 4, 5, -1, -2), weekday).map((each) => each.join(''))

/** Rules of the kinds that people’s calendars write. */
const written = fc.oneof(
  fc.tuple(
    fc.constant('FREQ=DAILY'),
    part('BYMONTH', fc.integer({ min: 1, max: 12 })),
    part('BYDAY', weekday),
  ),
  fc.tuple(
    fc.constant('FREQ=WEEKLY'),
    part('BYDAY', weekday),
    part('WKST', weekday).map((each) => each.split(',')[0] ?? ''),
  ),
  fc.tuple(
    fc.constant('FREQ=MONTHLY'),
    part('BYDAY', fc.oneof(weekday, counted)),
    part('BYSETPOS', nonZero(3)),
  ),
  fc.tuple(fc.constant('FREQ=MONTHLY'), part('BYMONTHDAY', nonZero(31)), part('BYDAY', weekday)),
  fc.tuple(
    fc.constant('FREQ=YEARLY'),
    part('BYMONTH', fc.integer({ min: 1, max: 12 })),
    part('BYDAY', counted),
  ),
  fc.tuple(fc.constant('FREQ=YEARLY;BYMONTH=3'), part('BYMONTHDAY', nonZero(31)), part('BYDAY', weekday)),
  fc.tuple(fc.constant('FREQ=YEARLY'), part('BYYEARDAY', nonZero(366))),
)

/** Short enough for a rule of every day. */
const YEARS = { from: new Date('2018-01-01T00:00:00Z'), until: new Date('2022-01-01T00:00:00Z') }

t.test('should find what another reader of rules finds', async (t) => {
  const start = fc
    .integer({ min: 0, max: 4000 })
    .map(
      (day) =>
        `${new Date(Date.UTC(2014, 0, 1 + day)).toISOString().slice(0, 10).replaceAll('-', '')}T013000`,
    )
  const zone = fc.constantFrom('UTC', 'Europe/London', 'Australia/Lord_Howe')
  const ends = fc.constantFrom('', ';COUNT=7', ';UNTIL=20240101T000000Z')
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(
        written,
        fc.integer({ min: 1, max: 5 }),
        ends,
        start,
        zone,
        (parts, interval, end, from, zone) => {
          const text = `${parts.join('')};INTERVAL=${interval}${end}`
          // Whether an hour that the clocks leap over takes a place in BYSETPOS is read both ways; here it takes one.
          const where = text.includes('BYSETPOS') ? 'UTC' : zone
          const moment = startAt(from, where)
          const other = new RRuleTemporal({ rruleString: `RRULE:${text}`, dtstart: moment.at }).between(
            YEARS.from,
            YEARS.until,
            true,
          )
          const own = startsOf(ruleOf(text) as Rule, moment, YEARS, effortOf(Number.POSITIVE_INFINITY))
          const shown = (starts: readonly { toString(): string }[]) => starts.map(String).join('\n')
          if (shown(own) !== shown(other))
            throw new Error(
              `${text} from ${from} in ${where}: ${shown(own.slice(0, 5))} / ${shown(other.slice(0, 5))}`,
            )
        },
      ),
      { numRuns: 300 },
    ),
  )
})
