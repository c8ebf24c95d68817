import { sql } from 'kysely'
import type { Result } from '../domain/failures.ts'
import { constraintFailure } from './constraints.ts'
import type { Handle } from './database.ts'

/**
 * Does a part of a transaction that may be refused, by a rule or by a constraint, without undoing the rest: what
 * the part wrote is undone, and the refusal returned.
 */
export const inSavepoint = async <T>(trx: Handle, work: () => Promise<Result<T>>): Promise<Result<T>> => {
  await sql`savepoint part`.execute(trx)
  const result = await work().catch(async (error: unknown) => {
    // Until then the transaction takes no other statement.
    await sql`rollback to savepoint part`.execute(trx)
    return constraintFailure(error)
  })
  if (!result.ok) await sql`rollback to savepoint part`.execute(trx)
  await sql`release savepoint part`.execute(trx)
  return result
}
