import { randomBytes } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import t from 'tap'
import type { Connection } from '../../src/db/database.ts'
import { MigrationRefused, migrate } from '../../src/db/migrate.ts'
import { eachEngine, engines } from '../fixtures/databases.ts'
import { ownFolder, writeFiles } from '../fixtures/folders.ts'

const ONE = { '0001_one.sql': 'create table one (id int);' }
const TWO = { ...ONE, '0002_two.sql': 'create table two (id int); insert into two values (1);' }

/** The fixture's database comes migrated: this makes it one that never was. */
const forget = (connection: Connection) => ask(connection, `drop schema public cascade; create schema public`)

const ask = async (connection: Connection, text: string) => {
  const client = new Client(connection)
  await client.connect()
  const result = await client.query(text)
  await client.end()
  return result.rows
}

await eachEngine(t, 'should apply what is new, once, in order', async (t, { connection }) => {
  await forget(connection)
  const folder = await ownFolder(t)
  await writeFiles(folder, { ...ONE, 'README.md': 'not a migration' })
  t.same(await migrate(connection, folder), ['0001_one.sql'])
  await writeFiles(folder, TWO)
  t.same(await migrate(connection, folder), ['0002_two.sql'])
  t.same(await migrate(connection, folder), [])
  t.same(await ask(connection, 'select name from migration order by name'), [
    { name: '0001_one.sql' },
    { name: '0002_two.sql' },
  ])
})

await eachEngine(t, 'should apply each once when eight start together', async (t, { connection }) => {
  await forget(connection)
  const folder = await ownFolder(t)
  await writeFiles(folder, TWO)
  const applied = await Promise.all(Array.from({ length: 8 }, () => migrate(connection, folder)))
  t.same(applied.flat().sort(), ['0001_one.sql', '0002_two.sql'])
  t.same(await ask(connection, 'select id from two'), [{ id: 1 }])
})

await eachEngine(
  t,
  'should keep the migrations before one that fails, and nothing of it',
  async (t, { connection }) => {
    await forget(connection)
    const folder = await ownFolder(t)
    await writeFiles(folder, { ...ONE, '0002_two.sql': 'create table two (); select 1 / 0;' })
    await t.rejects(migrate(connection, folder), {
      message: 'Migration 0002_two.sql failed: division by zero',
    })
    t.same(await ask(connection, `select to_regclass('one')::text as one, to_regclass('two')::text as two`), [
      { one: 'one', two: null },
    ])
    await writeFiles(folder, TWO)
    t.same(await migrate(connection, folder), ['0002_two.sql'])
  },
)

await eachEngine(t, 'should refuse a history that is not the folder’s', async (t, { connection }) => {
  await forget(connection)
  const folder = await ownFolder(t)
  await writeFiles(folder, TWO)
  await migrate(connection, folder)
  const refusal = async (change: () => Promise<void>) => {
    for (const name of await readdir(folder)) await rm(join(folder, name))
    await change()
    return migrate(connection, folder).then(
      () => 'accepted',
      (error) => (error instanceof MigrationRefused ? error.message : String(error)),
    )
  }
  t.match(
    await refusal(() => writeFiles(folder, { ...TWO, '0001_one.sql': 'create table one (id text);' })),
    /^0001_one.sql has changed since/,
  )
  t.match(
    await refusal(() => writeFiles(folder, ONE)),
    /^The database already has 0002_two.sql, which this version/,
  )
  t.match(
    await refusal(() => writeFiles(folder, { ...TWO, '0001_early.sql': 'select 1;' })),
    /^0001_early.sql and 0001_one.sql have the same number/,
  )
  t.match(
    await refusal(() => writeFiles(folder, { ...TWO, '0000_early.sql': 'select 1;' })),
    /^0000_early.sql comes before 0001_one.sql/,
  )
  t.match(
    await refusal(() => writeFiles(folder, { ...TWO, 'three.sql': '' })),
    /^three.sql in .* is not named like/,
  )
  const windows = TWO['0002_two.sql'].replaceAll('; ', ';\r\n')
  t.match(
    await refusal(() => writeFiles(folder, { ...TWO, '0002_two.sql': windows })),
    /^0002_two.sql has changed/,
  )
  t.equal(await refusal(() => writeFiles(folder, TWO)), 'accepted')
})

await eachEngine(t, 'should make the role that owns nothing and cannot log in', async (t, { connection }) => {
  t.same(
    await ask(
      connection,
      `select rolcanlogin, rolsuper from pg_roles where rolname = 'peer_challenge_service'`,
    ),
    [{ rolcanlogin: false, rolsuper: false }],
  )
})

t.test(
  'should let the service’s own login act as the role, whichever databases migrate at once',
  async (t) => {
    const postgres = (await engines()).find(({ name }) => name === 'postgres')
    if (!postgres) {
      t.pass('only PostgreSQL has logins and several databases')
      return
    }
    const folder = await ownFolder(t)
    await writeFiles(folder, TWO)
    const home = await postgres.create()
    const databases = [home, await postgres.create(), await postgres.create()]
    const login = `pct_login_${randomBytes(6).toString('hex')}`
    await ask(home.connection, `create role ${login} login`)
    t.teardown(async () => {
      await ask(home.connection, `drop role ${login}`)
      for (const { remove } of databases) await remove()
    })
    for (let round = 0; round < 5; round++) {
      await ask(home.connection, `revoke peer_challenge_service from ${login}`)
      for (const { connection } of databases) await forget(connection)
      const runs = databases.flatMap(({ connection }) =>
        [1, 2].map(() => migrate(connection, folder, { serviceLogin: login })),
      )
      t.equal((await Promise.all(runs)).flat().length, 6)
    }
    const allowed = `select pg_has_role('${login}', 'peer_challenge_service', 'member') as may`
    t.same(await ask(home.connection, allowed), [{ may: true }])
  },
)

t.test('should ask for the owner only where something is to be done', async (t) => {
  const postgres = (await engines()).find(({ name }) => name === 'postgres')
  if (!postgres) {
    t.pass('only PostgreSQL has logins')
    return
  }
  const { connection, remove } = await postgres.create()
  const login = `pct_login_${randomBytes(6).toString('hex')}`
  // `noinherit`: it has no right of the service's role until it acts as it, which only transactions do.
  await ask(connection, `create role ${login} login noinherit`)
  t.teardown(async () => {
    await remove()
    const other = await postgres.create()
    await ask(other.connection, `drop role ${login}`)
    await other.remove()
  })
  await forget(connection)
  await ask(connection, 'grant usage on schema public to public')
  const folder = await ownFolder(t)
  await writeFiles(folder, ONE)
  // The session's role, and not another connection's user, whose password the tests cannot know.
  const asLogin = { ...connection, options: `-c role=${login}` }
  const refused = (reason: RegExp) => ({
    name: 'MigrationRefused',
    message: new RegExp(
      `^The database is not yet .* and ${login} may not change it \\(${reason.source}\\): .* MIGRATION_DATABASE_URL\\.$`,
    ),
  })
  await t.rejects(migrate(asLogin, folder), refused(/.*peer_challenge_service.*/))
  await ask(connection, `grant peer_challenge_service to ${login}`)
  await t.rejects(migrate(asLogin, folder), refused(/permission denied for schema public/))
  await migrate(connection, folder)
  t.same(await migrate(asLogin, folder), [], 'nothing is new')
  await writeFiles(folder, TWO)
  await t.rejects(migrate(asLogin, folder), refused(/permission denied for schema public/))
})
