import type { Outcome } from './outcome.ts'

/** Who offers beside the region's own authorities. */
export const PARTNERS = ['programme', 'lga', 'partner'] as const

export type PartnerKind = (typeof PARTNERS)[number]

/** What the programme, the LGA or a partner offers to whoever asks in a round. */
export interface PartnerOffer {
  readonly id: string
  readonly roundId: string
  readonly theme: string
  readonly text: string
  readonly offeredBy: PartnerKind
  /** Which of them: "Research in Practice". */
  readonly name: string
  readonly enteredAt: Date
}

/** Outcomes about authorities, as far as matching goes. */
export type Matched = Pick<Outcome, 'id' | 'paperId' | 'kind' | 'theme' | 'text' | 'writtenAt'>

/** An offer that meets an ask: an authority's, which may be known to be strong at it, or a partner's. */
export type Match<O extends Matched = Matched> =
  | { readonly from: 'authority'; readonly offer: O; readonly strong: boolean }
  | { readonly from: 'partner'; readonly offer: PartnerOffer }

/** An ask with what meets it, the best first. */
export interface MatchedAsk<O extends Matched = Matched> {
  readonly ask: O
  readonly matches: readonly Match<O>[]
}

/**
 * Each ask with the offers of others on its theme: before all from authorities that a challenge event found strong at
 * it, then from other authorities, then from partners; among equals the older offer, which has waited longer.
 */
export const matchAsks = <O extends Matched>(
  outcomes: readonly O[],
  partners: readonly PartnerOffer[],
): MatchedAsk<O>[] => {
  const strengths = new Set(outcomes.filter(({ kind }) => kind === 'strength').map(placeOf))
  const offers = outcomes.filter(({ kind }) => kind === 'offer')
  return outcomes
    .filter(({ kind }) => kind === 'ask')
    .map((ask) => {
      const ofOthers = offers
        .filter(({ theme, paperId }) => theme === ask.theme && paperId !== ask.paperId)
        .map((offer): Match<O> => ({ from: 'authority', offer, strong: strengths.has(placeOf(offer)) }))
      const ofPartners = partners
        .filter(({ theme }) => theme === ask.theme)
        .map((offer): Match<O> => ({ from: 'partner', offer }))
      return { ask, matches: [...ofOthers, ...ofPartners].toSorted(byRank) }
    })
}

const placeOf = ({ paperId, theme }: Pick<Matched, 'paperId' | 'theme'>): string => `${paperId} ${theme}`

const byRank = (a: Match, b: Match): number =>
  rankOf(a) - rankOf(b) || timeOf(a) - timeOf(b) || (a.offer.id < b.offer.id ? -1 : 1)

const rankOf = (match: Match): number => {
  if (match.from === 'partner') return 2
  return match.strong ? 0 : 1
}

const timeOf = (match: Match): number =>
  (match.from === 'partner' ? match.offer.enteredAt : match.offer.writtenAt).getTime()
