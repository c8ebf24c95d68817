import { type Database, inTransaction } from '../../db/database.ts'
import { hashSecret, newSecret } from '../secrets.ts'

/** The operator's enrolment is good for a day. */
const ENROLMENT_WAITS = 24 * 60 * 60 * 1000

/**
 * Until the operator has enrolled: makes one invitation for them, in place of any earlier, and returns its
 * code. Null once they have. Processes that start together should be given the same code, since only the
 * last one made is good.
 */
export const enrolOperator = (
  database: Database,
  now: Date,
  givenCode: string | undefined,
): Promise<string | null> =>
  inTransaction(database, { regionId: '*', personId: null, now }, async (trx) => {
    await trx
      .insertInto('person')
      .values({ name: 'Operator', createdAt: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const operator = await trx
      .selectFrom('person')
      .select('id')
      .where('regionId', 'is', null)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const invitations = trx.selectFrom('invitation').where('personId', '=', operator.id)
    const used = await invitations.select('id').where('usedAt', 'is not', null).executeTakeFirst()
    if (used !== undefined) return null

    const code = givenCode ?? newSecret()
    const expiresAt = new Date(now.getTime() + ENROLMENT_WAITS)
    await trx
      .updateTable('invitation')
      .set({ revokedAt: now })
      .where('personId', '=', operator.id)
      .where('revokedAt', 'is', null)
      .execute()
    await trx
      .insertInto('invitation')
      .values({ personId: operator.id, codeHash: hashSecret(code), createdAt: now, expiresAt })
      .onConflict((conflict) => conflict.column('codeHash').doUpdateSet({ expiresAt, revokedAt: null }))
      .execute()
    return code
  })
