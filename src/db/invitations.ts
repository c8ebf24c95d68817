import type { Insertable } from 'kysely'
import type { Handle } from './database.ts'
import type { Invitation as InvitationTable } from './schema.ts'

/** What is told of an invitation: never its code, of which only the hash is kept. */
export const INVITATION = [
  'id',
  'personId',
  'createdAt',
  'expiresAt',
  'usedAt',
  'revokedAt',
  'endsEarlierTokens',
] as const

/** Writes an invitation in place of the unused ones that its person has. */
export const insertInvitation = async (trx: Handle, invitation: Insertable<InvitationTable>) => {
  await trx
    .updateTable('invitation')
    .set({ revokedAt: invitation.createdAt })
    .where('personId', '=', invitation.personId)
    .where('usedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .execute()
  return trx.insertInto('invitation').values(invitation).returning(INVITATION).executeTakeFirstOrThrow()
}

/** When a person first used an invitation; null while they have not. */
export const firstUsed = async (trx: Handle, personId: string): Promise<Date | null> => {
  const row = await trx
    .selectFrom('invitation')
    .select('usedAt')
    .where('personId', '=', personId)
    .where('usedAt', 'is not', null)
    .orderBy('usedAt')
    .executeTakeFirst()
  return row?.usedAt ?? null
}

/** One invitation, which stays as it is until the transaction ends. */
export const lockInvitation = (trx: Handle, id: string) =>
  trx
    .selectFrom('invitation')
    .select([...INVITATION, 'createdBy'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()

/** The region's invitations that were neither used nor taken back, expired ones too, with whom each is for. */
export const loadUnused = (trx: Handle, regionId: string) =>
  trx
    .selectFrom('invitation')
    .innerJoin('person', 'person.id', 'invitation.personId')
    .select(['invitation.personId', 'person.name as personName', 'invitation.expiresAt'])
    .where('invitation.regionId', '=', regionId)
    .where('invitation.usedAt', 'is', null)
    .where('invitation.revokedAt', 'is', null)
    .execute()
