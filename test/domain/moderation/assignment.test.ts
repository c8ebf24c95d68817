import t from 'tap'
import {
  ASSIGNMENT_MOVES,
  ASSIGNMENT_STATES,
  type AssignmentMove,
  type AssignmentState,
  checkDeadlines,
  deadlinesOfOffer,
  givesReading,
  type Mover,
  moveAssignment,
  overdue,
} from '../../../src/domain/moderation/assignment.ts'

/** What each move leads to from each state, made by each; written out apart from the table under test. */
const EXPECTED: Record<AssignmentState, Record<AssignmentMove, Record<Mover, string>>> = {
  offered: {
    accept: { moderator: 'accepted', consultant: 'forbidden' },
    decline: { moderator: 'declined', consultant: 'forbidden' },
    'submit-comments': { moderator: 'wrong-state', consultant: 'wrong-state' },
    end: { moderator: 'forbidden', consultant: 'ended' },
  },
  accepted: {
    accept: { moderator: 'wrong-state', consultant: 'wrong-state' },
    decline: { moderator: 'wrong-state', consultant: 'wrong-state' },
    'submit-comments': { moderator: 'comments-submitted', consultant: 'forbidden' },
    end: { moderator: 'ended', consultant: 'ended' },
  },
  'comments-submitted': {
    accept: { moderator: 'wrong-state', consultant: 'wrong-state' },
    decline: { moderator: 'wrong-state', consultant: 'wrong-state' },
    'submit-comments': { moderator: 'wrong-state', consultant: 'wrong-state' },
    end: { moderator: 'forbidden', consultant: 'ended' },
  },
  declined: {
    accept: { moderator: 'wrong-state', consultant: 'wrong-state' },
    decline: { moderator: 'wrong-state', consultant: 'wrong-state' },
    'submit-comments': { moderator: 'wrong-state', consultant: 'wrong-state' },
    end: { moderator: 'wrong-state', consultant: 'wrong-state' },
  },
  ended: {
    accept: { moderator: 'wrong-state', consultant: 'wrong-state' },
    decline: { moderator: 'wrong-state', consultant: 'wrong-state' },
    'submit-comments': { moderator: 'wrong-state', consultant: 'wrong-state' },
    end: { moderator: 'wrong-state', consultant: 'wrong-state' },
  },
}

t.test('every move from every state by each mover', async (t) => {
  for (const state of ASSIGNMENT_STATES) {
    for (const move of ASSIGNMENT_MOVES) {
      for (const by of ['moderator', 'consultant'] as const) {
        const moved = moveAssignment(state, move, by)
        const outcome = moved.ok ? moved.value : moved.failure.code
        t.equal(outcome, EXPECTED[state][move][by], `${state}: ${move} by ${by}`)
      }
    }
  }
})

t.test('a refused move says why in a sentence', async (t) => {
  t.match(moveAssignment('ended', 'accept', 'moderator'), {
    failure: { detail: 'This assignment has ended: it cannot be accepted.' },
  })
  t.match(moveAssignment('offered', 'accept', 'consultant'), {
    failure: { detail: 'Here this assignment can be accepted only by its moderator.' },
  })
})

t.test('an assignment gives reading from acceptance until it ends', async (t) => {
  t.same(ASSIGNMENT_STATES.filter(givesReading), ['accepted', 'comments-submitted'])
})

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
  for (const state of ['comments-submitted', 'declined', 'ended'] as const) {
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
