import { sql } from 'kysely'
import type { Handle } from './database.ts'

interface Holder {
  readonly personId: string
  readonly regionId: string | null
}

/** Whose valid token has this hash; null when nobody's. */
export const findTokenHolder = async (trx: Handle, hash: Buffer, now: Date): Promise<Holder | null> => {
  const { rows } = await sql<Holder>`select * from token_holder(${hash}, ${now})`.execute(trx)
  return rows[0] ?? null
}

/** Whose invitation has this hash, used, expired or not; null when nobody's. */
export const findInvitationHolder = async (
  trx: Handle,
  hash: Buffer,
): Promise<(Holder & { readonly invitationId: string }) | null> => {
  const { rows } = await sql<
    Holder & { invitationId: string }
  >`select * from invitation_holder(${hash})`.execute(trx)
  return rows[0] ?? null
}

/** Whose live feed has this hash; null when nobody's. The region is never null: only its people have feeds. */
export const findFeedHolder = async (
  trx: Handle,
  hash: Buffer,
  now: Date,
): Promise<(Holder & { readonly feedId: string }) | null> => {
  const { rows } = await sql<Holder & { feedId: string }>`select * from feed_holder(${hash}, ${now})`.execute(
    trx,
  )
  return rows[0] ?? null
}
