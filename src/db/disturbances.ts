import { sql } from 'kysely'
import type { Cause } from '../domain/clashes/found.ts'
import type { LocalDate, Span } from '../domain/intervals.ts'
import type { Handle } from './database.ts'

/** That something changed which events are judged on. What is null or empty says nothing. */
export interface Disturbance {
  readonly id: string
  readonly cause: Cause
  readonly eventId: string | null
  readonly roundId: string | null
  readonly calendarId: string | null
  readonly authorityIds: readonly string[]
  readonly personIds: readonly string[]
  readonly spans: readonly Span[]
}

/** Makes one process at a time look after a region's disturbances, until the transaction ends. */
export const lockDisturbances = async (trx: Handle, regionId: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`disturbances ${regionId}`}, 0))`.execute(trx)
}

/** Takes a region's oldest disturbances away, to be looked after in this transaction. */
export const takeDisturbances = async (
  trx: Handle,
  regionId: string,
  limit: number,
): Promise<Disturbance[]> => {
  const { rows } = await sql<{
    id: string
    cause: Cause
    eventId: string | null
    roundId: string | null
    calendarId: string | null
    authorityIds: string[] | null
    personIds: string[] | null
    froms: (Date | null)[]
    untils: (Date | null)[]
  }>`
    with taken as (
      delete from disturbance
      where id in (select id from disturbance where region_id = ${regionId} order by id limit ${limit})
      returning *
    )
    select id, cause, event_id, round_id, calendar_id, authority_ids, person_ids,
      array(select lower(span) from unnest(spans) as span) as froms,
      array(select upper(span) from unnest(spans) as span) as untils
    from taken order by id`.execute(trx)
  return rows.map(({ froms, untils, ...row }) => ({
    ...row,
    authorityIds: row.authorityIds ?? [],
    personIds: row.personIds ?? [],
    spans: froms.flatMap((from, index) => {
      const until = untils[index]
      return from && until ? [{ from, until }] : []
    }),
  }))
}

/**
 * Notes what the clock alone has changed between two instants: calendars that went stale, waivers that ran out,
 * appointments that began or ended on a local day after the one and up to the other, and events that are over by the
 * second with something still standing against them.
 */
export const disturbByTime = async (
  trx: Handle,
  regionId: string,
  { after, until, days }: { after: Date; until: Date; days: { after: LocalDate; until: LocalDate } },
): Promise<void> => {
  await sql`insert into disturbance (region_id, cause, at, calendar_id)
    select region_id, 'stale', ${until}, id from calendar
    where region_id = ${regionId} and checked_at + stale_after_days * interval '24 hours' >= ${after}
      and checked_at + stale_after_days * interval '24 hours' < ${until}`.execute(trx)
  await sql`insert into disturbance (region_id, cause, at, event_id)
    select region_id, 'waiver', ${until}, event_id from waiver
    where region_id = ${regionId} and until_date >= ${days.after} and until_date < ${days.until}`.execute(trx)
  await sql`insert into disturbance (region_id, cause, at, person_ids, spans)
    select region_id, 'appointment', ${until}, array_agg(distinct person_id),
      tstzmultirange(tstzrange(${until}::timestamptz, ${until}::timestamptz + interval '5 years'))
    from appointment where region_id = ${regionId}
      and ((valid_from > ${days.after} and valid_from <= ${days.until})
        or (valid_until > ${days.after} and valid_until <= ${days.until}))
    group by region_id`.execute(trx)
  await sql`insert into disturbance (region_id, cause, at, event_id)
    select distinct clash.region_id, 'past', ${until}::timestamptz, clash.event_id
    from clash join challenge_event on challenge_event.id = clash.event_id
    where clash.region_id = ${regionId} and clash.closed_at is null
      and challenge_event.ends_at <= ${until}`.execute(trx)
}

/** When the clock's own doings were last looked at in a region, set to an instant; null the first time. */
export const sweptAt = async (trx: Handle, regionId: string, now: Date): Promise<Date | null> => {
  const { rows } = await sql<{ before: Date | null }>`
    with before as (select swept_at from clash_watch where region_id = ${regionId}),
      written as (insert into clash_watch (region_id, swept_at) values (${regionId}, ${now})
        on conflict (region_id) do update set swept_at = greatest(clash_watch.swept_at, excluded.swept_at)
        returning 1)
    select (select swept_at from before) as before from written`.execute(trx)
  return rows[0]?.before ?? null
}

/** Notes that events wait to be judged again. */
export const disturbEvents = async (
  trx: Handle,
  regionId: string,
  events: readonly (readonly [eventId: string, cause: Cause])[],
  now: Date,
): Promise<void> => {
  if (events.length === 0) return
  await sql`insert into disturbance (region_id, cause, at, event_id)
    select ${regionId}, cause, ${now}, id
    from unnest(${events.map(([id]) => id)}::uuid[], ${events.map(([, cause]) => cause)}::text[]) as waiting (id, cause)
  `.execute(trx)
}
