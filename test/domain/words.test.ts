import t from 'tap'
import {
  countInWords,
  countOf,
  dayInWords,
  daysInWords,
  listInWords,
  spanInWords,
} from '../../src/domain/words.ts'

t.test('should say days as people do', async (t) => {
  t.equal(dayInWords('2019-11-01'), 'Friday 1 November 2019')
  t.equal(daysInWords({ first: '2019-11-01', last: '2019-11-01' }), 'Friday 1 November 2019')
  t.equal(
    daysInWords({ first: '2019-10-28', last: '2019-11-01' }),
    'Monday 28 October to Friday 1 November 2019',
  )
  t.equal(
    daysInWords({ first: '2019-12-23', last: '2020-01-03' }),
    'Monday 23 December 2019 to Friday 3 January 2020',
  )
})

t.test('should say timed spans in the wall time of their zone', async (t) => {
  const span = { from: new Date('2019-06-03T09:00:00Z'), until: new Date('2019-06-03T11:30:00Z') }
  t.equal(spanInWords(span, 'Europe/London'), 'Monday 3 June 2019, 10:00 to 12:30')
  const night = { from: new Date('2019-06-03T21:00:00Z'), until: new Date('2019-06-04T00:30:00Z') }
  t.equal(spanInWords(night, 'Europe/London'), 'Monday 3 June 2019, 22:00 to Tuesday 4 June 2019, 01:30')
})

t.test('should count and list in words', async (t) => {
  t.strictSame([0, 1, 12, 13].map(countInWords), ['no', 'one', 'twelve', '13'])
  t.strictSame(
    [0, 1, 2].map((count) => countOf(count, 'day')),
    ['no days', 'one day', 'two days'],
  )
  t.equal(countOf(4, 'authority', 'authorities'), 'four authorities')
  t.equal(
    listInWords(['Director, Kent', 'Director, Medway', 'Director, Surrey']),
    'Director, Kent; Director, Medway; and Director, Surrey',
  )
  t.strictSame(
    [[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((items) => listInWords(items)),
    ['', 'a', 'a and b', 'a, b and c'],
  )
})
