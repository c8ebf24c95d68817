import type { Actor } from '../access/actor.ts'
import { holdsOffice, isConsultant, viewOfPersonalCalendar } from '../access/operations.ts'
import type { Calendar, Commitment, Scope } from './calendar.ts'
import { AVAILABILITY, PERSONAL } from './kinds.ts'

/** A calendar as somebody is shown it; null for what is not theirs to know. */
export type SeenCalendar = Omit<Calendar, 'feeds' | 'checkedAt' | 'refusedEntries'> & {
  readonly checkedAt: Date | null
  readonly refusedEntries: number | null
}

/** What others are shown in place of an inspection. */
const UNAVAILABLE = 'Unavailable'

/** What others are shown as the kind of a calendar of inspections. */
export const UNAVAILABLE_KIND = 'unavailable'

/** What the consultant is shown in place of the name that somebody gave their own calendar. */
const SOMEBODYS = 'Personal calendar'

/** The one person whose own calendar it is; null for a calendar of the programme. */
const ownerOf = ({ kind, scope }: Calendar): string | null =>
  kind === PERSONAL && scope.kind === 'persons' ? (scope.ids[0] ?? null) : null

/** Whether all whom a scope names are authorities through whose office the actor acts. */
const withinOffice = (actor: Actor, scope: Scope): boolean =>
  scope.kind === 'authorities' && scope.ids.every((id) => holdsOffice(actor, id))

/** Who is being inspected, and what an office answered, is for the consultant and for that office to know. */
const isTheirs = (actor: Actor, scope: Scope): boolean => isConsultant(actor) || withinOffice(actor, scope)

/**
 * The calendar as the actor may see it, or null when it does not exist for them. Whoever holds an appointment
 * sees the region's; an inspection calendar that is not theirs is shown as "unavailable", without its name or
 * what it is trusted for; a personal one as `viewOfPersonalCalendar` says; an office's answers do not exist for others.
 */
export const calendarAsSeenBy = (actor: Actor, regionId: string, calendar: Calendar): SeenCalendar | null => {
  if (calendar.kind === PERSONAL) {
    const view = viewOfPersonalCalendar(actor, { regionId, ownerId: ownerOf(calendar) ?? '' })
    if (view === 'nothing') return null
    return view === 'titles' ? calendar : { ...calendar, name: SOMEBODYS }
  }
  if (calendar.kind === AVAILABILITY) return isTheirs(actor, calendar.scope) ? calendar : null
  if (calendar.feeds !== 'inspection-on-site' || isTheirs(actor, calendar.scope)) return calendar
  return {
    ...calendar,
    kind: UNAVAILABLE_KIND,
    name: UNAVAILABLE,
    coversFrom: null,
    coversTo: null,
    checkedAt: null,
    staleAfterDays: null,
    refusedEntries: null,
  }
}

/** The commitment as somebody may see it who sees its calendar: of others' inspections, only that it is there. */
export const commitmentAsSeenBy = <C extends Commitment>(
  actor: Actor,
  calendar: Calendar,
  commitment: C,
): C =>
  calendar.feeds !== 'inspection-on-site' || isTheirs(actor, commitment.scope)
    ? commitment
    : { ...commitment, title: UNAVAILABLE }

/**
 * A calendar is made and changed by the consultant, or by an authority's office when it is about that authority
 * alone; a personal one only by the person whose it is. Bank holidays are the consultant's.
 */
export const mayWriteCalendar = (
  actor: Actor,
  calendar: Pick<Calendar, 'kind' | 'feeds' | 'scope'>,
): boolean => mayWriteCommitment(actor, calendar, calendar.scope)

/**
 * A commitment is written by the consultant, or by the office of all the authorities that it concerns, into
 * whichever calendar it belongs (bank holidays excepted); in a personal calendar only by its owner. What offices
 * answer to a poll is written there and by nobody here.
 */
export const mayWriteCommitment = (
  actor: Actor,
  calendar: Pick<Calendar, 'kind' | 'feeds' | 'scope'>,
  scope: Scope,
): boolean => {
  if (calendar.kind === AVAILABILITY) return false
  if (calendar.kind === PERSONAL) {
    return scope.kind === 'persons' && scope.ids.length === 1 && scope.ids[0] === actor.personId
  }
  return isConsultant(actor) || (calendar.feeds !== 'bank-holiday' && withinOffice(actor, scope))
}
