import t from 'tap'
import type { Actor, Role } from '../../../src/domain/access/actor.ts'
import {
  calendarAsSeenBy,
  commitmentAsSeenBy,
  mayWriteCalendar,
  mayWriteCommitment,
} from '../../../src/domain/calendars/access.ts'
import type { Calendar, Commitment, Scope } from '../../../src/domain/calendars/calendar.ts'
import { kindOf } from '../../fixtures/kinds.ts'

const NOW = new Date('2019-05-10T09:00Z')
const region: Scope = { kind: 'region' }
const kent: Scope = { kind: 'authorities', ids: ['kent'] }
const both: Scope = { kind: 'authorities', ids: ['kent', 'surrey'] }
const mine: Scope = { kind: 'persons', ids: ['me'] }

const calendar = (kind: Calendar['kind'], scope: Scope): Calendar => ({
  id: 'calendar',
  kind,
  feeds: kindOf(kind).feeds,
  name: 'As it is called',
  scope,
  coversFrom: '2019-09-01',
  coversTo: null,
  checkedAt: NOW,
  staleAfterDays: 30,
  refusedEntries: 0,
})

const commitment = (scope: Scope): Commitment => ({
  id: 'commitment',
  calendarId: 'calendar',
  title: 'As it is called',
  span: { from: NOW, until: new Date('2019-05-10T10:00Z') },
  wholeDays: null,
  scope,
  busy: 'busy',
})

/** Somebody with one role, held through Kent's office. */
const inRole = (role: Role, personId = 'me'): Actor => ({
  personId,
  regionId: 'south-east',
  operator: false,
  appointments: [
    {
      id: 'post',
      personId,
      role,
      authorityIds: role === 'consultant' ? [] : ['kent'],
      from: '2018-01-01',
      until: null,
      eventId: null,
    },
  ],
  now: NOW,
})

const OFFICE: readonly Role[] = ['director', 'assistant', 'delegate']
const OTHERS: readonly Role[] = ['contributor', 'moderator', 'facilitator', 'observer']

t.test('mayWriteCommitment: the consultant, and an office what concerns its authority alone', async (t) => {
  for (const kind of ['school-holiday', 'inspection', 'ofsted-annual-conversation'] as const) {
    for (const role of OFFICE) {
      t.equal(mayWriteCommitment(inRole(role), calendar(kind, region), kent), true, `${role}, ${kind}`)
      t.equal(mayWriteCommitment(inRole(role), calendar(kind, region), both), false)
      t.equal(mayWriteCommitment(inRole(role), calendar(kind, region), region), false)
    }
    for (const role of OTHERS)
      t.equal(mayWriteCommitment(inRole(role), calendar(kind, kent), kent), false, role)
    t.equal(mayWriteCommitment(inRole('consultant'), calendar(kind, region), region), true)
  }
  t.equal(mayWriteCommitment(inRole('director'), calendar('bank-holiday', region), kent), false)
})

t.test('mayWriteCalendar: a personal one is its owner’s alone', async (t) => {
  t.equal(mayWriteCalendar(inRole('moderator'), calendar('personal', mine)), true)
  t.equal(mayWriteCalendar(inRole('consultant', 'another'), calendar('personal', mine)), false)
  t.equal(mayWriteCalendar(inRole('director'), calendar('conference', mine)), false)
  t.equal(mayWriteCalendar(inRole('director'), calendar('school-holiday', kent)), true)
  t.equal(mayWriteCalendar(inRole('director'), calendar('school-holiday', both)), false)
})

t.test(
  'calendarAsSeenBy: personal ones by their owner, busy by the consultant, by nobody else',
  async (t) => {
    const diary = calendar('personal', mine)
    const seen = (actor: Actor) => calendarAsSeenBy(actor, 'south-east', diary)
    t.same(seen(inRole('director')), diary)
    t.match(seen(inRole('consultant', 'another')), { kind: 'personal', name: 'Personal calendar' })
    t.equal(seen(inRole('director', 'another')), null)
    t.equal(calendarAsSeenBy(inRole('consultant', 'another'), 'eastern', diary), null)
  },
)

t.test(
  'calendarAsSeenBy: inspections by the consultant and their own office, else unavailable',
  async (t) => {
    const own = calendar('inspection', kent)
    t.same(calendarAsSeenBy(inRole('assistant'), 'south-east', own), own)
    for (const [role, scope] of [
      ['director', both],
      ['director', region],
      ['contributor', kent],
    ] as const) {
      const seen = calendarAsSeenBy(inRole(role), 'south-east', calendar('inspection', scope))
      t.match(seen, {
        kind: 'unavailable',
        name: 'Unavailable',
        coversFrom: null,
        checkedAt: null,
        staleAfterDays: null,
        refusedEntries: null,
      })
      t.same(
        calendarAsSeenBy(inRole('consultant'), 'south-east', calendar('inspection', scope)),
        calendar('inspection', scope),
      )
    }
    const terms = calendar('school-holiday', both)
    t.same(calendarAsSeenBy(inRole('observer'), 'south-east', terms), terms)
  },
)

t.test('commitmentAsSeenBy: others’ inspections have no title', async (t) => {
  const inspections = calendar('inspection', region)
  const title = (role: Role, scope: Scope) =>
    commitmentAsSeenBy(inRole(role), inspections, commitment(scope)).title
  t.equal(title('director', kent), 'As it is called')
  t.equal(title('consultant', both), 'As it is called')
  t.equal(title('director', both), 'Unavailable')
  t.equal(title('moderator', kent), 'Unavailable')
  t.equal(
    commitmentAsSeenBy(inRole('observer'), calendar('conference', region), commitment(both)).title,
    'As it is called',
  )
})
