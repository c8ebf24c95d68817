import t from 'tap'
import type { Scope } from '../../../src/domain/calendars/calendar.ts'
import { DEFAULT_CLASH_POLICY } from '../../../src/domain/clashes/policy.ts'
import { personalBusy } from '../../../src/domain/clashes/rules/commitments.ts'
import {
  facilitatorCapacity,
  personDoubleBooked,
  tooFewDirectors,
} from '../../../src/domain/clashes/rules/people.ts'
import {
  calendarOf,
  commitmentOf,
  factsOf,
  found,
  meeting,
  on,
  otherOf,
  THE_DAY,
  through,
  timed,
} from '../../fixtures/clash-facts.ts'

t.test('person-double-booked', async (t) => {
  const booked = (rest: Parameters<typeof otherOf>[0], span = on('2019-11-01').span) =>
    personDoubleBooked(factsOf({ span }, { others: [otherOf(rest)] }))
  t.match(booked({}), [
    {
      rule: 'person-double-booked',
      severity: 'blocking',
      message: 'Double booking of Director, Kent: already in “Triad 9” on Friday 1 November 2019.',
      otherEventId: 'triad-9',
      personIds: ['p-kent'],
    },
  ])
  t.equal(booked({ state: 'held' }).length, 1)
  t.strictSame(booked({ state: 'proposed' }), [], 'a date that is only pencilled in books nobody')
  t.strictSame(booked({ state: 'deferred' }), [])
  t.strictSame(booked({ people: [{ personId: 'p-surrey', as: 'director' }] }), [])
  t.strictSame(booked({ id: 'triad-2' }), [], 'an event is not in its own way')
  t.strictSame(booked({ span: timed('12:00', '14:00') }, timed('10:00', '12:00')), [], 'spans that touch')
  t.equal(booked({ span: timed('11:59', '14:00') }, timed('10:00', '12:00')).length, 1)
})

t.test('person-double-booked, by session', async (t) => {
  const kent = (from: string, to: string) => ({
    personId: 'p-kent',
    as: 'director' as const,
    span: timed(from, to),
  })
  const booked = (here: ReturnType<typeof kent>[], there: ReturnType<typeof kent>[]) =>
    personDoubleBooked(
      factsOf({ people: here }, { others: there.length > 0 ? [otherOf({ people: there })] : [] }),
    )
  const day = [kent('10:00', '11:00'), kent('11:00', '12:00'), kent('14:00', '15:00')]
  t.strictSame(booked(day, []), [], 'three sessions of one day')
  t.strictSame(booked(day, [kent('12:00', '14:00')]), [], 'and another event between them')
  t.match(booked([kent('10:00', '11:00'), kent('10:30', '11:30')], []), [
    {
      severity: 'blocking',
      message:
        'Double booking of Director, Kent: in two sessions of this event on Friday 1 November 2019, ' +
        '10:00 to 11:00 and 10:30 to 11:30.',
      personIds: ['p-kent'],
      otherEventId: null,
    },
  ])
  t.match(booked(day, [kent('14:30', '16:00')]), [
    {
      message:
        'Double booking of Director, Kent: already in “Triad 9” on Friday 1 November 2019, 14:30 to 16:00, ' +
        'and expected here from 14:00 to 15:00.',
      otherEventId: 'triad-9',
    },
  ])
})

t.test('personal-busy, by session', async (t) => {
  const people = [{ personId: 'p-kent', as: 'director' as const, span: timed('10:00', '11:00') }]
  const busy = (from: string, to: string) => {
    const scope: Scope = { kind: 'persons', ids: ['p-kent'] }
    const commitment = commitmentOf('personal', THE_DAY, { scope, span: timed(from, to), wholeDays: null })
    return personalBusy(
      factsOf({ people }, { calendars: [calendarOf('personal')], commitments: [commitment] }),
    )
  }
  t.strictSame(busy('11:00', '12:00'), [])
  t.equal(busy('10:59', '12:00').length, 1)
})

t.test('facilitator-capacity, by the day of the session', async (t) => {
  const facilitator = (date: string) => ({
    personId: 'p-facilitator',
    as: 'facilitator' as const,
    span: timed('10:00', '11:00', date),
  })
  const days = through('2019-10-31', '2019-11-01')
  const found = (date: string) =>
    facilitatorCapacity(factsOf({ ...days, people: [facilitator(date)] }, { others: [otherOf()] }))
  t.strictSame(found('2019-10-31'), [], 'the other event is on the day after')
  t.match(found('2019-11-01'), [{ from: '2019-11-01', to: '2019-11-01', otherEventId: 'triad-9' }])
})

t.test('personal-busy', async (t) => {
  const kent: Scope = { kind: 'persons', ids: ['p-kent'] }
  const [away] = found(personalBusy, 'personal', kent, 'out-of-office')
  t.match(away, {
    severity: 'blocking',
    message: 'Personal calendar of Director, Kent: out of office on Friday 1 November 2019.',
    calendarName: null,
    commitmentTitle: null,
    commitmentId: 'commitment-personal',
    personIds: ['p-kent'],
  })
  t.notMatch(JSON.stringify(away), /Entry of personal|Calendar of personal/, 'neither title nor name is told')
  t.match(found(personalBusy, 'personal', kent, 'busy'), [{ severity: 'warning', message: /busy on Friday/ }])
  t.strictSame(found(personalBusy, 'personal', { kind: 'persons', ids: ['p-surrey'] }, 'busy'), [])
})

t.test('facilitator-capacity', async (t) => {
  const people = [...meeting.people, { personId: 'p-facilitator', as: 'facilitator' as const }]
  const others = [otherOf({ state: 'proposed', span: timed('08:00', '09:00') })]
  t.match(facilitatorCapacity(factsOf({ people }, { others })), [
    {
      severity: 'blocking',
      message:
        'Facilitator A already facilitates “Triad 9” on Friday 1 November 2019, and the round allows one event a day.',
      otherEventId: 'triad-9',
      personIds: ['p-facilitator'],
    },
  ])
  const two = { ...DEFAULT_CLASH_POLICY, facilitatorEventsPerDay: 2 }
  t.strictSame(facilitatorCapacity(factsOf({ people }, { others, policy: two })), [])
  t.strictSame(facilitatorCapacity(factsOf({ people }, { others: [otherOf(on('2019-11-02'))] })), [])
  t.strictSame(facilitatorCapacity(factsOf({ people }, { others: [otherOf({ state: 'deferred' })] })), [])
  t.strictSame(facilitatorCapacity(factsOf({}, { others })), [], 'a meeting without a named facilitator')
})

t.test('too-few-directors', async (t) => {
  const [kent, westSussex, portsmouth] = meeting.people
  t.strictSame(tooFewDirectors(factsOf()), [])
  const people = [kent, westSussex, { personId: 'p-facilitator', as: 'facilitator' as const }].filter(
    (one) => !!one,
  )
  t.match(tooFewDirectors(factsOf({ people, vacantAuthorityIds: ['portsmouth'] })), [
    {
      severity: 'warning',
      authorityIds: ['portsmouth'],
      message:
        'Two directors expected on Friday 1 November 2019, and the round asks for three: no director in post for Portsmouth.',
    },
  ])
  t.match(
    tooFewDirectors(
      factsOf(
        { people, vacantAuthorityIds: ['portsmouth'] },
        { policy: { ...DEFAULT_CLASH_POLICY, minimumDirectors: 2 } },
      ),
    ),
    [
      {
        severity: 'warning',
        authorityIds: ['portsmouth'],
        message: 'No director in post for Portsmouth on Friday 1 November 2019: the seat is vacant.',
      },
    ],
    'even where the others are enough',
  )
  t.strictSame(tooFewDirectors(factsOf({ kind: 'visit', vacantAuthorityIds: ['portsmouth'] })), [])
  const substitute = { personId: 'p-substitute', as: 'delegate' as const }
  t.strictSame(tooFewDirectors(factsOf({ people: [...people, substitute] })), [], 'a delegate sits in a seat')
  t.strictSame(tooFewDirectors(factsOf({ people: [], kind: 'summit' })), [])
  const oneTwice = [kent, kent, westSussex].filter((one) => !!one)
  t.equal(tooFewDirectors(factsOf({ people: oneTwice })).length, 1, 'one person fills one seat')
  t.ok(portsmouth)
})
