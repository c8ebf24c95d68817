import t from 'tap'
import type { EventState } from '../../../src/domain/events/event.ts'
import { type PlannedGroup, type StandingTriad, stepsOf } from '../../../src/domain/planning/deployment.ts'

const on = (date: string) => ({ date, days: 1, startTime: null, endTime: null })

const triad = (
  number: number,
  members: string,
  meeting: { readonly state: EventState; readonly date: string } | null = null,
): StandingTriad => ({
  id: `triad-${number}`,
  number,
  authorityIds: [...members],
  meeting: meeting && {
    id: `event-${number}`,
    title: `Triad ${number}`,
    state: meeting.state,
    occasion: on(meeting.date),
    facilitatorIds: ['chair'],
  },
})

const group = (members: string, date: string, chairs: readonly string[] | null = null): PlannedGroup => ({
  authorityIds: [...members],
  occasion: on(date),
  facilitatorIds: chairs,
})

const told = (groups: readonly PlannedGroup[], triads: readonly StandingTriad[]) =>
  stepsOf(groups, triads).map((step) =>
    [
      step.action,
      step.triad?.number ?? 'new',
      step.authorityIds.join(''),
      step.event?.action,
      step.event?.occasion?.date,
      step.event?.facilitatorIds?.join(),
    ].join(' '),
  )

const NOVEMBER = '2019-11-01'
const MARCH = '2020-03-02'

t.test('should change as few triads as can be', async (t) => {
  const triads = [triad(1, 'abc'), triad(2, 'def'), triad(3, 'ghi')]
  t.same(told([group('ghi', MARCH), group('abd', MARCH), group('cef', MARCH)], triads), [
    'keep 3 ghi propose 2020-03-02 ',
    'change 1 abd propose 2020-03-02 ',
    'change 2 cef propose 2020-03-02 ',
  ])
})

t.test('should prefer the triad that is the same to one that has as many of it', async (t) => {
  const triads = [triad(1, 'abcd'), triad(2, 'abc')]
  t.same(told([group('abc', MARCH)], triads), ['keep 2 abc propose 2020-03-02 ', 'empty 1    '])
})

t.test('should move, keep, dissolve and cancel meetings, and make what is missing', async (t) => {
  const triads = [
    triad(1, 'abc', { state: 'proposed', date: NOVEMBER }),
    triad(2, 'def', { state: 'confirmed', date: NOVEMBER }),
    triad(3, 'ghi', { state: 'confirmed', date: NOVEMBER }),
    triad(4, 'jkl', { state: 'deferred', date: NOVEMBER }),
    triad(5, 'm', { state: 'proposed', date: NOVEMBER }),
    triad(6, ''),
  ]
  const groups = [
    group('abc', NOVEMBER, ['chair']),
    group('def', MARCH, ['other']),
    group('ghm', NOVEMBER),
    group('jkl', NOVEMBER),
    group('ino', MARCH),
    group('pqr', MARCH),
  ]
  t.same(told(groups, triads), [
    'keep 1 abc keep 2019-11-01 ',
    'keep 2 def move 2020-03-02 other',
    'change 3 ghm dissolve 2019-11-01 ',
    'keep 4 jkl move 2019-11-01 ',
    'change 5 ino move 2020-03-02 ',
    'change 6 pqr propose 2020-03-02 ',
  ])
})
