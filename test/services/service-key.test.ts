import { sql } from 'kysely'
import t from 'tap'
import { inTransaction } from '../../src/db/database.ts'
import { checkServiceKey, hasServiceKey, WrongServiceKey } from '../../src/services/service-key.ts'
import { eachEngine } from '../fixtures/databases.ts'

const NOW = new Date('2019-05-13T08:00:00Z')
const KEY = Buffer.alloc(32, 1)
const OTHER = Buffer.alloc(32, 2)

void eachEngine(t, 'the key of the first start is the database’s key', async (t, database) => {
  t.equal(await hasServiceKey(database, NOW), false)
  await checkServiceKey(database, KEY, NOW)
  t.equal(await hasServiceKey(database, NOW), true)
  await checkServiceKey(database, KEY, NOW)
  await t.rejects(checkServiceKey(database, OTHER, NOW), WrongServiceKey)
  await t.rejects(checkServiceKey(database, Buffer.alloc(0), NOW), {
    message: 'The service’s key has 0 bytes instead of 32.',
  })
  await checkServiceKey(database, KEY, NOW)
})

void eachEngine(t, 'of two first starts with different keys one is refused', async (t, database) => {
  const outcomes = await Promise.allSettled([KEY, OTHER].map((key) => checkServiceKey(database, key, NOW)))
  t.same(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

void eachEngine(t, 'nothing of the key itself is kept', async (t, database) => {
  await checkServiceKey(database, KEY, NOW)
  const scope = { regionId: '*', personId: null, now: NOW }
  const { rows } = await inTransaction(database, scope, (trx) =>
    sql<{ checkValue: Buffer }>`select check_value from service_key_check`.execute(trx),
  )
  t.equal(rows.length, 1)
  t.notSame(rows[0]?.checkValue, KEY)
  t.equal(rows[0]?.checkValue.includes(KEY.subarray(0, 4)), false)
  const elsewhere = { ...scope, regionId: '00000000-0000-0000-0000-000000000001' }
  const seen = await inTransaction(database, elsewhere, (trx) =>
    sql`select from service_key_check`.execute(trx),
  )
  t.equal(seen.rows.length, 0, 'a region sees nothing of it')
})
