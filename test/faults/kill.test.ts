import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { engines } from '../fixtures/databases.ts'
import { ownFolder } from '../fixtures/folders.ts'
import { call, consultantOf, spawnService } from '../fixtures/service-process.ts'

/** How often the service is killed, on each engine. */
const ROUNDS = 20
/** Writers at once: more than the embedded engine's connections, so that some always wait. */
const WRITERS = 8

/** Writes people until the connection breaks, adding the ids that the service acknowledged. */
const writeUntilCut = async (address: string, token: string, name: string, acknowledged: string[]) => {
  for (;;) {
    const written = await call(address, '/v1/people', { token, body: { name } }).catch(() => null)
    if (written === null) return
    if (written.status !== 201) throw new Error(`answered ${written.status}`)
    acknowledged.push(String(written.body.id))
  }
}

const everybody = async (address: string, token: string): Promise<Set<string>> => {
  const ids = new Set<string>()
  let cursor = ''
  do {
    const { body } = await call(address, `/v1/people?limit=200${cursor && `&cursor=${cursor}`}`, { token })
    for (const { id } of body.items as { id: string }[]) ids.add(id)
    cursor = String(body.nextCursor ?? '')
  } while (cursor !== '')
  return ids
}

for (const engine of await engines()) {
  t.test(
    `no acknowledged write is lost in ${ROUNDS} kills (${engine.name})`,
    { timeout: 300_000 },
    async (t) => {
      const database = engine.name === 'postgres' ? await engine.create() : null
      const settings = {
        DATA_DIR: await ownFolder(t),
        ...(database && { DATABASE_URL: String(database.connection.connectionString) }),
      }
      let service = await spawnService(settings)
      t.teardown(async () => {
        await service.stop()
        await database?.remove()
      })
      const token = await consultantOf(service.address)
      const acknowledged: string[] = []
      for (let round = 0; round < ROUNDS; round++) {
        const enough = acknowledged.length + WRITERS
        const writers = Array.from({ length: WRITERS }, (_, writer) =>
          writeUntilCut(service.address, token, `Office ${round}-${writer}`, acknowledged),
        )
        while (acknowledged.length < enough) await pause(5)
        await pause(Math.random() * 200)
        await service.kill()
        await Promise.all(writers)
        service = await spawnService(settings)
      }
      const present = await everybody(service.address, token)
      const lost = acknowledged.filter((id) => !present.has(id))
      t.ok(acknowledged.length >= ROUNDS * WRITERS, `${acknowledged.length} writes were acknowledged`)
      t.same(lost, [], 'each of them is there')
    },
  )
}
