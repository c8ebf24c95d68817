import type { Handle } from './database.ts'

const FEED = ['id', 'personId', 'name', 'detail', 'createdAt', 'expiresAt', 'fetchedAt', 'fetchedBy'] as const

/** The feeds of the transaction's person that were not revoked; expired ones too. */
export const selectFeeds = (trx: Handle) => trx.selectFrom('feed').select(FEED).where('revokedAt', 'is', null)

export const findFeed = async (trx: Handle, id: string) =>
  (await selectFeeds(trx).where('id', '=', id).executeTakeFirst()) ?? null

export interface NewFeed {
  readonly regionId: string
  readonly personId: string
  readonly name: string
  readonly detail: 'full' | 'busy'
  readonly tokenHash: Buffer
  readonly createdAt: Date
  readonly expiresAt: Date
}

export const insertFeed = (trx: Handle, feed: NewFeed) =>
  trx.insertInto('feed').values(feed).returning(FEED).executeTakeFirstOrThrow()

/** From now on its address is one that never was. */
export const revokeFeedRow = async (trx: Handle, id: string, now: Date): Promise<void> => {
  await trx.updateTable('feed').set({ revokedAt: now }).where('id', '=', id).execute()
}

/** Notes when, and by what client, a feed was last fetched. */
export const noteFetch = async (trx: Handle, id: string, by: string | null, now: Date): Promise<void> => {
  await trx.updateTable('feed').set({ fetchedAt: now, fetchedBy: by }).where('id', '=', id).execute()
}
