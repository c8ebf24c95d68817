import { loadOutcomes, loadUnreadOfferThemes } from '../../db/outcomes.ts'
import type { Paper } from '../../db/papers.ts'
import { loadPartnerOffers } from '../../db/partner-offers.ts'
import { success } from '../../domain/failures.ts'
import { matchAsks, type PartnerOffer } from '../../domain/outcomes/matching.ts'
import { reading } from '../use-case.ts'
import { type Harvest, harvestOf } from './access.ts'

type Named = Paper['authority']

interface Said {
  readonly id: string
  readonly authority: Named
  readonly text: string
}

/** What meets an ask, as somebody sees it. */
export type MatchView =
  | { readonly from: 'authority'; readonly offer: Said; readonly strong: boolean }
  | { readonly from: 'partner'; readonly offer: PartnerOffer }

/** An ask that the actor reads with what meets it, the best first. */
export interface MatchedAskView {
  readonly ask: Said
  readonly theme: string
  readonly matches: readonly MatchView[]
  /**
   * Whether there is also an offer of another authority whose outcomes the actor does not read: the consultant goes
   * between, and neither its name nor its words are told, nor how many they are.
   */
  readonly anotherAuthority: boolean
}

/**
 * The asks of a round that the actor reads, each with the offers that meet it. Names follow the reading of outcomes,
 * so that where the round's policy is regional its directors see them all, and a conflict hides what it hides elsewhere.
 */
export const listMatches = reading<{ id: string }, Harvest, readonly MatchedAskView[]>({
  authorise: (work, { id }) => harvestOf(work, id),
  run: async (work, _input, { round, readable }) => {
    const paperIds = readable.map(({ id }) => id)
    const outcomes = await loadOutcomes(work.trx, paperIds)
    const partners = await loadPartnerOffers(work.trx, round.id)
    const unread = await loadUnreadOfferThemes(work.trx, round.id)
    const authorities = new Map(readable.map(({ id, authority }) => [id, authority]))
    const said = ({ id, paperId, text }: { id: string; paperId: string; text: string }): Said => ({
      id,
      authority: authorities.get(paperId) ?? { id: '', name: '' },
      text,
    })
    work.record('round', round.id, { matches: true, outcomesOf: paperIds })
    return success(
      matchAsks(outcomes, partners).map(({ ask, matches }) => ({
        ask: said(ask),
        theme: ask.theme,
        matches: matches.map(
          (match): MatchView => (match.from === 'partner' ? match : { ...match, offer: said(match.offer) }),
        ),
        anotherAuthority: unread.has(ask.theme),
      })),
    )
  },
})
