import { appendAudit } from '../../db/audit.ts'
import { type Database, type Handle, inTransaction } from '../../db/database.ts'
import { insertInvitation } from '../../db/invitations.ts'
import { loadConsultants } from '../../db/people.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
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
    const operator = await lockOperator(trx, now)
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

/** The operator, who is made if need be. */
const lockOperator = async (trx: Handle, now: Date): Promise<{ readonly id: string }> => {
  await trx
    .insertInto('person')
    .values({ name: 'Operator', createdAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return trx
    .selectFrom('person')
    .select('id')
    .where('regionId', 'is', null)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

/** Who cannot get in: the operator, or a consultant by the name of their office or by their id. */
export type Lost = 'operator' | { readonly consultant: string } | { readonly personId: string }

/** A way in for somebody whose token is lost. */
export interface Recovery {
  readonly name: string
  readonly code: string
}

/**
 * For whoever has the machine: makes a new single-use enrolment for the operator, or for somebody who is a
 * consultant now, whatever they used before. Like every enrolment it is good for a day; using it ends the tokens
 * that they have. Refused as `not-found` where nobody, or more than one, is meant, with the names of those who are
 * there.
 */
export const recover = (database: Database, now: Date, lost: Lost): Promise<Result<Recovery>> =>
  inTransaction(database, { regionId: '*', personId: null, now }, async (trx) => {
    const person = await findLost(trx, now, lost)
    if (!person.ok) return person
    const { id: personId, regionId, name } = person.value
    const code = newSecret()
    const invitation = await insertInvitation(trx, {
      regionId,
      personId,
      codeHash: hashSecret(code),
      createdAt: now,
      expiresAt: new Date(now.getTime() + ENROLMENT_WAITS),
      endsEarlierTokens: true,
    })
    await appendAudit(trx, {
      regionId,
      at: now,
      personId: null,
      offices: null,
      correlationId: null,
      action: 'recover',
      subjectType: 'invitation',
      subjectId: invitation.id,
      outcome: 'done',
      detail: { personId },
    })
    return success({ name, code })
  })

interface LostPerson {
  readonly id: string
  readonly regionId: string | null
  readonly name: string
}

const findLost = async (trx: Handle, now: Date, lost: Lost): Promise<Result<LostPerson>> => {
  if (lost === 'operator') {
    const { id } = await lockOperator(trx, now)
    return success({ id, regionId: null, name: 'The operator' })
  }
  const consultants = await loadConsultants(trx, now)
  const meant = consultants.filter(({ id, name }) =>
    'personId' in lost ? id === lost.personId : name === lost.consultant,
  )
  const [only] = meant
  if (only !== undefined && meant.length === 1) return success(only)
  const inWords = (people: typeof consultants) =>
    people.map(({ id, name, regionName }) => `\n  ${name} (${regionName}): --person ${id}`).join('')
  if (meant.length > 1) return failure('not-found', `Several are called so:${inWords(meant)}`)
  return consultants.length > 0
    ? failure('not-found', `That is no programme consultant of today. There are:${inWords(consultants)}`)
    : failure('not-found', 'There is no programme consultant yet: the operator appoints the first.')
}
