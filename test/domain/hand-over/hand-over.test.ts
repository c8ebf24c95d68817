import fc from 'fast-check'
import t from 'tap'
import type { Appointment } from '../../../src/domain/access/actor.ts'
import { type HandOverFacts, handOver } from '../../../src/domain/hand-over/hand-over.ts'
import { officeItems } from '../../../src/domain/hand-over/offices.ts'
import { roundItems } from '../../../src/domain/hand-over/rounds.ts'
import { addDays } from '../../../src/domain/intervals.ts'

const TODAY = '2019-10-10'

const director = (from: string, until: string | null): Appointment => ({
  id: `${from}-${until}`,
  personId: from,
  role: 'director',
  authorityIds: ['kent'],
  from,
  until,
  eventId: null,
})

t.test('a seat is vacant now, or from the day on which nobody follows', async (t) => {
  const seat = (...directors: Appointment[]) =>
    officeItems(TODAY, {
      authority: { id: 'kent', name: 'Kent' },
      begins: null,
      ends: null,
      directors,
      contactDue: false,
      confirmedUntil: null,
    }).map(({ sentence, due }) => [sentence, due])
  t.same(seat(director('2018-01-01', null)), [])
  t.same(seat(director('2018-01-01', '2019-12-01'), director('2019-12-01', null)), [])
  t.same(seat(director('2018-01-01', '2019-12-01'), director('2019-12-05', null)), [
    ['The director of Kent leaves on Sunday 1 December 2019, and nobody follows yet.', '2019-12-01'],
  ])
  t.same(seat(director('2018-01-01', TODAY)), [['Kent has no director.', null]])
  t.same(seat(director('2019-11-01', null)), [['Kent has no director until Friday 1 November 2019.', null]])
})

t.test(
  'a council that splits is not vacant on its last day, and its successors are from their first',
  async (t) => {
    const seat = (dates: { begins?: string; ends?: string }, ...directors: Appointment[]) =>
      officeItems(TODAY, {
        authority: { id: 'kent', name: 'Kent' },
        begins: dates.begins ?? null,
        ends: dates.ends ?? null,
        directors,
        contactDue: true,
        confirmedUntil: null,
      }).flatMap(({ kind, sentence }) => (kind === 'vacant-seat' ? [sentence] : []))
    t.same(seat({ ends: '2020-04-01' }, director('2018-01-01', '2020-04-01')), [])
    t.same(seat({ ends: '2020-04-01' }, director('2018-01-01', '2020-03-01')), [
      'The director of Kent leaves on Sunday 1 March 2020, and nobody follows yet.',
    ])
    t.same(seat({ begins: '2020-04-01' }), [
      'Kent begins on Wednesday 1 April 2020 and has no director for that day.',
    ])
    t.same(seat({ begins: '2020-04-01' }, director('2020-04-01', null)), [])
  },
)

t.test(
  'a round says who ends, stands alone or is challenged by nobody, and that nothing is released',
  async (t) => {
    const round = {
      id: 'round',
      label: '2019-20',
      state: 'open',
      window: { first: '2019-10-01', last: '2019-12-13' },
      deadlines: { selfAssessmentDue: null, commentsDue: null, releaseOn: null },
      ended: [{ id: 's', name: 'Surrey', on: '2019-04-01', successors: ['East Surrey', 'West Surrey'] }],
      withoutTriad: [{ id: 'k', name: 'Kent' }],
      withoutChallenger: [{ id: 'm', name: 'Medway' }],
    } as const
    t.same(
      roundItems(TODAY, round).map(({ kind, link }) => [kind, link]),
      [
        ['round-without-release', '/v1/rounds/round'],
        ['participant-ended', '/v1/rounds/round/participants'],
        ['participant-without-triad', '/v1/rounds/round/triads'],
        ['participant-without-challenger', '/v1/rounds/round/challenges'],
      ],
    )
    t.same(roundItems(TODAY, { ...round, state: 'closed' }), [])
  },
)

const day = fc.integer({ min: -60, max: 60 }).map((days) => addDays(TODAY, days))
const maybe = fc.option(day, { nil: null })
const id = fc.uuid()
const named = fc.record({ id, name: fc.constantFrom('Kent', 'Medway', 'Surrey') })

const facts: fc.Arbitrary<HandOverFacts> = fc.record({
  today: fc.constant(TODAY),
  offices: fc.array(
    fc.record({
      authority: named,
      begins: maybe,
      ends: maybe,
      directors: fc.array(
        fc.tuple(day, maybe).map(([from, until]) => director(from, until)),
        { maxLength: 2 },
      ),
      contactDue: fc.boolean(),
      confirmedUntil: maybe,
    }),
  ),
  rounds: fc.array(
    fc.record({
      id,
      label: fc.constant('2019-20'),
      state: fc.constantFrom('planning', 'open', 'closed'),
      window: fc.record({ first: day, last: day }),
      deadlines: fc.record({ selfAssessmentDue: maybe, commentsDue: maybe, releaseOn: maybe }),
      ended: fc.array(
        fc.record({ id, name: fc.constant('Surrey'), on: day, successors: fc.constant(['East Surrey']) }),
        { maxLength: 1 },
      ),
      withoutChallenger: fc.array(named, { maxLength: 2 }),
      withoutTriad: fc.array(named, { maxLength: 2 }),
    }),
  ),
  events: fc.array(
    fc.record({
      id,
      title: fc.constant('Triad 1'),
      state: fc.constantFrom('proposed', 'confirmed', 'held', 'deferred', 'cancelled'),
      days: fc.record({ first: day, last: day }),
      awaited: fc.array(named, { maxLength: 2 }),
      blockingClashes: fc.nat(2),
    }),
  ),
  papers: fc.array(
    fc.record({
      id,
      authority: named,
      office: named,
      round: named,
      submitted: fc.boolean(),
      moderated: fc.boolean(),
      selfAssessmentDue: maybe,
      commentsDue: maybe,
    }),
  ),
  assignments: fc.array(
    fc.record({
      id,
      state: fc.constantFrom('offered', 'accepted', 'comments-submitted', 'declined', 'ended'),
      moderator: named,
      authority: named,
      round: named,
      acceptBy: day,
      commentsDue: day,
    }),
  ),
  invitations: fc.array(fc.record({ person: named, expired: fc.boolean(), expiresOn: day })),
})

const reversed = (all: HandOverFacts): HandOverFacts => ({
  today: all.today,
  offices: all.offices.toReversed(),
  rounds: all.rounds.toReversed(),
  events: all.events.toReversed(),
  papers: all.papers.toReversed(),
  assignments: all.assignments.toReversed(),
  invitations: all.invitations.toReversed(),
})

t.test('the same facts in any order give the same list', async (t) => {
  fc.assert(
    fc.property(facts, (all) => JSON.stringify(handOver(all)) === JSON.stringify(handOver(reversed(all)))),
  )
  t.pass()
})

t.test('the overdue comes first, then what is due first, what has no day last, then by kind', async (t) => {
  fc.assert(
    fc.property(facts, (all) => {
      const keys = handOver(all).map(
        ({ overdue, due, kind }) => `${overdue ? 0 : 1} ${due ?? 'no day'} ${kind}`,
      )
      return keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') <= key)
    }),
  )
  t.pass()
})
