import { sql } from 'kysely'
import type { SessionTimes } from '../domain/events/sessions.ts'
import type { Span } from '../domain/intervals.ts'
import type { Handle } from './database.ts'
import { isOfEvents, type WhichEvents } from './events.ts'
import { type Lookup, lookUpOne, lookup } from './lookups.ts'

/** One of an event's timed sessions. */
export interface Session extends SessionTimes {
  readonly id: string
  readonly title: string
  readonly span: Span
  readonly place: string | null
  /** Whose self-assessment is challenged in it. */
  readonly subjectAuthorityId: string | null
  /** Who sits in it, the subject among them; in the order of the ids. */
  readonly authorityIds: readonly string[]
  readonly facilitatorId: string | null
}

export type NewSession = Omit<Session, 'id'>

const selectSessions = (trx: Handle) =>
  trx
    .selectFrom('eventSession')
    .select((row) => [
      'eventSession.id',
      'eventSession.eventId',
      'eventSession.title',
      'eventSession.day',
      'eventSession.startTime',
      'eventSession.endTime',
      'eventSession.startsAt',
      'eventSession.endsAt',
      'eventSession.place',
      'eventSession.subjectAuthorityId',
      'eventSession.facilitatorId',
      sql<string[]>`array(${row
        .selectFrom('sessionAuthority')
        .select('authorityId')
        .whereRef('sessionId', '=', 'eventSession.id')
        .orderBy('authorityId')})`.as('authorityIds'),
    ])
    .orderBy('eventSession.startsAt')
    .orderBy('eventSession.title')
    .orderBy('eventSession.id')

type Row = Awaited<ReturnType<ReturnType<typeof selectSessions>['executeTakeFirstOrThrow']>>

const sessionOf = ({ startsAt, endsAt, eventId: _, ...row }: Row): Session => ({
  ...row,
  span: { from: startsAt, until: endsAt },
})

const byEvent = (rows: readonly Row[]): Map<string, Session[]> =>
  new Map([...Map.groupBy(rows, ({ eventId }) => eventId)].map(([id, of]) => [id, of.map(sessionOf)]))

const selectSessionsOf = (trx: Handle, which: WhichEvents) =>
  selectSessions(trx).where(isOfEvents('eventSession.eventId', which))

/** The sessions of some events by the time they begin. */
export const sessionsOf = (which: WhichEvents): Lookup<Map<string, Session[]>> =>
  lookup(selectSessionsOf, which, byEvent)

/** `sessionsOf` by itself. */
export const loadSessionsOf = (trx: Handle, ids: readonly string[]): Promise<Map<string, Session[]>> =>
  lookUpOne(trx, sessionsOf({ ids }))

/** Makes these the sessions of an event. Whoever took part in former ones takes part no more: seat them anew. */
export const replaceSessions = async (
  trx: Handle,
  { id: eventId, regionId }: { readonly id: string; readonly regionId: string },
  sessions: readonly NewSession[],
  now: Date,
): Promise<void> => {
  await trx.deleteFrom('eventSession').where('eventId', '=', eventId).execute()
  for (const { span, authorityIds, ...session } of sessions) {
    const { id } = await trx
      .insertInto('eventSession')
      .values({ ...session, regionId, eventId, startsAt: span.from, endsAt: span.until, createdAt: now })
      .returning('id')
      .executeTakeFirstOrThrow()
    if (authorityIds.length === 0) continue
    await trx
      .insertInto('sessionAuthority')
      .values(authorityIds.map((authorityId) => ({ regionId, sessionId: id, authorityId })))
      .execute()
  }
}

/** Writes the times that sessions have after their event moved. */
export const updateSessionTimes = async (trx: Handle, sessions: readonly Session[]): Promise<void> => {
  for (const { id, startTime, endTime, span } of sessions) {
    await trx
      .updateTable('eventSession')
      .set({ startTime, endTime, startsAt: span.from, endsAt: span.until })
      .where('id', '=', id)
      .execute()
  }
}
