import fc from 'fast-check'
import t from 'tap'
import type { ClashFacts } from '../../../src/domain/clashes/facts.ts'
import { findClashes } from '../../../src/domain/clashes/find-clashes.ts'
import { calendarOf, commitmentOf, factsOf, meeting, otherOf, through } from '../../fixtures/clash-facts.ts'

/** Friday to Monday, five kinds of commitment, two other events, an unknown calendar and short notice. */
const busy: ClashFacts = factsOf(
  {
    ...through('2019-11-01', '2019-11-04'),
    datedOn: '2019-10-01',
    people: [...meeting.people, { personId: 'p-facilitator', as: 'facilitator' }],
  },
  {
    others: [otherOf(), otherOf({ id: 'triad-8', title: 'Triad 8', ...through('2019-11-04', '2019-11-04') })],
    calendars: [
      calendarOf('school-holiday', { coversTo: '2019-08-31' }),
      calendarOf('school-holiday', { id: 'terms', scope: { kind: 'authorities', ids: ['kent'] } }),
      calendarOf('conference'),
      calendarOf('personal'),
      calendarOf('ofsted-annual-conversation'),
    ],
    commitments: [
      commitmentOf('school-holiday', { first: '2019-10-28', last: '2019-11-01' }, { calendarId: 'terms' }),
      commitmentOf('conference', { first: '2019-11-04', last: '2019-11-05' }),
      commitmentOf(
        'ofsted-annual-conversation',
        { first: '2019-11-01', last: '2019-11-01' },
        {
          scope: { kind: 'authorities', ids: ['portsmouth', 'kent'] },
        },
      ),
      commitmentOf(
        'personal',
        { first: '2019-11-01', last: '2019-11-01' },
        {
          scope: { kind: 'persons', ids: ['p-kent', 'p-portsmouth'] },
          busy: 'out-of-office',
        },
      ),
    ],
    requiredCalendars: [
      { kind: 'school-holiday', scope: 'every-participant' },
      { kind: 'bank-holiday', scope: 'region' },
    ],
    moderationDue: [
      { authorityId: 'kent', on: '2019-10-30' },
      { authorityId: 'portsmouth', on: '2019-10-30' },
    ],
  },
)

const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length })

t.test('should find the same clashes in the same order whatever the order of the facts', async (t) => {
  const expected = findClashes(busy)
  t.ok(expected.length >= 12, `${expected.length} clashes to put in order`)
  const { event } = busy
  const anyOrder = fc.record({
    others: shuffled(busy.others),
    calendars: shuffled(busy.calendars),
    commitments: shuffled(busy.commitments),
    requiredCalendars: shuffled(busy.requiredCalendars),
    moderationDue: shuffled(busy.moderationDue),
    event: fc
      .record({ people: shuffled(event.people), authorityIds: shuffled(event.authorityIds) })
      .map((lists) => ({ ...event, ...lists })),
  })
  fc.assert(
    fc.property(anyOrder, (lists) => {
      t.strictSame(findClashes({ ...busy, ...lists }), expected)
    }),
    { numRuns: 50 },
  )
})

t.test('should list what blocks before what warns, then by day', async (t) => {
  const order = findClashes(busy).map((clash) => `${clash.severity} ${clash.from}`)
  t.strictSame(order, order.toSorted())
  t.ok(order.includes('blocking 2019-11-04') && order.includes('warning 2019-11-01'))
})

t.test('should give clashes to a live event only, all of one event and none waived', async (t) => {
  for (const state of ['proposed', 'confirmed', 'held'] as const) {
    t.ok(findClashes({ ...busy, event: { ...busy.event, state } }).length > 0, state)
  }
  for (const state of ['deferred', 'cancelled'] as const) {
    t.strictSame(findClashes({ ...busy, event: { ...busy.event, state } }), [], state)
  }
  t.ok(findClashes(busy).every((clash) => clash.eventId === 'triad-2' && clash.waived === null))
  t.strictSame(findClashes(factsOf()), [], 'nothing in the way')
})
