import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { startRound } from '../fixtures/events.ts'
import { ref } from '../fixtures/round.ts'
import { appoint, type Client, change } from '../fixtures/service.ts'
import { subscribe, uidsOf } from '../fixtures/subscriber.ts'

const TRAINING = { triadId: null, kind: 'training', date: '2019-09-13', startTime: '10:00', endTime: '16:00' }

/** A round with a training of two places an authority, and moderators of Kent. */
const startTraining = async (...given: Parameters<typeof startRound>) => {
  const round = await startRound(...given)
  const { service, consultant, authorities } = round
  const id = await round.confirmed({ ...TRAINING, placesPerOffice: 2 })
  const moderator = (name: string) =>
    appoint(service, consultant, name, { role: 'moderator', authorities: [ref('Kent')] })
  const url = `/v1/challenge-events/${id}`
  return {
    ...round,
    id,
    url,
    kent: authorities.Kent?.director as Client,
    surrey: authorities.Surrey?.director as Client,
    moderators: [
      await moderator('Moderator A'),
      await moderator('Moderator B'),
      await moderator('Moderator C'),
    ] as const,
    book: (by: Client, person: Client, authority: object = ref('Kent')) =>
      by.post(`${url}/bookings`, { authority, personId: person.personId }),
    people: async () =>
      (await consultant.get(url)).body.people.map(
        ({ name, capacity }: { name: string; capacity: string }) => `${name}: ${capacity}`,
      ),
  }
}

void eachEngine(t, 'should book places, each authority as many as the event says', async (t, database) => {
  const day = await startTraining(t, database)
  const { consultant, kent, surrey, moderators, book, url, people, service } = day
  const [a, b, c] = moderators
  t.strictSame(await people(), [], 'where places are booked, a moderator without one is not expected')
  t.match(await book(surrey, a), { status: 403 }, 'not for another authority')
  const booked = await book(kent, a)
  t.match(booked, { status: 201, body: { personId: a.personId, came: null, bookedBy: kent.personId } })
  t.match(await book(kent, a), {
    status: 409,
    body: { code: 'conflict', errors: [{ pointer: '/personId' }] },
  })
  t.match(await book(a, b), { status: 403 }, 'a moderator only for themselves')
  t.equal((await book(b, b)).status, 201)
  t.match(await book(consultant, c), {
    status: 409,
    body: { detail: 'Kent has taken all of its places at this event: 2 of 2.' },
  })
  t.equal((await book(consultant, c, ref('Surrey'))).status, 201, 'Surrey has places of its own')
  t.match(await book(consultant, { ...c, personId: day.id }, ref('Medway')), { status: 400 })
  t.strictSame(await people(), ['Moderator A: moderator', 'Moderator B: moderator', 'Moderator C: moderator'])
  const feed = await subscribe(service, c)
  t.strictSame(uidsOf((await feed.fetch()).text), [`challenge-event-${day.id}`])
  t.equal((await surrey.get(`${url}/bookings`)).body.items.length, 3, 'everybody may read who has one')

  t.match(await change(consultant, url, { placesPerOffice: 1 }), {
    status: 409,
    body: { errors: [{ pointer: '/placesPerOffice', detail: /has booked two places already/ }] },
  })
  t.match(await change(consultant, url, { placesPerOffice: null }), { status: 409 })
  const place = `${url}/bookings/${booked.body.id}`
  t.match(await surrey.delete(place), { status: 403 })
  t.equal((await a.delete(place)).status, 204, 'their own')
  t.match(await a.delete(place), { status: 404 })
  t.match(
    await change(consultant, url, { placesPerOffice: 1 }),
    { status: 200, body: { placesPerOffice: 1 } },
    'what is left has moved up',
  )
  t.match(await book(kent, a), { status: 409 })
  const meeting = await day.propose({ placesPerOffice: 2 })
  t.match(meeting, { status: 400, body: { errors: [{ pointer: '/placesPerOffice' }] } })
  await day.move(day.id, 'cancel', { reason: 'Storm' })
  t.match(await book(kent, a), { status: 409, body: { code: 'wrong-state' } })
})

void eachEngine(t, 'should give the last place to one of two who ask at once', async (t, database) => {
  const { kent, consultant, moderators, book, url } = await startTraining(t, database)
  const [a, b, c] = moderators
  await book(kent, a)
  const replies = await Promise.all([book(kent, b), book(consultant, c), book(b, b), book(c, c)])
  t.strictSame(replies.map(({ status }) => status).toSorted(), [201, 409, 409, 409])
  t.match(
    replies.filter(({ status }) => status === 409),
    [{ body: { code: 'conflict' } }, { body: { code: 'conflict' } }, { body: { code: 'conflict' } }],
  )
  t.equal((await consultant.get(`${url}/bookings`)).body.items.length, 2)
  const regionId = (await consultant.get('/v1/me')).body.region.id
  const place = database.pool.query(
    `insert into booking (region_id, event_id, authority_id, person_id, place, booked_by, booked_at)
     select $1, id, (select authority_id from booking limit 1), $2, 3, $2, now() from challenge_event
     where places_per_office is not null`,
    [regionId, consultant.personId],
  )
  await t.rejects(place, { message: 'no place left' })
})

void eachEngine(
  t,
  'should expect those with a place at a summit beside its directors',
  async (t, database) => {
    const day = await startTraining(t, database)
    const summit = await day.confirmed({
      ...TRAINING,
      kind: 'summit',
      date: '2019-09-20',
      placesPerOffice: 3,
    })
    const guest = (person: Client) =>
      day.kent.post(`/v1/challenge-events/${summit}/bookings`, {
        authority: ref('Kent'),
        personId: person.personId,
      })
    t.equal((await guest(day.moderators[0])).status, 201)
    t.equal((await guest(day.kent)).status, 201)
    const { body } = await day.consultant.get(`/v1/challenge-events/${summit}`)
    const capacities = Map.groupBy(body.people, ({ capacity }: { capacity: string }) => capacity)
    t.equal(capacities.get('attendee')?.length, 1)
    t.equal(capacities.get('director')?.length, 7, 'a director keeps the seat')
    await day.book(day.kent, day.moderators[1])
    const busy = await day.confirmed({
      ...TRAINING,
      kind: 'summit',
      startTime: '15:00',
      endTime: '17:00',
      placesPerOffice: 1,
    })
    const twice = await day.kent.post(`/v1/challenge-events/${busy}/bookings`, {
      authority: ref('Kent'),
      personId: day.moderators[1].personId,
    })
    t.match(twice, {
      status: 409,
      body: { code: 'clash', clashes: [{ rule: 'person-double-booked', otherEventId: day.id }] },
    })
  },
)

void eachEngine(
  t,
  'should record a cohort to the pool, and tell when a training is too old',
  async (t, database) => {
    const day = await startTraining(t, database)
    const { consultant, kent, moderators, book, url, service } = day
    const [a, b, c] = moderators
    const cohort = `${url}/cohort`
    const record = async (people: Client[], by = consultant) => {
      const { headers } = await consultant.get(cohort)
      const cameIds = people.map(({ personId }) => personId)
      return by.put(cohort, { cameIds }, { 'if-match': String(headers.etag) })
    }
    await book(kent, a)
    await book(kent, b)
    t.match(await record([a]), { status: 409, body: { detail: /begins on Friday 13 September/ } })
    service.setClock('2019-09-13T17:00:00Z')
    t.match(await record([a], a), { status: 403 })
    t.match(await record([kent]), { status: 400, body: { errors: [{ pointer: '/cameIds/0' }] } })
    t.match(await record([a, a]), {
      status: 400,
      body: { errors: [{ pointer: '/cameIds/1', detail: /twice/ }] },
    })
    t.equal((await record([a, b])).status, 200)
    t.match(await record([a, c]), {
      status: 200,
      body: { cameIds: [a, c].map(({ personId }) => personId).toSorted() },
    })
    const { body: bookings } = await consultant.get(`${url}/bookings`)
    const came = new Map(
      bookings.items.map((each: { personId: string; came: boolean }) => [each.personId, each.came]),
    )
    t.strictSame([came.get(a.personId), came.get(b.personId)], [true, false])

    await change(consultant, `/v1/rounds/${day.roundId}`, {
      state: 'open',
      policy: { moderation: { trainingValidMonths: 3 } },
    })
    const pool = (by: Client) => by.get('/v1/moderator-pool')
    const trained = {
      trainedOn: ['2019-09-13'],
      expiresOn: '2019-12-13',
      expired: false,
      load: 0,
      roundId: day.roundId,
    }
    t.match((await pool(consultant)).body.items, [
      { name: 'Moderator A', authorities: [{ name: 'Kent' }], ...trained },
      { name: 'Moderator B', trainedOn: [], expiresOn: null, expired: null },
      { name: 'Moderator C', ...trained },
    ])
    t.match((await pool(a)).body.items, [{ name: 'Moderator A' }])
    t.equal((await pool(a)).body.items.length, 1, 'a moderator sees themselves')
    t.equal((await pool(kent)).status, 403)
    service.setClock('2019-12-13T09:00:00Z')
    t.match((await consultant.get(`/v1/moderator-pool?roundId=${day.roundId}`)).body.items[0], {
      expired: true,
    })
    t.equal((await consultant.get(`/v1/moderator-pool?roundId=${day.id}`)).status, 404)
  },
)
