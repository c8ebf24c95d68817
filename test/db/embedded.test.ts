import { once } from 'node:events'
import { mkdir, rm, stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { Client } from 'pg'
import t from 'tap'
import { connectEmbedded, DataFolderPathTooLong, openEmbedded } from '../../src/db/embedded.ts'
import { freshDataFolder } from '../fixtures/embedded-engine.ts'
import { ownFolder, writeFiles } from '../fixtures/folders.ts'

const connected = async (connection: object): Promise<Client> => {
  const client = new Client(connection)
  client.on('error', () => {})
  await client.connect()
  return client
}

const message = (letter: string, body: string): Buffer => {
  const bytes = Buffer.from(`${letter}0000${body}`)
  bytes.writeInt32BE(bytes.length - 1, 1)
  return bytes
}

t.test('the embedded engine', async (t) => {
  const folder = join(await ownFolder(t), 'data')
  const embedded = await openEmbedded(folder)
  t.teardown(() => embedded.close())
  const first = await connected(embedded.connection)
  const second = await connected(embedded.connection)

  t.test('should keep its folder to its user', async (t) => {
    t.equal((await stat(folder)).mode & 0o777, 0o700)
  })

  t.test('should be PostgreSQL 18 with btree_gist', async (t) => {
    const { rows } = await first.query('select current_setting($1)::int as version', ['server_version_num'])
    t.match(String(rows[0].version), /^18/)
    await first.query('create extension btree_gist')
  })

  t.test('should show the way in to the commands of the project', async (t) => {
    t.same(await connectEmbedded(folder), embedded.connection)
    t.equal(await connectEmbedded(join(folder, 'elsewhere')), null)
  })

  t.test('should keep the batches of connections apart', async (t) => {
    const clients = await Promise.all(Array.from({ length: 6 }, () => connected(embedded.connection)))
    const wrong: string[] = []
    await Promise.all(
      clients.map(async (client, index) => {
        for (let turn = 0; turn < 50; turn++) {
          const { rows } = await client.query(`select $1::int as turn, ${index} as index`, [turn])
          if (rows[0].turn !== turn || rows[0].index !== index) wrong.push(`${index}/${turn}`)
        }
      }),
    )
    t.same(wrong, [])
    await Promise.all(clients.map((client) => client.end()))
  })

  t.test('should keep equal names of prepared statements apart', async (t) => {
    const asked = async (client: Client, text: string) =>
      (await client.query({ name: 'one', text })).rows[0].v
    t.equal(await asked(first, 'select 1 as v'), 1)
    t.equal(await asked(second, 'select 2 as v'), 2)
    t.equal(await asked(first, 'select 1 as v'), 1)
  })

  t.test('should drop the prepared statements of a connection that ends', async (t) => {
    const kept = async () =>
      (await first.query('select count(*)::int as n from pg_prepared_statements')).rows[0].n
    const before = await kept()
    const third = await connected(embedded.connection)
    await third.query({ name: 'passing', text: 'select $1::int', values: [1] })
    t.equal(await kept(), before + 1)
    await third.end()
    for (let tries = 0; (await kept()) > before && tries < 100; tries++) await new Promise(setImmediate)
    t.equal(await kept(), before)
  })

  t.test('should let nothing into an open transaction of another connection', async (t) => {
    await first.query('create table mark (v int)')
    await first.query('begin')
    await first.query('insert into mark values (1)')
    let answered = false
    const counted = second.query('select count(*)::int as n from mark').then(({ rows }) => {
      answered = true
      return rows[0].n
    })
    await first.query('insert into mark values (2)')
    t.equal(answered, false)
    await first.query('rollback')
    t.equal(await counted, 0)
  })

  t.test('should undo the transaction of a connection that is cut', async (t) => {
    const cut = await connected(embedded.connection)
    await cut.query('begin')
    await cut.query('create table half_done ()')
    ;(cut as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
    const { rows } = await second.query(`select to_regclass('half_done') as found`)
    t.equal(rows[0].found, null)
  })

  t.test('should go on after a client that is cut in the middle of a batch', async (t) => {
    const raw = connect(join(folder, '.s.PGSQL.5432'))
    await once(raw, 'connect')
    raw.write(message('P', '\0select 1\0\0\0'))
    await once(raw, 'data')
    const waiting = second.query('select 7 as v')
    raw.destroy()
    t.equal((await waiting).rows[0].v, 7)
  })
})

t.test('closing should end connections, remove the socket and keep the data', async (t) => {
  const folder = await freshDataFolder()
  const embedded = await openEmbedded(folder)
  const client = await connected(embedded.connection)
  await client.query('create table kept as select 1 as v')
  const cut = new Promise((resolve) => client.once('end', resolve))
  await Promise.all([embedded.close(), embedded.close()])
  await cut
  await t.rejects(stat(join(folder, '.s.PGSQL.5432')), { code: 'ENOENT' })
  t.equal(await connectEmbedded(folder), null)

  const again = await openEmbedded(folder)
  t.teardown(async () => {
    await again.close()
    await rm(folder, { recursive: true, force: true })
  })
  const reader = await connected(again.connection)
  t.same((await reader.query('select v from kept')).rows, [{ v: 1 }])
  await reader.end()
})

t.test('an engine that cannot open its files should say so and free the folder', async (t) => {
  const folder = await ownFolder(t)
  await mkdir(join(folder, 'database'))
  await writeFiles(join(folder, 'database'), { PG_VERSION: '18' })
  for (const attempt of ['first', 'second']) {
    await t.rejects(
      openEmbedded(folder),
      { message: `The database in ${folder}/database does not open` },
      attempt,
    )
  }
})

t.test('a folder whose path leaves no room for a socket should be refused by name', async (t) => {
  const folder = join(await ownFolder(t), 'x'.repeat(100))
  await t.rejects(openEmbedded(folder), DataFolderPathTooLong)
  await t.rejects(connectEmbedded(folder), DataFolderPathTooLong)
})
