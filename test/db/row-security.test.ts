import { sql } from 'kysely'
import t from 'tap'
import { inTransaction } from '../../src/db/database.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { addSouthEast, roundRequest } from '../fixtures/round.ts'
import { startService } from '../fixtures/service.ts'

/** Tables that hold nobody's rows, or that the service's role may not read at all. */
const ASIDE = new Set(['migration', 'audit_head'])

void eachEngine(
  t,
  'a transaction that says nobody and nowhere sees no row of any table',
  async (t, database) => {
    const service = await startService(t, database)
    const { consultant } = await service.region('South East')
    const other = await service.region('North West')
    await addSouthEast(service, consultant)
    t.equal((await consultant.post('/v1/rounds', roundRequest())).status, 201)

    const { rows: tables } = await sql<{ name: string; secured: boolean; regional: boolean }>`
    select c.relname as name, c.relrowsecurity as secured,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'region_id') as regional
    from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`.execute(
      database.kysely,
    )
    t.ok(tables.length > 25, `${tables.length} tables`)
    const now = new Date()
    const count = (name: string, regionId: string | null, where = sql`true`) =>
      inTransaction(database, { regionId, personId: null, now }, async (trx) => {
        const { rows } = await sql<{
          n: number
        }>`select count(*)::int as n from ${sql.table(name)} where ${where}`.execute(trx)
        return rows[0]?.n
      })
    for (const { name, secured, regional } of tables.filter((table) => !ASIDE.has(table.name))) {
      t.ok(secured, `${name} has row-level security`)
      t.equal(await count(name, null), 0, `${name} shows nothing to nobody`)
      if (regional) {
        t.equal(
          await count(name, other.id, sql`region_id <> ${other.id}`),
          0,
          `${name} shows a region only itself`,
        )
      }
    }
  },
)
