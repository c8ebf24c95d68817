import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { FRIDAY, startRound, type TestRound } from '../fixtures/events.ts'
import { ref } from '../fixtures/round.ts'
import { appoint } from '../fixtures/service.ts'

const urlOf = (id: string) => `/v1/challenge-events/${id}/sessions`

const put = async ({ consultant }: TestRound, id: string, sessions: object[], client = consultant) => {
  const { headers } = await consultant.get(urlOf(id))
  return client.put(urlOf(id), { sessions }, { 'if-match': String(headers.etag) })
}

const KENT = { startTime: '10:00', endTime: '11:00', subject: ref('Kent'), authorities: [ref('Medway')] }
const MEDWAY = { startTime: '11:00', endTime: '12:00', subject: ref('Medway'), authorities: [ref('Kent')] }

void eachEngine(t, 'should hold a whole list of sessions, and who sits in each', async (t, database) => {
  const round = await startRound(t, database)
  const { consultant, authorities } = round
  const id = await round.proposed()
  t.strictSame((await consultant.get(urlOf(id))).body, { items: [], nextCursor: null })
  const { headers } = await consultant.get(urlOf(id))
  const match = { 'if-match': String(headers.etag) }
  const facilitator = await appoint(round.service, consultant, 'Facilitator A', { role: 'facilitator' })
  const sessions = [
    { ...MEDWAY, title: 'Medway', facilitatorId: facilitator.personId },
    { ...KENT, place: 'Room 2' },
  ]
  t.equal((await authorities.Kent?.director.put(urlOf(id), { sessions }, match))?.status, 403)
  t.equal((await consultant.put(urlOf(id), { sessions })).status, 428)
  const made = await consultant.put(urlOf(id), { sessions }, match)
  const [kent, medway] = [authorities.Kent?.id, authorities.Medway?.id]
  t.match(made, {
    status: 200,
    body: {
      items: [
        {
          title: 'Challenge of Kent',
          day: 1,
          startTime: '10:00',
          endTime: '11:00',
          place: 'Room 2',
          subject: { authorityId: kent },
          authorities: [kent, medway].toSorted().map((authorityId) => ({ authorityId })),
          facilitatorId: null,
        },
        { title: 'Medway', place: null, facilitatorId: facilitator.personId },
      ],
    },
  })
  t.strictSame((await authorities.Surrey?.director.get(urlOf(id)))?.body, made.body, 'everybody may read it')
  t.match(await consultant.put(urlOf(id), { sessions }, match), { status: 412 })

  const event = await consultant.get(`/v1/challenge-events/${id}`)
  t.strictSame(
    event.body.people.map(({ name, capacity }: { name: string; capacity: string }) => `${name}: ${capacity}`),
    ['Director, Kent: director', 'Director, Medway: director', 'Facilitator A: facilitator'],
    'each once, and Surrey is in no session',
  )
  t.equal(event.body.revision, 2)
  const { id: _, ...again } = made.body.items[0]
  t.match(
    await put(round, id, [again]),
    { status: 200, body: { items: [{ ...again }] } },
    'as it was answered',
  )
  t.equal((await put(round, id, [])).body.items.length, 0)
  t.equal((await consultant.get(`/v1/challenge-events/${id}`)).body.people.length, 3, 'again the whole triad')
})

void eachEngine(t, 'should refuse sessions that do not suit the event', async (t, database) => {
  const round = await startRound(t, database)
  const id = await round.proposed()
  const refused = async (session: object, pointer: string, detail: RegExp) => {
    const reply = await put(round, id, [KENT, { ...MEDWAY, ...session }])
    t.match(reply, { status: 400, body: { errors: [{ pointer: `/sessions/1${pointer}`, detail }] } })
  }
  await refused({ endTime: '13:01' }, '/startTime', /11:00 to 13:01 is not within the event/)
  await refused({ day: 2 }, '/day', /no day 2/)
  await refused({ authorities: [ref('Oxfordshire')] }, '/authorities/0', /Oxfordshire does not take part/)
  await refused({ subject: { gssCode: 'E09000001' } }, '/subject', /has no authority E09000001/)
  await refused({ facilitatorId: id }, '/facilitatorId', /no such person/)
  t.strictSame((await round.consultant.get(urlOf(id))).body.items, [], 'nothing is half done')
  const own = { triadId: null, kind: 'training', date: '2019-09-13' }
  t.match(await put(round, await round.proposed(own), [KENT]), { status: 400 })
  await round.move(id, 'cancel', { reason: 'No longer needed' })
  t.match(await put(round, id, [KENT]), { status: 409, body: { code: 'wrong-state' } })
})

void eachEngine(t, 'should book people for their sessions alone', async (t, database) => {
  const round = await startRound(t, database)
  const { consultant } = round
  const id = await round.confirmed()
  const between = { startTime: '12:00', endTime: '13:00' }
  const other = await round.proposed(between)
  t.equal((await round.move(other, 'confirm', {})).status, 409, 'the first takes the whole morning')
  t.equal((await put(round, id, [KENT, MEDWAY])).status, 200)
  t.equal((await round.move(other, 'confirm', {})).status, 200, 'nobody is in a session at twelve')

  const late = await put(round, id, [KENT, { ...MEDWAY, endTime: '12:30' }])
  t.match(late, {
    status: 409,
    body: { code: 'clash', clashes: [{ rule: 'person-double-booked', otherEventId: other }] },
  })
  t.match(late.body.detail, /12:00|11:00 to 12:30/)
  const twice = await put(round, id, [KENT, { ...MEDWAY, startTime: '10:30' }])
  t.match(twice, {
    status: 409,
    body: {
      detail:
        /Kent and Director, Medway: in two sessions of this event on .*, 10:00 to 11:00 and 10:30 to 12:00/,
    },
  })
  t.equal((await consultant.get(urlOf(id))).body.items.length, 2, 'both refusals left all as it was')
  const surrey = { startTime: '10:30', endTime: '11:00', subject: ref('Surrey') }
  t.equal((await put(round, id, [KENT, MEDWAY, surrey])).status, 200, 'beside the others')
  t.equal((await put(round, id, [])).status, 409, 'the whole morning is no longer free')
})

void eachEngine(t, 'should move sessions with their event', async (t, database) => {
  const round = await startRound(t, database)
  const { consultant } = round
  const id = await round.confirmed()
  await put(round, id, [KENT, MEDWAY])
  const held = async () =>
    (
      await database.pool.query(
        `select to_char(starts_at at time zone 'UTC', 'MM-DD HH24:MI') as at from participation
         where event_id = $1 and session_id is not null and holds_time order by 1`,
        [id],
      )
    ).rows.map(({ at }) => at)
  t.strictSame(await held(), ['11-08 10:00', '11-08 10:00', '11-08 11:00', '11-08 11:00'])
  const reason = 'Half term'
  const check = { eventId: id, date: '2019-09-13', startTime: '11:30', endTime: '14:30' }
  const checked = await consultant.post('/v1/clash-checks', { roundId: round.roundId, ...check })
  t.equal(checked.status, 200)
  t.equal((await round.move(id, 'reschedule', { ...check, eventId: undefined, reason })).status, 200)
  t.strictSame(await held(), ['09-13 10:30', '09-13 10:30', '09-13 11:30', '09-13 11:30'], 'in summer time')
  t.match((await consultant.get(urlOf(id))).body.items, [{ startTime: '11:30' }, { startTime: '12:30' }])
  const short = { startTime: '11:30', endTime: '13:00', reason }
  t.match(await round.move(id, 'reschedule', short), {
    status: 400,
    body: { errors: [{ pointer: '/date', detail: /“Challenge of Medway” cannot go along/ }] },
  })
  t.equal((await round.move(id, 'defer', { reason })).status, 200)
  t.strictSame(await held(), [])
  t.equal((await round.move(id, 'reschedule', { date: FRIDAY, reason })).status, 200)
  t.equal((await round.move(id, 'confirm', {})).status, 200)
  t.strictSame(await held(), ['11-08 11:30', '11-08 11:30', '11-08 12:30', '11-08 12:30'])
})

void eachEngine(t, 'should give a freed session back to an event that waited for it', async (t, database) => {
  const round = await startRound(t, database)
  const { consultant, authorities } = round
  const id = await round.confirmed()
  await put(round, id, [KENT])
  const other = await round.confirmed({ triadId: round.triads[1] })
  const seat = { role: 'director', authorities: [ref('Kent')], from: '2019-06-01' }
  const { body: appointments } = await consultant.get(
    `/v1/appointments?personId=${authorities.Kent?.director.personId}`,
  )
  const url = `/v1/appointments/${appointments.items[0].id}`
  const { headers } = await consultant.get(url)
  await consultant.patch(url, { until: '2019-06-01' }, { 'if-match': String(headers.etag) })
  await consultant.post('/v1/appointments', { ...seat, personId: authorities.Oxfordshire?.director.personId })
  const heldAt = async () =>
    (
      await database.pool.query('select event_id from participation where person_id = $1 and holds_time', [
        authorities.Oxfordshire?.director.personId,
      ])
    ).rows.map(({ event_id }) => event_id)
  t.strictSame(await heldAt(), [other], 'who inherits a session at a time that is taken has no time for it')
  await round.move(other, 'cancel', { reason: 'No longer needed' })
  t.strictSame(await heldAt(), [id])
})
