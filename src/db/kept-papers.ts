import { sql } from 'kysely'
import type { Round } from '../domain/rounds/round.ts'
import type { Handle } from './database.ts'
import { roundOf, selectRounds } from './rounds.ts'

/** The closed rounds of a region of whose self-assessments something is still kept. */
export const loadKeptRounds = async (trx: Handle, regionId: string): Promise<Round[]> => {
  const rows = await selectRounds(trx)
    .where('regionId', '=', regionId)
    .where('state', '=', 'closed')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('selfAssessment')
          .whereRef('selfAssessment.roundId', '=', 'round.id')
          .where('emptiedAt', 'is', null),
      ),
    )
    .orderBy('label')
    .execute()
  return rows.map(roundOf)
}

/** Takes away what the self-assessments of closed rounds say; returns each that was not empty before. */
export const emptySelfAssessments = (trx: Handle, roundIds: readonly string[], at: Date) =>
  trx
    .with('emptied', (db) =>
      db
        .selectFrom(
          sql<{ id: string }>`empty_self_assessments(${roundIds}::uuid[], ${at})`.as<'paper'>(
            sql`paper (id)`,
          ),
        )
        .select('paper.id'),
    )
    .selectFrom('emptied')
    .innerJoin('selfAssessment', 'selfAssessment.id', 'emptied.id')
    .innerJoin('authority', 'authority.id', 'selfAssessment.authorityId')
    .select(['selfAssessment.id', 'selfAssessment.roundId', 'authority.name as authority'])
    .orderBy('authority.name')
    .execute()
