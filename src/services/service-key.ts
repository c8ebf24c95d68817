import { hkdfSync, timingSafeEqual } from 'node:crypto'
import { type Database, type Handle, inTransaction } from '../db/database.ts'

/** The key that seals documents is not the one that this database was first started with. */
export class WrongServiceKey extends Error {
  override readonly name = 'WrongServiceKey'
}

/** The key's length in bytes. */
export const SERVICE_KEY_BYTES = 32

/** What is kept of the key: neither the key nor anything that opens what it sealed can be had from it. */
const checkValueOf = (key: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', 'Check of the service key', 32))

const readCheckValue = (trx: Handle) =>
  trx.selectFrom('serviceKeyCheck').select('checkValue').executeTakeFirst()

const everywhere = (now: Date) => ({ regionId: '*', personId: null, now })

/** Whether this database has been started with a key: then a new one would be a wrong one. */
export const hasServiceKey = (database: Database, now: Date): Promise<boolean> =>
  inTransaction(database, everywhere(now), async (trx) => (await readCheckValue(trx)) !== undefined)

/**
 * The key of the first start is the database's key. Throws WrongServiceKey with any other, under which documents
 * could not be opened, and the feeds of busy times would show their events anew.
 */
export const checkServiceKey = async (database: Database, key: Buffer, now: Date): Promise<void> => {
  if (key.length !== SERVICE_KEY_BYTES) {
    throw new WrongServiceKey(`The service’s key has ${key.length} bytes instead of ${SERVICE_KEY_BYTES}.`)
  }
  const checkValue = checkValueOf(key)
  const stored = await inTransaction(database, everywhere(now), async (trx) => {
    await trx
      .insertInto('serviceKeyCheck')
      .values({ checkValue })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return readCheckValue(trx)
  })
  if (stored === undefined || !timingSafeEqual(stored.checkValue, checkValue)) {
    throw new WrongServiceKey(
      'The service’s key is not the one that this database was first started with, so its documents could not be opened: give that one as SERVICE_KEY, or put it back as service.key into the data folder.',
    )
  }
}
