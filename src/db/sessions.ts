import { sql } from 'kysely'
import type { SessionTimes } from '../domain/events/sessions.ts'
import type { Span } from '../domain/intervals.ts'
import type { Handle } from './database.ts'

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

/** The sessions of these events by the time they begin. */
export const loadSessionsOf = async (
  trx: Handle,
  eventIds: readonly string[],
): Promise<Map<string, Session[]>> => {
  if (eventIds.length === 0) return new Map()
  return byEvent(await selectSessions(trx).where('eventSession.eventId', 'in', eventIds).execute())
}

/** The sessions of all events of these rounds, by event. */
export const loadSessionsIn = async (
  trx: Handle,
  roundIds: readonly string[],
): Promise<Map<string, Session[]>> => {
  if (roundIds.length === 0) return new Map()
  const rows = await selectSessions(trx)
    .where('eventSession.eventId', 'in', eventsOfRounds(trx, roundIds))
    .execute()
  return byEvent(rows)
}

/** The ids of the events of these rounds, for a condition. */
export const eventsOfRounds = (trx: Handle, roundIds: readonly string[]) =>
  trx.selectFrom('challengeEvent').select('challengeEvent.id').where('challengeEvent.roundId', 'in', roundIds)

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
