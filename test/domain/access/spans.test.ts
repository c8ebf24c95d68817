import t from 'tap'
import {
  ALWAYS,
  before,
  between,
  holdsAt,
  intersection,
  outside,
  spanOfDates,
  union,
} from '../../../src/domain/access/spans.ts'

const day = (number: number): Date => new Date(Date.UTC(2020, 0, number))
const span = (from: number, until: number | null) => ({
  from: day(from),
  until: until === null ? null : day(until),
})

t.test('holdsAt counts the first instant and not the last', async (t) => {
  t.equal(holdsAt(span(2, 4), day(2)), true)
  t.equal(holdsAt(span(2, 4), day(4)), false)
  t.equal(holdsAt(span(2, null), day(30)), true)
  t.equal(holdsAt(span(2, null), day(1)), false)
})

t.test('spanOfDates runs from local midnight to local midnight across the clock change', async (t) => {
  t.same(spanOfDates({ from: '2020-03-29', until: '2020-03-30' }, 'Europe/London'), {
    from: new Date('2020-03-29T00:00Z'),
    until: new Date('2020-03-29T23:00Z'),
  })
  t.equal(spanOfDates({ from: '2020-03-29', until: null }, 'Europe/London').until, null)
})

t.test('between is empty without a beginning, and before nothing is always', async (t) => {
  t.same(between(null, day(3)), [])
  t.same(between(day(1), null), [span(1, null)])
  t.same(before(null), ALWAYS)
})

t.test('union joins what overlaps or touches and drops what is empty', async (t) => {
  t.same(union([span(6, 8), span(1, 3), span(3, 4), span(2, 3), span(9, 9)]), [span(1, 4), span(6, 8)])
  t.same(union([span(5, null), span(1, 2), span(6, 7)]), [span(1, 2), span(5, null)])
})

t.test('intersection keeps what lies in both', async (t) => {
  t.same(intersection([span(1, 4), span(6, null)], [span(3, 7)]), [span(3, 4), span(6, 7)])
  t.same(intersection([span(1, 3)], [span(3, null)]), [])
})

t.test('outside is what the spans leave', async (t) => {
  t.same(outside([]), ALWAYS)
  t.same(outside(ALWAYS), [])
  t.same(outside([span(3, 5), span(1, 2)]), [...before(day(1)), span(2, 3), span(5, null)])
  t.same(outside([span(3, null)]), before(day(3)))
})
