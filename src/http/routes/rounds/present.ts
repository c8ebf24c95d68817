import type { z } from 'zod'
import type { RoundPolicy } from '../../../domain/rounds/policy.ts'
import type { ChallengesView } from '../../../services/rounds/challenges.ts'
import type { ParticipantView } from '../../../services/rounds/participants.ts'
import type { NamedAuthority } from '../../../services/rounds/roster.ts'
import type { RoundView, TriadView } from '../../../services/rounds/views.ts'
import { instant } from '../../wire.ts'
import { presentPlanningPolicy } from '../plans/policy-schemas.ts'
import type { RoundPolicySchema } from './policy-schemas.ts'
import type {
  ChallengesSchema,
  NamedAuthoritySchema,
  ParticipantsSchema,
  RoundSchema,
  TriadSchema,
} from './schemas.ts'

const presentPolicy = (policy: RoundPolicy): z.input<typeof RoundPolicySchema> => ({
  clashes: {
    severities: { ...policy.clashes.severities },
    shortNoticeWeeks: policy.clashes.shortNoticeWeeks,
    daysAfterModeration: policy.clashes.daysAfterModeration,
    facilitatorEventsPerDay: policy.clashes.facilitatorEventsPerDay,
    minimumDirectors: policy.clashes.minimumDirectors,
  },
  triadSize: { smallest: policy.triadSize.smallest, largest: policy.triadSize.largest },
  challenges: { perPaper: policy.challenges.perPaper, mutual: policy.challenges.mutual },
  readership: policy.readership,
  selfAssessments: {
    alsoSign: [...policy.selfAssessments.alsoSign],
    extensionMovesComments: policy.selfAssessments.extensionMovesComments,
    keepYears: policy.selfAssessments.keepYears,
  },
  moderation: {
    moderators: policy.moderation.moderators,
    ceiling: policy.moderation.ceiling,
    challengersModerate: policy.moderation.challengersModerate,
    oneAuthority: policy.moderation.oneAuthority,
    anonymous: policy.moderation.anonymous,
    lastYearInPack: policy.moderation.lastYearInPack,
    trainingValidMonths: policy.moderation.trainingValidMonths,
    themes: policy.moderation.themes.map(({ theme, reviewers }) => ({ theme, reviewers })),
  },
  authorsAreToldOfDisclosures: policy.authorsAreToldOfDisclosures,
  outcomes: { fewest: policy.outcomes.fewest },
  planning: presentPlanningPolicy(policy.planning),
})

export const presentRound = (round: RoundView): z.input<typeof RoundSchema> => ({
  id: round.id,
  label: round.label,
  state: round.state,
  method: round.method,
  window: { first: round.window.first, last: round.window.last },
  deadlines: {
    selfAssessmentDue: round.deadlines.selfAssessmentDue,
    commentsDue: round.deadlines.commentsDue,
    releaseOn: round.deadlines.releaseOn,
  },
  policy: presentPolicy(round.policy),
  requiredCalendars: round.requiredCalendars.map(({ kind, scope }) => ({
    kind,
    scope,
  })),
  takingPart: round.takingPart,
  pairs: {
    total: round.pairs.total,
    repeated: round.pairs.repeated,
    previousRound: round.pairs.previousRound && {
      id: round.pairs.previousRound.id,
      label: round.pairs.previousRound.label,
    },
  },
  closedAt: instant(round.closedAt),
  createdAt: instant(round.createdAt),
  changedAt: instant(round.changedAt),
})

const presentNamedAuthority = ({
  id,
  name,
  gssCode,
}: NamedAuthority): z.input<typeof NamedAuthoritySchema> => ({ id, name, gssCode })

export const presentParticipants = (
  participants: readonly ParticipantView[],
): z.input<typeof ParticipantsSchema> => ({
  items: participants.map(({ authority, takingPart, reason }) => ({
    authority: presentNamedAuthority(authority),
    takingPart,
    reason,
  })),
  nextCursor: null,
})

export const presentChallenges = ({
  items,
  unchallenged,
}: ChallengesView): z.input<typeof ChallengesSchema> => ({
  items: items.map(({ authority, challengers, load }) => ({
    authority: presentNamedAuthority(authority),
    challengers: challengers.map(presentNamedAuthority),
    load,
  })),
  unchallenged: unchallenged.map(presentNamedAuthority),
  nextCursor: null,
})

export const presentTriad = (triad: TriadView): z.input<typeof TriadSchema> => ({
  id: triad.id,
  roundId: triad.roundId,
  number: triad.number,
  authorities: triad.authorities.map(presentNamedAuthority),
  directors: triad.directors.map(({ id, name }) => ({ id, name })),
  vacancies: triad.vacancies.map(presentNamedAuthority),
  pairsBefore: triad.pairsBefore,
  sharedProviders: [...triad.sharedProviders],
  createdAt: instant(triad.createdAt),
  changedAt: instant(triad.changedAt),
})
