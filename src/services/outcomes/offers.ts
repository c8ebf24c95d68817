import { type Page, type PageRequest, pageOf } from '../../db/page.ts'
import {
  deletePartnerOffer,
  findPartnerOffer,
  insertPartnerOffer,
  partnerOfferOf,
  selectPartnerOffers,
} from '../../db/partner-offers.ts'
import { isConsultant } from '../../domain/access/operations.ts'
import { type Result, success } from '../../domain/failures.ts'
import type { PartnerOffer } from '../../domain/outcomes/matching.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { roundToRead, seesProgramme } from '../rounds/access.ts'
import { allow, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'

const allowEntering = (work: Work): Result<null> =>
  allow(
    isConsultant(work.actor),
    'Only a programme consultant enters what the programme, the LGA and partners offer.',
  )

/** What partners offer in a round, for everybody who holds an appointment, oldest first. */
export const listPartnerOffers = reading<{ id: string } & PageRequest, Round, Page<PartnerOffer>>({
  authorise: (work, { id }) => roundToRead(work, id),
  run: async (work, input, round) => {
    const page = await pageOf(
      selectPartnerOffers(work.trx).where('partnerOffer.roundId', '=', round.id),
      { column: 'partnerOffer.enteredAt', type: 'timestamptz', idColumn: 'partnerOffer.id' },
      input,
    )
    return page.ok ? success({ ...page.value, items: page.value.items.map(partnerOfferOf) }) : page
  },
})

const offerToRead = async (work: Work, id: string): Promise<Result<PartnerOffer>> => {
  const offer = seesProgramme(work) ? await findPartnerOffer(work.trx, id) : null
  return offer ? success(offer) : notFound()
}

/** One partner's offer. */
export const readPartnerOffer = reading<{ id: string }, PartnerOffer, PartnerOffer>({
  authorise: (work, { id }) => offerToRead(work, id),
  run: async (_work, _input, offer) => success(offer),
})

/** The consultant enters what a partner offers to whoever asks. */
export const createPartnerOffer = writing<
  Pick<PartnerOffer, 'theme' | 'text' | 'offeredBy' | 'name'> & { readonly id: string },
  Round,
  PartnerOffer
>({
  authorise: async (work, { id }) => {
    const round = await roundToRead(work, id)
    const allowed = allowEntering(work)
    return round.ok && !allowed.ok ? allowed : round
  },
  run: async (work, { id: roundId, ...words }) => {
    const offer = { ...words, roundId, enteredAt: work.now }
    const id = await insertPartnerOffer(work.trx, {
      ...offer,
      regionId: regionOf(work).id,
      enteredBy: work.actor.personId,
    })
    work.record('partner-offer', id, { roundId, theme: offer.theme, offeredBy: offer.offeredBy })
    return success({ ...offer, id })
  },
})

/** What a partner offers no more is taken away. */
export const removePartnerOffer = writing<{ id: string }, PartnerOffer, undefined>({
  authorise: async (work, { id }) => {
    const offer = await offerToRead(work, id)
    const allowed = allowEntering(work)
    return offer.ok && !allowed.ok ? allowed : offer
  },
  run: async (work, { id }, offer) => {
    const same = work.unchanged(offer)
    if (!same.ok) return same
    await deletePartnerOffer(work.trx, id)
    work.record('partner-offer', id, { roundId: offer.roundId, theme: offer.theme })
    return success(undefined)
  },
})
