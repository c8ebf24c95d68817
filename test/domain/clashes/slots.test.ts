import fc from 'fast-check'
import t from 'tap'
import {
  byTime,
  checkHalfDays,
  DEFAULT_HALF_DAYS,
  shapesFor,
  shapesOf,
  slotsOf,
} from '../../../src/domain/clashes/slots.ts'
import { addDays, daysOf, eachDay, overlaps, spanOfDays } from '../../../src/domain/intervals.ts'
import { LONDON } from '../../fixtures/clash-facts.ts'

const HOUR = 60 * 60 * 1000

/** Windows that hold neither, one or both changes of the clocks. */
const windows = fc
  .record({ start: fc.integer({ min: 0, max: 800 }), length: fc.integer({ min: 1, max: 366 }) })
  .map(({ start, length }) => {
    const first = addDays('2019-01-01', start)
    return { first, last: addDays(first, length - 1) }
  })

t.test('should tile a window with whole days, without a gap or an overlap', async (t) => {
  fc.assert(
    fc.property(windows, fc.constantFrom(LONDON, 'America/New_York', 'Asia/Kolkata'), (window, zone) => {
      const slots = slotsOf(window, shapesOf('day', DEFAULT_HALF_DAYS), zone)
      const whole = spanOfDays(window, zone)
      t.same(slots[0]?.span.from, whole.from)
      t.same(slots.at(-1)?.span.until, whole.until)
      for (const [index, slot] of slots.slice(1).entries()) t.same(slot.span.from, slots[index]?.span.until)
    }),
    { numRuns: 40 },
  )
})

t.test('should give every day its halves, none of which overlap', async (t) => {
  fc.assert(
    fc.property(windows, (window) => {
      const slots = slotsOf(window, shapesOf('half-day', DEFAULT_HALF_DAYS), LONDON)
      t.same(
        slots.map(({ occasion }) => `${occasion.date} ${occasion.startTime}`),
        eachDay(window).flatMap((day) => [`${day} 09:00`, `${day} 13:00`]),
      )
      for (const [index, slot] of slots.slice(1).entries()) {
        const before = slots[index]
        t.notOk(before && overlaps(before.span, slot.span))
      }
      t.same(slots, slots.toSorted(byTime))
    }),
    { numRuns: 40 },
  )
})

t.test('should keep to wall times and whole days over both changes of the clocks', async (t) => {
  const hours = (date: string, startTime: string | null, endTime: string | null) =>
    slotsOf({ first: date, last: date }, [{ days: 1, startTime, endTime }], LONDON).map(
      ({ span }) => (span.until.getTime() - span.from.getTime()) / HOUR,
    )
  t.same(hours('2020-03-29', null, null), [23])
  t.same(hours('2020-10-25', null, null), [25])
  t.same(hours('2020-03-29', '00:30', '03:30'), [2])
  t.same(hours('2020-10-25', '00:30', '03:30'), [4])
  t.same(hours('2020-03-29', '01:30', '03:30'), [], 'the clocks skip its beginning')
})

t.test('should hold all days of a longer event within the window', async (t) => {
  const window = { first: '2019-11-04', last: '2019-11-08' }
  const slots = slotsOf(window, [{ days: 3, startTime: null, endTime: null }], LONDON)
  t.same(
    slots.map(({ occasion }) => daysOf(occasion)),
    [
      { first: '2019-11-04', last: '2019-11-06' },
      { first: '2019-11-05', last: '2019-11-07' },
      { first: '2019-11-06', last: '2019-11-08' },
    ],
  )
  t.same(slotsOf(window, [{ days: 6, startTime: null, endTime: null }], LONDON), [])
})

t.test("should keep an event's own form, and give it halves when asked", async (t) => {
  const written = (shapes: ReturnType<typeof shapesFor>) =>
    shapes.map(({ days, startTime, endTime }) => (startTime === null ? `${days}` : `${startTime}-${endTime}`))
  const timed = { date: '2019-11-08', days: 1, startTime: '10:00', endTime: '13:00' }
  const visit = { date: '2019-11-08', days: 3, startTime: null, endTime: null }
  t.same(written(shapesFor(timed, null, DEFAULT_HALF_DAYS)), ['10:00-13:00'])
  t.same(written(shapesFor(timed, 'day', DEFAULT_HALF_DAYS)), ['1'])
  t.same(written(shapesFor(timed, 'half-day', DEFAULT_HALF_DAYS)), [
    '10:00-13:00',
    '09:00-13:00',
    '13:00-17:00',
  ])
  t.same(written(shapesFor({ ...timed, startTime: '09:00' }, 'half-day', DEFAULT_HALF_DAYS)), [
    '09:00-13:00',
    '13:00-17:00',
  ])
  t.same(written(shapesFor(visit, null, DEFAULT_HALF_DAYS)), ['3'])
  t.same(written(shapesFor(visit, 'half-day', DEFAULT_HALF_DAYS)), ['09:00-13:00', '13:00-17:00'])
})

t.test('should refuse halves of a day that are not in order', async (t) => {
  const check = (morning: [string, string], afternoon: [string, string]) => {
    const half = ([startTime, endTime]: [string, string]) => ({ startTime, endTime })
    const checked = checkHalfDays({ morning: half(morning), afternoon: half(afternoon) }, (at) => `?${at}`)
    return checked.ok ? [] : checked.failure.faults?.map(({ pointer }) => pointer)
  }
  t.same(check(['09:00', '12:30'], ['13:30', '17:00']), [])
  t.same(check(['12:30', '09:00'], ['17:00', '13:30']), ['?morning', '?afternoon'])
  t.same(check(['09:00', '13:00'], ['12:00', '17:00']), ['?afternoon'])
})
