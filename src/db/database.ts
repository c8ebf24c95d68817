import { setTimeout as pause } from 'node:timers/promises'
import { CamelCasePlugin, Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import { DatabaseError, Pool, type PoolConfig } from 'pg'
import { prepareMarked } from './prepared.ts'
import type { DB } from './schema.ts'
import { columnTypes } from './types.ts'

/** Where a database answers: what `pg` takes, `max` (connections at once) included. */
export type Connection = PoolConfig

/** An open transaction: the only way to the tables. */
export type Handle = Transaction<DB>

/** A database and the connections held to it. */
export interface Database {
  readonly kysely: Kysely<DB>
  readonly pool: Pool
  /** Waits for what runs, then gives every connection back. */
  close(): Promise<void>
}

/** Who a transaction acts for; the row-level policies read it. */
export interface Scope {
  /** `*` for the operator, who belongs to no region; null sees no region's rows. */
  readonly regionId: string | null
  readonly personId: string | null
  readonly now: Date
}

/** The role that the policies bind; it owns nothing and cannot log in. `migrate` makes it. */
export const SERVICE_ROLE = 'peer_challenge_service'

const DEADLOCK = '40P01'
const SERIALIZATION_FAILURE = '40001'
const RETRIES = 5
/** Doubles with each retry, and is scattered so that those who met do not meet again. */
const FIRST_PAUSE_MS = 10

/**
 * Connections to a database. A connection that dies fails the query that was using it, and is replaced:
 * `onLost` hears of one that died while nobody was asking anything of it.
 */
export const openPool = (connection: Connection, onLost: (error: Error) => void = () => {}): Pool => {
  const pool = new Pool({ connectionTimeoutMillis: 30_000, ...connection, types: columnTypes })
  pool.on('error', onLost)
  // The pool listens only while a connection is idle: one cut between two statements of a transaction would
  // otherwise end the process. The transaction's next statement fails anyway.
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('connect', prepareMarked)
  return pool
}

/** A pool and Kysely over it. Column names are camelCase in TypeScript, snake_case in SQL; JSON is left alone. */
export const openDatabase = (connection: Connection, onLost?: (error: Error) => void): Database => {
  const pool = openPool(connection, onLost)
  const kysely = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  return { kysely, pool, close: () => kysely.destroy() }
}

/** Carries a result out of a transaction that is to be undone. */
class Undo<T> {
  readonly result: T
  constructor(result: T) {
    this.result = result
  }
}

const isRefusal = (result: unknown): boolean =>
  typeof result === 'object' && result !== null && 'ok' in result && result.ok === false

const enter = async (trx: Handle, scope: Scope): Promise<void> => {
  // Only for this transaction (`true`): the embedded engine has one session, so a setting made for the
  // session would reach every other connection.
  await sql`select set_config('role', ${SERVICE_ROLE}, true),
    set_config('app.region', ${scope.regionId ?? ''}, true),
    set_config('app.person', ${scope.personId ?? ''}, true),
    set_config('app.now', ${scope.now.toISOString()}, true)`.execute(trx)
}

const attempt = async <T>(
  database: Database,
  scope: Scope,
  work: (trx: Handle) => Promise<T>,
  discard: boolean,
): Promise<T> => {
  try {
    return await database.kysely
      .transaction()
      .setIsolationLevel('read committed')
      .execute(async (trx) => {
        await enter(trx, scope)
        const result = await work(trx)
        if (discard || isRefusal(result)) throw new Undo(result)
        return result
      })
  } catch (error) {
    if (error instanceof Undo) return error.result as T
    throw error
  }
}

const isCollision = (error: unknown): boolean =>
  error instanceof DatabaseError && (error.code === DEADLOCK || error.code === SERIALIZATION_FAILURE)

/**
 * Runs `work` in one READ COMMITTED transaction under the service's role, with region, person and now set for
 * the row-level policies. A refusal (`ok: false`) or `discard` undoes everything, and the result is returned
 * all the same; an error undoes everything and is thrown. After a deadlock the whole is run again, at most
 * five times: `work` must do nothing that cannot be repeated, and await nothing but `trx`.
 */
export const inTransaction = async <T>(
  database: Database,
  scope: Scope,
  work: (trx: Handle) => Promise<T>,
  options: { readonly discard?: boolean } = {},
): Promise<T> => {
  for (let retry = 0; ; retry++) {
    try {
      return await attempt(database, scope, work, options.discard ?? false)
    } catch (error) {
      if (!isCollision(error) || retry === RETRIES) throw error
      await pause(FIRST_PAUSE_MS * 2 ** retry * (0.5 + Math.random()))
    }
  }
}
