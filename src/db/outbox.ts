import type { Handle } from './database.ts'

/** Something that the service has to tell, and about what. */
export interface OutboxMessage {
  readonly id: string
  readonly topic: string
  readonly subjectId: string
  readonly payload: unknown
  readonly at: Date
}

/** Writes what is to be told, in the transaction in which it became so; false for what is told once and was. */
export const insertMessage = async (
  trx: Handle,
  regionId: string,
  message: Omit<OutboxMessage, 'id' | 'payload'> & { readonly payload: object },
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('outbox')
    .values({ ...message, payload: JSON.stringify(message.payload), regionId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** What a region has to tell, as rows. */
export const selectMessages = (trx: Handle, regionId: string) =>
  trx
    .selectFrom('outbox')
    .select(['id', 'topic', 'subjectId', 'payload', 'at'])
    .where('regionId', '=', regionId)
