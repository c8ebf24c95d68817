import t from 'tap'
import { checkRoundPolicy, DEFAULT_ROUND_POLICY, withOverrides } from '../../../src/domain/rounds/policy.ts'
import {
  checkMethodMayChange,
  checkNotClosed,
  checkRoundDates,
  dayShown,
  moveRound,
  ROUND_STATES,
  roundBefore,
} from '../../../src/domain/rounds/round.ts'

const window = { first: '2019-10-01', last: '2019-12-13' }
const deadlines = { selfAssessmentDue: null, commentsDue: null, releaseOn: null }

void t.test('moveRound', async (t) => {
  const allowed = ROUND_STATES.flatMap((from) =>
    ROUND_STATES.filter((to) => moveRound(from, to).ok).map((to) => `${from} ${to}`),
  )
  t.same(allowed, ['planning planning', 'planning open', 'open open', 'open closed', 'closed closed'])
  t.match(moveRound('closed', 'open'), { failure: { code: 'wrong-state', detail: /that is final/ } })
  t.match(moveRound('planning', 'closed'), { failure: { detail: /may become open/ } })
})

void t.test('checkNotClosed', async (t) => {
  t.ok(checkNotClosed({ label: '2019-20', state: 'open' }).ok)
  t.match(checkNotClosed({ label: '2019-20', state: 'closed' }), { failure: { code: 'wrong-state' } })
})

void t.test('checkMethodMayChange: only while nothing rests on it', async (t) => {
  const nothing = { triads: 0, challenges: 0, events: 0 }
  const round = { label: '2019', method: 'triad' } as const
  t.ok(checkMethodMayChange(round, 'directed', nothing).ok)
  for (const one of Object.keys(nothing)) {
    t.match(checkMethodMayChange(round, 'directed', { ...nothing, [one]: 1 }), {
      failure: { code: 'wrong-state', faults: [{ pointer: '/method' }] },
    })
    t.ok(checkMethodMayChange(round, 'triad', { ...nothing, [one]: 1 }).ok, 'no change')
  }
})

void t.test('checkRoundDates', async (t) => {
  t.ok(checkRoundDates(window, deadlines).ok)
  t.ok(checkRoundDates({ first: '2020-01-01', last: '2020-12-31' }, deadlines).ok, 'a leap year')
  t.match(checkRoundDates({ first: '2020-01-01', last: '2021-01-01' }, deadlines), {
    failure: { faults: [{ pointer: '/window/last' }] },
  })
  const early = { selfAssessmentDue: '2019-07-31', commentsDue: '2019-07-30', releaseOn: '2019-07-01' }
  t.match(checkRoundDates({ first: '2019-10-02', last: '2019-10-01' }, early), {
    failure: {
      code: 'invalid-request',
      faults: [
        { pointer: '/window/last' },
        { pointer: '/deadlines/commentsDue' },
        { pointer: '/deadlines/releaseOn' },
      ],
    },
  })
})

void t.test('roundBefore', async (t) => {
  const [first, second, third] = ['2017-10-01', '2018-10-01', '2019-10-01'].map((day) => ({
    window: { first: day, last: day },
  }))
  const all = [second, third, first].filter((round) => round !== undefined)
  t.equal(roundBefore({ window: { first: '2019-10-01', last: '2019-10-02' } }, all), second)
  t.equal(roundBefore({ window: { first: '2017-10-01', last: '2017-10-02' } }, all), null)
})

void t.test('dayShown', async (t) => {
  const round = { window: { first: '2019-10-01', last: '2019-12-13' }, closedAt: null }
  const on = (instant: string, closedAt: Date | null = null) =>
    dayShown({ ...round, closedAt }, new Date(instant), 'Europe/London')
  t.equal(on('2019-05-10T09:00:00Z'), '2019-10-01', 'who will be in post')
  t.equal(on('2019-11-05T23:59:59Z'), '2019-11-05')
  t.equal(on('2019-10-05T23:30:00Z'), '2019-10-06', 'by the days of the zone')
  t.equal(on('2020-06-01T09:00:00Z'), '2020-06-01', 'while it is open')
  t.equal(on('2024-06-01T09:00:00Z', new Date('2020-03-31T16:00:00Z')), '2020-03-31', 'then as it was closed')
  t.equal(on('2024-06-01T09:00:00Z', new Date('2019-06-01T09:00:00Z')), '2019-10-01')
})

void t.test('withOverrides', async (t) => {
  const severe = withOverrides(DEFAULT_ROUND_POLICY, {
    clashes: { severities: { weekend: 'warning' } },
    moderation: { ceiling: 3, anonymous: undefined },
  })
  t.same(severe.clashes, { ...DEFAULT_ROUND_POLICY.clashes, severities: { weekend: 'warning' } })
  t.same(severe.moderation, { ...DEFAULT_ROUND_POLICY.moderation, ceiling: 3 })
  const replaced = withOverrides(severe, { clashes: { severities: { 'short-notice': 'blocking' } } })
  t.same(replaced.clashes.severities, { 'short-notice': 'blocking' }, 'severities replace those before')
  t.same(withOverrides(severe, {}), severe)
})

void t.test('checkRoundPolicy', async (t) => {
  t.ok(checkRoundPolicy(DEFAULT_ROUND_POLICY).ok)
  const upsideDown = withOverrides(DEFAULT_ROUND_POLICY, { triadSize: { smallest: 4 } })
  t.match(checkRoundPolicy(upsideDown), { failure: { faults: [{ pointer: '/policy/triadSize' }] } })
})
