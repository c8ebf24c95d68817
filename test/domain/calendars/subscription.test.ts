import fc from 'fast-check'
import t from 'tap'
import {
  isSuddenlyEmpty,
  keptValidators,
  LONGEST_REST_MINUTES,
  nextPollAt,
  validatorsFor,
} from '../../../src/domain/calendars/subscription.ts'

const NOW = new Date('2019-05-10T09:00:00Z')
const minutesAfter = (at: Date) => (at.getTime() - NOW.getTime()) / 60_000
const rest = (everyMinutes: number, failures: number, scatter = 0.5) =>
  minutesAfter(nextPollAt(NOW, { everyMinutes, failures }, scatter))

t.test('should rest for its interval, and twice as long with each failure, up to a day', async (t) => {
  t.same(
    [0, 1, 2, 3, 4, 500].map((failures) => rest(120, failures)),
    [120, 240, 480, 960, 1440, 1440],
  )
})

t.test('should scatter polls by a tenth about their interval', async (t) => {
  const interval = fc.integer({ min: 15, max: LONGEST_REST_MINUTES })
  const scatter = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  fc.assert(
    fc.property(interval, fc.nat(1000), scatter, (everyMinutes, failures, drawn) => {
      const middle = rest(everyMinutes, failures)
      const scattered = rest(everyMinutes, failures, drawn)
      return middle >= everyMinutes && Math.abs(scattered - middle) <= middle / 10 + 1e-3
    }),
  )
  t.not(rest(120, 0, 0), rest(120, 0, 0.99))
})

t.test('should call a copy suddenly empty that takes everything away', async (t) => {
  t.equal(isSuddenlyEmpty(0, { removed: 1 }), true)
  t.equal(isSuddenlyEmpty(0, { removed: 0 }), false, 'it was empty before')
  t.equal(isSuddenlyEmpty(1, { removed: 5 }), false)
})

t.test('should ask for the whole calendar where the copy taken says nothing of some days', async (t) => {
  const validators = { etag: '"1"', lastModified: null }
  const none = { etag: null, lastModified: null }
  const taken = { first: '2019-09-01', last: '2020-07-31' }
  t.same(validatorsFor(validators, taken, taken), validators)
  t.same(validatorsFor(validators, taken, { first: '2019-10-01', last: '2020-01-31' }), validators)
  t.same(validatorsFor(validators, taken, { ...taken, last: '2020-08-01' }), none)
  t.same(validatorsFor(validators, taken, { ...taken, first: '2019-08-31' }), none)
})

t.test('should keep no validator without end', async (t) => {
  const lastModified = 'Fri, 10 May 2019 09:00:00 GMT'
  t.same(keptValidators({ etag: 'x'.repeat(1001), lastModified }), { etag: null, lastModified })
})
