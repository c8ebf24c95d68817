import t from 'tap'
import type { Scope } from '../../../src/domain/calendars/calendar.ts'
import { CLASH_RULE_NAMES } from '../../../src/domain/clashes/clash.ts'
import { DEFAULT_CLASH_POLICY } from '../../../src/domain/clashes/policy.ts'
import {
  bankHoliday,
  conference,
  inspectionOnSite,
  ofstedAnnualConversation,
  personalBusy,
  preElectionPeriod,
  regionalMeeting,
  schoolHoliday,
} from '../../../src/domain/clashes/rules/commitments.ts'
import { calendarUnknown } from '../../../src/domain/clashes/rules/coverage.ts'
import { shortNotice, tooSoonAfterModeration, weekend } from '../../../src/domain/clashes/rules/days.ts'
import {
  facilitatorCapacity,
  personDoubleBooked,
  tooFewDirectors,
} from '../../../src/domain/clashes/rules/people.ts'
import { CLASH_RULES, type Rule } from '../../../src/domain/clashes/rules.ts'
import { spanOfOccasion } from '../../../src/domain/intervals.ts'
import {
  calendarOf,
  commitmentOf,
  factsOf,
  LONDON,
  meeting,
  on,
  otherOf,
  through,
} from '../../fixtures/clash-facts.ts'

const THE_DAY = { first: '2019-11-01', last: '2019-11-01' }

const timed = (startTime: string, endTime: string, date = '2019-11-01') => {
  const result = spanOfOccasion({ date, days: 1, startTime, endTime }, LONDON)
  if (!result.ok) throw new Error(result.failure.detail)
  return result.value
}

/** What a rule finds when the meeting meets one entry of a kind of calendar, scoped as given. */
const found = (rule: Rule, kind: string, scope: Scope, busy: 'busy' | 'out-of-office' | 'free' = 'busy') =>
  rule(
    factsOf(
      {},
      { calendars: [calendarOf(kind)], commitments: [commitmentOf(kind, THE_DAY, { scope, busy })] },
    ),
  )

const region: Scope = { kind: 'region' }
const authorities = (...ids: string[]): Scope => ({ kind: 'authorities', ids })

t.test('every rule is one function of its own name', async (t) => {
  const camelCase = (name: string) => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  t.strictSame(
    CLASH_RULES.map((rule) => rule.name),
    CLASH_RULE_NAMES.map(camelCase),
  )
})

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

t.test('ofsted-annual-conversation', async (t) => {
  t.match(found(ofstedAnnualConversation, 'ofsted-annual-conversation', authorities('kent', 'slough')), [
    { severity: 'blocking', authorityIds: ['kent'], message: /^Ofsted annual conversation of Kent: / },
  ])
  t.match(found(ofstedAnnualConversation, 'ofsted-annual-conversation', region), [
    { severity: 'warning', authorityIds: [], message: /^Ofsted annual conversations of the region: / },
  ])
  t.strictSame(found(ofstedAnnualConversation, 'ofsted-annual-conversation', authorities('slough')), [])
})

t.test('inspection-on-site', async (t) => {
  t.match(found(inspectionOnSite, 'inspection', authorities('kent')), [
    {
      rule: 'inspection-on-site',
      severity: 'blocking',
      authorityIds: ['kent'],
      message: /^Inspection on site of Kent/,
    },
  ])
  t.strictSame(found(inspectionOnSite, 'inspection', authorities('slough')), [])
})

t.test('bank-holiday', async (t) => {
  t.match(found(bankHoliday, 'bank-holiday', region), [{ rule: 'bank-holiday', severity: 'blocking' }])
  t.strictSame(found(bankHoliday, 'conference', region), [])
})

t.test('weekend', async (t) => {
  const days = (first: string, last: string) => weekend(factsOf(through(first, last)))
  t.match(days('2019-11-02', '2019-11-02'), [
    { severity: 'blocking', message: 'The event takes a weekend: Saturday 2 November 2019.' },
  ])
  t.match(days('2019-11-01', '2019-11-05'), [{ from: '2019-11-02', to: '2019-11-03' }])
  t.strictSame(days('2019-10-28', '2019-11-01'), [], 'Monday to Friday')
  t.equal(days('1969-12-28', '1969-12-28').length, 1, 'a Sunday before 1970')
})

t.test('school-holiday', async (t) => {
  const week = { first: '2019-10-28', last: '2019-11-01' }
  const calendar = calendarOf('school-holiday', { name: 'West Sussex school terms' })
  const entry = commitmentOf('school-holiday', week, {
    title: 'Half term',
    scope: authorities('west-sussex'),
  })
  const rest = { calendars: [calendar], commitments: [entry] }
  t.match(schoolHoliday(factsOf({}, rest)), [
    {
      rule: 'school-holiday',
      severity: 'warning',
      message:
        'School holiday of West Sussex: “Half term” (Monday 28 October to Friday 1 November 2019) in the ' +
        'calendar “West Sussex school terms” meets the event on Friday 1 November 2019.',
      from: '2019-11-01',
      to: '2019-11-01',
      calendarId: calendar.id,
      commitmentId: entry.id,
      checkedAt: calendar.checkedAt,
    },
  ])
  t.strictSame(schoolHoliday(factsOf(on('2019-11-04'), rest)), [])
  t.strictSame(
    found(schoolHoliday, 'school-holiday', authorities('surrey')),
    [],
    'another authority’s schools',
  )
})

t.test('conference', async (t) => {
  t.match(found(conference, 'conference', region), [{ rule: 'conference', severity: 'blocking' }])
  t.strictSame(found(conference, 'conference', region, 'free'), [], 'an entry marked free')
  const entry = commitmentOf('conference', THE_DAY, { span: timed('09:00', '10:00'), wholeDays: null })
  const rest = { calendars: [calendarOf('conference')], commitments: [entry] }
  t.strictSame(
    conference(factsOf({ span: timed('10:00', '12:00') }, rest)),
    [],
    'it ends as the event begins',
  )
  t.match(conference(factsOf({ span: timed('09:30', '12:00') }, rest)), [
    { message: /\(Friday 1 November 2019, 09:00 to 10:00\)/ },
  ])
})

t.test('regional-meeting', async (t) => {
  t.match(found(regionalMeeting, 'regional-meeting', region), [{ severity: 'blocking', personIds: [] }])
  const roles = (...of: ('director' | 'assistant-director')[]) =>
    found(regionalMeeting, 'regional-meeting', { kind: 'roles', roles: of })
  t.strictSame(roles('assistant-director'), [], 'a meeting of assistant directors stops no director')
  t.match(roles('assistant-director', 'director'), [
    { personIds: ['p-kent', 'p-portsmouth', 'p-west-sussex'] },
  ])
})

t.test('pre-election-period', async (t) => {
  t.match(found(preElectionPeriod, 'pre-election-period', region), [
    { rule: 'pre-election-period', severity: 'warning', message: /^Pre-election period of the region: / },
  ])
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

t.test('short-notice', async (t) => {
  const given = (datedOn: string | null, state: 'proposed' | 'held' = 'proposed') =>
    shortNotice(factsOf({ datedOn, state }))
  t.strictSame(given('2019-08-09'), [], 'twelve weeks to the day')
  t.match(given('2019-08-10'), [
    {
      severity: 'warning',
      message:
        'Short notice: 83 days from Saturday 10 August 2019 to Friday 1 November 2019, and the round asks for twelve weeks.',
    },
  ])
  t.strictSame(given('2019-08-10', 'held'), [])
  const lateInLondon = { now: new Date('2019-08-09T23:30:00Z') }
  t.equal(
    shortNotice(factsOf({}, lateInLondon)).length,
    1,
    'today is the region’s day: 10 August by its clocks',
  )
  t.strictSame(
    shortNotice(factsOf({ datedOn: '2019-05-10' }, lateInLondon)),
    [],
    'notice once given does not shrink',
  )
})

t.test('too-soon-after-moderation', async (t) => {
  const due = (on: string, authorityId = 'kent', kind: 'meeting' | 'training' = 'meeting') =>
    tooSoonAfterModeration(factsOf({ kind }, { moderationDue: [{ authorityId, on }] }))
  t.strictSame(due('2019-10-25'), [], 'a week to the day')
  t.match(due('2019-10-26'), [
    {
      severity: 'warning',
      authorityIds: ['kent'],
      message:
        'Comments on the self-assessment of Kent are due on Saturday 26 October 2019, less than seven days ' +
        'before the event on Friday 1 November 2019.',
    },
  ])
  t.equal(due('2019-12-01').length, 1, 'due after the event')
  t.strictSame(due('2019-10-26', 'slough'), [])
  t.strictSame(due('2019-10-26', 'kent', 'training'), [])
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

t.test('calendar-unknown', async (t) => {
  const of = calendarOf('school-holiday', { name: 'Kent terms', scope: authorities('kent') })
  const each = { kind: 'school-holiday', scope: 'every-participant' } as const
  t.match(calendarUnknown(factsOf({}, { requiredCalendars: [each], calendars: [of] })), [
    { rule: 'calendar-unknown', feeds: 'school-holiday', severity: 'warning', authorityIds: ['portsmouth'] },
    { message: /^No calendar of school holidays is registered for West Sussex/, checkedAt: null },
  ])
  const ofsted = (scope: 'region' | 'every-participant') =>
    calendarUnknown(factsOf({}, { requiredCalendars: [{ kind: 'ofsted-annual-conversation', scope }] }))
  t.match(ofsted('region'), [{ severity: 'warning', authorityIds: [] }], 'as severe as the region’s window')
  t.match(ofsted('every-participant'), [
    { severity: 'blocking' },
    { severity: 'blocking' },
    { severity: 'blocking' },
  ])
  const old = calendarOf('bank-holiday', { coversTo: '2019-08-31' })
  t.match(
    calendarUnknown(
      factsOf({}, { requiredCalendars: [{ kind: 'bank-holiday', scope: 'region' }], calendars: [old] }),
    ),
    [{ feeds: 'bank-holiday', severity: 'blocking', calendarId: old.id, checkedAt: old.checkedAt }],
  )
  const personal = { kind: 'personal', scope: 'every-participant' } as const
  t.strictSame(calendarUnknown(factsOf({}, { requiredCalendars: [personal] })), [])
})
