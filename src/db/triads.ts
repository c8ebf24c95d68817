import { sql } from 'kysely'
import type { EventState } from '../domain/events/event.ts'
import type { Handle } from './database.ts'
import { type RoundKey, selectTriads, type Triad } from './rounds.ts'

/** `findTriad` for a change of it; its round is locked first. */
export const lockTriad = async (trx: Handle, id: string): Promise<Triad | null> =>
  (await selectTriads(trx).where('triad.id', '=', id).forUpdate().executeTakeFirst()) ?? null

/** A new triad; its number is the next of its round unless one is given. */
export const insertTriad = async (
  trx: Handle,
  { id: roundId, regionId }: RoundKey,
  {
    number,
    authorityIds,
  }: { readonly number?: number | undefined; readonly authorityIds: readonly string[] },
  now: Date,
): Promise<string> => {
  const next = sql<number>`(select coalesce(max(number), 0) + 1 from triad where round_id = ${roundId})`
  const { id } = await trx
    .insertInto('triad')
    .values({ regionId, roundId, number: number ?? next, createdAt: now, changedAt: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  await insertMembers(trx, { id, roundId, regionId }, authorityIds)
  return id
}

/** Writes a triad's number and its authorities; its revision grows by one. */
export const updateTriad = (
  trx: Handle,
  round: RoundKey,
  triad: Pick<Triad, 'id' | 'number' | 'authorityIds'>,
  now: Date,
): Promise<void> => updateTriads(trx, round, [triad], now)

/** `updateTriad` for several: all leave before any joins, so that authorities can change places. */
export const updateTriads = async (
  trx: Handle,
  { id: roundId, regionId }: RoundKey,
  triads: readonly Pick<Triad, 'id' | 'number' | 'authorityIds'>[],
  now: Date,
): Promise<void> => {
  for (const { id, number } of triads) {
    await trx
      .updateTable('triad')
      .set((column) => ({ number, revision: column('revision', '+', 1), changedAt: now }))
      .where('id', '=', id)
      .execute()
    await trx.deleteFrom('triadMember').where('triadId', '=', id).execute()
  }
  for (const { id, authorityIds } of triads) await insertMembers(trx, { id, roundId, regionId }, authorityIds)
}

const insertMembers = async (
  trx: Handle,
  { id: triadId, roundId, regionId }: { id: string; roundId: string; regionId: string },
  authorityIds: readonly string[],
): Promise<void> => {
  if (authorityIds.length === 0) return
  await trx
    .insertInto('triadMember')
    .values(authorityIds.map((authorityId) => ({ regionId, roundId, triadId, authorityId })))
    .execute()
}

/** Deletes a triad with its memberships; one that has events is refused by the database. */
export const deleteTriad = async (trx: Handle, id: string): Promise<void> => {
  await trx.deleteFrom('triad').where('id', '=', id).execute()
}

/** The states of a triad's events, which stay as they are until the transaction ends. */
export const lockTriadEvents = async (trx: Handle, triadId: string): Promise<EventState[]> => {
  const rows = await trx
    .selectFrom('challengeEvent')
    .select('state')
    .where('triadId', '=', triadId)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map(({ state }) => state as EventState)
}
