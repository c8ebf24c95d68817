import t from 'tap'
import {
  checkDeadlines,
  deadlinesOfOffer,
  deadlinesOfReplacement,
  overdue,
} from '../../../src/domain/moderation/deadlines.ts'

t.test('comments are not due before the offer must be answered', async (t) => {
  t.match(checkDeadlines({ acceptBy: '2019-09-20', commentsDue: '2019-09-19' }), {
    ok: false,
    failure: { code: 'invalid-request', faults: [{ pointer: '/commentsDue' }] },
  })
  t.equal(checkDeadlines({ acceptBy: '2019-09-20', commentsDue: '2019-09-20' }).ok, true)
})

t.test('a deadline is missed the day after it, in the state that it is for', async (t) => {
  const deadlines = { acceptBy: '2019-09-20', commentsDue: '2019-10-11' }
  t.equal(overdue('offered', deadlines, '2019-09-20'), null)
  t.equal(overdue('offered', deadlines, '2019-09-21'), 'accept-by')
  t.equal(overdue('accepted', deadlines, '2019-10-11'), null)
  t.equal(overdue('accepted', deadlines, '2019-10-12'), 'comments-due')
  for (const state of ['comments-submitted', 'signed-off', 'declined', 'ended'] as const) {
    t.equal(overdue(state, deadlines, '2020-01-01'), null, state)
  }
})

t.test('an offer without dates takes them from the round', async (t) => {
  const none = { acceptBy: null, commentsDue: null }
  const round = { selfAssessmentDue: '2019-10-18', commentsDue: '2019-11-08' }
  const value = (...given: Parameters<typeof deadlinesOfOffer>) => {
    const deadlines = deadlinesOfOffer(...given)
    return deadlines.ok ? deadlines.value : deadlines.failure.faults?.[0]?.pointer
  }
  t.same(value(none, round, '2019-09-01'), { acceptBy: '2019-10-18', commentsDue: '2019-11-08' })
  t.same(value(none, round, '2019-10-18'), { acceptBy: '2019-10-25', commentsDue: '2019-11-08' })
  t.same(value(none, round, '2019-11-05'), { acceptBy: '2019-11-08', commentsDue: '2019-11-08' })
  t.same(value({ acceptBy: '2019-10-01', commentsDue: '2019-10-30' }, round, '2019-09-01'), {
    acceptBy: '2019-10-01',
    commentsDue: '2019-10-30',
  })
  t.equal(value({ acceptBy: '2019-12-01', commentsDue: null }, round, '2019-09-01'), '/commentsDue')
  const undated = { selfAssessmentDue: null, commentsDue: null }
  t.equal(value(none, undated, '2019-09-01'), '/commentsDue')
})

t.test('whoever takes over has the dates from before, while these are not over', async (t) => {
  const none = { acceptBy: null, commentsDue: null }
  const before = { acceptBy: '2019-09-20', commentsDue: '2019-10-11' }
  const value = (named: Parameters<typeof deadlinesOfReplacement>[0], today: string) => {
    const deadlines = deadlinesOfReplacement(named, before, today)
    return deadlines.ok ? deadlines.value : deadlines.failure.faults?.[0]?.pointer
  }
  t.same(value(none, '2019-09-20'), before)
  t.same(value(none, '2019-09-21'), { acceptBy: '2019-09-28', commentsDue: '2019-10-11' })
  t.same(value(none, '2019-10-08'), { acceptBy: '2019-10-11', commentsDue: '2019-10-11' })
  t.equal(value(none, '2019-10-12'), '/commentsDue')
  t.same(value({ acceptBy: null, commentsDue: '2019-11-01' }, '2019-10-12'), {
    acceptBy: '2019-10-19',
    commentsDue: '2019-11-01',
  })
})
