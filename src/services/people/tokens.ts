import { type PageRequest, pageOf } from '../../db/page.ts'
import { failure, success } from '../../domain/failures.ts'
import { hashSecret, newSecret } from '../secrets.ts'
import { notFound, reading, writing } from '../use-case.ts'

/** How long a token is good for: a round and its aftermath. */
const GOOD_FOR = 400 * 24 * 60 * 60 * 1000

export interface Token {
  readonly id: string
  readonly label: string
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** A token with its secret, which is shown this once. */
export interface IssuedToken extends Token {
  readonly personId: string
  readonly token: string
}

const COLUMNS = ['id', 'label', 'createdAt', 'expiresAt'] as const

/**
 * Somebody invited makes their own token: the caller is whoever the invitation's code belongs to. Using it
 * and making the token are one step, so that two who try at once leave one token.
 */
export const redeemInvitation = writing<{ invitationId: string; label: string }, null, IssuedToken>({
  outsideRegions: true,
  authorise: async ({ trx, now }, input) => {
    const invitation = await trx
      .selectFrom('invitation')
      .select(['usedAt', 'revokedAt', 'expiresAt'])
      .where('id', '=', input.invitationId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (invitation.usedAt !== null) {
      return failure(
        'invitation-used',
        'This invitation was used. If it was not by you, tell your consultant now.',
      )
    }
    if (invitation.revokedAt !== null || invitation.expiresAt <= now) {
      return failure('invitation-expired', 'This invitation is no longer good: ask for a new one.')
    }
    return success(null)
  },
  run: async (work, { invitationId, label }) => {
    const { personId, regionId } = work.actor
    const secret = newSecret()
    await work.trx
      .updateTable('invitation')
      .set({ usedAt: work.now })
      .where('id', '=', invitationId)
      .execute()
    const token = await work.trx
      .insertInto('token')
      .values({
        regionId,
        personId,
        hash: hashSecret(secret),
        label,
        createdAt: work.now,
        expiresAt: new Date(work.now.getTime() + GOOD_FOR),
      })
      .returning(COLUMNS)
      .executeTakeFirstOrThrow()
    work.record('token', token.id, { invitationId })
    return success({ ...token, personId, token: secret })
  },
})

/** One's own tokens that are still good. */
export const listTokens = reading({
  outsideRegions: true,
  authorise: async () => success(null),
  run: ({ trx, actor, now }, page: PageRequest) =>
    pageOf(
      trx
        .selectFrom('token')
        .select(COLUMNS)
        .where('personId', '=', actor.personId)
        .where('revokedAt', 'is', null)
        .where('expiresAt', '>', now),
      { column: 'createdAt', type: 'timestamptz', idColumn: 'id' },
      page,
    ),
})

/** Ends one of one's own tokens at once. */
export const revokeToken = writing<{ id: string }, null, undefined>({
  outsideRegions: true,
  authorise: async ({ trx, actor }, input) => {
    const token = await trx
      .selectFrom('token')
      .select('id')
      .where('id', '=', input.id)
      .where('personId', '=', actor.personId)
      .where('revokedAt', 'is', null)
      .executeTakeFirst()
    return token ? success(null) : notFound()
  },
  run: async (work, input) => {
    await work.trx.updateTable('token').set({ revokedAt: work.now }).where('id', '=', input.id).execute()
    work.record('token', input.id)
    return success(undefined)
  },
})
