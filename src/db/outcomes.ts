import { sql } from 'kysely'
import type { Outcome, OutcomeKind } from '../domain/outcomes/outcome.ts'
import type { ThemeCount } from '../domain/outcomes/themes.ts'
import type { Handle } from './database.ts'

/** The outcomes that the transaction may see, as rows; `outcomeOf` reads one. */
export const selectOutcomes = (trx: Handle) =>
  trx
    .selectFrom('outcome')
    .select([
      'outcome.id',
      'outcome.roundId',
      'outcome.eventId',
      'outcome.selfAssessmentId as paperId',
      'outcome.kind',
      'outcome.theme',
      'outcome.text',
      'outcome.writtenBy',
      'outcome.writtenAt',
      'outcome.changedAt',
    ])

type OutcomeRow = Awaited<ReturnType<ReturnType<typeof selectOutcomes>['executeTakeFirstOrThrow']>>

/** A row of `selectOutcomes` as the domain knows it. */
export const outcomeOf = (row: OutcomeRow): Outcome => ({ ...row, kind: row.kind as OutcomeKind })

/** The outcomes about these papers, of every event of theirs, oldest first. */
export const loadOutcomes = async (trx: Handle, paperIds: readonly string[]): Promise<Outcome[]> => {
  const rows = await selectOutcomes(trx)
    .where(sql<boolean>`outcome.self_assessment_id = any(${paperIds}::uuid[])`)
    .orderBy('outcome.writtenAt')
    .orderBy('outcome.id')
    .execute()
  return rows.map(outcomeOf)
}

/** The outcome with this id, if the transaction may see it; locked where it is about to be changed. */
export const findOutcome = async (
  trx: Handle,
  id: string,
  lock: 'for-change' | 'none' = 'none',
): Promise<Outcome | null> => {
  const query = selectOutcomes(trx).where('outcome.id', '=', id)
  const row = await (lock === 'none' ? query : query.forUpdate()).executeTakeFirst()
  return row ? outcomeOf(row) : null
}

/** Writes an outcome, and gives its id. */
export const insertOutcome = async (
  trx: Handle,
  regionId: string,
  { paperId, ...outcome }: Omit<Outcome, 'id'>,
): Promise<string> => {
  const { id } = await trx
    .insertInto('outcome')
    .values({ ...outcome, regionId, selfAssessmentId: paperId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Writes what of an outcome can change. */
export const updateOutcome = async (
  trx: Handle,
  { id, kind, theme, text, changedAt }: Pick<Outcome, 'id' | 'kind' | 'theme' | 'text' | 'changedAt'>,
): Promise<void> => {
  await trx.updateTable('outcome').set({ kind, theme, text, changedAt }).where('id', '=', id).execute()
}

export const deleteOutcome = async (trx: Handle, id: string): Promise<void> => {
  await trx.deleteFrom('outcome').where('id', '=', id).execute()
}

/** The themes that at least `fewest` authorities of a round have in one way, whoever may read of which. */
export const loadCommonThemes = async (
  trx: Handle,
  roundId: string,
  fewest: number,
): Promise<ThemeCount[]> => {
  const { rows } = await sql<ThemeCount>`select kind, theme, authorities
    from common_themes(${roundId}::uuid, ${fewest}::int)`.execute(trx)
  return rows
}

/** The themes on which some authority of a round offers something that the caller may not read. */
export const loadUnreadOfferThemes = async (trx: Handle, roundId: string): Promise<Set<string>> => {
  const { rows } = await sql<{ theme: string }>`select theme
    from unread_offer_themes(${roundId}::uuid)`.execute(trx)
  return new Set(rows.map(({ theme }) => theme))
}
