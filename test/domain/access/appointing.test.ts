import t from 'tap'
import { type Actor, type Appointment, ROLES, type Role } from '../../../src/domain/access/actor.ts'
import { appointsSomebody, mayAppoint, mayMoveEnd } from '../../../src/domain/access/appointing.ts'
import { post } from './papers.ts'

const actor = (...appointments: readonly Appointment[]): Actor => ({
  personId: 'me',
  regionId: 'south-east',
  operator: false,
  appointments,
  now: new Date('2019-10-10T12:00Z'),
})

const consultant = actor(post('me', 'consultant'))
const director = actor(post('me', 'director', ['hampshire', 'isle-of-wight']))

/** The roles to which somebody may appoint a person through the offices of these authorities. */
const rolesOf = (somebody: Actor, authorityIds: readonly string[], personId = 'another'): Role[] =>
  ROLES.filter((role) => mayAppoint(somebody, { personId, role, authorityIds }))

t.test('a consultant appoints everybody but themselves', async (t) => {
  t.same(rolesOf(consultant, ['hampshire']), ROLES)
  t.same(rolesOf(consultant, ['hampshire'], 'me'), [])
})

t.test('a director appoints to their own office alone, and never themselves', async (t) => {
  const given = ['assistant', 'delegate', 'contributor']
  t.same(rolesOf(director, ['hampshire']), given)
  t.same(rolesOf(director, ['hampshire', 'isle-of-wight']), given)
  t.same(rolesOf(director, ['hampshire', 'kent']), [], 'all must be theirs')
  t.same(rolesOf(director, ['kent']), [])
  t.same(rolesOf(director, []), [], 'a role of no authority is no office’s')
  t.same(rolesOf(director, ['hampshire'], 'me'), [], 'they would stay past their post')
  t.same(rolesOf(actor(...consultant.appointments, ...director.appointments), ['hampshire'], 'me'), [])
})

t.test('nobody else appoints', async (t) => {
  for (const role of ROLES.filter((each) => each !== 'consultant' && each !== 'director')) {
    const somebody = actor(post('me', role, ['hampshire']))
    t.same(rolesOf(somebody, ['hampshire']), [], role)
    t.equal(appointsSomebody(somebody), false, role)
  }
  t.same(rolesOf(actor(), ['hampshire']), [], 'whose post has ended')
  t.equal(appointsSomebody(consultant) && appointsSomebody(director), true)
})

t.test('an end is moved by whoever might appoint, and put off by no one for themselves', async (t) => {
  const held = (personId: string, role: Role, until: string | null) =>
    post(personId, role, ['hampshire'], { until })
  t.equal(mayMoveEnd(director, held('another', 'delegate', null), '2019-11-01'), true)
  t.equal(mayMoveEnd(director, held('another', 'delegate', '2019-11-01'), null), true)
  t.equal(mayMoveEnd(director, held('another', 'director', null), '2019-11-01'), false)
  t.equal(mayMoveEnd(director, held('another', 'moderator', null), '2019-11-01'), false)
  t.equal(mayMoveEnd(director, { ...held('another', 'delegate', null), authorityIds: ['kent'] }, null), false)
  t.equal(mayMoveEnd(consultant, held('me', 'observer', '2019-12-01'), '2019-11-01'), true, 'resigning')
  t.equal(mayMoveEnd(consultant, held('me', 'observer', null), '2019-11-01'), true)
  t.equal(mayMoveEnd(consultant, held('me', 'observer', '2019-11-01'), '2019-12-01'), false)
  t.equal(mayMoveEnd(consultant, held('me', 'observer', '2019-11-01'), null), false)
  t.equal(mayMoveEnd(consultant, held('another', 'observer', '2019-11-01'), null), true)
  t.equal(mayMoveEnd(actor(), held('me', 'delegate', null), '2019-11-01'), false)
})
