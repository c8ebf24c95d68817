import type { Calendar, Commitment, RequiredCalendar, ScopeRole } from '../calendars/calendar.ts'
import type { CalendarKinds } from '../calendars/kinds.ts'
import type { EventKind, EventState } from '../events/event.ts'
import type { Days, LocalDate, Span } from '../intervals.ts'
import type { ClashPolicy } from './policy.ts'

/**
 * Somebody expected at an event. An office that sent apologies is not expected; its substitute is, as a
 * `delegate`, which means sitting in a director's seat. A facilitator is here only when named.
 */
export interface EventPerson {
  readonly personId: string
  readonly as: Exclude<ScopeRole, 'assistant-director'> | 'attendee'
  /** The part of the event that they are there for, in an event of several sessions; else the whole of it. */
  readonly span?: Span
}

/** The event under test, as it is or as it would be after the request. */
export interface EventFacts {
  /** Null while it is only an idea. */
  readonly id: string | null
  readonly kind: EventKind
  /** The state it has or would have: a deferred or cancelled event takes no time and clashes with nothing. */
  readonly state: EventState
  readonly days: Days
  readonly span: Span
  /** The authorities whose event it is: a triad's members, or a round's participants. */
  readonly authorityIds: readonly string[]
  readonly people: readonly EventPerson[]
  /** Authorities among them that have no director in post on the first day. */
  readonly vacantAuthorityIds: readonly string[]
  /** The local day on which its present date was given to its people; null when that is today. */
  readonly datedOn: LocalDate | null
}

/** Another live event (proposed, confirmed or held) of somebody expected at the event under test. */
export interface OtherEvent {
  readonly id: string
  readonly title: string
  readonly state: EventState
  readonly days: Days
  readonly span: Span
  readonly people: readonly EventPerson[]
}

/** When the moderators' comments on one authority's self-assessment are due. */
export interface ModerationDue {
  readonly authorityId: string
  readonly on: LocalDate
}

/** All that the rules of clashes look at. The order of every list is without meaning. */
export interface ClashFacts {
  /** The region's zone, an IANA name. */
  readonly zone: string
  readonly now: Date
  readonly policy: ClashPolicy
  readonly event: EventFacts
  readonly others: readonly OtherEvent[]
  /** The region's kinds of calendars, by name. */
  readonly kinds: CalendarKinds
  /** The region's calendars; a commitment whose calendar is not among them is not looked at. */
  readonly calendars: readonly Calendar[]
  readonly commitments: readonly Commitment[]
  readonly requiredCalendars: readonly RequiredCalendar[]
  readonly moderationDue: readonly ModerationDue[]
  /** What messages call authorities and people, by id: "Kent", "Director, Kent" (never a person's name). */
  readonly names: {
    readonly authorities: Readonly<Record<string, string>>
    readonly offices: Readonly<Record<string, string>>
  }
}
