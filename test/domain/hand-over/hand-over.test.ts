import fc from 'fast-check'
import t from 'tap'
import type { Appointment } from '../../../src/domain/access/actor.ts'
import { type HandOverFacts, handOver } from '../../../src/domain/hand-over/hand-over.ts'
import { officeItems } from '../../../src/domain/hand-over/offices.ts'
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

const day = fc.integer({ min: -60, max: 60 }).map((days) => addDays(TODAY, days))
const maybe = fc.option(day, { nil: null })
const id = fc.uuid()
const named = fc.record({ id, name: fc.constantFrom('Kent', 'Medway', 'Surrey') })

const facts: fc.Arbitrary<HandOverFacts> = fc.record({
  today: fc.constant(TODAY),
  offices: fc.array(
    fc.record({
      authority: named,
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
