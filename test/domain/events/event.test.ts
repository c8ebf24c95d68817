import t from 'tap'
import {
  checkOccasion,
  EVENT_STATES,
  type EventKind,
  type EventMove,
  type EventState,
  hold,
  holdsTime,
  isLive,
  movesFrom,
  moveTo,
} from '../../../src/domain/events/event.ts'

/** The whole life of an event, written out: every other move from every other state is refused. */
const ALLOWED: [EventState | null, Exclude<EventMove, 'hold'>, EventState][] = [
  [null, 'propose', 'proposed'],
  ['proposed', 'confirm', 'confirmed'],
  ['proposed', 'reschedule', 'proposed'],
  ['proposed', 'defer', 'deferred'],
  ['proposed', 'cancel', 'cancelled'],
  ['confirmed', 'reschedule', 'confirmed'],
  ['confirmed', 'defer', 'deferred'],
  ['confirmed', 'cancel', 'cancelled'],
  ['deferred', 'reschedule', 'proposed'],
  ['deferred', 'cancel', 'cancelled'],
]

t.test('moveTo allows exactly the moves of an event’s life', async (t) => {
  const moves = ['propose', 'confirm', 'reschedule', 'defer', 'cancel'] as const
  for (const state of [null, ...EVENT_STATES]) {
    for (const move of moves) {
      const to = ALLOWED.find(([from, by]) => from === state && by === move)?.[2]
      const expected = to ? { ok: true, value: to } : { ok: false, failure: { code: 'wrong-state' } }
      t.match(moveTo(state, move), expected, `${state} ${move}`)
    }
  }
})

t.test('moveTo says what may be done instead', async (t) => {
  const detail = (state: EventState | null, move: Exclude<EventMove, 'hold'>) => {
    const result = moveTo(state, move)
    return result.ok ? null : result.failure.detail
  }
  t.equal(
    detail('deferred', 'confirm'),
    'This event is deferred and cannot be confirmed: it may be rescheduled or cancelled.',
  )
  t.equal(
    detail('cancelled', 'reschedule'),
    'This event is cancelled and cannot be rescheduled: that is final.',
  )
  t.equal(detail(null, 'confirm'), 'An event must be proposed before it can be confirmed.')
})

t.test('hold needs a confirmed event that has begun', async (t) => {
  t.match(hold('confirmed', '2019-11-01', '2019-11-01'), { ok: true, value: 'held' })
  t.match(hold('confirmed', '2019-11-01', '2019-10-31'), {
    ok: false,
    failure: {
      code: 'wrong-state',
      detail: 'This event begins on Friday 1 November 2019: it can be recorded as held on that day or later.',
    },
  })
  for (const state of ['proposed', 'deferred', 'cancelled', 'held'] as const) {
    t.match(hold(state, '2019-11-01', '2019-11-02'), { ok: false, failure: { code: 'wrong-state' } }, state)
  }
})

t.test('movesFrom lists the moves of a state', async (t) => {
  t.strictSame(movesFrom('confirmed'), ['reschedule', 'defer', 'cancel', 'hold'])
  t.strictSame(movesFrom('held'), [])
})

t.test('holdsTime and isLive differ by the proposed event', async (t) => {
  t.strictSame(EVENT_STATES.filter(holdsTime), ['confirmed', 'held'])
  t.strictSame(EVENT_STATES.filter(isLive), ['proposed', 'confirmed', 'held'])
})

t.test('checkOccasion knows how long each kind lasts', async (t) => {
  const longest: [EventKind, number][] = [
    ['meeting', 1],
    ['visit', 5],
    ['training', 2],
    ['summit', 2],
  ]
  for (const [kind, days] of longest) {
    const check = (count: number) =>
      checkOccasion(kind, { days: count }, kind === 'visit' ? 'kent' : null, ['kent'])
    t.ok(check(1).ok && check(days).ok, `${kind} of ${days}`)
    for (const count of [0, 1.5, days + 1]) {
      t.match(check(count), { ok: false, failure: { faults: [{ pointer: '/days' }] } }, `${kind} of ${count}`)
    }
  }
  t.match(checkOccasion('visit', { days: 6 }, 'kent', ['kent']), {
    failure: { detail: 'A visit lasts one to five days.' },
  })
})

t.test('checkOccasion asks a visit, and nothing else, for a host among its authorities', async (t) => {
  const refused = { ok: false, failure: { faults: [{ pointer: '/hostAuthorityId' }] } }
  t.match(checkOccasion('visit', { days: 1 }, null, ['kent']), refused)
  t.match(checkOccasion('visit', { days: 1 }, 'surrey', ['kent']), refused)
  t.match(checkOccasion('meeting', { days: 1 }, 'kent', ['kent']), refused)
  t.match(checkOccasion('visit', { days: 9 }, null, ['kent']), {
    failure: { faults: [{ pointer: '/days' }, { pointer: '/hostAuthorityId' }] },
  })
})
