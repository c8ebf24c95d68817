import { sql } from 'kysely'
import type { Challenge } from '../domain/challenges/challenge.ts'
import type { RestsOnMethod } from '../domain/rounds/round.ts'
import type { Handle } from './database.ts'
import { type RoundKey, selectTriads } from './rounds.ts'

const selectChallenges = (trx: Handle) =>
  trx.selectFrom('challenge').select(['roundId', 'authorityId', 'challengerId'])

/** Who challenges whom in a round, by the ids of the two. */
export const loadChallenges = (trx: Handle, roundId: string): Promise<Challenge[]> =>
  selectChallenges(trx)
    .where('roundId', '=', roundId)
    .orderBy('authorityId')
    .orderBy('challengerId')
    .execute()

/** Authorities that meet in a round: a triad, or one that challenges another with the other. */
export interface Group {
  readonly roundId: string
  readonly authorityIds: readonly string[]
}

/** All of a region's, of every round. */
export const loadGroups = async (trx: Handle, regionId: string): Promise<Group[]> => {
  const triads = await selectTriads(trx).where('triad.regionId', '=', regionId).execute()
  const challenges = await selectChallenges(trx).where('regionId', '=', regionId).execute()
  return [
    ...triads,
    ...challenges.map(({ roundId, authorityId, challengerId }) => ({
      roundId,
      authorityIds: [authorityId, challengerId],
    })),
  ]
}

/** Makes these the challenges of a round, whatever they were. */
export const replaceChallenges = async (
  trx: Handle,
  { id: roundId, regionId }: RoundKey,
  challenges: readonly Challenge[],
): Promise<void> => {
  await trx.deleteFrom('challenge').where('roundId', '=', roundId).execute()
  if (challenges.length === 0) return
  await trx
    .insertInto('challenge')
    .values(challenges.map((challenge) => ({ ...challenge, regionId, roundId })))
    .execute()
}

/** How many triads, challenges and events a round has. */
export const countOnMethod = async (trx: Handle, roundId: string): Promise<RestsOnMethod> => {
  const count = (table: string) =>
    sql<number>`(select count(*)::int from ${sql.table(table)} where round_id = ${roundId})`
  return trx
    .selectNoFrom([
      count('triad').as('triads'),
      count('challenge').as('challenges'),
      count('challenge_event').as('events'),
    ])
    .executeTakeFirstOrThrow()
}
