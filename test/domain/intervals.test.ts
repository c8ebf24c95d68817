import fc from 'fast-check'
import t from 'tap'
import {
  addDays,
  contains,
  daysBetween,
  daysOfSpan,
  eachDay,
  isLocalDate,
  localDate,
  type Occasion,
  overlaps,
  type Span,
  sharedDays,
  spanOfDays,
  spanOfOccasion,
  wallTime,
} from '../../src/domain/intervals.ts'

const LONDON = 'Europe/London'
const HOUR = 60 * 60 * 1000

const spans = fc
  .tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 20 }))
  .map(([from, length]): Span => ({ from: new Date(from * HOUR), until: new Date((from + length) * HOUR) }))

const dates = fc.integer({ min: 0, max: 4000 }).map((days) => addDays('2018-01-01', days))

const occasion = (rest: Partial<Occasion> = {}): Occasion => ({
  date: '2019-11-01',
  days: 1,
  startTime: '10:00',
  endTime: '16:00',
  ...rest,
})

t.test('overlaps: spans that touch share no instant', async (t) => {
  fc.assert(
    fc.property(spans, fc.integer({ min: 1, max: 20 }), (span, hours) => {
      const next = { from: span.until, until: new Date(span.until.getTime() + hours * HOUR) }
      return !overlaps(span, next) && !overlaps(next, span)
    }),
  )
  t.ok(overlaps({ from: new Date(0), until: new Date(2) }, { from: new Date(1), until: new Date(3) }))
})

t.test('overlaps: is symmetric, and holds for a span and what contains it', async (t) => {
  fc.assert(fc.property(spans, spans, (a, b) => overlaps(a, b) === overlaps(b, a)))
  fc.assert(fc.property(spans, spans, (a, b) => !contains(a, b) || overlaps(a, b)))
  t.notOk(contains({ from: new Date(0), until: new Date(2) }, { from: new Date(1), until: new Date(3) }))
})

t.test('overlaps: agrees with comparing the two spans hour by hour', async (t) => {
  const hours = ({ from, until }: Span) =>
    Array.from(
      { length: (until.getTime() - from.getTime()) / HOUR },
      (_, index) => from.getTime() + index * HOUR,
    )
  fc.assert(
    fc.property(spans, spans, (a, b) => overlaps(a, b) === hours(a).some((hour) => hours(b).includes(hour))),
  )
  t.pass('for every pair tried')
})

t.test('spanOfDays and daysOfSpan undo each other over every clock change', async (t) => {
  fc.assert(
    fc.property(dates, fc.integer({ min: 0, max: 400 }), (first, length) => {
      const days = { first, last: addDays(first, length) }
      const back = daysOfSpan(spanOfDays(days, LONDON), LONDON)
      return back.first === days.first && back.last === days.last
    }),
  )
  const lengthOf = (date: string) => {
    const span = spanOfDays({ first: date, last: date }, LONDON)
    return (span.until.getTime() - span.from.getTime()) / HOUR
  }
  t.strictSame(['2019-03-30', '2019-03-31', '2019-10-27'].map(lengthOf), [24, 23, 25])
})

t.test(
  'spanOfOccasion keeps the wall times that were entered, or refuses those that the clocks skip',
  async (t) => {
    const around = fc.constantFrom(
      '2019-03-30',
      '2019-03-31',
      '2019-04-01',
      '2019-10-26',
      '2019-10-27',
      '2019-10-28',
    )
    const minutes = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    fc.assert(
      fc.property(around, minutes, (date, [hour, minute]) => {
        const startTime = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
        const result = spanOfOccasion(occasion({ date, startTime, endTime: '23:59' }), LONDON)
        const skipped = date === '2019-03-31' && hour === 1
        if (skipped) return !result.ok && result.failure.faults?.[0]?.pointer === '/startTime'
        if (startTime === '23:59') return !result.ok
        return (
          result.ok &&
          wallTime(result.value.from, LONDON) === startTime &&
          localDate(result.value.from, LONDON) === date
        )
      }),
    )
    t.pass('for every time tried')
  },
)

t.test('spanOfOccasion takes the earlier of a wall time that comes twice', async (t) => {
  const result = spanOfOccasion(
    occasion({ date: '2019-10-27', startTime: '01:30', endTime: '03:00' }),
    LONDON,
  )
  t.match(result, {
    ok: true,
    value: { from: new Date('2019-10-27T00:30:00Z'), until: new Date('2019-10-27T03:00:00Z') },
  })
})

t.test('spanOfOccasion names the field that is wrong', async (t) => {
  const wrong: [Partial<Occasion>, string][] = [
    [{ date: '2019-02-30' }, '/date'],
    [{ date: '2019-2-3' }, '/date'],
    [{ days: 0 }, '/days'],
    [{ days: 1.5 }, '/days'],
    [{ days: 2 }, '/days'],
    [{ startTime: null }, '/startTime'],
    [{ endTime: null }, '/endTime'],
    [{ startTime: '24:00' }, '/startTime'],
    [{ startTime: '9:00' }, '/startTime'],
    [{ endTime: '10:00' }, '/endTime'],
    [{ endTime: '09:59' }, '/endTime'],
  ]
  for (const [change, pointer] of wrong) {
    t.match(
      spanOfOccasion(occasion(change), LONDON),
      { ok: false, failure: { faults: [{ pointer }] } },
      pointer,
    )
  }
})

t.test('spanOfOccasion takes whole days when no times are given', async (t) => {
  const result = spanOfOccasion(
    occasion({ date: '2019-10-26', days: 2, startTime: null, endTime: null }),
    LONDON,
  )
  t.match(result, {
    ok: true,
    value: { from: new Date('2019-10-25T23:00:00Z'), until: new Date('2019-10-28T00:00:00Z') },
  })
})

t.test('isLocalDate knows the days of the calendar', async (t) => {
  t.strictSame(
    ['2019-02-28', '2020-02-29', '2019-02-29', '2019-02-30', '2019-13-01', '2019-2-3', 'today'].map(
      isLocalDate,
    ),
    [true, true, false, false, false, false, false],
  )
})

t.test('sharedDays and eachDay include both ends', async (t) => {
  const week = { first: '2019-10-28', last: '2019-11-01' }
  t.strictSame(sharedDays(week, { first: '2019-11-01', last: '2019-11-04' }), {
    first: '2019-11-01',
    last: '2019-11-01',
  })
  t.equal(sharedDays(week, { first: '2019-11-02', last: '2019-11-04' }), null)
  t.strictSame(eachDay(week), ['2019-10-28', '2019-10-29', '2019-10-30', '2019-10-31', '2019-11-01'])
  t.equal(daysBetween('2019-10-26', '2019-10-28'), 2, 'across a clock change')
})
