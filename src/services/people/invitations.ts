import { type PageRequest, pageOf } from '../../db/page.ts'
import { findPerson } from '../../db/people.ts'
import { isConsultant } from '../../domain/access/operations.ts'
import { failure, fault, success } from '../../domain/failures.ts'
import { hashSecret, newSecret } from '../secrets.ts'
import { allow, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'

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
}

/** An invitation with its code, which is shown this once. */
export interface IssuedInvitation extends Invitation {
  readonly code: string
}

const COLUMNS = ['id', 'personId', 'createdAt', 'expiresAt', 'usedAt', 'revokedAt'] as const

/** Writes an invitation for a person. Earlier unused ones of that person are revoked: one door at a time. */
export const issueInvitation = async (
  work: Work,
  to: { readonly regionId: string | null; readonly personId: string },
): Promise<IssuedInvitation> => {
  const code = newSecret()
  await work.trx
    .updateTable('invitation')
    .set({ revokedAt: work.now })
    .where('personId', '=', to.personId)
    .where('usedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .execute()
  const invitation = await work.trx
    .insertInto('invitation')
    .values({
      ...to,
      codeHash: hashSecret(code),
      createdBy: work.actor.personId,
      createdAt: work.now,
      expiresAt: new Date(work.now.getTime() + WAITS),
    })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
  return { ...invitation, code }
}

/** The consultant invites somebody of the region to make a token of their own. */
export const createInvitation = writing<{ personId: string }, null, IssuedInvitation>({
  authorise: async ({ actor }) => allow(isConsultant(actor), 'Only a programme consultant invites people.'),
  run: async (work, input) => {
    const region = regionOf(work)
    const person = await findPerson(work.trx, input.personId)
    if (person === null || person.regionId !== region.id)
      return fault('/personId', 'There is no such person here.')
    const invitation = await issueInvitation(work, { regionId: region.id, personId: person.id })
    work.record('invitation', invitation.id, { personId: person.id })
    return success(invitation)
  },
})

/** The consultant lists the region's invitations, without their codes. */
export const listInvitations = reading({
  authorise: async ({ actor }) => allow(isConsultant(actor), 'Only a programme consultant sees invitations.'),
  run: (work, page: PageRequest) =>
    pageOf(
      work.trx.selectFrom('invitation').select(COLUMNS).where('regionId', '=', regionOf(work).id),
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
      .select(COLUMNS)
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
