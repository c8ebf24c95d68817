import type { Handle } from './database.ts'
import type { Participant, RoundKey } from './rounds.ts'

/** How many authorities take part in each round of a region. */
export const countTakingPart = async (trx: Handle, regionId: string): Promise<Map<string, number>> => {
  const rows = await trx
    .selectFrom('participant')
    .select((column) => ['roundId', column.fn.countAll<number>().as('count')])
    .where('regionId', '=', regionId)
    .where('takingPart', '=', true)
    .groupBy('roundId')
    .execute()
  return new Map(rows.map(({ roundId, count }) => [roundId, count]))
}

/** Makes these the participants of a round, whoever was before. */
export const replaceParticipants = async (
  trx: Handle,
  { id: roundId, regionId }: RoundKey,
  participants: readonly Participant[],
): Promise<void> => {
  await trx
    .deleteFrom('participant')
    .where('roundId', '=', roundId)
    .$if(participants.length > 0, (others) =>
      others.where(
        'authorityId',
        'not in',
        participants.map(({ authorityId }) => authorityId),
      ),
    )
    .execute()
  if (participants.length === 0) return
  await trx
    .insertInto('participant')
    .values(participants.map((participant) => ({ ...participant, regionId, roundId })))
    .onConflict((conflict) =>
      conflict.columns(['roundId', 'authorityId']).doUpdateSet((row) => ({
        takingPart: row.ref('excluded.takingPart'),
        reason: row.ref('excluded.reason'),
      })),
    )
    .execute()
}

/** Opens a self-assessment for each of these participants of a round that has none. */
export const addSelfAssessments = async (
  trx: Handle,
  { id: roundId, regionId }: RoundKey,
  authorityIds: readonly string[],
  now: Date,
): Promise<void> => {
  if (authorityIds.length === 0) return
  await trx
    .insertInto('selfAssessment')
    .values(
      authorityIds.map((authorityId) => ({
        regionId,
        roundId,
        authorityId,
        createdAt: now,
        stateSince: now,
        changedAt: now,
      })),
    )
    .onConflict((conflict) => conflict.constraint('one_self_assessment_a_round').doNothing())
    .execute()
}

/**
 * Takes back the self-assessments of these participants of a round. One that has papers or moderators is
 * refused by the database, even where the transaction may not see them.
 */
export const removeSelfAssessments = async (
  trx: Handle,
  roundId: string,
  authorityIds: readonly string[],
): Promise<void> => {
  if (authorityIds.length === 0) return
  await trx
    .deleteFrom('selfAssessment')
    .where('roundId', '=', roundId)
    .where('authorityId', 'in', authorityIds)
    .execute()
}
