import type { Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { types } from 'pg'
import t from 'tap'
import { type Handle, inTransaction, openDatabase } from '../../src/db/database.ts'
import { parseInt8 } from '../../src/db/types.ts'
import { failure, success } from '../../src/domain/failures.ts'
import { eachEngine, type TestDatabase } from '../fixtures/databases.ts'

const REGION = '3b3a4a3e-7f43-4b0e-8f0c-0f6a0f5f0001'
const PERSON = '3b3a4a3e-7f43-4b0e-8f0c-0f6a0f5f0002'
const scope = { regionId: REGION, personId: PERSON, now: new Date('2019-05-01T09:00:00Z') }

const makeCounter = (database: TestDatabase) =>
  database.pool.query(`drop table if exists counter; create table counter (id int primary key, n int not null);
    insert into counter values (1, 0), (2, 0); grant all on counter to peer_challenge_service`)

const add = (trx: Handle, id: number) => sql`update counter set n = n + 1 where id = ${id}`.execute(trx)

const counted = async (database: TestDatabase): Promise<number[]> =>
  (await database.pool.query('select n from counter order by id')).rows.map(({ n }) => n)

t.test('reading columns', async (t) => {
  await eachEngine(
    t,
    'should give dates as text, int8 as numbers and instants as Date',
    async (t, { pool }) => {
      const { rows } = await pool.query(`select date '2019-10-27' as day, 9007199254740991::int8 as large,
      timestamptz '2019-10-27 00:30:00+00' as instant, array[date '2019-10-27', null] as days,
      array[1::int8, 2] as larges`)
      t.strictSame(rows, [
        {
          day: '2019-10-27',
          large: 9007199254740991,
          instant: new Date('2019-10-27T00:30:00Z'),
          days: ['2019-10-27', null],
          larges: [1, 2],
        },
      ])
      await t.rejects(pool.query('select 9007199254740992::int8'), RangeError)
      t.same((await pool.query('select 1 as v')).rows, [{ v: 1 }], 'the connection goes on')
    },
  )

  t.throws(() => parseInt8('-9007199254740993'), RangeError)
  t.equal(types.getTypeParser(20)('1'), '1', 'nothing global has changed')
})

t.test('camelCase', async (t) => {
  await eachEngine(t, 'should rename columns, not what JSON documents hold', async (t, { kysely }) => {
    const { rows } = await sql`select 1 as some_column, '{"some_key": 1}'::jsonb as a_document`.execute(
      kysely,
    )
    t.same(rows, [{ someColumn: 1, aDocument: { some_key: 1 } }])
  })
})

await eachEngine(t, 'inTransaction', async (t, database) => {
  await t.test('should act under the role, for the region and person, at the given now', async (t) => {
    const seen = sql`select current_user as role, current_setting('app.region') as region,
      current_setting('app.person') as person, current_setting('app.now') as now,
      current_setting('transaction_isolation') as isolation`
    const { rows } = await inTransaction(database, scope, (trx) => seen.execute(trx))
    t.same(rows, [
      {
        role: 'peer_challenge_service',
        region: REGION,
        person: PERSON,
        now: '2019-05-01T09:00:00.000Z',
        isolation: 'read committed',
      },
    ])
  })

  await t.test('should leave nothing of its scope behind, on its connection or another', async (t) => {
    await inTransaction(database, scope, (trx) => sql`select 1`.execute(trx))
    await inTransaction(database, scope, () => Promise.resolve(failure('not-found', 'no')))
    const other = openDatabase(database.connection)
    t.teardown(() => other.close())
    for (const { pool } of [database, other]) {
      const { rows } = await pool.query(
        `select current_user = session_user as own, coalesce(current_setting('app.region', true), '') as region`,
      )
      t.same(rows, [{ own: true, region: '' }])
    }
    const nobody = { regionId: null, personId: null, now: scope.now }
    const { rows } = await inTransaction(database, nobody, (trx) =>
      sql`select current_setting('app.region') || current_setting('app.person') as who`.execute(trx),
    )
    t.same(rows, [{ who: '' }])
  })

  await t.test('should keep what succeeded, undo a refusal, an error and a discarded run', async (t) => {
    await makeCounter(database)
    const refusal = failure('wrong-state', 'It was held already.')
    const once = <T>(result: T, options?: { discard: boolean }) =>
      inTransaction(
        database,
        scope,
        async (trx) => {
          await add(trx, 1)
          return result
        },
        options,
      )
    t.same(await once(success('kept')), success('kept'))
    t.same(await once(refusal), refusal)
    t.same(await once(success('dry'), { discard: true }), success('dry'))
    await t.rejects(
      inTransaction(database, scope, async (trx) => {
        await add(trx, 1)
        throw new Error('by hand')
      }),
      { message: 'by hand' },
    )
    t.same(await counted(database), [1, 0])
  })

  await t.test('should throw when an error inside was swallowed, not pretend to have kept it', async (t) => {
    await makeCounter(database)
    await t.rejects(
      inTransaction(database, scope, async (trx) => {
        await add(trx, 1)
        await sql`select 1 / 0`.execute(trx).catch(() => {})
      }),
    )
    t.same(await counted(database), [0, 0])
  })

  await t.test('should retry a serialization failure five times, then throw it', async (t) => {
    let runs = 0
    const failing = (times: number) =>
      inTransaction(database, scope, async (trx) => {
        if (runs++ < times)
          await sql`do $$ begin raise exception 'again' using errcode = '40001'; end $$`.execute(trx)
        return runs
      })
    t.equal(await failing(5), 6)
    runs = 0
    await t.rejects(failing(100), { code: '40001' })
    t.equal(runs, 6)
  })

  await t.test('should not retry anything else', async (t) => {
    let runs = 0
    const failing = inTransaction(database, scope, (trx) => {
      runs++
      return sql`select 1 / 0`.execute(trx)
    })
    await t.rejects(failing, { code: '22012' })
    t.equal(runs, 1)
  })

  await t.test('should lose no write of transactions that deadlock', async (t) => {
    await makeCounter(database)
    await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        inTransaction(database, scope, async (trx) => {
          await add(trx, 1 + (index % 2))
          await add(trx, 2 - (index % 2))
        }),
      ),
    )
    t.same(await counted(database), [8, 8])
  })
})

/** Ends every connection of the database from outside; in the embedded engine, by cutting the sockets. */
const cutConnections = async (database: TestDatabase): Promise<void> => {
  if (database.engine === 'embedded') {
    const { _clients } = database.pool as unknown as { _clients: { connection: { stream: Socket } }[] }
    for (const client of [..._clients]) client.connection.stream.destroy()
    return
  }
  const other = openDatabase(database.connection)
  await other.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`)
  await other.close()
}

await eachEngine(t, 'a connection that dies', async (t, { engine, connection }) => {
  const lost: Error[] = []
  const database = { ...openDatabase(connection, (error) => lost.push(error)), engine, connection }
  t.teardown(() => database.close())
  await makeCounter(database)

  await t.test('should fail its transaction, keep nothing of it, and be replaced', async (t) => {
    await t.rejects(
      inTransaction(database, scope, async (trx) => {
        await add(trx, 1)
        await cutConnections(database)
        await setTimeout(50)
        await add(trx, 1)
      }),
    )
    t.same(await counted(database), [0, 0])
  })

  await t.test('should be told of when nobody was using it, and be replaced', async (t) => {
    lost.length = 0
    await cutConnections(database)
    for (let tries = 0; lost.length === 0 && tries < 100; tries++) await setTimeout(20)
    t.ok(lost.length > 0)
    t.same(await counted(database), [0, 0])
  })
})
