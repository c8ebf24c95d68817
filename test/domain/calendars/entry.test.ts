import fc from 'fast-check'
import t from 'tap'
import type { Scope } from '../../../src/domain/calendars/calendar.ts'
import {
  type EnteredTime,
  enteredTimeOf,
  scopeOfCommitment,
  timeAfter,
  timeOf,
  titleOf,
} from '../../../src/domain/calendars/entry.ts'
import { addDays } from '../../../src/domain/intervals.ts'

const ZONE = 'Europe/London'

const entered = (given: Partial<EnteredTime>): EnteredTime => ({
  from: null,
  to: null,
  date: null,
  startTime: null,
  endTime: null,
  ...given,
})

const day = fc.integer({ min: 0, max: 3650 }).map((count) => addDays('2018-01-01', count))
const minute = fc.integer({ min: 0, max: 24 * 60 - 1 })
const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

t.test('timeOf and enteredTimeOf undo each other, but for times that the clocks skip', async (t) => {
  const wholeDays = fc
    .record({ from: day, length: fc.nat(60) })
    .map(({ from, length }) => entered({ from, to: addDays(from, length) }))
  const timed = fc
    .record({ date: day, times: fc.uniqueArray(minute, { minLength: 2, maxLength: 2 }) })
    .map(({ date, times }) => {
      const [startTime = '', endTime = ''] = times.toSorted((a, b) => a - b).map(clock)
      return entered({ date, startTime, endTime })
    })
  let kept = 0
  fc.assert(
    fc.property(fc.oneof(wholeDays, timed), (asked) => {
      const time = timeOf(asked, ZONE)
      if (!time.ok) return /clocks skip/.test(time.failure.detail)
      kept += 1
      return JSON.stringify(enteredTimeOf(time.value, ZONE)) === JSON.stringify(asked)
    }),
  )
  t.ok(kept > 50)
})

t.test('timeOf takes whole days from local midnight to local midnight', async (t) => {
  t.match(timeOf(entered({ from: '2019-03-31', to: '2019-03-31' }), ZONE), {
    ok: true,
    value: { span: { from: new Date('2019-03-31T00:00Z'), until: new Date('2019-03-31T23:00Z') } },
  })
})

t.test('timeAfter changes what is named and leaves the rest', async (t) => {
  const at = (given: Partial<EnteredTime>) => {
    const time = timeOf(entered(given), ZONE)
    if (!time.ok) throw new Error(time.failure.detail)
    return time.value
  }
  const morning = { date: '2019-11-04', startTime: '09:00', endTime: '12:00' }
  const halfTerm = { from: '2019-10-21', to: '2019-10-25' }
  const after = (before: object, change: object) => timeAfter(at(before), entered(change), ZONE)
  t.same(after(morning, { endTime: '13:00' }), { ok: true, value: at({ ...morning, endTime: '13:00' }) })
  t.same(after(morning, { date: '2019-11-05' }), { ok: true, value: at({ ...morning, date: '2019-11-05' }) })
  t.same(after(halfTerm, { to: '2019-10-28' }), { ok: true, value: at({ ...halfTerm, to: '2019-10-28' }) })
  t.same(after(morning, halfTerm), { ok: true, value: at(halfTerm) })
  t.match(after(morning, { to: '2019-11-05' }), { ok: false, failure: { faults: [{ pointer: '/from' }] } })
  t.match(after(halfTerm, { from: '2019-10-26' }), { ok: false, failure: { faults: [{ pointer: '/to' }] } })
  t.match(after(halfTerm, morning), { ok: true, value: { wholeDays: null } })
  const night = {
    span: { from: new Date('2019-11-04T22:00Z'), until: new Date('2019-11-05T06:00Z') },
    wholeDays: null,
  }
  t.same(timeAfter(night, entered({}), ZONE), { ok: true, value: night })
})

t.test('scopeOfCommitment keeps a commitment within its calendar', async (t) => {
  const region: Scope = { kind: 'region' }
  const two: Scope = { kind: 'authorities', ids: ['kent', 'surrey'] }
  const kent: Scope = { kind: 'authorities', ids: ['kent'] }
  t.same(scopeOfCommitment({ feeds: 'conference', scope: region }, []), { ok: true, value: region })
  t.same(scopeOfCommitment({ feeds: 'conference', scope: region }, ['kent']), { ok: true, value: kent })
  t.same(scopeOfCommitment({ feeds: 'school-holiday', scope: two }, ['kent']), { ok: true, value: kent })
  t.match(scopeOfCommitment({ feeds: 'school-holiday', scope: two }, ['kent', 'slough']), {
    failure: { faults: [{ pointer: '/authorities/1' }] },
  })
  t.equal(
    scopeOfCommitment({ feeds: 'inspection-on-site', scope: region }, []).ok,
    false,
    'of nobody in particular',
  )
  t.equal(scopeOfCommitment({ feeds: 'inspection-on-site', scope: two }, []).ok, true)
  const roles: Scope = { kind: 'roles', roles: ['director'] }
  t.equal(scopeOfCommitment({ feeds: 'regional-meeting', scope: roles }, ['kent']).ok, false)
})

t.test('titleOf never takes a title into a personal calendar', async (t) => {
  t.same(titleOf({ kind: 'personal' }, null), { ok: true, value: '' })
  t.equal(titleOf({ kind: 'personal' }, 'Hospital').ok, false)
  t.same(titleOf({ kind: 'conference' }, 'NCAS'), { ok: true, value: 'NCAS' })
  t.equal(titleOf({ kind: 'conference' }, null).ok, false)
})
