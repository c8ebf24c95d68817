import { sql } from 'kysely'
import type { Database } from './database.ts'

/** What was done for the engine: tables by name, and whether what was written ahead was written down. */
export interface Upkeep {
  readonly vacuumed: readonly string[]
  readonly analysed: readonly string[]
  readonly hasCheckpoint: boolean
}

/** A killed service reads again at its next start what was written ahead since the last checkpoint: at most about this. */
const WRITTEN_AHEAD_BYTES = 64 * 1024 * 1024

/**
 * What a PostgreSQL server does in the background and the embedded engine, which has no background, never would: rows
 * that were replaced give their room back, the planner learns what tables hold, and the log of what is written ahead is
 * begun anew. Tables are due as for autovacuum with its defaults (PostgreSQL's manual, "The Autovacuum Daemon"); those
 * that only grow are analysed and not vacuumed, since reading a gigabyte of documents would keep everybody waiting.
 * One statement a table, between which requests are answered; stops early when `stopped`.
 */
export const keepUp = async ({ kysely }: Database, stopped: AbortSignal): Promise<Upkeep> => {
  const done = { vacuumed: [] as string[], analysed: [] as string[] }
  // Counts of a transaction that has just ended are otherwise not yet among the statistics.
  await sql`select pg_stat_force_next_flush()`.execute(kysely)
  const { rows: due } = await sql<{ table: string; vacuum: boolean }>`
    select pg_class.relname as table, n_dead_tup > 50 + 0.2 * greatest(reltuples, 0) as vacuum
    from pg_stat_user_tables join pg_class on pg_class.oid = relid
    where n_dead_tup > 50 + 0.2 * greatest(reltuples, 0)
      or n_mod_since_analyze > 50 + 0.1 * greatest(reltuples, 0)
    order by pg_class.relname`.execute(kysely)
  for (const { table, vacuum } of due) {
    if (stopped.aborted) break
    await sql`${sql.raw(vacuum ? 'vacuum (analyze)' : 'analyze')} ${sql.id(table)}`.execute(kysely)
    done[vacuum ? 'vacuumed' : 'analysed'].push(table)
  }
  const { rows } = await sql<{ ahead: number }>`
    select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::float as ahead
    from pg_control_checkpoint()`.execute(kysely)
  const hasCheckpoint = (rows[0]?.ahead ?? 0) > WRITTEN_AHEAD_BYTES
  if (hasCheckpoint) await sql`checkpoint`.execute(kysely)
  return { ...done, hasCheckpoint }
}
