import { sql } from 'kysely'
import type { Span } from '../domain/intervals.ts'
import type { Handle } from './database.ts'
import { listOf } from './lookups.ts'

/** A region, and some spans of time in the form in which a lookup is given them. */
export type During = ReturnType<typeof during>

export const during = (regionId: string, spans: readonly Span[]) => ({
  regionId,
  froms: spans.map(({ from }) => from),
  untils: spans.map(({ until }) => until),
})

/**
 * The events of a region that share an instant with one of some spans, whatever their state. Each span is looked for
 * by itself, as in `loadCommitments`, and an event that meets two of them is found once.
 */
export const selectDuring = (trx: Handle, { regionId, froms, untils }: During) => {
  const met = trx
    .selectFrom('challengeEvent')
    .selectAll('challengeEvent')
    .where('regionId', '=', regionId)
    .where(sql<boolean>`starts_at < asked.until_at and ends_at > asked.from_at`)
    .offset(sql.lit(0))
  return trx
    .selectFrom(
      sql`unnest(${listOf(froms, 'timestamptz')}, ${listOf(untils, 'timestamptz')})`.as<'asked'>(
        sql`asked (from_at, until_at)`,
      ),
    )
    .innerJoinLateral(met.as('met'), (join) => join.onTrue())
    .distinct()
}
