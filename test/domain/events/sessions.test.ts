import fc from 'fast-check'
import t from 'tap'
import { defaultSessionTitle, moveSessions, sessionSpans } from '../../../src/domain/events/sessions.ts'
import { contains, type Occasion, spanOfOccasion } from '../../../src/domain/intervals.ts'
import { LONDON } from '../../fixtures/clash-facts.ts'
import { timed, wholeDay } from '../../fixtures/feed.ts'

const at = (occasion: Occasion) => {
  const span = spanOfOccasion(occasion, LONDON)
  if (!span.ok) throw new Error(span.failure.detail)
  return { occasion, span: span.value }
}

const JUNE = timed('2026-06-12', '09:30', '16:00')

const session = (startTime: string, endTime: string, day = 1) => ({ day, startTime, endTime })

t.test('should name a session after whose self-assessment is challenged', async (t) => {
  t.equal(defaultSessionTitle('Essex', 2), 'Challenge of Essex')
  t.equal(defaultSessionTitle(null, 2), 'Session 3')
})

t.test('should place sessions within their event, and say all that is wrong', async (t) => {
  t.match(sessionSpans([session('10:00', '11:00')], at(JUNE), LONDON), {
    ok: true,
    value: [{ from: new Date('2026-06-12T09:00:00Z'), until: new Date('2026-06-12T10:00:00Z') }],
  })
  t.match(sessionSpans([session('00:00', '01:00', 2)], at(wholeDay('2026-06-12', 2)), LONDON), {
    value: [{ from: new Date('2026-06-12T23:00:00Z') }],
  })
  const wrong = [session('09:29', '10:00'), session('10:00', '11:00', 2), session('11:00', '10:00')]
  t.match(sessionSpans(wrong, at(JUNE), LONDON), {
    failure: {
      code: 'invalid-request',
      faults: [
        {
          pointer: '/sessions/0/startTime',
          detail: /09:29 to 10:00 is not within the event, .* 09:30 to 16:00/,
        },
        { pointer: '/sessions/1/day', detail: 'This event has no day 2.' },
        { pointer: '/sessions/2/endTime' },
      ],
    },
  })
  t.match(sessionSpans([session('01:30', '02:30')], at(wholeDay('2026-03-29')), LONDON), {
    failure: { faults: [{ pointer: '/sessions/0/startTime', detail: /clocks skip 01:30/ }] },
  })
})

const placed = (startTime: string, endTime: string, occasion = JUNE) => ({
  ...session(startTime, endTime),
  title: 'Challenge of Essex',
  span: at(occasion).span,
})

t.test('should move sessions with their event', async (t) => {
  const to = (occasion: Occasion, times = placed('10:00', '11:00'), from = JUNE) =>
    moveSessions([times], from, at(occasion), LONDON)
  t.match(to(timed('2026-11-12', '09:30', '16:00')), {
    value: [{ startTime: '10:00', span: { from: new Date('2026-11-12T10:00:00Z') } }],
  })
  t.match(
    to(timed('2026-06-12', '10:45', '17:15')),
    { value: [{ startTime: '11:15', endTime: '12:15' }] },
    'as long as before, but later',
  )
  t.match(to(timed('2026-06-12', '08:00', '16:00')), { value: [{ startTime: '10:00' }] }, 'longer')
  t.match(to(timed('2026-06-12', '10:30', '16:00')), {
    failure: {
      faults: [{ pointer: '/date', detail: /“Challenge of Essex” cannot go along: .* is not within/ }],
    },
  })
  t.match(
    to(wholeDay('2026-03-29'), placed('01:30', '03:30', wholeDay('2026-06-12')), wholeDay('2026-06-12')),
    {
      failure: { faults: [{ pointer: '/date', detail: /clocks skip/ }] },
    },
  )
})

t.test('should keep every session within its event, wherever that is moved', async (t) => {
  const hours = fc.tuple(fc.integer({ min: 0, max: 22 }), fc.integer({ min: 1, max: 8 }))
  const time = (hour: number) => `${String(Math.min(hour, 23)).padStart(2, '0')}:00`
  fc.assert(
    fc.property(hours, hours, fc.integer({ min: 0, max: 60 }), ([from, long], [start, length], day) => {
      const event = timed('2026-06-12', time(from), time(from + long))
      const there = timed(
        `2026-${day < 31 ? '03' : '10'}-${String((day % 31) + 1).padStart(2, '0')}`,
        time(start),
        time(start + length),
      )
      const target = spanOfOccasion(there, LONDON)
      if (!spanOfOccasion(event, LONDON).ok || !target.ok) return
      const inside = { ...session(time(from), time(from + 1)), title: 'One', span: at(event).span }
      const moved = moveSessions([inside], event, { occasion: there, span: target.value }, LONDON)
      if (moved.ok) t.ok(moved.value.every(({ span }) => contains(target.value, span)))
      else t.match(moved.failure.faults, [{ pointer: '/date' }])
    }),
  )
})
