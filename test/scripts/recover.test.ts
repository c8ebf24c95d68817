import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { recover } from '../../src/services/people/operator.ts'
import { eachEngine, engines } from '../fixtures/databases.ts'
import { freshDataFolder } from '../fixtures/embedded-engine.ts'
import { ownFolder } from '../fixtures/folders.ts'
import { startScript } from '../fixtures/script-process.ts'
import { startService } from '../fixtures/service.ts'
import { BOOTSTRAP, call, spawnService } from '../fixtures/service-process.ts'

const NOW = new Date('2019-05-10T09:00:00Z')

await eachEngine(t, 'should let the operator in again, whatever was used before', async (t, database) => {
  const service = await startService(t, database)
  const { operator } = service
  for (const turn of ['first', 'second']) {
    const found = await recover(database, NOW, 'operator')
    t.ok(found.ok, turn)
    if (!found.ok) return
    const before = await operator.get('/v1/regions')
    t.equal(before.status, turn === 'first' ? 200 : 401)
    const back = await service.enter(found.value.code)
    t.equal((await back.get('/v1/me')).body.operator, true)
    t.equal((await operator.get('/v1/regions')).status, 401, 'the lost token ends')
    t.match(await service.nobody.post('/v1/tokens', { invitation: found.value.code }), { status: 410 })
  }
  const late = await recover(database, NOW, 'operator')
  service.setClock('2019-05-11T09:00:00Z')
  const invitation = late.ok ? late.value.code : ''
  t.match(await service.nobody.post('/v1/tokens', { invitation }), {
    status: 410,
    body: { code: 'invitation-expired' },
  })
  const { rows } = await database.pool.query(
    `select count(*)::int as n from audit_entry where action = 'recover' and person_id is null`,
  )
  t.equal(rows[0].n, 3)
})

await eachEngine(t, 'should let a consultant of today in again, and nobody else', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const north = await service.region('North West')
  const { body: person } = await consultant.post('/v1/people', { name: 'Director, Kent' })
  const found = await recover(database, NOW, { consultant: 'Programme consultant, South East' })
  t.ok(found.ok)
  if (!found.ok) return
  const back = await service.enter(found.value.code)
  t.equal((await back.get('/v1/me')).body.id, consultant.personId)
  t.equal((await consultant.get('/v1/me')).status, 401)
  t.equal((await north.consultant.get('/v1/me')).status, 200)
  const { text } = await back.get('/v1/audit-entries')
  t.match(text, '"action":"recover"', 'the region sees that it happened')
  t.ok((await recover(database, NOW, { personId: north.consultant.personId })).ok)

  for (const lost of [{ personId: person.id }, { personId: 'nobody' }, { consultant: 'Nobody' }]) {
    t.match(await recover(database, NOW, lost), {
      ok: false,
      failure: { detail: /no programme consultant of today.*\n.*South East\): --person/s },
    })
  }
  const { body: namesake } = await service.operator.get('/v1/regions')
  const other = namesake.items.find(({ name }: { name: string }) => name === 'North West').id
  const name = 'Programme consultant, South East'
  await service.operator.post(`/v1/regions/${other}/consultants`, { name })
  t.match(await recover(database, NOW, { consultant: name }), {
    ok: false,
    failure: { detail: /Several are called so:\n.*\(North West\).*\n.*\(South East\)/ },
  })
})

/** The way in that the command printed, used at a running service. */
const enter = async (address: string, printed: string): Promise<unknown> => {
  const invitation = /\/join#([\w-]{43})$/m.exec(printed)?.[1] ?? ''
  t.match(printed, `"invitation":"${invitation}"`)
  const { body } = await call(address, '/v1/tokens', { body: { invitation } })
  return (await call(address, '/v1/me', { token: String(body.token) })).body.operator
}

const settingsOf = async (t: Test, engine: string): Promise<Record<string, string>> => {
  if (engine === 'embedded') {
    const folder = await freshDataFolder()
    t.teardown(() => rm(folder, { recursive: true, force: true }))
    return { DATA_DIR: folder }
  }
  const postgres = (await engines()).find(({ name }) => name === 'postgres')
  const database = await postgres?.create()
  t.teardown(() => database?.remove())
  return { DATA_DIR: await ownFolder(t), DATABASE_URL: String(database?.connection.connectionString) }
}

for (const { name } of await engines()) {
  t.test(`npm run recover works beside the running service, and without it (${name})`, async (t) => {
    const settings = await settingsOf(t, name)
    const service = await spawnService(settings)
    const { body } = await call(service.address, '/v1/tokens', { body: { invitation: BOOTSTRAP } })
    const running = await startScript('recover.ts', [], settings).outcome
    t.same([running.code, running.error], [0, ''])
    t.equal(await enter(service.address, running.out), true)
    t.equal((await call(service.address, '/v1/me', { token: String(body.token) })).status, 401)
    await service.stop()

    const stopped = await startScript('recover.ts', [], settings).outcome
    t.same([stopped.code, stopped.error], [0, ''])
    const again = await spawnService(settings)
    t.teardown(() => again.stop())
    t.equal(await enter(again.address, stopped.out), true)
  })
}

t.test('npm run recover refuses with a sentence', async (t) => {
  const DATA_DIR = join(await ownFolder(t), 'nothing')
  const refused = (args: string[]) => startScript('recover.ts', args, { DATA_DIR }).outcome
  t.match(await refused([]), { code: 1, out: '', error: /There is no data of the service in/ })
  t.match(await refused(['--person', 'a', '--consultant', 'b']), { code: 1, error: /not both/ })
  t.match(await refused(['--nobody']), { code: 1, error: /npm run recover/ })
})
