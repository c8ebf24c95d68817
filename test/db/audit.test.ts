import { sql } from 'kysely'
import t from 'tap'
import { appendAudit } from '../../src/db/audit.ts'
import { inTransaction } from '../../src/db/database.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { startService } from '../fixtures/service.ts'

/** How many entries of the whole log do not follow from the one before them. */
const BROKEN = sql<{ broken: number }>`
  select count(*)::int as broken from (
    select *, coalesce(lag(hash) over (partition by region_id order by sequence), '\\x') as before,
      lag(sequence, 1, 0::bigint) over (partition by region_id order by sequence) as last
    from audit_entry) e
  where previous_hash <> before or sequence <> last + 1 or hash <> audit_hash(before, region_id, sequence, at,
    person_id, action, subject_type, subject_id, outcome, detail)`

void eachEngine(t, 'the audit log is one unbroken chain, whoever writes at once', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  await Promise.all(
    Array.from({ length: 20 }, (_, n) => consultant.post('/v1/people', { name: `Office ${n}` })),
  )
  const { rows } = await BROKEN.execute(database.kysely)
  t.equal(rows[0]?.broken, 0)
  const { body } = await consultant.get('/v1/audit-entries?limit=500')
  t.equal(body.items.filter(({ action }: { action: string }) => action === 'createPerson').length, 20)
  t.same(
    body.items.map(({ sequence }: { sequence: number }) => sequence),
    body.items.map((_: unknown, index: number) => index + 1),
  )
})

void eachEngine(t, 'nobody changes the audit log, not even its owner', async (t, database) => {
  const service = await startService(t, database)
  await service.region()
  for (const change of [
    sql`update audit_entry set outcome = 'read'`,
    sql`delete from audit_entry`,
    sql`truncate audit_entry`,
  ]) {
    await t.rejects(change.execute(database.kysely), { code: '23001' })
  }
  const scope = { regionId: '*', personId: null, now: new Date() }
  const asService = inTransaction(database, scope, (trx) => sql`delete from audit_entry`.execute(trx))
  await t.rejects(asService, { code: '42501' }, 'the service may not even try')
})

void eachEngine(t, 'a change of the log made behind its triggers shows', async (t, database) => {
  const entry = {
    regionId: null,
    at: new Date('2019-05-10T09:00:00Z'),
    personId: null,
    action: 'test',
    subjectType: 'test',
    subjectId: null,
    outcome: 'done',
    detail: {},
  } as const
  const scope = { regionId: '*', personId: null, now: entry.at }
  for (let n = 0; n < 3; n++) await inTransaction(database, scope, (trx) => appendAudit(trx, entry))
  t.equal((await BROKEN.execute(database.kysely)).rows[0]?.broken, 0)
  await sql`alter table audit_entry disable trigger all`.execute(database.kysely)
  await sql`update audit_entry set detail = '{"x":1}' where sequence = 2`.execute(database.kysely)
  t.equal((await BROKEN.execute(database.kysely)).rows[0]?.broken, 1)
})
