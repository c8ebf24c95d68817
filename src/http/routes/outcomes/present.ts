import type { z } from 'zod'
import type { PartnerOffer } from '../../../domain/outcomes/matching.ts'
import type { PublishedTheme } from '../../../domain/outcomes/themes.ts'
import type { ActionView } from '../../../services/outcomes/actions.ts'
import type { FeedbackView } from '../../../services/outcomes/feedback.ts'
import type { FollowUpView } from '../../../services/outcomes/follow-ups.ts'
import type { MatchedAskView } from '../../../services/outcomes/matches.ts'
import type { OutcomeView } from '../../../services/outcomes/outcomes.ts'
import type { PrioritiesView } from '../../../services/outcomes/priorities.ts'
import { instant } from '../../wire.ts'
import type { ActionSchema, FollowUpSchema, OutcomeSchema } from './schemas.ts'
import type {
  FeedbackSchema,
  MatchesSchema,
  PartnerOfferSchema,
  PrioritiesSchema,
  ThemesSchema,
} from './shared-schemas.ts'

export const presentOutcome = (view: OutcomeView): z.input<typeof OutcomeSchema> => ({
  id: view.id,
  roundId: view.roundId,
  eventId: view.eventId,
  authority: view.authority,
  kind: view.kind,
  theme: view.theme,
  text: view.text,
  writtenBy: view.writtenBy,
  writtenAt: instant(view.writtenAt),
  changedAt: instant(view.changedAt),
})

export const presentAction = (view: ActionView): z.input<typeof ActionSchema> => ({
  id: view.id,
  roundId: view.roundId,
  eventId: view.eventId,
  authority: view.authority,
  text: view.text,
  owners: [...view.owners],
  ownerOffice: view.ownerOffice,
  dueOn: view.dueOn,
  state: view.state,
  reason: view.reason,
  overdue: view.overdue,
  agreedBy: view.agreedBy,
  agreedAt: instant(view.agreedAt),
  changedAt: instant(view.changedAt),
  notes: view.notes.map((note) => ({ ...note, writtenAt: instant(note.writtenAt) })),
})

export const presentFollowUp = (view: FollowUpView): z.input<typeof FollowUpSchema> => ({
  authority: view.authority,
  dueOn: view.dueOn,
  note: view.note,
  recordedBy: view.recordedBy,
  recordedAt: instant(view.recordedAt),
})

/** A whole list that is not paged. */
export const presentItems =
  <T, Wire>(present: (item: T) => Wire) =>
  (items: readonly T[]) => ({ items: items.map(present) })

export const presentPartnerOffer = (offer: PartnerOffer): z.input<typeof PartnerOfferSchema> => ({
  id: offer.id,
  roundId: offer.roundId,
  theme: offer.theme,
  text: offer.text,
  offeredBy: offer.offeredBy,
  name: offer.name,
  enteredAt: instant(offer.enteredAt),
})

export const presentMatchedAsk = ({
  ask,
  theme,
  matches,
  anotherAuthority,
}: MatchedAskView): z.input<typeof MatchesSchema>['items'][number] => ({
  ask,
  theme,
  matches: matches.map((match) =>
    match.from === 'partner' ? { from: 'partner', offer: presentPartnerOffer(match.offer) } : match,
  ),
  anotherAuthority,
})

export const presentTheme = (theme: PublishedTheme): z.input<typeof ThemesSchema>['items'][number] => ({
  kind: theme.kind,
  theme: theme.theme,
  authorities: theme.authorities,
  orMore: theme.orMore,
})

export const presentPriorities = (view: PrioritiesView): z.input<typeof PrioritiesSchema> => ({
  priorities: view.priorities.map(({ theme, statement, leads }) => ({
    theme,
    statement,
    leads: leads.map(({ authorities, office }) => ({ authorities: [...authorities], office })),
  })),
  themes: view.themes.map(presentTheme),
})

export const presentFeedback = ({ own, summary }: FeedbackView): z.input<typeof FeedbackSchema> => ({
  own,
  summary: summary && { ...summary, words: summary.words && [...summary.words] },
})
