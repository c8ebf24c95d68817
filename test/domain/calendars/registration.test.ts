import t from 'tap'
import type { Scope } from '../../../src/domain/calendars/calendar.ts'
import { claimMakesSense, scopeFitsKind } from '../../../src/domain/calendars/registration.ts'
import { kindOf } from '../../fixtures/kinds.ts'

const NOW = new Date('2019-05-10T09:00Z')

t.test('scopeFitsKind: a personal calendar is one person’s, an inspection is of authorities', async (t) => {
  const fits = (kind: string, scope: Scope) => scopeFitsKind({ kind, feeds: kindOf(kind).feeds, scope }).ok
  t.equal(fits('personal', { kind: 'persons', ids: ['me'] }), true)
  t.equal(fits('personal', { kind: 'persons', ids: ['me', 'you'] }), false)
  t.equal(fits('personal', { kind: 'region' }), false)
  t.equal(fits('inspection', { kind: 'authorities', ids: ['kent'] }), true)
  t.equal(fits('inspection', { kind: 'region' }), true)
  t.equal(fits('inspection', { kind: 'persons', ids: ['me'] }), false)
  t.equal(fits('conference', { kind: 'roles', roles: ['director'] }), true)
})

t.test('claimMakesSense: days in their order, and no check in the future', async (t) => {
  const claim = { coversFrom: '2019-09-01', coversTo: '2019-09-01', checkedAt: NOW }
  t.equal(claimMakesSense(claim, NOW).ok, true)
  t.equal(claimMakesSense({ ...claim, coversTo: null }, NOW).ok, true)
  t.match(claimMakesSense({ ...claim, coversTo: '2019-08-31' }, NOW), {
    failure: { faults: [{ pointer: '/coversTo' }] },
  })
  t.match(claimMakesSense({ ...claim, checkedAt: new Date(NOW.getTime() + 1) }, NOW), {
    failure: { faults: [{ pointer: '/checkedAt' }] },
  })
})
