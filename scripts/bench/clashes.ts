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
import { type ClashWatch, createClashWatch } from '../../src/services/clashes/watching.ts'
import { type BenchEngine, findEngines } from './engines.ts'
import { measure, type Task } from './load.ts'
import { overlapsOf } from './overlaps.ts'
import { runBench, withFolder } from './process.ts'
import { openReport, readOptions } from './report.ts'
import { fillSeason, type Season, type SeasonSize, sizeOf } from './season.ts'

const options = readOptions()
const report = openReport('clashes', options)
const MIGRATIONS = join(import.meta.dirname, '../../migrations')
const NOW = new Date('2026-06-01T09:00:00Z')
const SIZES: readonly SeasonSize[] = (options.quick ? [10_000, 50_000] : [10_000, 100_000, 1_000_000]).map(
  sizeOf,
)
const effort = options.quick ? { slices: 1, sliceMs: 300 } : { slices: 5, sliceMs: 2_000 }

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work()
  return performance.now() - started
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/**
 * The tasks of one event: judging it, in a transaction of its own as a request has, and the bare statement in one.
 * Both go through the same events in turn, because some days have more on them than others.
 */
const oneEvent = (database: Database, pool: Pool, { regionId, eventIds }: Season): [Task, Task] => {
  const region = { id: regionId, name: 'Bench', timezone: 'Europe/London' }
  const inTurn = () => {
    let turn = 0
    return () => eventIds[turn++ % eventIds.length] ?? ''
  }
  const [nextJudged, nextBare] = [inTurn(), inTurn()]
  return [
    {
      name: 'one event judged',
      atOnce: 1,
      once: () =>
        inRegion(database, region, NOW, async (work) => {
          await judge(work, await loadEvents(work.trx, [nextJudged()]))
        }),
    },
    {
      name: 'one event, bare SQL',
      atOnce: 1,
      once: async () => {
        const client = await pool.connect()
        try {
          await client.query('begin')
          await client.query(overlapsOf('e.id = $1'), [nextBare()])
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
  // A season of ten years takes a minute in bare SQL.
  const turns = options.quick || size.events > 1000 ? 1 : 3
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

  await benchChange(`${label}, one changed`, watch, pool, season)
  return { size, season: median(again), one: ours.p50 }
}

/** What one changed commitment of an authority's calendar makes the service judge again, beside what it meets. */
const benchChange = async (
  name: string,
  watch: ClashWatch,
  pool: Pool,
  { eventIds }: Season,
): Promise<void> => {
  const concerned = `from challenge_event e join triad_member m on m.triad_id = e.triad_id
    join calendar_authority ca on ca.authority_id = m.authority_id
    join commitment c on c.calendar_id = ca.calendar_id and c.span && e.span`
  const { rows } = await pool.query(`select c.id ${concerned} where e.id = any($1) order by c.id limit 1`, [
    eventIds,
  ])
  if (!rows[0]) return
  await pool.query(`update commitment set ends_at = ends_at + interval '1 minute' where id = $1`, [
    rows[0].id,
  ])
  const started = performance.now()
  const { judged } = await watch.look()
  report.add(name, 'found again', performance.now() - started, 'ms')
  const { rows: met } = await pool.query(
    `select count(distinct e.id)::int as events ${concerned} where c.id = $1`,
    [rows[0].id],
  )
  report.add(name, 'events judged again', judged, 'count')
  report.add(name, 'events that it concerns', met[0].events, 'count')
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
      '200 calendars; a year has 100,000 commitments and 1,000 events of three authorities each, so the sizes differ in years.',
      'Judging runs every rule, with its sentences, and compares with what was found before; bare SQL only returns rows.',
    )
  }
})
