import t from 'tap'
import { type Database, openDatabase } from '../../src/db/database.ts'
import { createClashWatch } from '../../src/services/clashes/watching.ts'
import { eachEngine, type TestDatabase } from '../fixtures/databases.ts'
import { FRIDAY, type TestRound } from '../fixtures/events.ts'
import { change } from '../fixtures/service.ts'
import { clashesOf, conference, startWatch } from '../fixtures/watched.ts'

const NOW = () => new Date('2019-05-10T09:00:00Z')

const toldTo = async ({ consultant }: TestRound) => (await consultant.get('/v1/outbox?limit=200')).body.items

/** A watch as another process has it: over connections of its own. */
const anotherProcess = (t: { teardown(end: () => Promise<void>): void }, { connection }: TestDatabase) => {
  const database = openDatabase({ ...connection, max: 1 })
  t.teardown(() => database.close())
  return createClashWatch(database, NOW)
}

const counted = async ({ pool }: Database, table: string): Promise<number> =>
  (await pool.query(`select count(*)::integer as count from ${table}`)).rows[0].count

await eachEngine(
  t,
  'should tell once of each new blocking clash, with the best dates',
  async (t, database) => {
    const { round, watch, at } = await startWatch(t, database)
    const { consultant } = round
    const id = await round.confirmed()
    await round.calendar(conference({ from: FRIDAY, to: FRIDAY }))
    await watch.look()
    const [first, ...others] = await toldTo(round)
    t.same(others, [])
    const { body: ranked } = await consultant.get(`/v1/challenge-events/${id}/alternatives?limit=3`)
    const best = ranked.items.map(
      ({ occasion, clashes }: { occasion: object; clashes: { message: string }[] }) => ({
        ...occasion,
        against: clashes.map(({ message }) => message),
      }),
    )
    t.equal(best.length, 3)
    t.same(first.payload.alternatives, best, 'the three that its alternatives begin with')

    await change(consultant, `/v1/challenge-events/${id}`, { venue: 'Elsewhere' })
    await watch.look()
    t.equal((await toldTo(round)).length, 1, 'what stood before is not told again')
    at('2019-05-11T09:00:00Z')
    const meeting = { kind: 'regional-meeting', name: 'Regional meetings', scope: { kind: 'region' } }
    await round.calendar({
      ...meeting,
      commitments: [{ title: 'Chief executives', from: FRIDAY, to: FRIDAY }],
    })
    await watch.look()
    const [, second, ...more] = await toldTo(round)
    t.same(more, [])
    t.match(second.payload.clashes, [{ rule: 'regional-meeting' }], 'only what is new')
    t.equal(second.payload.clashes.length, 1)

    const severities = { conference: 'warning', 'regional-meeting': 'warning' }
    const policyOf = (clashes: object) =>
      change(consultant, `/v1/rounds/${round.roundId}`, { policy: { clashes } })
    at('2019-05-12T09:00:00Z')
    await policyOf({ severities })
    await watch.look()
    t.equal((await toldTo(round)).length, 2, 'a warning is no alarm')
    await policyOf({ severities: {} })
    await watch.look()
    t.match(
      (await toldTo(round))[2].payload,
      { cause: 'round', clashes: [{}, {}] },
      'one that blocks again is',
    )
    t.equal((await toldTo(round)).length, 3)
  },
)

await eachEngine(t, 'should tell once, though two processes watch at once', async (t, database) => {
  const { round, watch } = await startWatch(t, database)
  const days = ['2019-11-05', '2019-11-06', '2019-11-07', FRIDAY, '2019-11-12', '2019-11-13']
  for (const date of days) await round.confirmed({ date })
  await watch.look()
  const other = anotherProcess(t, database)
  for (const [at, date] of days.entries()) {
    await round.calendar({ ...conference({ from: date, to: date }), name: `Conferences of ${date}` })
    await Promise.all([watch.look(), other.look(), clashesOf(round), other.look(), watch.look()])
    t.equal((await toldTo(round)).length, at + 1, date)
  }
  const events = (await toldTo(round)).map(({ payload }: { payload: { eventId: string } }) => payload.eventId)
  t.equal(new Set(events).size, days.length, 'of each event once')
  t.equal((await clashesOf(round)).items.length, days.length)
})

await eachEngine(t, 'should tell once after a crash in the middle of a look', async (t, database) => {
  const { round, watch } = await startWatch(t, database)
  await round.confirmed()
  await watch.look()
  await round.calendar(conference({ from: FRIDAY, to: FRIDAY }))
  const waiting = await counted(database, 'disturbance')
  await database.pool.query(`create function crash() returns trigger language plpgsql as $$
    begin raise exception 'the process ends here'; end $$`)
  for (const table of ['outbox', 'event_check']) {
    await database.pool.query(
      `create trigger crash after insert or update on ${table} execute function crash()`,
    )
    await t.rejects(watch.look(), { message: /the process ends here/ }, `at the writing of ${table}`)
    t.equal(await counted(database, 'outbox'), 0)
    t.equal(await counted(database, 'clash'), 0)
    t.equal(await counted(database, 'disturbance'), waiting, 'what waits still waits')
    await database.pool.query(`drop trigger crash on ${table}`)
  }
  t.match(await watch.look(), { judged: 1, opened: 1 })
  await watch.look()
  await anotherProcess(t, database).look()
  t.equal((await toldTo(round)).length, 1)
})

await eachEngine(t, 'should tell once, though a process is cut off while it writes', async (t, database) => {
  if (database.engine !== 'postgres') return void t.pass('the embedded database has one session')
  const { round, watch } = await startWatch(t, database)
  await round.confirmed()
  await watch.look()
  await round.calendar(conference({ from: FRIDAY, to: FRIDAY }))
  const holder = await database.pool.connect()
  await holder.query('begin')
  await holder.query('lock table outbox in share mode')
  const cut = t.rejects(anotherProcess(t, database).look(), 'it is cut off')
  const blocked = `from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  while ((await database.pool.query(`select ${blocked}`)).rowCount === 0);
  await database.pool.query(`select pg_terminate_backend(pid) ${blocked}`)
  await cut
  await holder.query('commit')
  holder.release()
  t.equal(await counted(database, 'clash'), 0)
  t.match(await watch.look(), { judged: 1, opened: 1 })
  t.equal((await toldTo(round)).length, 1)
})
