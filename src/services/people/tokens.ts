import { lockInvitation } from '../../db/invitations.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import { findPerson } from '../../db/people.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import { hashSecret, newSecret } from '../secrets.ts'
import { notFound, reading, type Work, writing } from '../use-case.ts'

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

type LockedInvitation = Awaited<ReturnType<typeof lockInvitation>>

/** An invitation that its holder may still use. */
const usableInvitation = async (
  { trx, now }: Work,
  { invitationId }: { readonly invitationId: string },
): Promise<Result<LockedInvitation>> => {
  const invitation = await lockInvitation(trx, invitationId)
  if (invitation.usedAt !== null) {
    return failure(
      'invitation-used',
      'This invitation was used. If it was not by you, tell your consultant now.',
    )
  }
  if (invitation.revokedAt !== null || invitation.expiresAt <= now) {
    return failure('invitation-expired', 'This invitation is no longer good: ask for a new one.')
  }
  return success(invitation)
}

/** Who invites whom to what, for whoever holds the code. */
export interface Welcome {
  /** Null for the operator, who is invited to the service itself. */
  readonly region: string | null
  readonly person: string
  /** Null where it was not one of the region: the operator, or the machine's own command. */
  readonly invitedBy: string | null
  readonly expiresAt: Date
  readonly endsEarlierTokens: boolean
}

/** Somebody invited looks at their invitation before they use it; looking uses nothing up. */
export const readInvitation = reading<{ invitationId: string }, LockedInvitation, Welcome>({
  outsideRegions: true,
  authorise: usableInvitation,
  run: async ({ trx, actor, region }, _input, { createdBy, expiresAt, endsEarlierTokens }) => {
    const person = await findPerson(trx, actor.personId)
    const inviter = createdBy === null ? null : await findPerson(trx, createdBy)
    return success({
      region: region?.name ?? null,
      person: person?.name ?? '',
      invitedBy: inviter?.name ?? null,
      expiresAt,
      endsEarlierTokens,
    })
  },
})

/**
 * Somebody invited makes their own token: the caller is whoever the invitation's code belongs to. Using it
 * and making the token are one step, so that two who try at once leave one token. An invitation that was sent for
 * a lost token ends the earlier ones, because what is lost may be in other hands.
 */
export const redeemInvitation = writing<
  { invitationId: string; label: string },
  LockedInvitation,
  IssuedToken
>({
  outsideRegions: true,
  authorise: usableInvitation,
  run: async (work, { invitationId, label }, { endsEarlierTokens }) => {
    const { personId, regionId } = work.actor
    const secret = newSecret()
    await work.trx
      .updateTable('invitation')
      .set({ usedAt: work.now })
      .where('id', '=', invitationId)
      .execute()
    if (endsEarlierTokens) {
      await work.trx
        .updateTable('token')
        .set({ revokedAt: work.now })
        .where('personId', '=', personId)
        .where('revokedAt', 'is', null)
        .execute()
    }
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
    work.record('token', token.id, { invitationId, endedEarlierTokens: endsEarlierTokens })
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
