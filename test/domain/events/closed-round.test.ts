import t from 'tap'
import { checkRoundLetsMove } from '../../../src/domain/events/closed-round.ts'

const open = { label: '2019-20', state: 'open' } as const
const closed = { label: '2019-20', state: 'closed' } as const
const MOVES = ['propose', 'confirm', 'reschedule', 'defer', 'cancel', 'hold', 'edit'] as const
const allowed = (round: typeof open | typeof closed, wasDeferred: boolean) =>
  MOVES.filter((move) => checkRoundLetsMove(round, move, wasDeferred).ok)

t.test('should let every event of a round that is not closed move', async (t) => {
  t.strictSame(allowed(open, false), MOVES)
})

t.test('should let an event of a closed round only end', async (t) => {
  t.strictSame(allowed(closed, false), ['cancel', 'hold'])
  t.match(checkRoundLetsMove(closed, 'confirm', false), {
    failure: { code: 'wrong-state', detail: /2019-20/ },
  })
})

t.test('should let a deferred event of a closed round still meet', async (t) => {
  t.strictSame(allowed(closed, true), ['confirm', 'reschedule', 'defer', 'cancel', 'hold', 'edit'])
})
