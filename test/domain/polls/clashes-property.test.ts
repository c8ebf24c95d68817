import fc from 'fast-check'
import t from 'tap'
import type { Calendar, Commitment } from '../../../src/domain/calendars/calendar.ts'
import { answerOf } from '../../../src/domain/calendars/coverage.ts'
import { findClashes } from '../../../src/domain/clashes/find-clashes.ts'
import { EVENT_STATES, isLive } from '../../../src/domain/events/event.ts'
import { contains, daysOfSpan, overlaps, type Span, spanOfDays } from '../../../src/domain/intervals.ts'
import { BUSY_OF, POLL_ANSWERS, type PollAnswer } from '../../../src/domain/polls/poll.ts'
import { calendarOf, factsOf, LONDON } from '../../fixtures/clash-facts.ts'
import { kindOf } from '../../fixtures/kinds.ts'

const OFFICES = ['kent', 'portsmouth', 'surrey']

const calendars: readonly Calendar[] = OFFICES.map((id) =>
  calendarOf('availability', {
    id: `answers-${id}`,
    name: 'Autumn',
    scope: { kind: 'authorities', ids: [id] },
  }),
)

/** Hours around the end of summer time, from noon of 26 October 2019 on. */
const spanAt = (from: number, hours: number): Span => {
  const start = Date.UTC(2019, 9, 26, 12)
  return { from: new Date(start + from * 3_600_000), until: new Date(start + (from + hours) * 3_600_000) }
}

const spans = fc
  .tuple(fc.integer({ min: 0, max: 72 }), fc.integer({ min: 1, max: 30 }))
  .map(([at, hours]) => spanAt(at, hours))

const answers = fc
  .array(
    fc.record({ office: fc.constantFrom(...OFFICES), answer: fc.constantFrom(...POLL_ANSWERS), span: spans }),
    {
      maxLength: 8,
    },
  )
  .map((given) => given.map((each, index) => ({ ...each, id: `answer-${index}` })))

const commitmentOf = ({
  id,
  office,
  answer,
  span,
}: {
  id: string
  office: string
  answer: PollAnswer
  span: Span
}): Commitment => ({
  id,
  calendarId: `answers-${office}`,
  title: answer,
  span,
  wholeDays: null,
  scope: { kind: 'authorities', ids: [office] },
  busy: BUSY_OF[answer],
})

const events = fc.record({
  span: spans,
  state: fc.constantFrom(...EVENT_STATES),
  authorityIds: fc.subarray(OFFICES),
})

t.test(
  'should clash exactly when a live event overlaps a no or an if need be of one of its authorities',
  async (t) => {
    let clashing = 0
    fc.assert(
      fc.property(answers, events, (given, event) => {
        const facts = factsOf(
          { ...event, days: daysOfSpan(event.span, LONDON), people: [] },
          { calendars, commitments: given.map(commitmentOf) },
        )
        const found = findClashes(facts).filter(({ rule }) => rule === 'personal-busy')
        const due = given.filter(
          ({ office, answer, span }) =>
            isLive(event.state) &&
            answer !== 'yes' &&
            event.authorityIds.includes(office) &&
            overlaps(span, event.span),
        )
        clashing += due.length
        const told = (
          clashes: readonly {
            commitmentId: string | null
            severity: string
            authorityIds: readonly string[]
          }[],
        ) =>
          clashes.map((each) => [each.commitmentId, each.severity, ...each.authorityIds].join(' ')).toSorted()
        t.strictSame(
          told(found),
          told(
            due.map(({ id, office, answer }) => ({
              commitmentId: id,
              severity: answer === 'no' ? 'blocking' : 'warning',
              authorityIds: [office],
            })),
          ),
        )
        t.ok(
          found.every(({ personIds, calendarName }) => personIds.length === 0 && calendarName === 'Autumn'),
        )
      }),
    )
    t.ok(clashing > 0, 'some clashed')
  },
)

t.test('should know of exactly the time that was answered', async (t) => {
  const met = { free: 0, busy: 0, unknown: 0 }
  fc.assert(
    fc.property(answers, spans, fc.constantFrom(...OFFICES), (given, span, office) => {
      const { answer } = answerOf(
        {
          kind: kindOf('availability'),
          authority: { id: office, name: office },
          days: daysOfSpan(span, LONDON),
          span,
        },
        calendars,
        given.map(commitmentOf),
        { now: new Date('2019-05-10T09:00:00Z'), zone: LONDON },
      )
      const theirs = given.filter((each) => each.office === office)
      const hours = Array.from(
        { length: (span.until.getTime() - span.from.getTime()) / 3_600_000 },
        (_, hour): Span => ({
          from: new Date(span.from.getTime() + hour * 3_600_000),
          until: new Date(span.from.getTime() + (hour + 1) * 3_600_000),
        }),
      )
      const refused = theirs.some((each) => each.answer !== 'yes' && overlaps(each.span, span))
      const known = hours.every((hour) => theirs.some((each) => contains(each.span, hour)))
      met[answer] += 1
      t.equal(answer, refused ? 'busy' : known ? 'free' : 'unknown')
    }),
    { numRuns: 1000 },
  )
  t.ok(met.free > 0 && met.busy > 0 && met.unknown > 0, JSON.stringify(met))
})

t.test('should name who gave no answer, and about what', async (t) => {
  const days = { first: '2019-11-25', last: '2019-11-25' }
  const ask = (asked: readonly Calendar[]) =>
    answerOf(
      {
        kind: kindOf('availability'),
        authority: { id: 'kent', name: 'Kent' },
        days,
        span: spanOfDays(days, LONDON),
      },
      asked,
      [],
      { now: new Date('2019-05-10T09:00:00Z'), zone: LONDON },
    ).reason
  t.equal(
    ask(calendars),
    'The availability poll “Autumn” has no answer of the office of Kent for the whole time asked about on Monday 25 November 2019.',
  )
  t.equal(
    ask([]),
    'No calendar of answers to availability polls is registered for Kent as of Friday 10 May 2019.',
  )
})
