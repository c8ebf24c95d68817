import t from 'tap'
import type { Scope } from '../../../src/domain/calendars/calendar.ts'
import { CLASH_RULE_NAMES } from '../../../src/domain/clashes/clash.ts'
import {
  bankHoliday,
  conference,
  inspectionOnSite,
  ofstedAnnualConversation,
  preElectionPeriod,
  regionalMeeting,
  schoolHoliday,
} from '../../../src/domain/clashes/rules/commitments.ts'
import { calendarUnknown } from '../../../src/domain/clashes/rules/coverage.ts'
import { shortNotice, tooSoonAfterModeration, weekend } from '../../../src/domain/clashes/rules/days.ts'
import { CLASH_RULES } from '../../../src/domain/clashes/rules.ts'
import {
  calendarOf,
  commitmentOf,
  factsOf,
  found,
  on,
  THE_DAY,
  through,
  timed,
} from '../../fixtures/clash-facts.ts'

const region: Scope = { kind: 'region' }
const authorities = (...ids: string[]): Scope => ({ kind: 'authorities', ids })

t.test('every rule is one function of its own name', async (t) => {
  const camelCase = (name: string) => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  t.strictSame(
    CLASH_RULES.map((rule) => rule.name),
    CLASH_RULE_NAMES.map(camelCase),
  )
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
