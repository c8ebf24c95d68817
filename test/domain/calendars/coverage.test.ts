import t from 'tap'
import type { Calendar, Commitment } from '../../../src/domain/calendars/calendar.ts'
import { answerOf } from '../../../src/domain/calendars/coverage.ts'
import { calendarOf, commitmentOf, LONDON, on } from '../../fixtures/clash-facts.ts'
import { kindOf } from '../../fixtures/kinds.ts'

const day = '2019-11-01'
const now = new Date('2019-05-10T09:00:00Z')
const kent = { id: 'kent', name: 'Kent' }

const ask = (
  calendars: Calendar[],
  commitments: Commitment[] = [],
  kind = 'school-holiday',
  authority: typeof kent | null = kent,
) => answerOf({ kind: kindOf(kind), authority, ...on(day) }, calendars, commitments, { now, zone: LONDON })

t.test('should be unknown where no calendar was registered', async (t) => {
  t.strictSame(ask([]), {
    answer: 'unknown',
    reason: 'No calendar of school holidays is registered for Kent as of Friday 10 May 2019.',
    calendar: null,
  })
  t.match(ask([], [], 'conference', null).reason, /for the region as of/)
})

t.test('should not take another authority’s calendar, or another kind, for an answer', async (t) => {
  const surrey = calendarOf('school-holiday', { scope: { kind: 'authorities', ids: ['surrey'] } })
  t.equal(ask([surrey]).answer, 'unknown')
  t.equal(ask([calendarOf('conference')]).answer, 'unknown')
  t.equal(
    ask([surrey], [], 'school-holiday', null).answer,
    'unknown',
    'one authority does not answer for the region',
  )
})

t.test('should be free by the silence of a calendar of the authority or the region', async (t) => {
  t.equal(
    ask([calendarOf('school-holiday', { scope: { kind: 'authorities', ids: ['kent'] } })]).answer,
    'free',
  )
  t.equal(ask([calendarOf('school-holiday')]).answer, 'free')
})

t.test('should be unknown outside the days that the calendar covers, both ends included', async (t) => {
  const answerFor = (coversFrom: string | null, coversTo: string | null) =>
    ask([calendarOf('school-holiday', { name: 'Kent terms', coversFrom, coversTo })])
  t.equal(answerFor(day, day).answer, 'free')
  t.equal(
    answerFor('2018-09-01', '2019-10-31').reason,
    'The calendar “Kent terms” answers for Saturday 1 September 2018 to Thursday 31 October 2019, ' +
      'not for Friday 1 November 2019.',
  )
  t.match(answerFor('2019-11-02', null).reason, /answers from Saturday 2 November 2019, not for/)
  t.match(answerFor(null, '2019-10-31').reason, /answers until Thursday 31 October 2019, not for/)
})

t.test('should be unknown when stale, which begins after the last of the allowed days', async (t) => {
  const checked = (checkedAt: string) =>
    ask([
      calendarOf('school-holiday', {
        name: 'Kent terms',
        checkedAt: new Date(checkedAt),
        staleAfterDays: 30,
      }),
    ])
  t.equal(checked('2019-04-10T09:00:00Z').answer, 'free')
  t.equal(
    checked('2019-04-10T08:59:59Z').reason,
    'The calendar “Kent terms” was last checked on Wednesday 10 April 2019, more than 30 days ago.',
  )
})

t.test('should be unknown by the silence of a calendar in which something could not be read', async (t) => {
  const doubted = calendarOf('school-holiday', { name: 'Kent terms', refusedEntries: 2 })
  t.match(ask([doubted]), { answer: 'unknown', calendar: { id: doubted.id } })
  t.equal(
    ask([doubted]).reason,
    'The calendar “Kent terms”, last checked on Thursday 9 May 2019, has two entries that could not be read, ' +
      'on days nobody can tell.',
  )
  const another = calendarOf('school-holiday', { id: 'another' })
  t.match(
    ask([another, doubted]),
    { answer: 'unknown', calendar: { id: doubted.id } },
    'for another that is silent cannot tell what this one may hold',
  )
  const elsewhere = { ...doubted, coversTo: '2019-09-01' }
  t.match(ask([another, elsewhere]), { answer: 'free', calendar: { id: 'another' } })
  t.equal(ask([doubted], [commitmentOf('school-holiday', { first: day, last: day })]).answer, 'busy')
})

t.test('should not call an answer stale that was given after the days were over', async (t) => {
  const checkedAt = new Date('2019-11-02T09:00:00Z')
  const later = { now: new Date('2021-01-01T00:00:00Z'), zone: LONDON }
  const calendar = calendarOf('school-holiday', { checkedAt, staleAfterDays: 1 })
  t.equal(
    answerOf({ kind: kindOf('school-holiday'), authority: kent, ...on(day) }, [calendar], [], later).answer,
    'free',
  )
})

t.test('should be busy by an entry, even of a stale calendar, unless that is marked free', async (t) => {
  const stale = calendarOf('school-holiday', {
    checkedAt: new Date('2019-01-01T00:00:00Z'),
    staleAfterDays: 1,
  })
  const entry = commitmentOf('school-holiday', { first: day, last: day })
  t.match(ask([stale], [entry]), { answer: 'busy', reason: null, calendar: { id: stale.id } })
  t.equal(ask([stale], [{ ...entry, busy: 'free' }]).answer, 'unknown')
  t.equal(
    ask([calendarOf('school-holiday')], [{ ...entry, scope: { kind: 'authorities', ids: ['surrey'] } }])
      .answer,
    'free',
  )
})

t.test('should prefer the calendar that can answer to the one that cannot', async (t) => {
  const old = calendarOf('school-holiday', { id: 'old', coversTo: '2019-08-31', checkedAt: now })
  const current = calendarOf('school-holiday', { id: 'current', coversFrom: '2019-09-01' })
  t.match(ask([old, current]), { answer: 'free', calendar: { id: 'current' } })
  t.match(ask([current, old]), { answer: 'free', calendar: { id: 'current' } })
})

t.test('should blame staleness rather than a newer calendar of other days', async (t) => {
  const stale = calendarOf('school-holiday', {
    id: 'stale',
    staleAfterDays: 1,
    checkedAt: new Date('2019-05-01'),
  })
  const other = calendarOf('school-holiday', { id: 'other', coversTo: '2019-08-31', checkedAt: now })
  t.match(ask([other, stale]), { answer: 'unknown', reason: /last checked on/, calendar: { id: 'stale' } })
})

t.test('should never be unknown about inspections and personal calendars by their absence', async (t) => {
  t.match(ask([], [], 'inspection'), { answer: 'free', reason: null })
  t.match(ask([], [], 'personal'), { answer: 'free', reason: null })
})

t.test('should take a calendar of the directors, not of their assistants, as the region’s', async (t) => {
  const meetingsOf = (role: 'director' | 'assistant-director') =>
    ask(
      [calendarOf('regional-meeting', { scope: { kind: 'roles', roles: [role] } })],
      [],
      'regional-meeting',
      null,
    )
  t.equal(meetingsOf('director').answer, 'free')
  t.equal(meetingsOf('assistant-director').answer, 'unknown')
})
