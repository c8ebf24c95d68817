import { type LocalDate, startOfDay } from '../intervals.ts'
import type { Appointment } from './actor.ts'
import type { PaperAssignment, PaperEvent, PaperFacts, PaperGrant } from './paper.ts'
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

/** Why somebody may not read; for the audit log, never shown to who asked. */
export type RefusalReason =
  | 'another-region'
  | 'no-right'
  | 'conflict'
  | 'appointment-not-held'
  | 'not-yet-successor'
  | 'memorandum-not-accepted'
  | 'no-open-assignment'
  | 'no-grant'
  | 'not-released'
  | 'withdrawn'
  | 'challenge-over'
  | 'event-over'

/** Something that must hold for a claim to give reading: when it does, and what its absence is called. */
export interface Condition {
  readonly spans: readonly OpenSpan[]
  readonly otherwise: RefusalReason
}

/**
 * That an appointment is held through one of some authorities of the paper; a successor's counts from the day on
 * which it took over. Null where it is held through none.
 */
const heldThroughOneOf = (
  authorityIds: readonly string[],
  takenOver: Readonly<Record<string, LocalDate>>,
  zone: string,
  appointment: Appointment,
): Condition | null => {
  const held = appointment.authorityIds.filter((id) => authorityIds.includes(id))
  if (held.length === 0) return null
  const spans = held.flatMap((id): readonly OpenSpan[] => {
    const from = takenOver[id]
    return from === undefined ? ALWAYS : [spanOfDates({ from, until: null }, zone)]
  })
  return { spans, otherwise: 'not-yet-successor' }
}

/** That the appointment is held through an authority whose paper it is; null where it is not. */
export const ofAuthor = (paper: PaperFacts, appointment: Appointment): Condition | null =>
  heldThroughOneOf(paper.authorIds, paper.authorsFrom, paper.zone, appointment)

/** That the appointment is held through an authority that challenges the paper; null where it is not. */
export const ofChallenger = (paper: PaperFacts, appointment: Appointment): Condition | null =>
  heldThroughOneOf(paper.challengerIds, paper.challengersFrom, paper.zone, appointment)

/** Nothing more than that the appointment is at the author's; null where it is not. */
export const fromAuthorsOffice = (
  paper: PaperFacts,
  appointment: Appointment,
): readonly Condition[] | null => {
  const author = ofAuthor(paper, appointment)
  return author && [author]
}

/** The event of the paper's round that the appointment is for; null for one that is for everything or elsewhere. */
export const eventOf = (paper: PaperFacts, { eventId }: Appointment): PaperEvent | null =>
  paper.events.find(({ id }) => id === eventId) ?? null

/** From the release on. */
export const released = (paper: PaperFacts): Condition => ({
  spans: between(paper.releasedAt, null),
  otherwise: 'not-released',
})

/** Until it is withdrawn: to be submitted again is to stand again. */
export const notWithdrawn = (paper: PaperFacts): Condition => ({
  spans: before(paper.withdrawnAt),
  otherwise: 'withdrawn',
})

/**
 * A challenge ends with its round or, where the triad's event was deferred beyond that, when the event is held
 * or cancelled: the papers are still needed for it.
 */
const challengeEnd = ({ closedAt, deferredEvent }: PaperFacts): Date | null => {
  if (closedAt === null || deferredEvent === null) return closedAt
  return deferredEvent.settledAt && later(deferredEvent.settledAt, closedAt)
}

/** Until the challenge of the paper is over. */
export const challengeGoesOn = (paper: PaperFacts): Condition => ({
  spans: before(challengeEnd(paper)),
  otherwise: 'challenge-over',
})

/** Until the event is held or cancelled. */
export const untilSettled = ({ settledAt }: PaperEvent): Condition => ({
  spans: before(settledAt),
  otherwise: 'event-over',
})

/** While one of these assignments that the person accepted has not ended. */
export const assignmentOpen = (assignments: readonly PaperAssignment[], personId: string): Condition => ({
  spans: assignments
    .filter((assignment) => assignment.moderatorId === personId)
    .flatMap((assignment) => between(assignment.acceptedAt, assignment.endedAt)),
  otherwise: 'no-open-assignment',
})

/** While a grant of the paper names the person and the role. */
export const granted = (paper: PaperFacts, { personId, role }: Appointment): Condition => ({
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

/** A stored conflict stands before every claim, the author's own director's and the consultant's too. */
export const freeOfConflict = (paper: PaperFacts, personId: string): Condition => ({
  spans: outside(
    paper.conflicts
      .filter((conflict) => conflict.personId === personId)
      .map((conflict) => spanOfDates(conflict, paper.zone)),
  ),
  otherwise: 'conflict',
})

/** From the midnight with which the appointment begins to that with which it ends. */
export const appointmentHeld = (paper: PaperFacts, appointment: Appointment): Condition => ({
  spans: [spanOfDates(appointment, paper.zone)],
  otherwise: 'appointment-not-held',
})

/** While the person has accepted whichever memorandum is in force; always before the first is. */
export const memorandumAccepted = ({ memoranda, zone }: PaperFacts, personId: string): Condition => ({
  spans: union([
    ...before(memoranda[0] ? startOfDay(memoranda[0].from, zone) : null),
    ...memoranda.flatMap(({ from, acceptedAt }, index) =>
      intersection(
        [spanOfDates({ from, until: memoranda[index + 1]?.from ?? null }, zone)],
        between(acceptedAt.get(personId) ?? null, null),
      ),
    ),
  ]),
  otherwise: 'memorandum-not-accepted',
})
