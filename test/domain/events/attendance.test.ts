import t from 'tap'
import type { Appointment } from '../../../src/domain/access/actor.ts'
import {
  mayAnswerFor,
  mayBookFor,
  mayNameSubstitute,
  maySeeNote,
} from '../../../src/domain/access/operations.ts'
import {
  answerOf,
  checkMayRecordCame,
  checkSubstitute,
  checkTakesAnswers,
  officesAt,
  seatsFilled,
} from '../../../src/domain/events/attendance.ts'
import type { EventState } from '../../../src/domain/events/event.ts'
import { expectedAt } from '../../../src/domain/events/people.ts'
import { appointment as holds } from '../../fixtures/appointments.ts'

const DAY = '2019-11-08'
const both = holds('p-both', 'director', ['hampshire', 'isle-of-wight'])
const directors = [both, holds('p-kent', 'director', ['kent'])]
const ids = ['hampshire', 'isle-of-wight', 'kent', 'surrey']

const answered = (authorityId: string, answer: 'coming' | 'apologies', at = 0) => ({
  authorityId,
  answer,
  substituteId: null,
  answeredAt: new Date(at),
})
const substituted = (authorityId: string, substituteId: string) => ({
  authorityId,
  answer: 'substitute' as const,
  substituteId,
  answeredAt: new Date(0),
})

t.test('should take the authorities of one director for one office, and a vacant seat for one', async (t) => {
  t.strictSame(officesAt(ids, directors, DAY), [
    { authorityIds: ['hampshire', 'isle-of-wight'], directorId: 'p-both' },
    { authorityIds: ['kent'], directorId: 'p-kent' },
    { authorityIds: ['surrey'], directorId: null },
  ])
})

t.test('should take the latest answer where the authorities of an office gave several', async (t) => {
  const answers = [answered('hampshire', 'coming', 1), answered('isle-of-wight', 'apologies', 2)]
  t.equal(answerOf({ authorityIds: ['hampshire', 'isle-of-wight'] }, answers)?.answer, 'apologies')
  t.equal(answerOf({ authorityIds: ['hampshire'] }, answers)?.answer, 'coming')
  t.equal(answerOf({ authorityIds: ['kent'] }, answers), null)
})

t.test('should not expect an office that sent apologies, and its substitute in its place', async (t) => {
  const answers = [
    answered('hampshire', 'apologies'),
    substituted('kent', 'p-deputy'),
    substituted('surrey', 'p-other'),
  ]
  t.strictSame(seatsFilled(ids, directors, DAY, answers), {
    directorIds: [],
    substituteIds: ['p-deputy', 'p-other'],
  })
  const circle = { kind: 'meeting' as const, authorityIds: ids, facilitatorIds: ['p-deputy'], answers }
  t.strictSame(expectedAt(circle, directors, DAY), {
    people: [
      { personId: 'p-deputy', as: 'delegate' },
      { personId: 'p-other', as: 'delegate' },
    ],
    vacantAuthorityIds: ['surrey'],
  })
  const span = { from: new Date(0), until: new Date(1) }
  const sessions = [{ id: 's', span, authorityIds: ['kent', 'hampshire'], facilitatorId: null }]
  t.strictSame(
    expectedAt({ ...circle, facilitatorIds: [], sessions }, directors, DAY).people,
    [{ personId: 'p-deputy', as: 'delegate', span, sessionId: 's' }],
    'in their sessions too',
  )
})

t.test('should expect those with a place, where places are booked', async (t) => {
  const circle = { authorityIds: ['kent'], facilitatorIds: [], bookedIds: ['p-kent', 'p-deputy'] }
  const pool = [...directors, holds('p-moderator', 'moderator', ['kent'])]
  t.strictSame(expectedAt({ ...circle, kind: 'training' }, pool, DAY).people, [
    { personId: 'p-deputy', as: 'moderator' },
    { personId: 'p-kent', as: 'moderator' },
  ])
  t.strictSame(expectedAt({ ...circle, kind: 'summit' }, pool, DAY).people, [
    { personId: 'p-deputy', as: 'attendee' },
    { personId: 'p-kent', as: 'director' },
  ])
})

t.test('should take answers to a date that stands and is not past', async (t) => {
  const event = { kind: 'meeting' as const, firstDay: DAY, lastDay: DAY }
  const on = (state: EventState, today: string) => checkTakesAnswers({ ...event, state }, today)
  for (const state of ['proposed', 'confirmed'] as const) t.ok(on(state, DAY).ok, state)
  for (const state of ['deferred', 'cancelled', 'held'] as const)
    t.match(on(state, DAY), { failure: { code: 'wrong-state' } }, state)
  t.match(on('confirmed', '2019-11-09'), { failure: { detail: /was on Friday 8 November 2019/ } })
  t.notOk(checkTakesAnswers({ ...event, kind: 'training', state: 'confirmed' }, DAY).ok)
})

t.test('should let it be recorded who came from the first day on', async (t) => {
  const on = (state: EventState, today: string) => checkMayRecordCame({ state, firstDay: DAY }, today)
  t.match(on('confirmed', '2019-11-07'), { failure: { detail: /begins on Friday 8 November 2019/ } })
  t.ok(on('confirmed', DAY).ok)
  t.ok(on('held', '2019-12-01').ok)
  t.notOk(on('deferred', DAY).ok)
})

t.test('should let nobody have two seats', async (t) => {
  const seats = { directorIds: ['p-kent'], substituteIds: ['p-deputy'] }
  t.match(checkSubstitute('p-kent', seats), { failure: { faults: [{ pointer: '/substituteId' }] } })
  t.match(checkSubstitute('p-deputy', seats), { failure: { detail: /another office/ } })
  t.ok(checkSubstitute('p-other', seats).ok)
})

t.test('should say who answers, who names a substitute, and who reads the note', async (t) => {
  const actor = (...appointments: Appointment[]) => ({
    personId: 'actor',
    regionId: 'region',
    operator: false,
    appointments,
    now: new Date(0),
  })
  const director = actor(holds('actor', 'director', ['kent']))
  const assistant = actor(holds('actor', 'assistant', ['kent']))
  const delegate = actor(holds('actor', 'delegate', ['kent']))
  const substitute = actor(holds('actor', 'delegate', ['kent'], { eventId: 'event' }))
  const consultant = actor(holds('actor', 'consultant', []))
  const moderator = actor(holds('actor', 'moderator', ['kent']))
  const may = (rule: (by: ReturnType<typeof actor>) => boolean) =>
    [director, assistant, delegate, substitute, consultant, moderator].map((by) => rule(by))
  t.strictSame(
    may((by) => mayAnswerFor(by, 'kent')),
    [true, true, false, false, true, false],
  )
  t.strictSame(
    may((by) => mayNameSubstitute(by, 'kent')),
    [true, false, false, false, false, false],
  )
  t.strictSame(
    may((by) => maySeeNote(by, ['medway', 'kent'])),
    [true, true, true, false, true, false],
  )
  t.strictSame(
    may((by) => mayBookFor(by, 'kent', 'somebody')),
    [true, true, true, false, true, false],
  )
  t.ok(mayBookFor(moderator, 'kent', 'actor'), 'a moderator for themselves')
  t.notOk(mayBookFor(moderator, 'medway', 'actor'))
})
