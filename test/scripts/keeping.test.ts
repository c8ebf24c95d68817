import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import t from 'tap'
import { engines } from '../fixtures/databases.ts'
import { freshDataFolder } from '../fixtures/embedded-engine.ts'
import { ownFolder } from '../fixtures/folders.ts'
import { startScript } from '../fixtures/script-process.ts'
import { BOOTSTRAP, call, spawnService } from '../fixtures/service-process.ts'

const ABSENT = '00000000-0000-4000-8000-000000000000'

t.test('the commands work beside the running service, on the embedded database', async (t) => {
  const DATA_DIR = await freshDataFolder()
  t.teardown(() => rm(DATA_DIR, { recursive: true, force: true }))
  const service = await spawnService({ DATA_DIR })
  t.teardown(() => service.stop())
  const { body } = await call(service.address, '/v1/tokens', { body: { invitation: BOOTSTRAP } })
  const token = String(body.token)
  await call(service.address, '/v1/regions', { token, body: { name: 'South East' } })
  const run = (script: string, ...args: string[]) =>
    startScript(join('keeping', `${script}.ts`), args, { DATA_DIR }).outcome
  t.match(await run('audit-verify'), {
    code: 0,
    error: '',
    out: /The operator: \d+ entries[\s\S]*Every chain holds\.\n$/,
  })
  t.match(await run('retention'), { code: 0, error: '', out: 'Nothing has run out.\n' })
  t.match(await run('person-export', ABSENT), { code: 1, out: '', error: /nobody of that id/ })
  t.match(await run('person-erase', ABSENT), { code: 1, out: '', error: /nobody of that id/ })
  t.match(await run('person-erase', 'x'), { code: 1, out: '', error: /npm run person:erase -- PERSON_ID/ })
})

t.test('a log that was altered on PostgreSQL is named, and the exit code says so', async (t) => {
  const postgres = (await engines()).find(({ name }) => name === 'postgres')
  if (postgres === undefined) return t.comment('no PostgreSQL answers')
  const { connection, remove } = await postgres.create()
  t.teardown(remove)
  const DATABASE_URL = String(connection.connectionString)
  const owner = new Client({ connectionString: DATABASE_URL })
  await owner.connect()
  for (const _ of [1, 2, 3])
    await owner.query(
      `select append_audit_entry(null, now(), null, 'a', 'b', null, 'done', '{}', null, null)`,
    )
  await owner.query('alter table audit_entry disable trigger all')
  await owner.query('delete from audit_entry where sequence = 2')
  await owner.end()
  const settings = { DATABASE_URL, DATA_DIR: await ownFolder(t) }
  t.match(await startScript('keeping/audit-verify.ts', [], settings).outcome, {
    code: 1,
    out: /The operator: entry 2 missing/,
    error: 'The audit log is not as it was written.\n',
  })
})
