import t from 'tap'
import { checkExtension, movedComments } from '../../../src/domain/self-assessments/extension.ts'
import { deadlinesOfPaper, latenessOf } from '../../../src/domain/self-assessments/lateness.ts'
import type { BankHolidays } from '../../../src/domain/working-days.ts'

/** England in August 2019: the 26th is a bank holiday. */
const AUGUST: BankHolidays = {
  has: (day) => day === '2019-08-26',
  covers: (day) => day >= '2019-08-01' && day <= '2019-09-30',
}

t.test('latenessOf counts working days, over weekends and bank holidays', async (t) => {
  const late = (due: string | null, day: string) => latenessOf(due, day, AUGUST)
  t.same(late(null, '2019-08-23'), { late: false, workingDays: 0 })
  t.same(late('2019-08-23', '2019-08-23'), { late: false, workingDays: 0 }, 'the day itself is in time')
  t.same(late('2019-08-23', '2019-08-26'), { late: false, workingDays: 0 }, 'a Friday and the holiday Monday')
  t.same(late('2019-08-23', '2019-08-27'), { late: true, workingDays: 1 })
  t.same(late('2019-08-22', '2019-08-28'), { late: true, workingDays: 3 })
  t.same(
    late('2019-08-24', '2019-08-27'),
    { late: false, workingDays: 0 },
    'due on a Saturday is due on Tuesday',
  )
  t.same(late('2019-09-30', '2019-10-04'), { late: true, workingDays: null }, 'beyond what is known')
})

t.test('an extension counts until the round itself gives as long', async (t) => {
  const round = { selfAssessmentDue: '2019-07-31', commentsDue: '2019-09-06', releaseOn: '2019-09-13' }
  t.same(deadlinesOfPaper(round, { due: '2019-08-09', commentsDue: null }), {
    ...round,
    selfAssessmentDue: '2019-08-09',
  })
  t.same(deadlinesOfPaper(round, { due: '2019-07-01', commentsDue: '2019-09-01' }), round)
  t.match(deadlinesOfPaper({ ...round, selfAssessmentDue: null }, { due: '2019-08-09', commentsDue: null }), {
    selfAssessmentDue: '2019-08-09',
  })
})

t.test('checkExtension takes a later day, not beyond the release', async (t) => {
  const round = { selfAssessmentDue: '2019-07-31', commentsDue: null, releaseOn: '2019-09-13' }
  t.same(checkExtension(round, '2019-09-13'), { ok: true, value: '2019-07-31' })
  for (const due of ['2019-07-31', '2019-09-14'])
    t.match(checkExtension(round, due), { failure: { faults: [{ pointer: '/due' }] } }, due)
  t.match(checkExtension({ ...round, selfAssessmentDue: null }, '2019-08-01'), { ok: false })
})

t.test('movedComments keeps the working days between', async (t) => {
  const days = { from: '2019-08-16', to: '2019-08-23' }
  t.same(movedComments('2019-08-20', days, AUGUST), { ok: true, value: '2019-08-28' }, 'over the holiday')
  t.match(movedComments('2019-12-20', days, AUGUST), { failure: { faults: [{ pointer: '/due' }] } })
})
