import t from 'tap'
import { type Actor, type Appointment, ROLES, type Role } from '../../../src/domain/access/actor.ts'
import {
  holdsOffice,
  isConsultant,
  isOperator,
  mayChangeProgramme,
  mayEndConflict,
  maySeeAssignment,
  maySeeConflict,
  maySeeProgramme,
  maySubmitFor,
  moverOf,
  officesOf,
  ownsFeed,
  sourceOfConflict,
  viewOfPersonalCalendar,
} from '../../../src/domain/access/operations.ts'
import { post } from './papers.ts'

const actor = (appointments: readonly Appointment[], more: Partial<Actor> = {}): Actor => ({
  personId: 'me',
  regionId: 'south-east',
  operator: false,
  appointments,
  now: new Date('2019-10-10T12:00Z'),
  ...more,
})

/** Somebody with one role, through Kent's office. */
const inRole = (role: Role): Actor => actor([post('me', role, ['kent'])])

const rolesThat = (may: (actor: Actor) => boolean): readonly Role[] =>
  ROLES.filter((role) => may(inRole(role)))

const operator = actor([], { regionId: null, operator: true })

t.test('an operator is known by the flag and is nobody’s consultant', async (t) => {
  t.equal(isOperator(operator), true)
  t.equal(isOperator(inRole('consultant')), false)
  t.equal(isConsultant(operator), false)
})

t.test('a consultant is whoever holds that appointment', async (t) => {
  t.same(rolesThat(isConsultant), ['consultant'])
})

t.test('an office is the director, the assistants and the delegates of that authority', async (t) => {
  t.same(
    rolesThat((actor) => holdsOffice(actor, 'kent')),
    ['director', 'assistant', 'delegate'],
  )
  t.equal(holdsOffice(inRole('director'), 'medway'), false)
  const both = actor([post('me', 'assistant', ['kent', 'medway']), post('me', 'moderator', ['surrey'])])
  t.same(officesOf(both), ['kent', 'medway'])
  const named = actor([post('me', 'delegate', ['kent'], { eventId: 'meeting' })])
  t.same(officesOf(named), [], 'a delegate for one event does not belong to it')
})

t.test('a round, triad or event is seen by everybody of the region with an appointment', async (t) => {
  t.same(
    rolesThat((actor) => maySeeProgramme(actor, 'south-east')),
    ROLES,
  )
  t.equal(maySeeProgramme(actor([]), 'south-east'), false, 'not after the last post has ended')
  t.equal(maySeeProgramme(inRole('director'), 'eastern'), false, 'not from another region')
  t.equal(maySeeProgramme(operator, 'south-east'), false, 'not as the operator')
})

t.test('a round, triad or event is changed by the region’s consultant', async (t) => {
  t.same(
    rolesThat((actor) => mayChangeProgramme(actor, 'south-east')),
    ['consultant'],
  )
  t.equal(mayChangeProgramme(inRole('consultant'), 'eastern'), false)
})

t.test('a self-assessment is submitted by its director, delegate or contributor', async (t) => {
  t.same(
    rolesThat((actor) => maySubmitFor(actor, 'kent')),
    ['director', 'delegate', 'contributor'],
  )
  t.equal(maySubmitFor(inRole('director'), 'medway'), false)
})

t.test('an assignment is seen and moved by its moderator and the consultant', async (t) => {
  const mine = { regionId: 'south-east', moderatorId: 'me' }
  const another = { regionId: 'south-east', moderatorId: 'somebody else' }
  t.same(
    rolesThat((actor) => maySeeAssignment(actor, mine)),
    ['moderator', 'consultant'],
  )
  t.same(
    rolesThat((actor) => maySeeAssignment(actor, another)),
    ['consultant'],
  )
  t.equal(moverOf(inRole('moderator'), mine), 'moderator')
  t.equal(moverOf(inRole('consultant'), another), 'consultant')
  t.equal(moverOf(inRole('moderator'), another), null)
  t.equal(
    moverOf(actor([post('me', 'moderator'), post('me', 'consultant')]), mine),
    'moderator',
    'own capacity first',
  )
  t.equal(moverOf(inRole('consultant'), { ...another, regionId: 'eastern' }), null, 'not across regions')
})

t.test('a feed is its owner’s alone', async (t) => {
  t.equal(ownsFeed(inRole('assistant'), { ownerId: 'me' }), true)
  t.equal(ownsFeed(inRole('consultant'), { ownerId: 'somebody else' }), false)
})

t.test('a personal calendar shows its owner titles and the consultant busy spans', async (t) => {
  const theirs = { regionId: 'south-east', ownerId: 'somebody else' }
  t.equal(viewOfPersonalCalendar(inRole('director'), { ...theirs, ownerId: 'me' }), 'titles')
  t.equal(viewOfPersonalCalendar(inRole('consultant'), theirs), 'busy')
  t.equal(viewOfPersonalCalendar(inRole('director'), theirs), 'nothing')
  t.equal(viewOfPersonalCalendar(inRole('consultant'), { ...theirs, regionId: 'eastern' }), 'nothing')
})

t.test('a conflict is recorded by oneself, by the authority’s office or by the consultant', async (t) => {
  const withKent = { personId: 'somebody', authorityId: 'kent' }
  t.same(
    ROLES.map((role) => sourceOfConflict(inRole(role), withKent)),
    ['authority', 'authority', 'authority', null, null, null, 'consultant', null],
  )
  t.equal(sourceOfConflict(inRole('director'), { ...withKent, authorityId: 'medway' }), null)
  t.equal(sourceOfConflict(inRole('moderator'), { personId: 'me', authorityId: 'medway' }), 'person')
  t.equal(sourceOfConflict(inRole('consultant'), { personId: 'me', authorityId: 'medway' }), 'person')
  t.same(
    rolesThat((actor) => maySeeConflict(actor, withKent)),
    ['director', 'assistant', 'delegate', 'consultant'],
  )
})

t.test('a conflict is ended by the consultant, never by the person it binds', async (t) => {
  t.same(
    rolesThat((actor) => mayEndConflict(actor, { personId: 'somebody' })),
    ['consultant'],
  )
  t.same(
    rolesThat((actor) => mayEndConflict(actor, { personId: 'me' })),
    [],
  )
})
