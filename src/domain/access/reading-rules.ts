import { type Appointment, isGeneral, type Role } from './actor.ts'
import type { PaperEvent, PaperFacts, PaperGrant } from './paper.ts'
import {
  ALWAYS,
  before,
  between,
  holdsAt,
  intersection,
  later,
  type OpenSpan,
  outside,
  spanOfDates,
  union,
} from './spans.ts'

/** In which capacity somebody reads a self-assessment. */
export type Basis =
  | 'director'
  | 'delegate'
  | 'contributor'
  | 'assistant'
  | 'moderator'
  | 'challenger'
  | 'substitute'
  | 'regional-director'
  | 'facilitator'
  | 'consultant'
  | 'observer'

/** Why somebody may not read; for the audit log, never shown to who asked. */
export type RefusalReason =
  | 'another-region'
  | 'no-right'
  | 'conflict'
  | 'appointment-not-held'
  | 'memorandum-not-accepted'
  | 'no-open-assignment'
  | 'no-grant'
  | 'not-released'
  | 'challenge-over'
  | 'event-over'

/** Something that must hold for a claim to give reading: when it does, and what its absence is called. */
export interface Condition {
  readonly spans: readonly OpenSpan[]
  readonly otherwise: RefusalReason
}

/** One person's reason to read, which gives reading whenever all its conditions hold. */
export interface Claim {
  readonly personId: string
  readonly basis: Basis
  readonly conditions: readonly Condition[]
}

/** One line of the table of who may read. */
interface ReadingRule {
  readonly basis: Basis
  /** The role through which it is exercised, and with whose end it ends. */
  readonly role: Role
  /** Read out where an authority sees who may read its paper. */
  readonly sentence: string
  /** Whether the memorandum must be accepted first: it binds readers of other authorities' papers. */
  readonly underMemorandum: boolean
  /** What must hold beside the appointment; null where the appointment has nothing to do with the paper. */
  readonly asks: (paper: PaperFacts, appointment: Appointment) => readonly Condition[] | null
}

const ofAuthor = (paper: PaperFacts, appointment: Appointment): boolean =>
  appointment.authorityIds.some((id) => paper.authorIds.includes(id))

const ofChallenger = (paper: PaperFacts, appointment: Appointment): boolean =>
  appointment.authorityIds.some((id) => paper.challengerIds.includes(id))

const fromAuthorsOffice = (paper: PaperFacts, appointment: Appointment): readonly Condition[] | null =>
  ofAuthor(paper, appointment) ? [] : null

/** The event of the paper's round that the appointment is for; null for one that is for everything or elsewhere. */
const eventOf = (paper: PaperFacts, { eventId }: Appointment): PaperEvent | null =>
  paper.events.find(({ id }) => id === eventId) ?? null

/** From the release on. */
export const released = (paper: PaperFacts): Condition => ({
  spans: between(paper.releasedAt, null),
  otherwise: 'not-released',
})

/**
 * A challenge ends with its round or, where the triad's event was deferred beyond that, when the event is held
 * or cancelled: the papers are still needed for it.
 */
const challengeEnd = ({ closedAt, deferredEvent }: PaperFacts): Date | null => {
  if (closedAt === null || deferredEvent === null) return closedAt
  return deferredEvent.settledAt && later(deferredEvent.settledAt, closedAt)
}

const challengeGoesOn = (paper: PaperFacts): Condition => ({
  spans: before(challengeEnd(paper)),
  otherwise: 'challenge-over',
})

const untilSettled = ({ settledAt }: PaperEvent): Condition => ({
  spans: before(settledAt),
  otherwise: 'event-over',
})

const assignmentOpen = (paper: PaperFacts, personId: string): Condition => ({
  spans: paper.assignments
    .filter((assignment) => assignment.moderatorId === personId)
    .flatMap((assignment) => between(assignment.acceptedAt, assignment.endedAt)),
  otherwise: 'no-open-assignment',
})

const granted = (paper: PaperFacts, { personId, role }: Appointment): Condition => ({
  spans: paper.grants
    .filter((grant) => grant.personId === personId && grant.as === role)
    .flatMap((grant) => intersection([grant.span], giversPost(paper, grant))),
  otherwise: 'no-grant',
})

/** While the consent of whoever gave a grant stands: a director's ends with the post from which it was given. */
const giversPost = (paper: PaperFacts, { givenBy, givenAs, givenAt }: PaperGrant): readonly OpenSpan[] => {
  if (givenAs === 'consultant') return ALWAYS
  const posts = paper.appointments.filter(
    (post) => post.role === 'director' && post.personId === givenBy && ofAuthor(paper, post),
  )
  return union(posts.map((post) => spanOfDates(post, paper.zone))).filter((span) => holdsAt(span, givenAt))
}

/** Who may read a self-assessment: the table of the memorandum, one line a basis. What is absent may not. */
export const READING_RULES: readonly ReadingRule[] = [
  {
    basis: 'director',
    role: 'director',
    sentence: 'Director of the authority that wrote it.',
    underMemorandum: false,
    asks: fromAuthorsOffice,
  },
  {
    basis: 'delegate',
    role: 'delegate',
    sentence: 'Named delegate of the director whose authority wrote it.',
    underMemorandum: false,
    asks: (paper, appointment) =>
      isGeneral(appointment) || eventOf(paper, appointment) !== null
        ? fromAuthorsOffice(paper, appointment)
        : null,
  },
  {
    basis: 'contributor',
    role: 'contributor',
    sentence: 'Contributor who writes it for the authority.',
    underMemorandum: false,
    asks: fromAuthorsOffice,
  },
  {
    basis: 'assistant',
    role: 'assistant',
    sentence: 'Assistant to whom the director of the authority that wrote it has granted reading.',
    underMemorandum: false,
    asks: (paper, appointment) => (ofAuthor(paper, appointment) ? [granted(paper, appointment)] : null),
  },
  {
    basis: 'moderator',
    role: 'moderator',
    sentence: 'Moderator who has accepted its assignment.',
    underMemorandum: true,
    asks: (paper, { personId }) =>
      paper.assignments.some((assignment) => assignment.moderatorId === personId)
        ? [assignmentOpen(paper, personId)]
        : null,
  },
  {
    basis: 'challenger',
    role: 'director',
    sentence: 'Director who challenges it, from its release while the challenge goes on.',
    underMemorandum: true,
    asks: (paper, appointment) =>
      ofChallenger(paper, appointment) ? [released(paper), challengeGoesOn(paper)] : null,
  },
  {
    basis: 'substitute',
    role: 'delegate',
    sentence: 'Delegate for the event in which it is challenged, from its release until that is over.',
    underMemorandum: true,
    asks: (paper, appointment) => {
      const event = eventOf(paper, appointment)
      return event?.challenged && ofChallenger(paper, appointment)
        ? [released(paper), challengeGoesOn(paper), untilSettled(event)]
        : null
    },
  },
  {
    basis: 'regional-director',
    role: 'director',
    sentence: 'Director in the region, whose policy opens every released paper to all its directors.',
    underMemorandum: true,
    asks: (paper, appointment) =>
      paper.readership === 'regional' && !ofAuthor(paper, appointment) ? [released(paper)] : null,
  },
  {
    basis: 'facilitator',
    role: 'facilitator',
    sentence: 'Facilitator of its triad, under a dated grant.',
    underMemorandum: true,
    asks: (paper, appointment) =>
      paper.facilitatorIds.includes(appointment.personId) ? [granted(paper, appointment)] : null,
  },
  {
    basis: 'consultant',
    role: 'consultant',
    sentence: 'Programme consultant of the region.',
    underMemorandum: false,
    asks: () => [],
  },
  {
    basis: 'observer',
    role: 'observer',
    sentence: 'Observer named by a time-limited grant.',
    underMemorandum: true,
    asks: (paper, appointment) =>
      paper.grants.some((grant) => grant.personId === appointment.personId && grant.as === 'observer')
        ? [granted(paper, appointment)]
        : null,
  },
]

/** A stored conflict stands before every claim, the author's own director's and the consultant's too. */
const freeOfConflict = (paper: PaperFacts, personId: string): Condition => ({
  spans: outside(
    paper.conflicts
      .filter((conflict) => conflict.personId === personId)
      .map((conflict) => spanOfDates(conflict, paper.zone)),
  ),
  otherwise: 'conflict',
})

const appointmentHeld = (paper: PaperFacts, appointment: Appointment): Condition => ({
  spans: [spanOfDates(appointment, paper.zone)],
  otherwise: 'appointment-not-held',
})

const memorandumAccepted = (paper: PaperFacts, personId: string): Condition => ({
  spans:
    paper.memorandumAcceptedAt === null
      ? ALWAYS
      : between(paper.memorandumAcceptedAt.get(personId) ?? null, null),
  otherwise: 'memorandum-not-accepted',
})

/** Every claim on a paper, those that have lapsed or not yet begun too, in the order of the rules. */
export const claimsOn = (paper: PaperFacts): readonly Claim[] =>
  READING_RULES.flatMap((rule) =>
    paper.appointments
      .filter((appointment) => appointment.role === rule.role)
      .flatMap((appointment) => {
        const asked = rule.asks(paper, appointment)
        if (asked === null) return []
        const { personId } = appointment
        const conditions = [
          freeOfConflict(paper, personId),
          appointmentHeld(paper, appointment),
          ...(rule.underMemorandum ? [memorandumAccepted(paper, personId)] : []),
          ...asked,
        ]
        return [{ personId, basis: rule.basis, conditions }]
      }),
  )
