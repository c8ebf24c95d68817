import { sql } from 'kysely'
import type { PaperMemorandum } from '../domain/access/paper.ts'
import type { LocalDate } from '../domain/intervals.ts'
import type { Memorandum, Signatory, SigningOffice } from '../domain/memoranda/memorandum.ts'
import type { Handle } from './database.ts'

/** The versions of a region's memorandum; `memorandumOf` reads one. */
export const selectMemoranda = (trx: Handle, regionId: string) =>
  trx
    .selectFrom('memorandum')
    .select(['id', 'version', 'title', 'body', 'signatories', 'validFrom as from'])
    .where('regionId', '=', regionId)

/** A row of `selectMemoranda` as the domain knows it. */
export const memorandumOf = <Row extends { readonly signatories: string[] }>(
  row: Row,
): Row & { signatories: Signatory[] } => ({ ...row, signatories: row.signatories as Signatory[] })

/** All versions of a region, in the order of their days. */
export const loadMemoranda = async (trx: Handle, regionId: string): Promise<Memorandum[]> =>
  (await selectMemoranda(trx, regionId).orderBy('validFrom').execute()).map(memorandumOf)

/** All versions of a region with who accepted each, in the order of their days. */
export const loadPaperMemoranda = async (trx: Handle, regionId: string): Promise<PaperMemorandum[]> => {
  const versions = await trx
    .selectFrom('memorandum')
    .select(['id', 'validFrom as from'])
    .where('regionId', '=', regionId)
    .orderBy('validFrom')
    .execute()
  const acceptances = await trx
    .selectFrom('memorandumAcceptance')
    .select(['memorandumId', 'personId', 'acceptedAt'])
    .where('regionId', '=', regionId)
    .execute()
  const accepted = Map.groupBy(acceptances, ({ memorandumId }) => memorandumId)
  return versions.map(({ id, from }) => ({
    from,
    acceptedAt: new Map((accepted.get(id) ?? []).map(({ personId, acceptedAt }) => [personId, acceptedAt])),
  }))
}

export const insertMemorandum = async (
  trx: Handle,
  regionId: string,
  { from, signatories, ...memorandum }: Omit<Memorandum, 'id'>,
  by: { readonly personId: string; readonly at: Date },
): Promise<string> => {
  const { id } = await trx
    .insertInto('memorandum')
    .values({
      ...memorandum,
      regionId,
      signatories: [...signatories],
      validFrom: from,
      publishedBy: by.personId,
      createdAt: by.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** That one office of an authority has signed, with the scan of it where somebody sent one. */
export interface Signature extends SigningOffice {
  readonly id: string
  readonly signedOn: LocalDate
  readonly documentId: string | null
}

export const loadSignatures = async (trx: Handle, memorandumIds: readonly string[]) => {
  const rows = await trx
    .selectFrom('memorandumSignature')
    .select(['id', 'memorandumId', 'authorityId', 'office', 'signedOn', 'documentId'])
    .where(sql<boolean>`memorandum_id = any(${memorandumIds}::uuid[])`)
    .orderBy('signedOn')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, office: row.office as Signatory }))
}

export const insertSignature = async (
  trx: Handle,
  of: { readonly regionId: string; readonly memorandumId: string },
  signature: Omit<Signature, 'id'>,
  by: { readonly personId: string; readonly at: Date },
): Promise<string> => {
  const { id } = await trx
    .insertInto('memorandumSignature')
    .values({ ...of, ...signature, recordedBy: by.personId, createdAt: by.at })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Takes a signature back; false when there is none of that id under the memorandum. */
export const deleteSignature = async (trx: Handle, memorandumId: string, id: string): Promise<boolean> => {
  const { numDeletedRows } = await trx
    .deleteFrom('memorandumSignature')
    .where('memorandumId', '=', memorandumId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows === 1n
}

/** When each of these versions was accepted by somebody, in the order of acceptance. */
export const loadAcceptances = (trx: Handle, memorandumIds: readonly string[]) =>
  trx
    .selectFrom('memorandumAcceptance')
    .select(['memorandumId', 'personId', 'acceptedAt'])
    .where(sql<boolean>`memorandum_id = any(${memorandumIds}::uuid[])`)
    .orderBy('acceptedAt')
    .execute()

/** Keeps the first acceptance of a version by a person, whatever is sent again. */
export const insertAcceptance = async (
  trx: Handle,
  acceptance: { readonly regionId: string; readonly memorandumId: string; readonly personId: string },
  at: Date,
): Promise<void> => {
  await trx
    .insertInto('memorandumAcceptance')
    .values({ ...acceptance, acceptedAt: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
