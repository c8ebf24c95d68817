import { firstUsed, INVITATION, insertInvitation } from '../../db/invitations.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import { findPerson } from '../../db/people.ts'
import { isConsultant } from '../../domain/access/operations.ts'
import { failure, fault, type Result, success } from '../../domain/failures.ts'
import { localDate } from '../../domain/intervals.ts'
import { dayInWords } from '../../domain/words.ts'
import { hashSecret, newSecret } from '../secrets.ts'
import { allow, notFound, type Region, reading, regionOf, type Work, writing } from '../use-case.ts'

/** How long an invitation may wait: two weeks, so that a holiday does not spend it. */
const WAITS = 14 * 24 * 60 * 60 * 1000

export interface Invitation {
  readonly id: string
  readonly personId: string
  readonly createdAt: Date
  /** The first instant at which it is no longer taken. */
  readonly expiresAt: Date
  readonly usedAt: Date | null
  readonly revokedAt: Date | null
  /** Whether using it ends the tokens that the person has. */
  readonly endsEarlierTokens: boolean
}

/** An invitation with its code, and the link that holds it: shown this once. */
export interface IssuedInvitation extends Invitation {
  readonly code: string
  readonly link: string
}

/** Whom an invitation is for, and whether it is for a token that is lost. */
export interface InvitationRequest {
  readonly personId: string
  /** Somebody already in gets no other invitation than one that ends their earlier tokens. */
  readonly again: boolean
  /** The address of this service as the caller knows it. */
  readonly base: string
}

/** Where a code is redeemed in a browser. It stands in the fragment, which no browser sends to any server. */
const linkTo = (base: string, code: string): string => `${base}/join#${code}`

/**
 * Writes an invitation for a person of the region. Earlier unused ones of that person are revoked: one door at a
 * time. Refused as `conflict` for somebody who is in already, unless it is to replace what they have.
 */
export const issueInvitation = async (
  work: Work,
  region: Region,
  { personId, again, base }: InvitationRequest,
): Promise<Result<IssuedInvitation>> => {
  const since = await firstUsed(work.trx, personId)
  if (since !== null && !again) {
    const person = await findPerson(work.trx, personId)
    const day = dayInWords(localDate(since, region.timezone))
    return failure(
      'conflict',
      `${person?.name} has been in since ${day} and needs no invitation. If their token is lost, send ` +
        '"again": true: the new invitation then ends their earlier tokens when it is used.',
    )
  }
  const code = newSecret()
  const invitation = await insertInvitation(work.trx, {
    regionId: region.id,
    personId,
    codeHash: hashSecret(code),
    createdBy: work.actor.personId,
    createdAt: work.now,
    expiresAt: new Date(work.now.getTime() + WAITS),
    endsEarlierTokens: again,
  })
  return success({ ...invitation, code, link: linkTo(base, code) })
}

/** The consultant invites somebody of the region to make a token of their own. */
export const createInvitation = writing<InvitationRequest, null, IssuedInvitation>({
  authorise: async ({ actor }) => allow(isConsultant(actor), 'Only a programme consultant invites people.'),
  run: async (work, input) => {
    const region = regionOf(work)
    const person = await findPerson(work.trx, input.personId)
    if (person === null || person.regionId !== region.id)
      return fault('/personId', 'There is no such person here.')
    const invitation = await issueInvitation(work, region, input)
    if (!invitation.ok) return invitation
    work.record('invitation', invitation.value.id, { personId: person.id, again: input.again })
    return invitation
  },
})

/** The consultant lists the region's invitations, without their codes. */
export const listInvitations = reading({
  authorise: async ({ actor }) => allow(isConsultant(actor), 'Only a programme consultant sees invitations.'),
  run: (work, page: PageRequest) =>
    pageOf(
      work.trx.selectFrom('invitation').select(INVITATION).where('regionId', '=', regionOf(work).id),
      { column: 'createdAt', type: 'timestamptz', idColumn: 'id' },
      page,
    ),
})

/** The consultant takes back an invitation that nobody has used. */
export const revokeInvitation = writing<{ id: string }, Invitation, undefined>({
  authorise: async ({ actor, trx }, input) => {
    const allowed = allow(isConsultant(actor), 'Only a programme consultant takes back invitations.')
    if (!allowed.ok) return allowed
    const invitation = await trx
      .selectFrom('invitation')
      .select(INVITATION)
      .where('id', '=', input.id)
      .forUpdate()
      .executeTakeFirst()
    return invitation ? success(invitation) : notFound()
  },
  run: async (work, input, invitation) => {
    if (invitation.usedAt !== null)
      return failure('invitation-used', 'It was used already: revoke the token instead.')
    await work.trx
      .updateTable('invitation')
      .set({ revokedAt: work.now })
      .where('id', '=', input.id)
      .where('revokedAt', 'is', null)
      .execute()
    work.record('invitation', input.id)
    return success(undefined)
  },
})
