import type { Mover } from '../moderation/assignment.ts'
import type { ConflictSource, StoredConflict } from '../moderation/conflict.ts'
import { type Actor, isGeneral, type Role } from './actor.ts'

/** Whether this is the operator, who creates regions and invites consultants and reads no paper. */
export const isOperator = (actor: Actor): boolean => actor.operator

/** Whether the actor is a programme consultant of their region now. */
export const isConsultant = (actor: Actor): boolean =>
  actor.appointments.some((appointment) => appointment.role === 'consultant')

/** Whether the actor directs an authority now, whichever. */
export const isDirector = (actor: Actor): boolean =>
  actor.appointments.some((appointment) => appointment.role === 'director')

/** Whether the actor holds one of the roles through an authority's office now, and not only for one event. */
export const holdsRoleAt = (actor: Actor, authorityId: string, roles: readonly Role[]): boolean =>
  actor.appointments.some(
    (appointment) =>
      isGeneral(appointment) &&
      roles.includes(appointment.role) &&
      appointment.authorityIds.includes(authorityId),
  )

/** Whether the actor belongs to an authority's director's office: the director, an assistant or a delegate. */
export const holdsOffice = (actor: Actor, authorityId: string): boolean =>
  holdsRoleAt(actor, authorityId, ['director', 'assistant', 'delegate'])

/** Who comes to an event is answered by the office of a director, or by the consultant on its behalf. */
export const mayAnswerFor = (actor: Actor, authorityId: string): boolean =>
  holdsRoleAt(actor, authorityId, ['director', 'assistant']) || isConsultant(actor)

/** Who sits in a director's seat is for that director alone to name: not for the office, nor for the consultant. */
export const mayNameSubstitute = (actor: Actor, authorityId: string): boolean =>
  holdsRoleAt(actor, authorityId, ['director'])

/**
 * A place at a training or summit is booked, and given back, by the authority's office, by the consultant, or by
 * somebody for themselves through an authority through which they hold an appointment.
 */
export const mayBookFor = (actor: Actor, authorityId: string, personId: string): boolean =>
  isConsultant(actor) ||
  holdsOffice(actor, authorityId) ||
  (actor.personId === personId &&
    actor.appointments.some((appointment) => appointment.authorityIds.includes(authorityId)))

/** What an office wrote beside its answer is for the office and the consultant. */
export const maySeeNote = (actor: Actor, authorityIds: readonly string[]): boolean =>
  isConsultant(actor) || authorityIds.some((id) => holdsOffice(actor, id))

/** The authorities to whose office the actor belongs now. */
export const officesOf = (actor: Actor): readonly string[] =>
  actor.appointments.flatMap(({ authorityIds }) => authorityIds).filter((id) => holdsOffice(actor, id))

/** Rounds, triads and challenge events are seen by everybody who holds an appointment in their region now. */
export const maySeeProgramme = (actor: Actor, regionId: string): boolean =>
  actor.regionId === regionId && actor.appointments.length > 0

/** Rounds, triads and challenge events are changed by their region's consultant. */
export const mayChangeProgramme = (actor: Actor, regionId: string): boolean =>
  actor.regionId === regionId && isConsultant(actor)

/** A self-assessment is submitted by its authority's director, a delegate or a contributor. */
export const maySubmitFor = (actor: Actor, authorityId: string): boolean =>
  holdsRoleAt(actor, authorityId, ['director', 'delegate', 'contributor'])

/** A moderation assignment, as far as the right to see and move it goes. */
export interface AssignmentOwner {
  readonly regionId: string
  readonly moderatorId: string
}

/**
 * In which capacity the actor acts on an assignment: its own moderator first, else the region's consultant;
 * null for everybody else, to whom it does not exist.
 */
export const moverOf = (actor: Actor, assignment: AssignmentOwner): Mover | null => {
  if (actor.regionId !== assignment.regionId) return null
  const moderates = actor.appointments.some((appointment) => appointment.role === 'moderator')
  if (moderates && actor.personId === assignment.moderatorId) return 'moderator'
  return isConsultant(actor) ? 'consultant' : null
}

/** An assignment is seen by its moderator and the consultant: whoever could move it. */
export const maySeeAssignment = (actor: Actor, assignment: AssignmentOwner): boolean =>
  moverOf(actor, assignment) !== null

/**
 * In whose name the actor records a conflict: everybody may declare their own, an authority's office one with
 * itself, the consultant any; null for everybody else.
 */
export const sourceOfConflict = (
  actor: Actor,
  conflict: Pick<StoredConflict, 'personId' | 'authorityId'>,
): ConflictSource | null => {
  if (actor.personId === conflict.personId) return 'person'
  if (isConsultant(actor)) return 'consultant'
  return holdsOffice(actor, conflict.authorityId) ? 'authority' : null
}

/** A conflict is seen by whoever could have recorded it. */
export const maySeeConflict = (
  actor: Actor,
  conflict: Pick<StoredConflict, 'personId' | 'authorityId'>,
): boolean => sourceOfConflict(actor, conflict) !== null

/** A conflict is ended by the consultant; nobody ends their own, the consultant neither. */
export const mayEndConflict = (actor: Actor, conflict: Pick<StoredConflict, 'personId'>): boolean =>
  isConsultant(actor) && actor.personId !== conflict.personId

/** A feed is its owner's alone: not even the consultant sees its address. */
export const ownsFeed = (actor: Actor, feed: { readonly ownerId: string }): boolean =>
  actor.personId === feed.ownerId

/** How much of a personal calendar shows: what each stretch is, only that it is busy, or nothing at all. */
export type CalendarView = 'titles' | 'busy' | 'nothing'

/** A personal calendar shows its owner everything, the region's consultant busy spans, nobody else anything. */
export const viewOfPersonalCalendar = (
  actor: Actor,
  calendar: { readonly regionId: string; readonly ownerId: string },
): CalendarView => {
  if (actor.regionId !== calendar.regionId) return 'nothing'
  if (actor.personId === calendar.ownerId) return 'titles'
  return isConsultant(actor) ? 'busy' : 'nothing'
}
