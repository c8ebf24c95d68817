import fc from 'fast-check'
import t from 'tap'
import type { Clash } from '../../../src/domain/clashes/clash.ts'
import type { ClashFacts, EventFacts } from '../../../src/domain/clashes/facts.ts'
import { findClashes } from '../../../src/domain/clashes/find-clashes.ts'
import { clashOf } from '../../../src/domain/clashes/making.ts'
import { indexFacts } from '../../../src/domain/clashes/near.ts'
import { ranked, VERDICTS, verdictOf } from '../../../src/domain/clashes/ranking.ts'
import { DEFAULT_HALF_DAYS, type Slot, shapesOf, slotsOf } from '../../../src/domain/clashes/slots.ts'
import { addDays, daysOf, spanOfDays } from '../../../src/domain/intervals.ts'
import { calendarOf, commitmentOf, factsOf, LONDON, meeting, otherOf } from '../../fixtures/clash-facts.ts'
import { KINDS } from '../../fixtures/kinds.ts'

/** Three weeks that hold the autumn's change of the clocks. */
const WINDOW = { first: '2019-10-14', last: '2019-11-03' }

const slots = (['day', 'half-day'] as const).flatMap((length) =>
  slotsOf(WINDOW, shapesOf(length, DEFAULT_HALF_DAYS), LONDON),
)
const twoDays = slotsOf(WINDOW, [{ days: 2, startTime: null, endTime: null }], LONDON)

const tryOn = ({ occasion, span }: Slot): EventFacts => ({
  ...meeting,
  days: daysOf(occasion),
  span,
  people: [...meeting.people, { personId: 'p-facilitator', as: 'facilitator' }],
})

const scopes = fc.constantFrom(
  { kind: 'region' as const },
  { kind: 'authorities' as const, ids: ['kent'] },
  { kind: 'authorities' as const, ids: ['elsewhere'] },
  { kind: 'persons' as const, ids: ['p-kent'] },
  { kind: 'persons' as const, ids: ['p-elsewhere'] },
  { kind: 'roles' as const, roles: ['director' as const] },
  { kind: 'roles' as const, roles: ['assistant-director' as const] },
)

const days = fc
  .record({ start: fc.integer({ min: -5, max: 25 }), length: fc.integer({ min: 1, max: 4 }) })
  .map(({ start, length }) => {
    const first = addDays(WINDOW.first, start)
    return { first, last: addDays(first, length - 1) }
  })

const calendars = [
  ...Object.keys(KINDS).map((kind) => calendarOf(kind)),
  calendarOf('school-holiday', { id: 'terms', coversTo: '2019-10-25' }),
]

const commitments = fc.array(
  fc.record({
    kind: fc.constantFrom(...Object.keys(KINDS)),
    days,
    scope: scopes,
    busy: fc.constantFrom('busy' as const, 'out-of-office' as const, 'free' as const),
    hours: fc.option(fc.integer({ min: 0, max: 20 })),
  }),
  { maxLength: 25 },
)

/** A season of facts: every kind of commitment and scope, other events, a calendar that ends too early. */
const seasons = fc.record({ commitments, others: fc.array(days, { maxLength: 6 }) }).map(
  ({ commitments, others }): ClashFacts =>
    factsOf(
      {},
      {
        calendars,
        commitments: commitments.map(({ kind, days, scope, busy, hours }, index) => {
          const whole = spanOfDays(days, LONDON)
          const from = new Date(whole.from.getTime() + (hours ?? 0) * 60 * 60 * 1000)
          const span = hours === null ? whole : { from, until: new Date(from.getTime() + 3 * 60 * 60 * 1000) }
          return commitmentOf(kind, days, {
            id: `commitment-${index}`,
            scope,
            busy,
            span,
            wholeDays: hours === null ? days : null,
          })
        }),
        others: others.map((days, index) =>
          otherOf({
            id: `other-${index}`,
            state: index % 2 === 0 ? 'confirmed' : 'proposed',
            days,
            span: spanOfDays(days, LONDON),
          }),
        ),
        requiredCalendars: [
          { kind: 'school-holiday', scope: 'every-participant' },
          { kind: 'bank-holiday', scope: 'region' },
          { kind: 'regional-meeting', scope: 'region' },
        ],
        moderationDue: [{ authorityId: 'kent', on: '2019-10-20' }],
      },
    ),
)

const judged = (facts: ClashFacts, tried: readonly Slot[] = slots) => {
  const near = indexFacts(facts.calendars, facts.commitments, facts.others, facts.zone)
  return tried.map((slot) => {
    const event = tryOn(slot)
    return { ...slot, clashes: findClashes({ ...facts, ...near(event), event }) }
  })
}

t.test('should find in the facts near a slot what it finds in all of them', async (t) => {
  let found = 0
  fc.assert(
    fc.property(seasons, (facts) => {
      for (const slot of judged(facts, [...slots, ...twoDays])) {
        const all = findClashes({ ...facts, event: tryOn(slot) })
        found += all.length
        t.strictSame(slot.clashes, all, `${slot.occasion.date} ${slot.occasion.startTime}`)
      }
    }),
    { numRuns: 25 },
  )
  t.ok(found > 1000, `${found} clashes were compared`)
})

t.test('should rank alike whatever the order of the facts and of the slots', async (t) => {
  const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length })
  const orders = seasons.chain((facts) =>
    fc.record({
      facts: fc.constant(facts),
      lists: fc.record({
        calendars: shuffled(facts.calendars),
        commitments: shuffled(facts.commitments),
        others: shuffled(facts.others),
      }),
      slots: shuffled(slots),
    }),
  )
  fc.assert(
    fc.property(orders, ({ facts, lists, slots: inAnyOrder }) => {
      const expected = ranked(judged(facts), '2019-10-23')
      t.strictSame(ranked(judged({ ...facts, ...lists }, inAnyOrder), '2019-10-23'), expected)
      t.same(
        expected.map(({ rank }) => rank),
        expected.map((_, index) => index + 1),
      )
      const words = expected.map(({ verdict }) => VERDICTS.indexOf(verdict))
      t.same(words, words.toSorted(), 'no word ranks before a better one')
    }),
    { numRuns: 20 },
  )
})

const clash = (rule: Clash['rule'], severity: Clash['severity'] = 'blocking') =>
  clashOf(factsOf(), rule as Exclude<Clash['rule'], 'unavailable'>, severity, { message: rule })

t.test('should put first what a consultant would choose first', async (t) => {
  const on = (date: string, clashes: Clash[], startTime: string | null = null) => {
    const occasion = { date, days: 1, startTime, endTime: startTime && '17:00' }
    const [slot] = slotsOf({ first: date, last: date }, [occasion], LONDON)
    if (!slot) throw new Error('a slot')
    return { ...slot, clashes }
  }
  const warning = clash('school-holiday', 'warning')
  const unknown = clash('calendar-unknown')
  const order = [
    on('2019-11-05', []),
    on('2019-11-07', []),
    on('2019-11-07', [], '09:00'),
    on('2019-11-14', []),
    on('2019-11-06', [warning]),
    on('2019-11-06', [warning, clash('calendar-unknown', 'warning')], '09:00'),
    on('2019-11-06', [unknown], '10:00'),
    on('2019-11-06', [unknown, warning], '11:00'),
    on('2019-11-20', [clash('weekend')]),
    on('2019-11-06', [clash('person-double-booked')], '12:00'),
    on('2019-11-06', [clash('weekend'), clash('conference')], '13:00'),
  ]
  const answer = ranked(order.toReversed(), '2019-11-06')
  t.same(
    answer.map(({ occasion }) => `${occasion.date} ${occasion.startTime}`),
    order.map(({ occasion }) => `${occasion.date} ${occasion.startTime}`),
  )
  const words = ['free', 'free', 'free', 'free', 'warnings', 'warnings', 'unknown', 'unknown']
  t.same(
    answer.map(({ verdict }) => verdict),
    [...words, 'blocked', 'blocked', 'blocked'],
  )
  t.same(
    ranked(order.slice(0, 4).toReversed(), null).map(({ occasion }) => occasion.date),
    ['2019-11-05', '2019-11-07', '2019-11-07', '2019-11-14'],
    'without a present date, by time alone',
  )
})

t.test('should hold nothing against a slot that is waived', async (t) => {
  t.equal(verdictOf([{ ...clash('weekend'), waived: 'agreed' }]), 'free')
  t.equal(verdictOf([{ ...clash('calendar-unknown'), waived: 'agreed' }]), 'free')
  t.equal(verdictOf([clash('weekend')]), 'blocked')
})
