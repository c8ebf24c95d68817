import type { Pool } from 'pg'

/** How large a region's season is; `sizeOf` says how its parts go together. */
export interface SeasonSize {
  readonly commitments: number
  readonly calendars: number
  readonly events: number
  /** The days over which events and commitments are spread. */
  readonly days: number
}

/** What a region keeps is as dense in its tenth year as in its first: there is more of it because time has passed. */
const COMMITMENTS_A_YEAR = 100_000
const COMMITMENTS_AN_EVENT = 100
const EVENTS_A_YEAR = COMMITMENTS_A_YEAR / COMMITMENTS_AN_EVENT

/** The season of a region with so many commitments in 200 calendars, a tenth of it for each year. */
export const sizeOf = (commitments: number): SeasonSize => ({
  commitments,
  calendars: 200,
  events: commitments / COMMITMENTS_AN_EVENT,
  days: Math.floor((commitments / COMMITMENTS_A_YEAR) * 365),
})

/** A region filled for a measurement, with some of its events from all over its season. */
export interface Season {
  readonly regionId: string
  readonly eventIds: readonly string[]
}

const AUTHORITIES = 40
const ROUNDS = 10
const TRIADS_A_ROUND = 13

/** Rows that stand in for what years of use would have left; numbers spread them evenly, so that runs are alike. */
const statements = ({ commitments, calendars, events, days }: SeasonSize): string[] => [
  `insert into region (name, timezone, created_at) values ('Bench', 'Europe/London', now())`,
  `create temporary table r as select id from region`,
  `insert into authority (region_id, name, kind, office_town, latitude, longitude, statistical_neighbours, created_at)
    select r.id, 'Authority ' || n, 'unitary', 'Town', 51, 0, '{}', now() from r, generate_series(0, ${AUTHORITIES - 1}) n`,
  `create temporary table a as select id, split_part(name, ' ', 2)::int as n from authority`,
  `insert into person (region_id, name, created_at)
    select r.id, 'Director ' || n, now() from r, generate_series(0, ${AUTHORITIES - 1}) n`,
  `create temporary table p as select id, split_part(name, ' ', 2)::int as n from person where name like 'Director %'`,
  `insert into appointment (region_id, person_id, role, valid_from, created_at)
    select r.id, p.id, 'director', '2020-01-01', now() from r, p`,
  `insert into appointment_authority (region_id, appointment_id, person_id, authority_id, role, valid_from)
    select r.id, appointment.id, p.id, a.id, 'director', '2020-01-01'
    from r, appointment join p on p.id = person_id join a on a.n = p.n`,
  `insert into round (region_id, label, state, method, window_from, window_to, policy, required_calendars, created_at, changed_at)
    select r.id, 'Round ' || n, 'open', 'triad', date '2027-01-01' + n * 365, date '2027-12-31' + n * 365, '{}', '[]', now(), now()
    from r, generate_series(0, ${ROUNDS - 1}) n`,
  `create temporary table d as select id, split_part(label, ' ', 2)::int as n from round`,
  `insert into participant (region_id, round_id, authority_id, taking_part) select r.id, d.id, a.id, true from r, d, a`,
  `insert into triad (region_id, round_id, number, created_at, changed_at)
    select r.id, d.id, g.n, now(), now() from r, d, generate_series(1, ${TRIADS_A_ROUND}) as g (n)`,
  // In each round other authorities meet: the multipliers are coprime to the 39 seats.
  `insert into triad_member (region_id, round_id, triad_id, authority_id)
    select r.id, d.id, triad.id, a.id from r, d
    join triad on triad.round_id = d.id
    join lateral (select ((triad.number - 1 + ${TRIADS_A_ROUND} * k) * (array[1,2,4,5,7,8,10,11,14,16])[d.n + 1]) % 39 as n
      from generate_series(0, 2) k) as seat on true
    join a on a.n = seat.n`,
  `create temporary table t as select id, round_id, row_number() over (order by round_id, number) - 1 as n from triad`,
  // 10:00 to 16:00 in UTC, each in the round of its year; one year's are spread as another's.
  `insert into challenge_event (region_id, round_id, triad_id, kind, state, title, date, days, start_time, end_time,
      starts_at, ends_at, created_at, changed_at, state_since, dated_on)
    select r.id, t.round_id, t.id, 'meeting', 'proposed', 'Event ' || g.n, day::date, 1, '10:00', '16:00',
      day + interval '10 hours', day + interval '16 hours', now(), now(), now(), '2025-01-01'
    from r, generate_series(0, ${events - 1}) as g (n)
    join lateral (select g.n / ${EVENTS_A_YEAR} as year, g.n % ${EVENTS_A_YEAR} as n) as y on true
    join lateral (select y.year * 365 + y.n * 7919 % ${Math.min(days, 365)} as number) as d on true
    join lateral (select '2027-01-01T00:00Z'::timestamptz + d.number * interval '1 day' as day) as at on true
    join t on t.n = y.year * ${TRIADS_A_ROUND} + y.n % ${TRIADS_A_ROUND}`,
  `insert into participation (region_id, event_id, person_id, capacity, starts_at, ends_at, holds_time)
    select e.region_id, e.id, p.id, 'director', e.starts_at, e.ends_at, false
    from challenge_event e join triad_member m on m.triad_id = e.triad_id join a on a.id = m.authority_id
    join p on p.n = a.n`,
  // Of every five calendars three are an authority's, one is a person's, and one is everybody's or the directors'.
  `insert into calendar (region_id, kind, feeds, name, scope, roles, checked_at, created_at)
    select r.id, kind, case kind when 'inspection' then 'inspection-on-site' when 'personal' then 'personal-busy' else kind end,
      'Calendar ' || g.n, case when g.n % 5 < 3 then 'authorities' when g.n % 5 = 3 then 'persons' when g.n % 10 = 4 then 'region' else 'roles' end,
      case when g.n % 10 = 9 then '{director}'::text[] else '{}' end, now(), now()
    from r, generate_series(0, ${calendars - 1}) as g (n)
    join lateral (select (array['school-holiday', 'ofsted-annual-conversation', 'inspection', 'personal', 'conference'])[g.n % 5 + 1] as kind) as k on true`,
  `create temporary table c as select id, region_id, scope, kind, split_part(name, ' ', 2)::int as n from calendar`,
  `insert into calendar_authority (region_id, calendar_id, authority_id)
    select region_id, c.id, a.id from c join a on a.n = c.n / 5 % ${AUTHORITIES} where scope = 'authorities'`,
  `insert into calendar_person (region_id, calendar_id, person_id)
    select region_id, c.id, p.id from c join p on p.n = c.n / 5 % ${AUTHORITIES} where scope = 'persons'`,
  // Entered year by year, as they came to be known, and within a year in no order of their times.
  `insert into commitment (region_id, calendar_id, title, starts_at, ends_at, busy, created_at)
    select c.region_id, c.id, case when kind = 'personal' then null else 'Commitment ' || g.n end, at, at + interval '1 hour', 'busy', now()
    from generate_series(0, ${commitments - 1}) as g (n) join c on c.n = g.n % ${calendars}
    join lateral (select '2027-01-01T00:00Z'::timestamptz + (g.n / ${COMMITMENTS_A_YEAR} * 8760
      + (g.n / ${calendars} * 104729::bigint + c.n * 613) % ${Math.min(days * 24, 8760)}) * interval '1 hour' as at) as t on true`,
  // For the bare SQL: policies keep the service from an index on ranges (migrations/0016).
  `create index commitment_of_bare_sql on commitment using gist (calendar_id, span)`,
  // As the service's upkeep, or a server's own, leaves tables.
  'vacuum (analyze)',
  'checkpoint',
]

const WATCHED = ['commitment', 'participation', 'challenge_event', 'calendar', 'participant', 'triad_member']

/** Fills a new database with a region's season, as its owner, and lets nothing wait to be judged. */
export const fillSeason = async (pool: Pool, size: SeasonSize): Promise<Season> => {
  const client = await pool.connect()
  try {
    // What is there from the start has disturbed nobody.
    for (const table of WATCHED) await client.query(`alter table ${table} disable trigger user`)
    for (const statement of statements(size)) await client.query(statement)
    for (const table of WATCHED) await client.query(`alter table ${table} enable trigger user`)
    await client.query('delete from disturbance')
    const { rows } = await client.query(
      `select array(select id from challenge_event order by md5(title) limit 50) as "eventIds", id as "regionId"
        from region`,
    )
    return rows[0]
  } finally {
    client.release()
  }
}
