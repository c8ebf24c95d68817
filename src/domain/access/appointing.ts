import type { LocalDate } from '../intervals.ts'
import type { Actor, Appointment, Role } from './actor.ts'
import { holdsRoleAt, isConsultant, isDirector } from './operations.ts'

/** The roles that a director gives in their own office. */
const OF_AN_OFFICE: readonly Role[] = ['assistant', 'delegate', 'contributor']

/** An appointment, as far as the right to make and end it goes. */
export type Post = Pick<Appointment, 'personId' | 'role' | 'authorityIds'>

/** Whether it is for the actor, as director of all of its authorities now, to fill. */
const isOfOwnOffice = (actor: Actor, { role, authorityIds }: Post): boolean =>
  OF_AN_OFFICE.includes(role) &&
  authorityIds.length > 0 &&
  authorityIds.every((id) => holdsRoleAt(actor, id, ['director']))

/** Whether there is anything at all that the actor may appoint to. */
export const appointsSomebody = (actor: Actor): boolean => isConsultant(actor) || isDirector(actor)

/**
 * Whether the actor may appoint somebody: a consultant to every role, a director in post to the assistants,
 * delegates and contributors of authorities all of which they direct. Nobody appoints themselves, because a role
 * opens papers and the consent of whoever wrote them cannot be one's own: a director would stay past their post.
 */
export const mayAppoint = (actor: Actor, post: Post): boolean =>
  actor.personId !== post.personId && (isConsultant(actor) || isOfOwnOffice(actor, post))

/**
 * Whether the actor may move the day on which an appointment ends. To end it sooner takes the right over the role,
 * and a consultant may so resign; to prolong it is to appoint.
 */
export const mayMoveEnd = (
  actor: Actor,
  appointment: Post & Pick<Appointment, 'until'>,
  until: LocalDate | null,
): boolean => {
  const prolongs = appointment.until !== null && (until === null || until > appointment.until)
  return prolongs ? mayAppoint(actor, appointment) : isConsultant(actor) || isOfOwnOffice(actor, appointment)
}
