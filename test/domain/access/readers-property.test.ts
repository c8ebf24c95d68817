import fc from 'fast-check'
import t from 'tap'
import { type Appointment, ROLES } from '../../../src/domain/access/actor.ts'
import type { PaperFacts } from '../../../src/domain/access/paper.ts'
import { mayRead, mayReadReport, readersOf } from '../../../src/domain/access/readers.ts'
import { addDays } from '../../../src/domain/intervals.ts'
import { readsByTheTable } from './by-the-table.ts'

// Ten days around the spring clock change of 2020, so that local midnights fall on both sides of it.
const ZONE = 'Europe/London'
const FIRST = '2020-03-24'
const PEOPLE = ['p1', 'p2', 'p3']

const person = fc.constantFrom(...PEOPLE)
const instant = fc.integer({ min: 0, max: 240 }).map((hours) => new Date(Date.UTC(2020, 2, 24, hours)))
const maybe = fc.option(instant, { freq: 2 })
const dates = fc
  .record({ start: fc.nat(9), length: fc.option(fc.integer({ min: 1, max: 6 })) })
  .map(({ start, length }) => ({
    from: addDays(FIRST, start),
    until: length === null ? null : addDays(FIRST, start + length),
  }))
const appointment: fc.Arbitrary<Appointment> = fc
  .record({
    id: fc.uuid(),
    personId: person,
    role: fc.constantFrom(...ROLES),
    authorityIds: fc.subarray(['author', 'challenger', 'elsewhere'], { minLength: 1 }),
    dates,
    event: fc.constantFrom(null, null, 'of the triad', 'of the round', 'of another round'),
  })
  .map(({ dates, event, ...rest }) => ({
    ...rest,
    ...dates,
    eventId: rest.role === 'delegate' ? event : null,
  }))

const paperFacts: fc.Arbitrary<PaperFacts> = fc.record({
  regionId: fc.constant('region'),
  zone: fc.constant(ZONE),
  authorIds: fc.constant(['author']),
  challengerIds: fc.constant(['challenger']),
  authorsFrom: fc.constant({}),
  challengersFrom: fc.constant({}),
  facilitatorIds: fc.subarray(PEOPLE),
  readership: fc.constantFrom('challengers', 'regional'),
  anonymousModerators: fc.boolean(),
  commentsShared: fc.boolean(),
  releasedAt: maybe,
  withdrawnAt: maybe,
  closedAt: maybe,
  deferredEvent: fc.option(fc.record({ settledAt: maybe })),
  events: fc.tuple(maybe, maybe).map(([one, two]) => [
    { id: 'of the triad', challenged: true, settledAt: one },
    { id: 'of the round', challenged: false, settledAt: two },
  ]),
  assignments: fc.array(fc.record({ moderatorId: person, acceptedAt: maybe, endedAt: maybe }), {
    maxLength: 3,
  }),
  laterAssignments: fc.array(
    fc.record({ moderatorId: person, acceptedAt: maybe, endedAt: maybe, anonymous: fc.boolean() }),
    { maxLength: 2 },
  ),
  grants: fc.array(
    fc.record({
      personId: person,
      as: fc.constantFrom('facilitator', 'observer', 'assistant'),
      span: fc.record({ from: instant, until: instant }),
      givenBy: person,
      givenAs: fc.constantFrom('director', 'consultant'),
      givenAt: instant,
    }),
    { maxLength: 3 },
  ),
  conflicts: fc.array(
    fc.record({ id: fc.uuid(), personId: person, dates }).map(({ dates, ...rest }) => ({
      ...rest,
      ...dates,
      authorityId: 'author',
      type: 'other' as const,
      source: 'person' as const,
      reason: 'Recorded.',
    })),
    { maxLength: 2 },
  ),
  memoranda: fc
    .uniqueArray(
      fc.record({
        from: fc.nat(9).map((day) => addDays(FIRST, day)),
        acceptedAt: fc.array(fc.tuple(person, instant), { maxLength: 3 }).map((pairs) => new Map(pairs)),
      }),
      { selector: ({ from }) => from, maxLength: 2 },
    )
    .map((versions) => versions.toSorted((a, b) => (a.from < b.from ? -1 : 1))),
  appointments: fc.array(appointment, { maxLength: 8 }),
})

const question = fc.tuple(paperFacts, person, instant)
const RUNS = { numRuns: 2000 }

t.test('mayRead is null exactly when a row of readersOf holds the instant', async (t) => {
  t.plan(1)
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(question, ([paper, personId, now]) => {
        const may = mayRead({ personId, regionId: 'region' }, paper, now) === null
        const rows = readersOf(paper).filter((row) => row.personId === personId)
        return may === rows.some(({ from, until }) => from <= now && (until === null || now < until))
      }),
      RUNS,
    ),
  )
})

t.test('mayRead agrees with the table read off at the instant', async (t) => {
  t.plan(1)
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(question, ([paper, personId, now]) => {
        const may = mayRead({ personId, regionId: 'region' }, paper, now) === null
        return may === readsByTheTable(paper, personId, now)
      }),
      RUNS,
    ),
  )
})

t.test('whoever may read comments may read the paper', async (t) => {
  t.plan(1)
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(question, person, ([paper, personId, now], moderatorId) => {
        const somebody = { personId, regionId: 'region' }
        return (
          mayReadReport(somebody, paper, moderatorId, now) !== null || mayRead(somebody, paper, now) === null
        )
      }),
      RUNS,
    ),
  )
})

t.test('readersOf gives the same rows whatever order the facts come in', async (t) => {
  t.plan(1)
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(paperFacts, (paper) => {
        const turned: PaperFacts = {
          ...paper,
          appointments: paper.appointments.toReversed(),
          assignments: paper.assignments.toReversed(),
          grants: paper.grants.toReversed(),
          conflicts: paper.conflicts.toReversed(),
        }
        return JSON.stringify(readersOf(turned)) === JSON.stringify(readersOf(paper))
      }),
      RUNS,
    ),
  )
})

t.test('one person’s rows on one basis are never empty and neither overlap nor touch', async (t) => {
  t.plan(1)
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(paperFacts, (paper) => {
        const rows = readersOf(paper)
        return rows.every((row, index) => {
          const next = rows[index + 1]
          const follows = next?.personId === row.personId && next.basis === row.basis
          return (
            (row.until === null || row.from < row.until) &&
            (!follows || (row.until !== null && row.until < next.from))
          )
        })
      }),
      RUNS,
    ),
  )
})
