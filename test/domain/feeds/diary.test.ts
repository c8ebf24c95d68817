import t from 'tap'
import type { Appointment, Role } from '../../../src/domain/access/actor.ts'
import { addressesOf } from '../../../src/domain/feeds/addresses.ts'
import {
  attendsInPerson,
  authoritiesInDiary,
  authoritiesToWriteFor,
  type EventPeople,
  isInDiary,
  officeName,
  seatTakesTime,
  tasksOf,
} from '../../../src/domain/feeds/diary.ts'

const holds = (role: Role, authorityIds: readonly string[] = [], given: Partial<Appointment> = {}) => ({
  id: `${role} of ${authorityIds}`,
  personId: 'subscriber',
  role,
  authorityIds,
  from: '2018-01-01',
  until: null,
  eventId: null,
  ...given,
})

const meeting: EventPeople = {
  id: 'event',
  booked: null,
  kind: 'meeting',
  date: '2019-11-01',
  authorityIds: ['kent', 'portsmouth', 'west-sussex'],
  facilitated: false,
}
const training: EventPeople = { ...meeting, id: 'training', kind: 'training', authorityIds: [] }

t.test('authoritiesInDiary', async (t) => {
  for (const role of ['director', 'assistant', 'delegate'] as const)
    t.strictSame(authoritiesInDiary([holds(role, ['kent', 'surrey'])], meeting), ['kent'], role)
  for (const role of ['contributor', 'moderator', 'observer', 'consultant'] as const)
    t.strictSame(authoritiesInDiary([holds(role, ['kent'])], meeting), [], role)
  const both = [holds('director', ['kent']), holds('delegate', ['portsmouth'])]
  t.strictSame(authoritiesInDiary(both, meeting), ['kent', 'portsmouth'])
})

t.test('authoritiesInDiary leaves out who has left before the event, or comes after it', async (t) => {
  const director = (dates: Partial<Appointment>) =>
    authoritiesInDiary([holds('director', ['kent'], dates)], meeting)
  t.strictSame(director({ until: '2019-11-02' }), ['kent'])
  t.strictSame(director({ until: '2019-11-01' }), [], 'half-open: gone on that day')
  t.strictSame(director({ from: '2019-11-01' }), ['kent'])
  t.strictSame(director({ from: '2019-11-02' }), [])
})

t.test('a delegate for one event has that one in their diary', async (t) => {
  const named = [holds('delegate', ['kent'], { eventId: 'event' })]
  t.strictSame(authoritiesInDiary(named, meeting), ['kent'])
  t.ok(isInDiary(named, meeting))
  t.notOk(isInDiary(named, { ...meeting, id: 'another meeting' }))
  t.notOk(isInDiary(named, { ...meeting, date: '2017-12-31' }), 'not yet appointed')
  t.notOk(isInDiary(named, training))
  t.ok(isInDiary([holds('delegate', ['kent'], { eventId: 'training' })], training), 'of the round, too')
  t.strictSame(authoritiesToWriteFor(named), [], 'and no hand in the self-assessment')
})

t.test('isInDiary', async (t) => {
  t.ok(isInDiary([holds('director', ['kent'])], meeting))
  t.notOk(isInDiary([holds('director', ['surrey'])], meeting))
  t.notOk(isInDiary([], { ...meeting, facilitated: true }), 'a name without the role is not enough')
  t.ok(isInDiary([holds('facilitator')], { ...meeting, facilitated: true }))
  t.notOk(isInDiary([holds('facilitator')], meeting))
  t.ok(isInDiary([holds('moderator', ['surrey'])], training))
  t.notOk(isInDiary([holds('moderator', ['surrey'], { until: '2019-10-31' })], training))
  t.notOk(isInDiary([holds('director', ['kent'])], training))
  t.ok(isInDiary([holds('director', ['kent'])], { ...meeting, kind: 'summit' }))
})

t.test('authoritiesInDiary of a delegate for one event', async (t) => {
  const delegate = holds('delegate', ['kent'], { eventId: 'event' })
  t.strictSame(authoritiesInDiary([delegate], meeting), ['kent'])
  t.strictSame(authoritiesInDiary([delegate], { ...meeting, id: 'another' }), [])
  t.strictSame(authoritiesToWriteFor([delegate]), [], 'who writes nothing for the office')
})

t.test('attendsInPerson', async (t) => {
  const booked = { ...training, booked: true }
  t.ok(attendsInPerson([holds('contributor', ['kent'])], booked))
  t.notOk(attendsInPerson([], booked), 'a place without an office is not enough')
  t.notOk(attendsInPerson([holds('moderator')], { ...training, booked: false }), 'where places are booked')
  t.ok(attendsInPerson([holds('moderator')], training))
})

t.test('seatTakesTime', async (t) => {
  const seat = { answer: 'awaited' as const, standsIn: false, sits: true }
  t.ok(seatTakesTime(seat))
  t.ok(seatTakesTime({ ...seat, answer: 'coming' }))
  t.notOk(seatTakesTime({ ...seat, answer: 'apologies' }))
  t.notOk(seatTakesTime({ ...seat, answer: 'substitute' }))
  t.ok(seatTakesTime({ ...seat, answer: 'substitute', standsIn: true }))
  t.notOk(seatTakesTime({ ...seat, sits: false }), 'an office that is in no session')
})

t.test('officeName', async (t) => {
  t.equal(officeName(['Hampshire', 'Isle of Wight']), 'Director, Hampshire and Isle of Wight')
})

t.test('authoritiesToWriteFor', async (t) => {
  const held = [
    holds('contributor', ['kent']),
    holds('director', ['kent', 'medway']),
    holds('observer', ['bath']),
  ]
  t.strictSame(authoritiesToWriteFor(held), ['kent', 'medway'])
})

t.test('tasksOf', async (t) => {
  t.strictSame(tasksOf('offered', 'open'), ['accept-by', 'comments-due'])
  t.strictSame(tasksOf('accepted', 'open'), ['comments-due'])
  for (const state of ['comments-submitted', 'declined', 'ended'] as const)
    t.strictSame(tasksOf(state, 'open'), [], state)
  t.strictSame(tasksOf('offered', 'closed'), [])
})

t.test('addressesOf', async (t) => {
  t.strictSame(addressesOf('https://triads.example.org/pct', 'secret'), {
    https: 'https://triads.example.org/pct/feeds/v1/secret.ics',
    webcal: 'webcal://triads.example.org/pct/feeds/v1/secret.ics',
    google:
      'https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Ftriads.example.org%2Fpct%2Ffeeds%2Fv1%2Fsecret.ics',
  })
  t.equal(addressesOf('http://127.0.0.1:3000', 's').webcal, 'webcal://127.0.0.1:3000/feeds/v1/s.ics')
})
