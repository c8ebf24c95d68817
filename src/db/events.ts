import { sql } from 'kysely'
import type { EventKind, EventState } from '../domain/events/event.ts'
import { type Days, daysOf, type LocalDate, type Occasion, type Span } from '../domain/intervals.ts'
import type { Handle } from './database.ts'
import { type During, during, selectDuring } from './during.ts'
import { isOneOf, type Lookup, lookup } from './lookups.ts'
import { PREPARED } from './prepared.ts'

/** A challenge event as stored. */
export interface ChallengeEvent {
  readonly id: string
  readonly regionId: string
  readonly roundId: string
  /** Null for an event of the whole round. */
  readonly triadId: string | null
  readonly kind: EventKind
  readonly state: EventState
  readonly title: string
  /** The authority that a visit is made to. */
  readonly hostAuthorityId: string | null
  readonly venue: string | null
  readonly joiningLink: string | null
  readonly occasion: Occasion
  /** The instants that the occasion takes. */
  readonly span: Span
  readonly facilitatorIds: readonly string[]
  /** Places that each office may book at a training or summit; null where none are booked. */
  readonly placesPerOffice: number | null
  readonly stateSince: Date
  /** The local day on which its present date was given to its people. */
  readonly datedOn: LocalDate
  /** Whether it is, or ever was, deferred. */
  readonly wasDeferred: boolean
  readonly revision: number
  readonly createdAt: Date
  readonly changedAt: Date
}

/** Those in which an event stands on its date. */
const LIVE_STATES: readonly EventState[] = ['proposed', 'confirmed', 'held']

/** The local days that an event takes. */
export const daysOfEvent = ({ occasion }: Pick<ChallengeEvent, 'occasion'>): Days => daysOf(occasion)

/** The events that the transaction may see, as rows; `eventOf` reads one. */
export const selectEvents = (trx: Handle) =>
  trx
    .selectFrom('challengeEvent')
    .selectAll('challengeEvent')
    .select((row) => [
      sql<string[]>`array(${row
        .selectFrom('eventFacilitator')
        .select('personId')
        .whereRef('eventId', '=', 'challengeEvent.id')
        .orderBy('personId')})`.as('facilitatorIds'),
      row
        .exists(
          row
            .selectFrom('eventHistory')
            .select('id')
            .whereRef('eventId', '=', 'challengeEvent.id')
            .where('toState', '=', 'deferred'),
        )
        .as('wasDeferred'),
    ])

type EventRow = Awaited<ReturnType<ReturnType<typeof selectEvents>['executeTakeFirstOrThrow']>>

/** A row of `selectEvents` as services know it. */
export const eventOf = (row: EventRow): ChallengeEvent => ({
  id: row.id,
  regionId: row.regionId,
  roundId: row.roundId,
  triadId: row.triadId,
  kind: row.kind as EventKind,
  state: row.state as EventState,
  title: row.title,
  hostAuthorityId: row.hostAuthorityId,
  venue: row.venue,
  joiningLink: row.joiningLink,
  occasion: { date: row.date, days: row.days, startTime: row.startTime, endTime: row.endTime },
  span: { from: row.startsAt, until: row.endsAt },
  facilitatorIds: row.facilitatorIds,
  placesPerOffice: row.placesPerOffice,
  stateSince: row.stateSince,
  datedOn: row.datedOn,
  wasDeferred: Boolean(row.wasDeferred),
  revision: row.revision,
  createdAt: row.createdAt,
  changedAt: row.changedAt,
})

/** The event with this id, if the transaction may see it. */
export const findEvent = async (trx: Handle, id: string): Promise<ChallengeEvent | null> => {
  const row = await selectEvents(trx).where('challengeEvent.id', '=', id).executeTakeFirst()
  return row ? eventOf(row) : null
}

/** These events, locked in the order of their ids so that two changes of several cannot deadlock. */
export const lockEvents = async (trx: Handle, ids: readonly string[]): Promise<ChallengeEvent[]> => {
  if (ids.length === 0) return []
  const rows = await selectEvents(trx)
    .where('challengeEvent.id', 'in', ids)
    .orderBy('challengeEvent.id')
    .forUpdate('challengeEvent')
    .execute()
  return rows.map(eventOf)
}

/** The proposed and confirmed events of a region that have not ended at an instant, locked like `lockEvents`. */
export const lockComingEvents = async (
  trx: Handle,
  regionId: string,
  now: Date,
): Promise<ChallengeEvent[]> => {
  const rows = await selectEvents(trx)
    .where('challengeEvent.regionId', '=', regionId)
    .where('challengeEvent.state', 'in', ['proposed', 'confirmed'])
    .where('challengeEvent.endsAt', '>', now)
    .orderBy('challengeEvent.id')
    .forUpdate('challengeEvent')
    .execute()
  return rows.map(eventOf)
}

/** The events of a region that stand on a date which has not passed at an instant, by the time they begin. */
export const loadStandingEvents = async (
  trx: Handle,
  regionId: string,
  now: Date,
): Promise<ChallengeEvent[]> => {
  const rows = await selectEvents(trx)
    .where('challengeEvent.regionId', '=', regionId)
    .where('challengeEvent.state', 'in', LIVE_STATES)
    .where('challengeEvent.endsAt', '>', now)
    .orderBy('challengeEvent.startsAt')
    .orderBy('challengeEvent.id')
    .execute()
  return rows.map(eventOf)
}

/** These events, whatever their state. */
export const loadEvents = async (trx: Handle, ids: readonly string[]): Promise<ChallengeEvent[]> => {
  if (ids.length === 0) return []
  const rows = await selectEvents(trx)
    .where(isOneOf('challengeEvent.id', ids))
    .modifyFront(PREPARED)
    .execute()
  return rows.map(eventOf)
}

/** Which events something is read of: those of some rounds, or these alone. */
export type WhichEvents = { readonly ofRounds: readonly string[] } | { readonly ids: readonly string[] }

/** That a column names one of some events. */
export const isOfEvents = (column: string, which: WhichEvents) =>
  'ids' in which
    ? isOneOf(column, which.ids)
    : sql<boolean>`${sql.ref(column)} in (
        select id from challenge_event where ${isOneOf('round_id', which.ofRounds)})`

/** The events of a region that are proposed, confirmed or held and share an instant with one of some spans. */
export const loadLiveEvents = async (
  trx: Handle,
  regionId: string,
  spans: readonly Span[],
): Promise<ChallengeEvent[]> => {
  if (spans.length === 0) return []
  const rows = await selectEvents(trx)
    .where('challengeEvent.regionId', '=', regionId)
    .where('challengeEvent.state', 'in', LIVE_STATES)
    .where('challengeEvent.id', 'in', selectDuring(trx, during(regionId, spans)).select('met.id'))
    .execute()
  return rows.map(eventOf)
}

/** What of an event others need to know that may meet it. */
export type EventAround = Pick<ChallengeEvent, 'id' | 'title' | 'state' | 'occasion' | 'span'>

const selectAround = (trx: Handle, during: During) =>
  selectDuring(trx, during)
    .select(['id', 'title', 'state', 'date', 'days', 'startTime', 'endTime', 'startsAt', 'endsAt'])
    .where('state', 'in', LIVE_STATES)

/** Those that `loadLiveEvents` reads, as far as others need to know them. */
export const liveEventsAround = (regionId: string, spans: readonly Span[]): Lookup<EventAround[]> =>
  lookup(selectAround, during(regionId, spans), (rows) =>
    rows.map(({ id, title, state, startsAt, endsAt, ...occasion }) => ({
      id,
      title,
      state: state as EventState,
      occasion,
      span: { from: startsAt, until: endsAt },
    })),
  )

/** All of an event that a change of it can touch. */
export type EventContent = Pick<
  ChallengeEvent,
  | 'state'
  | 'title'
  | 'venue'
  | 'joiningLink'
  | 'occasion'
  | 'span'
  | 'facilitatorIds'
  | 'placesPerOffice'
  | 'stateSince'
  | 'datedOn'
>

/** An event before it has an id. */
export type NewEvent = EventContent &
  Pick<ChallengeEvent, 'regionId' | 'roundId' | 'triadId' | 'kind' | 'hostAuthorityId'>

const contentColumns = ({ occasion, span, facilitatorIds: _, ...content }: EventContent) => ({
  state: content.state,
  title: content.title,
  venue: content.venue,
  joiningLink: content.joiningLink,
  placesPerOffice: content.placesPerOffice,
  stateSince: content.stateSince,
  datedOn: content.datedOn,
  ...occasion,
  startsAt: span.from,
  endsAt: span.until,
})

const insertFacilitators = async (
  trx: Handle,
  { id: eventId, regionId }: { readonly id: string; readonly regionId: string },
  personIds: readonly string[],
): Promise<void> => {
  if (personIds.length === 0) return
  await trx
    .insertInto('eventFacilitator')
    .values(personIds.map((personId) => ({ eventId, regionId, personId })))
    .execute()
}

/** A new event with its facilitators; its revision is 1. */
export const insertEvent = async (trx: Handle, event: NewEvent, now: Date): Promise<string> => {
  const { regionId, roundId, triadId, kind, hostAuthorityId } = event
  const { id } = await trx
    .insertInto('challengeEvent')
    .values({
      ...contentColumns(event),
      regionId,
      roundId,
      triadId,
      kind,
      hostAuthorityId,
      createdAt: now,
      changedAt: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await insertFacilitators(trx, { id, regionId }, event.facilitatorIds)
  return id
}

/** Writes what a change made of an event; its revision grows by one. */
export const updateEvent = async (trx: Handle, event: ChallengeEvent, now: Date): Promise<void> => {
  await trx
    .updateTable('challengeEvent')
    .set((column) => ({
      ...contentColumns(event),
      revision: column('revision', '+', 1),
      changedAt: now,
    }))
    .where('id', '=', event.id)
    .execute()
  await trx.deleteFrom('eventFacilitator').where('eventId', '=', event.id).execute()
  await insertFacilitators(trx, event, event.facilitatorIds)
}
