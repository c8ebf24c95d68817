import { sql } from 'kysely'
import type { EventPerson } from '../domain/clashes/facts.ts'
import type { Place } from '../domain/events/holding.ts'
import type { Span } from '../domain/intervals.ts'
import type { Handle } from './database.ts'
import { type During, during, selectDuring } from './during.ts'
import { type Lookup, lookup } from './lookups.ts'

/** One person's place in an event, as what, and whether it has their time. */
export interface Participation extends Place {
  /** The session that they are there for; null for the whole event. */
  readonly sessionId: string | null
  readonly as: EventPerson['as']
  readonly holdsTime: boolean
}

const selectParticipations = (trx: Handle) =>
  trx
    .selectFrom('participation')
    .select([
      'participation.eventId',
      'participation.personId',
      'participation.sessionId',
      'participation.capacity',
      'participation.startsAt',
      'participation.endsAt',
      'participation.holdsTime',
    ])

type Row = Awaited<ReturnType<ReturnType<typeof selectParticipations>['executeTakeFirstOrThrow']>>

const participationOf = (row: Row): Participation => ({
  eventId: row.eventId,
  personId: row.personId,
  sessionId: row.sessionId,
  as: row.capacity as EventPerson['as'],
  span: { from: row.startsAt, until: row.endsAt },
  holdsTime: row.holdsTime,
})

/** Who takes part in these events, in the order of their ids and then of the people's and the sessions'. */
export const loadParticipations = async (
  trx: Handle,
  eventIds: readonly string[],
): Promise<Participation[]> => {
  if (eventIds.length === 0) return []
  const rows = await selectParticipations(trx)
    .where('eventId', 'in', eventIds)
    .orderBy('eventId')
    .orderBy('personId')
    .orderBy('sessionId')
    .execute()
  return rows.map(participationOf)
}

const selectParticipationsDuring = (trx: Handle, asked: During) =>
  trx
    .selectFrom(selectDuring(trx, asked).select('met.id').as('during'))
    .innerJoinLateral(
      selectParticipations(trx).where(sql<boolean>`event_id = during.id`).offset(sql.lit(0)).as('there'),
      (join) => join.onTrue(),
    )
    .selectAll('there')
    .orderBy('eventId')
    .orderBy('personId')
    .orderBy('sessionId')

/** Who takes part in the events of a region that share an instant with one of some spans, as `loadParticipations`. */
export const participationsDuring = (regionId: string, spans: readonly Span[]): Lookup<Participation[]> =>
  lookup(selectParticipationsDuring, during(regionId, spans), (rows) => rows.map(participationOf))

/** Every place that has the time of one of these people. */
export const loadHeldPlaces = async (trx: Handle, personIds: readonly string[]): Promise<Participation[]> => {
  if (personIds.length === 0) return []
  const rows = await selectParticipations(trx)
    .where('personId', 'in', personIds)
    .where('holdsTime', '=', true)
    .execute()
  return rows.map(participationOf)
}

/**
 * Makes others wait who are about to book one of these people, until the transaction ends, so that the second of
 * two sees what the first has booked and can list it. The constraint alone also lets only one through, but of 50
 * racers it refused up to nine itself, which can name no event; and being deferrable it looks for conflicts at the
 * end of the statement, where two that share several people would wait for each other once the first gave up.
 */
export const lockPeople = async (trx: Handle, personIds: readonly string[]): Promise<void> => {
  if (personIds.length === 0) return
  await trx
    .selectFrom('person')
    .select('id')
    .where('id', 'in', personIds)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
}

/** Makes these the participations of the events, whatever they were: one statement, in the order of the people. */
export const replaceParticipations = async (
  trx: Handle,
  regionId: string,
  eventIds: readonly string[],
  participations: readonly Participation[],
): Promise<void> => {
  if (eventIds.length === 0) return
  await trx.deleteFrom('participation').where('eventId', 'in', eventIds).execute()
  if (participations.length === 0) return
  await trx
    .insertInto('participation')
    .values(
      participations
        .toSorted((a, b) => (a.personId < b.personId ? -1 : 1))
        .map(({ eventId, personId, sessionId, as, span, holdsTime }) => ({
          regionId,
          eventId,
          personId,
          sessionId,
          capacity: as,
          startsAt: span.from,
          endsAt: span.until,
          holdsTime,
        })),
    )
    .execute()
}

/** Takes the time of everybody in these events; the database refuses it where somebody's is taken. */
export const holdEveryone = async (trx: Handle, eventIds: readonly string[]): Promise<void> => {
  if (eventIds.length === 0) return
  await trx
    .updateTable('participation')
    .set({ holdsTime: true })
    .where('eventId', 'in', eventIds)
    .where('holdsTime', '=', false)
    .execute()
}

/** The places of these people in confirmed events that they inherited and have no time for. */
export const loadWaitingPlaces = async (
  trx: Handle,
  personIds: readonly string[],
): Promise<Participation[]> => {
  if (personIds.length === 0) return []
  const rows = await selectParticipations(trx)
    .innerJoin('challengeEvent', 'challengeEvent.id', 'participation.eventId')
    .where('participation.personId', 'in', personIds)
    .where('participation.holdsTime', '=', false)
    .where('challengeEvent.state', '=', 'confirmed')
    .execute()
  return rows.map(participationOf)
}

/** Gives these places their people's time. */
export const holdPlaces = async (
  trx: Handle,
  places: readonly Pick<Participation, 'eventId' | 'personId' | 'sessionId'>[],
): Promise<void> => {
  if (places.length === 0) return
  await sql`
    update participation set holds_time = true
    from unnest(${places.map(({ eventId }) => eventId)}::uuid[], ${places.map(({ personId }) => personId)}::uuid[],
      ${places.map(({ sessionId }) => sessionId)}::uuid[]) as due (event_id, person_id, session_id)
    where participation.event_id = due.event_id and participation.person_id = due.person_id
      and participation.session_id is not distinct from due.session_id`.execute(trx)
}
