// `npm run bench:clashes`: what it costs to judge one event, and a whole season, beside the bare SQL that finds and
// returns the same overlaps, on each engine at hand. It reaches into the house, because through HTTP one could not
// tell the judging from the way to it.
import { join } from 'node:path'
import { Pool } from 'pg'
import { type Database, openDatabase } from '../../src/db/database.ts'
import { openEmbedded } from '../../src/db/embedded.ts'
import { loadEvents } from '../../src/db/events.ts'
import { migrate } from '../../src/db/migrate.ts'
import { inRegion } from '../../src/services/background.ts'
import { judge } from '../../src/services/clashes/judging.ts'
import { createClashWatch } from '../../src/services/clashes/watching.ts'
import { type BenchEngine, findEngines } from './engines.ts'
import { measure, type Task } from './load.ts'
import { runBench, withFolder } from './process.ts'
import { openReport, readOptions } from './report.ts'
import { fillSeason, type Season, type SeasonSize } from './season.ts'

const options = readOptions()
const report = openReport('clashes', options)
const MIGRATIONS = join(import.meta.dirname, '../../migrations')
const NOW = new Date('2026-06-01T09:00:00Z')
const CALENDARS = 200
const SIZES: readonly SeasonSize[] = (options.quick ? [10_000, 50_000] : [10_000, 100_000, 1_000_000]).map(
  (commitments) => ({ commitments, calendars: CALENDARS, events: options.quick ? 300 : 10_000 }),
)
const effort = options.quick ? { slices: 1, sliceMs: 300 } : { slices: 5, sliceMs: 2_000 }

/**
 * The overlaps of events with commitments that concern them, found and returned by one statement over the tables as
 * they are: the limit, without a word about what any of them means.
 */
const overlapsOf = (which: string): string => `
  with concerned as (
    select e.id, e.triad_id, e.span, calendar.id as calendar_id
    from challenge_event e join triad_member m on m.triad_id = e.triad_id
    join calendar_authority on calendar_authority.authority_id = m.authority_id
    join calendar on calendar.id = calendar_authority.calendar_id where ${which}
    union
    select e.id, e.triad_id, e.span, calendar_person.calendar_id
    from challenge_event e join participation p on p.event_id = e.id
    join calendar_person on calendar_person.person_id = p.person_id where ${which}
    union
    select e.id, e.triad_id, e.span, calendar.id
    from challenge_event e join calendar on calendar.region_id = e.region_id
      and (calendar.scope = 'region' or (calendar.scope = 'roles' and 'director' = any(calendar.roles)))
    where ${which}
  )
  select concerned.id as event_id, commitment.id, commitment.calendar_id, title, first_day, last_day, starts_at,
    ends_at, busy, authority_ids
  from concerned join commitment on commitment.calendar_id = concerned.calendar_id and commitment.span && concerned.span
  where authority_ids = '{}' or exists (
    select from triad_member m where m.triad_id = concerned.triad_id and m.authority_id = any(authority_ids))`

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work()
  return performance.now() - started
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** The tasks of one event: judging it, in a transaction of its own as a request has, and the bare statement in one. */
const oneEvent = (database: Database, pool: Pool, { regionId, eventId }: Season): [Task, Task] => {
  const region = { id: regionId, name: 'Bench', timezone: 'Europe/London' }
  return [
    {
      name: 'one event judged',
      atOnce: 1,
      once: () =>
        inRegion(database, region, NOW, async (work) => {
          await judge(work, await loadEvents(work.trx, [eventId]))
        }),
    },
    {
      name: 'one event, bare SQL',
      atOnce: 1,
      once: async () => {
        const client = await pool.connect()
        try {
          await client.query('begin')
          await client.query(overlapsOf('e.id = $1'), [eventId])
          await client.query('commit')
        } finally {
          client.release()
        }
      },
    },
  ]
}

const ALL = `e.state in ('proposed', 'confirmed', 'held')`

interface Costs {
  readonly size: SeasonSize
  readonly season: number
  readonly one: number
}

const benchSize = async (name: string, database: Database, pool: Pool, size: SeasonSize): Promise<Costs> => {
  const season = await fillSeason(pool, size)
  const label = `${name}: ${size.commitments.toLocaleString('en-GB')} commitments`

  const tasks = oneEvent(database, pool, season)
  const figures = await measure(tasks, effort)
  const [ours, bare] = tasks.map((task) => figures.get(task))
  if (!ours || !bare) throw new Error('a figure for each task')
  report.add(`${label}, one event`, 'p50', ours.p50, 'ms')
  report.add(`${label}, one event`, 'p99', ours.p99, 'ms')
  report.add(`${label}, one event`, 'bare SQL, p50', bare.p50, 'ms')
  report.add(`${label}, one event`, 'bare SQL, p99', bare.p99, 'ms')
  report.add(`${label}, one event`, 'p50 of bare SQL', ours.p50 / bare.p50, 'ratio', '<= 3 of bare SQL')

  const watch = createClashWatch(database, () => NOW)
  const disturb = () =>
    pool.query(`insert into disturbance (region_id, cause, at) values ($1, 'names', $2)`, [
      season.regionId,
      NOW,
    ])
  await disturb()
  const first = await timed(() => watch.look())
  const turns = options.quick ? 1 : 3
  const again: number[] = []
  const statement: number[] = []
  let overlaps = 0
  for (let turn = 0; turn < turns; turn++) {
    await disturb()
    again.push(await timed(() => watch.look()))
    statement.push(
      await timed(async () => {
        overlaps = (await pool.query(overlapsOf(ALL))).rowCount ?? 0
      }),
    )
  }
  const whole = `${label}, the whole season`
  report.add(whole, 'overlaps', overlaps, 'count')
  report.add(whole, 'found the first time', first / 1000, 's')
  report.add(whole, `judged again, median of ${turns}`, median(again) / 1000, 's')
  report.add(whole, 'slowest', Math.max(...again) / 1000, 's')
  report.add(whole, 'one bare statement, median', median(statement) / 1000, 's')
  report.add(whole, 'of one bare statement', median(again) / median(statement), 'ratio', '<= 2 of bare SQL')

  const concerned = `from commitment c join challenge_event e on e.span && c.span
    join calendar_authority ca on ca.calendar_id = c.calendar_id
    join triad_member m on m.triad_id = e.triad_id and m.authority_id = ca.authority_id`
  const { rows } = await pool.query(`select c.id ${concerned} order by c.starts_at, c.id limit 1`)
  if (rows[0]) {
    await pool.query(`update commitment set ends_at = ends_at + interval '1 minute' where id = $1`, [
      rows[0].id,
    ])
    const { judged } = await watch.look()
    const { rows: met } = await pool.query(
      `select count(distinct e.id)::int as events ${concerned} where c.id = $1`,
      [rows[0].id],
    )
    report.add(`${label}, one changed`, 'events judged again', judged, 'count')
    report.add(`${label}, one changed`, 'events that it concerns', met[0].events, 'count')
  }
  return { size, season: median(again), one: ours.p50 }
}

const withDatabase = async (
  engine: BenchEngine,
  work: (database: Database, pool: Pool) => Promise<Costs>,
): Promise<Costs> =>
  withFolder((dataDir) =>
    engine.lend(dataDir, async ({ connection }) => {
      const embedded = engine.name === 'embedded' ? await openEmbedded(dataDir) : null
      await migrate(embedded?.connection ?? connection, MIGRATIONS)
      const database = openDatabase(embedded?.connection ?? connection)
      const pool = new Pool({ ...(embedded?.connection ?? connection), max: 1 })
      pool.on('error', () => {})
      try {
        return await work(database, pool)
      } finally {
        await pool.end()
        await database.close()
        await embedded?.close()
      }
    }),
  )

/** How the costs grow from one size to the next, beside n log n for the season and no growth for one event. */
const sayGrowth = (engine: string, costs: readonly Costs[]): void => {
  for (const [index, { size, season, one }] of costs.entries()) {
    const before = costs[index - 1]
    if (!before) continue
    const [n, m] = [size.commitments, before.size.commitments]
    const name = `${engine}: from ${m.toLocaleString('en-GB')} to ${n.toLocaleString('en-GB')} commitments`
    const nLogN = (n * Math.log(n)) / (m * Math.log(m))
    report.add(name, 'season, of n log n', season / before.season / nLogN, 'ratio', '<= 1 of n log n')
    report.add(name, 'one event', one / before.one, 'ratio')
  }
}

await runBench(async () => {
  for (const engine of await findEngines()) {
    const costs: Costs[] = []
    for (const size of SIZES)
      costs.push(await withDatabase(engine, (database, pool) => benchSize(engine.name, database, pool, size)))
    sayGrowth(engine.name, costs)
    report.print(
      `Clashes on the ${engine.name} engine`,
      `${CALENDARS} calendars of five years, ${SIZES[0]?.events.toLocaleString('en-GB')} events of three authorities each.`,
      'Judging runs every rule, with its sentences, and compares with what was found before; bare SQL only returns rows.',
    )
  }
})
