import fc from 'fast-check'
import t from 'tap'
import { addDays, type LocalDate } from '../../src/domain/intervals.ts'
import {
  addWorkingDays,
  isWorkingDay,
  shiftByWorkingDays,
  workingDayFrom,
  workingDaysBetween,
} from '../../src/domain/working-days.ts'

const holidays = (days: readonly LocalDate[], first = '2010-01-01', last = '2030-12-31') => ({
  has: (day: LocalDate) => days.includes(day),
  covers: (day: LocalDate) => first <= day && day <= last,
})

/** Those of the summer and autumn of 2019 and 2020. */
const ENGLAND = holidays(['2019-05-27', '2019-08-26', '2019-12-25', '2019-12-26', '2020-08-31', '2020-12-25'])

t.test('a working day is Monday to Friday and no bank holiday', async (t) => {
  t.equal(isWorkingDay('2019-08-23', ENGLAND), true, 'a Friday')
  t.equal(isWorkingDay('2019-08-24', ENGLAND), false, 'a Saturday')
  t.equal(isWorkingDay('2019-08-26', ENGLAND), false, 'the bank holiday')
  t.equal(workingDayFrom('2019-08-24', ENGLAND), '2019-08-27')
  t.equal(workingDayFrom('2019-08-27', ENGLAND), '2019-08-27')
})

t.test('working days are counted over weekends and bank holidays', async (t) => {
  t.equal(workingDaysBetween('2019-08-23', '2019-08-27', ENGLAND), 1)
  t.equal(workingDaysBetween('2019-08-27', '2019-08-23', ENGLAND), -1)
  t.equal(addWorkingDays('2019-08-23', 1, ENGLAND), '2019-08-27')
  t.equal(addWorkingDays('2019-08-27', -1, ENGLAND), '2019-08-23')
})

t.test('a deadline keeps its working days to the window', async (t) => {
  // 43 working days before Tuesday 1 October 2019, with a bank holiday between; as many before 1 October 2020.
  const move = { from: '2019-10-01', to: '2020-10-01' }
  t.equal(workingDaysBetween('2019-10-01', '2019-07-31', ENGLAND), -43)
  t.equal(shiftByWorkingDays('2019-07-31', move, ENGLAND), '2020-07-31')
  t.equal(shiftByWorkingDays('2019-09-06', move, ENGLAND), '2020-09-08')
  t.equal(shiftByWorkingDays('2019-09-07', move, ENGLAND), '2020-09-09', 'a Saturday counts as the Monday')
  t.equal(shiftByWorkingDays('2019-10-02', move, ENGLAND), '2020-10-02', 'after the first day too')
})

t.test('nothing is said of days whose bank holidays are not known', async (t) => {
  const short = holidays([], '2019-01-01', '2020-08-31')
  t.equal(shiftByWorkingDays('2019-07-31', { from: '2019-10-01', to: '2020-10-01' }, short), null)
  t.equal(shiftByWorkingDays('2018-12-31', { from: '2019-10-01', to: '2020-08-31' }, short), null)
  t.equal(shiftByWorkingDays('2019-01-02', { from: '2019-10-01', to: '2019-02-01' }, short), null)
  t.equal(workingDayFrom('2020-09-01', short), null)
})

const day = fc.integer({ min: 0, max: 400 }).map((days) => addDays('2019-01-01', days))
const known = fc.uniqueArray(day, { maxLength: 200 }).map((days) => holidays(days))

t.test('shifting there and back is where a working day was', async (t) => {
  fc.assert(
    fc.property(day, day, day, known, (deadline, from, to, bankHolidays) => {
      const there = shiftByWorkingDays(deadline, { from, to }, bankHolidays)
      const back = there && shiftByWorkingDays(there, { from: to, to: from }, bankHolidays)
      return (
        there !== null && isWorkingDay(there, bankHolidays) && back === workingDayFrom(deadline, bankHolidays)
      )
    }),
    { numRuns: 60 },
  )
  t.pass()
})

t.test('shifting keeps the order of days', async (t) => {
  fc.assert(
    fc.property(day, day, day, day, known, (a, b, from, to, bankHolidays) => {
      const [first, second] = [a, b].toSorted()
      const shifted = [first, second].map((each) =>
        shiftByWorkingDays(each ?? '', { from, to }, bankHolidays),
      )
      return (shifted[0] ?? '') <= (shifted[1] ?? '')
    }),
    { numRuns: 60 },
  )
  t.pass()
})
