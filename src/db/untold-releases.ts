import { sql } from 'kysely'
import { SELF_ASSESSMENT_RELEASED } from '../domain/self-assessments/released.ts'
import type { Handle } from './database.ts'

/**
 * The papers of a region that may have been released by a local day and not been told yet: submitted, not withdrawn, of a
 * round that is not closed. Whether they are released, their facts say: this only spares loading those of everybody.
 */
export const loadUntoldReleases = async (trx: Handle, regionId: string, today: string): Promise<string[]> => {
  const rows = await trx
    .selectFrom('selfAssessment')
    .innerJoin('round', 'round.id', 'selfAssessment.roundId')
    .select('selfAssessment.id')
    .where('selfAssessment.regionId', '=', regionId)
    .where('selfAssessment.firstSubmittedAt', 'is not', null)
    .where('selfAssessment.withdrawnAt', 'is', null)
    .where('round.closedAt', 'is', null)
    .where(
      sql<boolean>`(round.release_on <= ${today}::date or round.policy #>> '{moderation,moderators}' = '0')`,
    )
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('outbox')
            .select('outbox.id')
            .where('outbox.topic', '=', SELF_ASSESSMENT_RELEASED)
            .whereRef('outbox.subjectId', '=', 'selfAssessment.id'),
        ),
      ),
    )
    .execute()
  return rows.map(({ id }) => id)
}
