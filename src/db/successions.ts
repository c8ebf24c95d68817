import { sql } from 'kysely'
import type { Succession } from '../domain/authorities/succession.ts'
import type { LocalDate } from '../domain/intervals.ts'
import type { Handle } from './database.ts'
import { type Lookup, lookUpOne, lookup } from './lookups.ts'

const selectSuccessions = (trx: Handle, { regionId }: { readonly regionId: string }) =>
  trx
    .selectFrom('succession')
    .select(['predecessorId', 'successorId', 'onDate as on'])
    .where('regionId', '=', regionId)
    .orderBy('onDate')
    .orderBy('predecessorId')
    .orderBy('successorId')

/** Who took over from whom in a region, past and coming. */
export const successionsIn = (regionId: string): Lookup<readonly Succession[]> =>
  lookup(selectSuccessions, { regionId }, (rows) => rows)

/** `successionsIn` by itself. */
export const loadSuccessions = (trx: Handle, regionId: string): Promise<readonly Succession[]> =>
  lookUpOne(trx, successionsIn(regionId))

/** Makes these the successors of an authority, whoever was before; none takes its end back. */
export const replaceSuccessors = async (
  trx: Handle,
  regionId: string,
  predecessorId: string,
  { on, successorIds }: { readonly on: LocalDate | null; readonly successorIds: readonly string[] },
): Promise<void> => {
  await trx.deleteFrom('succession').where('predecessorId', '=', predecessorId).execute()
  if (on === null || successorIds.length === 0) return
  await trx
    .insertInto('succession')
    .values(successorIds.map((successorId) => ({ regionId, predecessorId, successorId, onDate: on })))
    .execute()
}

/** Makes changes of a region's successions come one after the other, until the transaction ends. */
export const lockSuccessions = async (trx: Handle, regionId: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`successions ${regionId}`}, 0))`.execute(trx)
}
