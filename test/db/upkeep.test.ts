import { join } from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import { openDatabase } from '../../src/db/database.ts'
import { openEmbedded } from '../../src/db/embedded.ts'
import { keepUp } from '../../src/db/upkeep.ts'
import { ownFolder } from '../fixtures/folders.ts'

const MB = 1024 * 1024
const ROWS = 20_000
const goesOn = new AbortController().signal

t.test('the upkeep of the embedded engine', async (t) => {
  const embedded = await openEmbedded(join(await ownFolder(t), 'data'))
  const database = openDatabase(embedded.connection)
  t.teardown(async () => {
    await database.close()
    await embedded.close()
  })
  const { kysely } = database
  const size = async () => {
    const { rows } = await sql<{ size: number }>`select pg_table_size('note')::int as size`.execute(kysely)
    return rows[0]?.size ?? Number.NaN
  }
  /** Bytes of log that a service killed now would read again. */
  const ahead = async () => {
    const { rows } = await sql<{ ahead: number }>`
      select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::float as ahead
      from pg_control_checkpoint()`.execute(kysely)
    return rows[0]?.ahead ?? Number.NaN
  }
  await sql`create table note (id integer primary key, text text not null)`.execute(kysely)
  await sql`insert into note select n, repeat('x', 500) from generate_series(1, ${sql.lit(ROWS)}) as n`.execute(
    kysely,
  )

  t.test('should tell the planner how much a table holds', async (t) => {
    const expected = async () => {
      const { rows } = await sql<Record<string, string>>`explain select from note where id > 0`.execute(
        kysely,
      )
      return Number(/rows=(\d+)/.exec(Object.values(rows[0] ?? {})[0] ?? '')?.[1])
    }
    t.not(await expected(), ROWS)
    t.same((await keepUp(database, goesOn)).analysed, ['note'])
    t.equal(await expected(), ROWS)
    t.same(await keepUp(database, goesOn), { vacuumed: [], analysed: [], hasCheckpoint: false })
  })

  t.test('should give the room of replaced rows back, and begin the log anew', async (t) => {
    const replaceAll = () => sql`update note set text = reverse(text)`.execute(kysely)
    const atFirst = await size()
    for (let turn = 0; turn < 3; turn++) await replaceAll()
    t.ok((await size()) > 3 * atFirst, 'nothing else does it')
    let checkpoints = 0
    for (let turn = 0; turn < 8; turn++) {
      await replaceAll()
      const { vacuumed, hasCheckpoint } = await keepUp(database, goesOn)
      t.same(vacuumed, ['note'])
      if (hasCheckpoint) checkpoints++
      t.ok((await ahead()) <= 64 * MB)
    }
    t.ok(checkpoints > 0)
    t.ok((await size()) < 6 * atFirst, 'as large as before the first upkeep')
  })

  t.test('should end early when it is stopped', async (t) => {
    await sql`delete from note`.execute(kysely)
    t.same((await keepUp(database, AbortSignal.abort())).vacuumed, [])
    t.same((await keepUp(database, goesOn)).vacuumed, ['note'])
  })
})
