import type { PartnerKind, PartnerOffer } from '../domain/outcomes/matching.ts'
import type { Handle } from './database.ts'

/** The offers of partners that the transaction may see, as rows; `partnerOfferOf` reads one. */
export const selectPartnerOffers = (trx: Handle) =>
  trx
    .selectFrom('partnerOffer')
    .select([
      'partnerOffer.id',
      'partnerOffer.roundId',
      'partnerOffer.theme',
      'partnerOffer.text',
      'partnerOffer.offeredBy',
      'partnerOffer.name',
      'partnerOffer.enteredAt',
    ])

type Row = Awaited<ReturnType<ReturnType<typeof selectPartnerOffers>['executeTakeFirstOrThrow']>>

/** A row of `selectPartnerOffers` as the domain knows it. */
export const partnerOfferOf = (row: Row): PartnerOffer => ({
  ...row,
  offeredBy: row.offeredBy as PartnerKind,
})

/** All that partners offer in a round, oldest first. */
export const loadPartnerOffers = async (trx: Handle, roundId: string): Promise<PartnerOffer[]> => {
  const rows = await selectPartnerOffers(trx)
    .where('roundId', '=', roundId)
    .orderBy('enteredAt')
    .orderBy('id')
    .execute()
  return rows.map(partnerOfferOf)
}

/** The offer with this id, if the transaction may see it. */
export const findPartnerOffer = async (trx: Handle, id: string): Promise<PartnerOffer | null> => {
  const row = await selectPartnerOffers(trx).where('id', '=', id).executeTakeFirst()
  return row ? partnerOfferOf(row) : null
}

/** Writes an offer, and gives its id. */
export const insertPartnerOffer = async (
  trx: Handle,
  offer: Omit<PartnerOffer, 'id'> & { readonly regionId: string; readonly enteredBy: string },
): Promise<string> => {
  const { id } = await trx.insertInto('partnerOffer').values(offer).returning('id').executeTakeFirstOrThrow()
  return id
}

export const deletePartnerOffer = async (trx: Handle, id: string): Promise<void> => {
  await trx.deleteFrom('partnerOffer').where('id', '=', id).execute()
}
