import t from 'tap'
import {
  ASSIGNMENT_MOVES,
  ASSIGNMENT_STATES,
  ASSIGNMENT_WORKFLOW,
  type AssignmentMove,
  type AssignmentState,
  givesReading,
  type Mover,
} from '../../../src/domain/moderation/assignment.ts'
import { possibleNow, step } from '../../../src/domain/workflow.ts'

/**
 * What each move leads to from each state, made by its moderator and by the consultant, or who alone may make it;
 * written out apart from the table under test. What is not here is refused as `wrong-state`.
 */
const EXPECTED: Record<AssignmentState, Partial<Record<AssignmentMove, [string, string]>>> = {
  offered: {
    accept: ['accepted', 'forbidden'],
    decline: ['declined', 'forbidden'],
    'declare-conflict': ['ended', 'ended'],
    reassign: ['forbidden', 'ended'],
    close: ['forbidden', 'ended'],
    end: ['forbidden', 'ended'],
  },
  accepted: {
    'save-draft': ['accepted', 'forbidden'],
    'submit-comments': ['comments-submitted', 'forbidden'],
    'declare-conflict': ['ended', 'ended'],
    reassign: ['forbidden', 'ended'],
    close: ['forbidden', 'ended'],
    end: ['ended', 'ended'],
  },
  'comments-submitted': {
    'sign-off': ['signed-off', 'signed-off'],
    reopen: ['accepted', 'accepted'],
    'declare-conflict': ['ended', 'ended'],
    end: ['forbidden', 'ended'],
  },
  'signed-off': {
    reopen: ['forbidden', 'accepted'],
    'declare-conflict': ['ended', 'ended'],
    end: ['forbidden', 'ended'],
  },
  declined: {},
  ended: {},
}

const MOVERS: readonly Mover[] = ['moderator', 'consultant']

t.test('every move from every state by each mover', async (t) => {
  for (const state of ASSIGNMENT_STATES) {
    for (const move of ASSIGNMENT_MOVES) {
      for (const [at, by] of MOVERS.entries()) {
        const moved = step(ASSIGNMENT_WORKFLOW, state, move, by)
        const outcome = moved.ok ? moved.value : moved.failure.code
        t.equal(outcome, EXPECTED[state][move]?.[at] ?? 'wrong-state', `${state}: ${move} by ${by}`)
        if (!moved.ok && moved.failure.code === 'wrong-state')
          t.ok(
            moved.failure.detail.endsWith(possibleNow(ASSIGNMENT_WORKFLOW, state)),
            'and says what is possible',
          )
      }
    }
  }
})

t.test('a refused move says why, and what is possible now', async (t) => {
  t.match(step(ASSIGNMENT_WORKFLOW, 'ended', 'accept', 'moderator'), {
    failure: {
      detail: 'This assignment has ended: it cannot be accepted. Nothing more can be done with it.',
    },
  })
  t.match(step(ASSIGNMENT_WORKFLOW, 'offered', 'submit-comments', 'moderator'), {
    failure: {
      detail:
        'This assignment has been offered and not yet answered: it cannot be given comments. ' +
        'Now it can be accepted or declined by its moderator; ended with a conflict by its moderator or ' +
        'the programme consultant; reassigned, closed with its paper or ended by the programme consultant.',
    },
  })
  t.match(step(ASSIGNMENT_WORKFLOW, 'offered', 'accept', 'consultant'), {
    failure: { detail: 'Here this can be accepted only by its moderator.' },
  })
})

t.test('an assignment gives reading from acceptance until it ends', async (t) => {
  t.same(ASSIGNMENT_STATES.filter(givesReading), ['accepted', 'comments-submitted', 'signed-off'])
})
