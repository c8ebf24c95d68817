import { type Database, inTransaction } from '../db/database.ts'
import { findFeedHolder, findInvitationHolder, findTokenHolder } from '../db/secrets.ts'
import { hashSecret } from './secrets.ts'
import type { Caller } from './use-case.ts'

/** Whoever holds a feed's address: its subscriber. */
export interface FeedHolder extends Caller {
  readonly feedId: string
}

/** Whoever holds an invitation's code, used or not. */
export interface InvitationHolder extends Caller {
  readonly invitationId: string
}

/** From a secret to whom it belongs. Each answers null alike for unknown, revoked, expired and malformed. */
export interface Recogniser {
  byToken(secret: string): Promise<Caller | null>
  byInvitation(code: string): Promise<InvitationHolder | null>
  byFeed(secret: string): Promise<FeedHolder | null>
}

/** Recognises secrets by their hash; the lookups are the database owner's and see nothing else. */
export const createRecogniser = (database: Database, now: () => Date): Recogniser => {
  const nobody = () => ({ regionId: null, personId: null, now: now() })
  return {
    byToken: (secret) =>
      inTransaction(database, nobody(), (trx) => findTokenHolder(trx, hashSecret(secret), now())),
    byInvitation: (code) =>
      inTransaction(database, nobody(), (trx) => findInvitationHolder(trx, hashSecret(code))),
    byFeed: (secret) =>
      inTransaction(database, nobody(), (trx) => findFeedHolder(trx, hashSecret(secret), now())),
  }
}
