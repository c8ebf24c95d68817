import t, { type Test } from 'tap'
import { openPool } from '../../src/db/database.ts'
import { engines } from '../fixtures/databases.ts'
import { call, consultantOf, spawnService } from '../fixtures/service-process.ts'

const AUTHORITIES = { Kent: 'E10000016', Medway: 'E06000035', Surrey: 'E10000030' }

const postgres = (await engines()).find(({ name }) => name === 'postgres')
if (!postgres) console.error('No PostgreSQL answers: two service processes were not raced.')

/** Lets events that want the same people at the same time be confirmed at once: whole ones, or one session of each. */
const race = (racers: number, bySession: boolean) => async (t: Test) => {
  const database = await postgres?.create()
  const settings = { DATABASE_URL: String(database?.connection.connectionString) }
  const services = [await spawnService(settings), await spawnService(settings)] as const
  t.teardown(async () => {
    await Promise.all(services.map((service) => service.stop()))
    await database?.remove()
  })
  const [{ address }] = services
  const token = await consultantOf(address)
  const create = async (path: string, body: object) => {
    const reply = await call(address, path, { token, body })
    if (reply.status !== 201) throw new Error(`${path} answered ${JSON.stringify(reply.body)}`)
    return reply.body
  }
  for (const [name, gssCode] of Object.entries(AUTHORITIES)) {
    const place = {
      kind: 'county',
      officeTown: name,
      latitude: 51.3,
      longitude: 0,
      statisticalNeighbours: [],
    }
    await create('/v1/authorities', { name, ...place, codes: [{ gssCode }] })
    const director = await create('/v1/people', { name: `Director, ${name}` })
    const office = {
      personId: director.id,
      role: 'director',
      authorities: [{ gssCode }],
      from: '2018-01-01',
    }
    await create('/v1/appointments', office)
  }
  const members = Object.values(AUTHORITIES).map((gssCode) => ({ gssCode }))
  const events: string[] = []
  for (let year = 0; year < racers; year++) {
    const round = await create('/v1/rounds', {
      label: `Round ${year}`,
      window: { first: '2030-10-01', last: '2030-12-13' },
      participants: members.map((authority) => ({ authority })),
      triads: [members],
    })
    const { body } = await call(address, `/v1/rounds/${round.id}/triads`, { token })
    const [triad] = body.items as { id: string }[]
    // A quarter of an hour apart, so that each meets most of the others and no two are the same.
    const startTime =
      `${9 + Math.floor((year % 8) / 4)}:${String((year % 4) * 15).padStart(2, '0')}`.padStart(5, '0')
    const event = { roundId: round.id, triadId: triad?.id, kind: 'meeting', date: '2030-11-08' }
    const occasion = bySession ? {} : { startTime, endTime: '13:00' }
    const { id } = await create('/v1/challenge-events', { ...event, ...occasion })
    events.push(String(id))
    if (!bySession) continue
    const sessions = [
      { startTime, endTime: '13:00', authorities: members },
      { startTime: '14:00', endTime: '15:00' },
    ]
    const url = `/v1/challenge-events/${id}/sessions`
    const reply = await call(address, url, {
      token,
      method: 'PUT',
      body: { sessions },
      headers: { 'if-match': '*' },
    })
    if (reply.status !== 200) throw new Error(`${url} answered ${JSON.stringify(reply.body)}`)
  }

  const began = performance.now()
  const replies = await Promise.all(
    events.map((id, index) =>
      call(services[index % 2 === 0 ? 0 : 1].address, `/v1/challenge-events/${id}/confirm`, {
        token,
        body: {},
        headers: { 'if-match': '*' },
      }),
    ),
  )
  const took = Math.round(performance.now() - began)
  t.comment(`${racers} confirmations at two processes took ${took} ms`)

  t.equal(replies.filter(({ status }) => status === 200).length, 1, 'one is confirmed')
  const refused = replies.filter(({ status }) => status === 409)
  t.equal(refused.length, racers - 1, 'all others are refused, none fails')
  t.ok(
    refused.every(({ body }) => body.code === 'clash' || body.code === 'double-booked'),
    'for the clash that it is',
  )
  const pool = openPool({ ...database?.connection })
  const { rows } = await pool.query('select count(*)::int as held from participation where holds_time')
  await pool.end()
  t.equal(rows[0].held, members.length, 'and only its people have no other time')
}

const options = { skip: postgres ? false : 'no PostgreSQL answers', timeout: 300_000 } as const

t.test(
  'of 50 events confirmed at once at two service processes for the same people exactly one is',
  options,
  race(50, false),
)

t.test('of 20 whose sessions want the same people at the same time, too', options, race(20, true))
