import fc from 'fast-check'
import t from 'tap'
import { addDays, eachDay, spanOfDays, spanOfOccasion } from '../../../src/domain/intervals.ts'
import { isAwayThroughout } from '../../../src/domain/moderation/availability.ts'

const ZONE = 'Europe/London'
const NO_HOLIDAYS = { has: () => false, covers: () => true }

/** A Monday and the Friday of the week after. */
const DAYS = { first: '2019-07-01', last: '2019-07-12' }

const days = (first: string, last = first) => spanOfDays({ first, last }, ZONE)

const hours = (date: string, startTime: string, endTime: string) => {
  const span = spanOfOccasion({ date, days: 1, startTime, endTime }, ZONE)
  if (!span.ok) throw new Error(span.failure.detail)
  return span.value
}

t.test('somebody is away throughout where no working day is left', async (t) => {
  const away = (...spans: Parameters<typeof isAwayThroughout>[0]) =>
    isAwayThroughout(spans, DAYS, NO_HOLIDAYS, ZONE)
  t.notOk(away())
  t.ok(away(days('2019-07-01', '2019-07-12')))
  t.ok(away(days('2019-07-01', '2019-07-05'), days('2019-07-08', '2019-07-12')), 'weekends do not matter')
  t.notOk(away(days('2019-07-01', '2019-07-11')), 'the last day counts')
  t.notOk(away(days('2019-07-02', '2019-07-12')), 'and today')
  const rest = days('2019-07-02', '2019-07-12')
  t.ok(away(hours('2019-07-01', '09:00', '17:00'), rest), 'office hours are the day')
  t.ok(away(hours('2019-07-01', '08:30', '12:00'), hours('2019-07-01', '12:00', '18:00'), rest))
  t.notOk(away(hours('2019-07-01', '09:00', '16:30'), rest))
  const holiday = { has: (day: string) => day === '2019-07-01', covers: () => true }
  t.ok(isAwayThroughout([rest], DAYS, holiday, ZONE), 'on a bank holiday nobody works')
  t.notOk(
    isAwayThroughout([days('2019-07-06')], { first: '2019-07-06', last: '2019-07-07' }, NO_HOLIDAYS, ZONE),
    'without a working day nobody is',
  )
  t.notOk(isAwayThroughout([rest], { first: '2019-07-12', last: '2019-07-01' }, NO_HOLIDAYS, ZONE))
})

t.test('one working day back is enough, whichever it is', async (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), (length, chosen) => {
      const asked = { first: DAYS.first, last: addDays(DAYS.first, length) }
      const working = eachDay(asked).filter((day) => new Date(day).getUTCDay() % 6 !== 0)
      const back = working[chosen % working.length]
      const all = working.map((day) => days(day))
      return (
        isAwayThroughout(all, asked, NO_HOLIDAYS, ZONE) &&
        !isAwayThroughout(
          working.filter((day) => day !== back).map((day) => days(day)),
          asked,
          NO_HOLIDAYS,
          ZONE,
        )
      )
    }),
  )
  t.pass('whichever')
})
