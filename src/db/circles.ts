import type { Round } from '../domain/rounds/round.ts'
import type { Handle } from './database.ts'
import { roundOf, selectRounds, selectTriads, type Triad } from './rounds.ts'

/** These rounds, by their ids. */
export const loadRoundsById = async (trx: Handle, ids: readonly string[]): Promise<Map<string, Round>> => {
  if (ids.length === 0) return new Map()
  const rows = await selectRounds(trx).where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, roundOf(row)]))
}

/** The triads of these rounds, by their ids. */
export const loadTriadsIn = async (trx: Handle, roundIds: readonly string[]): Promise<Map<string, Triad>> => {
  if (roundIds.length === 0) return new Map()
  const rows = await selectTriads(trx).where('triad.roundId', 'in', roundIds).execute()
  return new Map(rows.map((triad) => [triad.id, triad]))
}

/** The authorities that take part in each of these rounds. */
export const loadTakingPartIn = async (
  trx: Handle,
  roundIds: readonly string[],
): Promise<Map<string, string[]>> => {
  if (roundIds.length === 0) return new Map()
  const rows = await trx
    .selectFrom('participant')
    .select(['roundId', 'authorityId'])
    .where('roundId', 'in', roundIds)
    .where('takingPart', '=', true)
    .orderBy('authorityId')
    .execute()
  const byRound = Map.groupBy(rows, ({ roundId }) => roundId)
  return new Map([...byRound].map(([id, members]) => [id, members.map(({ authorityId }) => authorityId)]))
}
