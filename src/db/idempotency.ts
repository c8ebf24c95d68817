import { failure, type Result, success } from '../domain/failures.ts'
import type { Handle } from './database.ts'

/** How long an answer is kept for a repeated request: a day, as long as any client retries. */
const KEPT_FOR = 24 * 60 * 60 * 1000

/**
 * Claims a person's idempotency key for a write. Null when the key is new (the write goes on and must call
 * `keepAnswer`); the kept answer when this very write was done before; a refusal when the key was used for
 * another request. A second request with the key waits for the first one's transaction.
 */
export const claimKey = async (
  trx: Handle,
  personId: string,
  claim: { readonly key: string; readonly fingerprint: Buffer },
  now: Date,
): Promise<Result<{ answer: unknown } | null>> => {
  await trx
    .deleteFrom('idempotencyKey')
    .where('personId', '=', personId)
    .where('createdAt', '<', new Date(now.getTime() - KEPT_FOR))
    .execute()
  const inserted = await trx
    .insertInto('idempotencyKey')
    .values({ personId, key: claim.key, fingerprint: claim.fingerprint, createdAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst()
  if (inserted) return success(null)
  const kept = await trx
    .selectFrom('idempotencyKey')
    .select(['fingerprint', 'answer'])
    .where('personId', '=', personId)
    .where('key', '=', claim.key)
    .executeTakeFirstOrThrow()
  return kept.fingerprint.equals(claim.fingerprint)
    ? success({ answer: kept.answer })
    : failure(
        'idempotency-key-reused',
        'This Idempotency-Key was used for a different request: take a new one.',
      )
}

/** Keeps the answer of a write under its claimed key. */
export const keepAnswer = async (
  trx: Handle,
  personId: string,
  key: string,
  answer: unknown,
): Promise<void> => {
  await trx
    .updateTable('idempotencyKey')
    .set({ answer: JSON.stringify(answer) })
    .where('personId', '=', personId)
    .where('key', '=', key)
    .execute()
}
