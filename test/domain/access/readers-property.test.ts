import fc from 'fast-check'
import t from 'tap'
import { type Appointment, ROLES, type Role, validOn } from '../../../src/domain/access/actor.ts'
import type { PaperFacts } from '../../../src/domain/access/paper.ts'
import { mayRead, mayReadReport, readersOf } from '../../../src/domain/access/readers.ts'
import { addDays, eachDay, localDate } from '../../../src/domain/intervals.ts'
import { standsOn } from '../../../src/domain/moderation/conflict.ts'

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
  releasedAt: maybe,
  closedAt: maybe,
  deferredEvent: fc.option(fc.record({ settledAt: maybe })),
  events: fc.tuple(maybe, maybe).map(([one, two]) => [
    { id: 'of the triad', challenged: true, settledAt: one },
    { id: 'of the round', challenged: false, settledAt: two },
  ]),
  assignments: fc.array(fc.record({ moderatorId: person, acceptedAt: maybe, endedAt: maybe }), {
    maxLength: 3,
  }),
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

/** The table of who may read, read off line by line at one instant, with no span worked out. */
const readsByTheTable = (paper: PaperFacts, personId: string, now: Date): boolean => {
  const today = localDate(now, ZONE)
  if (paper.conflicts.some((conflict) => conflict.personId === personId && standsOn(conflict, today)))
    return false
  const inForce = paper.memoranda.findLast(({ from }) => from <= today)
  const accepted = inForce?.acceptedAt.get(personId)
  const memorandum = inForce === undefined || (accepted !== undefined && accepted <= now)
  const released = paper.releasedAt !== null && paper.releasedAt <= now
  const closed = paper.closedAt !== null && paper.closedAt <= now
  const eventWaits =
    paper.deferredEvent !== null &&
    (paper.deferredEvent.settledAt === null || now < paper.deferredEvent.settledAt)
  /** Whether the giver of a grant has directed the author ever since, day by day. */
  const standsBehind = ({ givenBy, givenAt }: PaperFacts['grants'][number]): boolean => {
    const [first, last] = [localDate(givenAt, ZONE), today].toSorted() as [string, string]
    return eachDay({ first, last }).every((day) =>
      paper.appointments.some(
        (post) =>
          post.role === 'director' &&
          post.personId === givenBy &&
          post.authorityIds.includes('author') &&
          validOn(post, day),
      ),
    )
  }
  const granted = (as: string) =>
    paper.grants.some(
      (grant) =>
        grant.personId === personId &&
        grant.as === as &&
        grant.span.from <= now &&
        now < grant.span.until &&
        (grant.givenAs === 'consultant' || standsBehind(grant)),
    )
  const moderates = paper.assignments.some(
    ({ moderatorId, acceptedAt, endedAt }) =>
      moderatorId === personId &&
      acceptedAt !== null &&
      acceptedAt <= now &&
      (endedAt === null || now < endedAt),
  )
  const reads: Record<Role, (author: boolean, challenger: boolean, eventId: string | null) => boolean> = {
    director: (author, challenger) =>
      author ||
      (memorandum && released && challenger && (!closed || eventWaits)) ||
      (memorandum && released && paper.readership === 'regional'),
    delegate: (author, challenger, eventId) => {
      const event = paper.events.find(({ id }) => id === eventId)
      if (author && (eventId === null || event !== undefined)) return true
      const goesOn = event?.challenged && (event.settledAt === null || now < event.settledAt)
      return Boolean(memorandum && released && challenger && goesOn && (!closed || eventWaits))
    },
    contributor: (author) => author,
    assistant: (author) => author && granted('assistant'),
    moderator: () => memorandum && moderates,
    facilitator: () => memorandum && paper.facilitatorIds.includes(personId) && granted('facilitator'),
    observer: () => memorandum && granted('observer'),
    consultant: () => true,
  }
  return paper.appointments
    .filter((post) => post.personId === personId && validOn(post, today))
    .some((post) =>
      reads[post.role](
        post.authorityIds.includes('author'),
        post.authorityIds.includes('challenger'),
        post.eventId,
      ),
    )
}

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
