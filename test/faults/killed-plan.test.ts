import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { type Connection, openDatabase } from '../../src/db/database.ts'
import { engines } from '../fixtures/databases.ts'
import { addRound } from '../fixtures/events.ts'
import { ownFolder } from '../fixtures/folders.ts'
import { EVERYBODY, SOUTH_EAST } from '../fixtures/round.ts'
import { call, entranceToProcess, spawnService } from '../fixtures/service-process.ts'

const participants = EVERYBODY.filter(({ authority }) => authority.gssCode !== SOUTH_EAST['Bracknell Forest'])

/** A local day so many days from today. */
const ahead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** Half a minute later, without waiting for it. */
const endLeases = async ({ connection }: { connection: Connection }) => {
  const { kysely, close } = openDatabase({ ...connection, max: 1 })
  await kysely
    .updateTable('solve')
    .set({ leaseEndsAt: new Date(0) })
    .execute()
  await close()
}

for (const engine of await engines()) {
  t.test(
    `a plan whose process was killed is solved anew (${engine.name})`,
    { timeout: 120_000 },
    async (t) => {
      const database = engine.name === 'postgres' ? await engine.create() : null
      const settings = {
        DATA_DIR: await ownFolder(t),
        ...(database && { DATABASE_URL: String(database.connection.connectionString) }),
      }
      // A demonstration's clock is for the embedded database alone.
      const startAt = (DEMO_CLOCK: string) => spawnService({ ...settings, ...(!database && { DEMO_CLOCK }) })
      let service = await startAt('2019-05-10T09:00:00Z')
      t.teardown(async () => {
        await service.stop()
        await database?.remove()
      })
      const window = database ? { first: ahead(60), last: ahead(120) } : undefined
      const { consultant, roundId } = await addRound(await entranceToProcess(service), {
        participants,
        ...(window && { window }),
      })
      const { token } = consultant
      const asked = await call(service.address, `/v1/rounds/${roundId}/plans`, { token, body: {} })
      t.equal(asked.status, 202)
      const read = async () => (await call(service.address, `/v1/plans/${asked.body.id}`, { token })).body
      while ((await read()).state === 'waiting') await pause(10)
      t.match(await read(), { state: 'solving', tries: 1 })
      await service.kill()
      if (database) await endLeases(database)

      service = await startAt('2019-05-10T09:02:00Z')
      while (!(await read()).isEnded) await pause(50)
      t.match(await read(), { state: 'planned', isOptimal: true, tries: 2 })

      const stopped = await call(service.address, `/v1/rounds/${roundId}/plans`, { token, body: {} })
      const follow = fetch(`${service.address}/v1/plans/${stopped.body.id}/progress`, {
        headers: { authorization: `Bearer ${token}` },
      })
      await follow
      t.equal(await service.stop(), 0, 'a service that is stopped waits for no solve and no reader')
    },
  )
}
