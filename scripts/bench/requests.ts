// `npm run bench:requests`: what the service answers in a second, beside a bare Fastify route and beside the same
// database asked without the service, on each engine at hand.
import { Pool } from 'pg'
import { callTask } from './calls.ts'
import { type BenchEngine, findEngines } from './engines.ts'
import { type Effort, type Figures, measure, type Task } from './load.ts'
import { BARE_ROUTES, runBench, SERVICE, startServer, withFolder } from './process.ts'
import { type Ground, prepareGround } from './region.ts'
import { openReport, readOptions } from './report.ts'

const options = readOptions()
const report = openReport('requests', options)
const effort: Effort = options.quick ? { slices: 1, sliceMs: 250 } : { slices: 5, sliceMs: 2_000 }

/** Calls under way: more than the service's two connections to the embedded engine, fewer than its ten to PostgreSQL. */
const AT_ONCE = 8

/** A transaction of one statement, without the service: what the database itself can do. */
const rawTask = (pool: Pool, name: string, statement: string, values: readonly unknown[]): Task => ({
  name,
  atOnce: AT_ONCE,
  once: async () => {
    const client = await pool.connect()
    try {
      await client.query('begin')
      await client.query(statement, [...values])
      await client.query('commit')
    } finally {
      client.release()
    }
  },
})

const tasksOf = (
  { consultant, regionId, director, directorId, clashCheck, feed }: Ground,
  bare: string,
  pool: Pool,
) => {
  const at = (path: string) => new URL(path, consultant.url).href
  const asConsultant = { authorization: `Bearer ${consultant.token}`, 'content-type': 'application/json' }
  const name = 'Moderator of a bench'
  return {
    bareSmall: callTask('bare route, as /health/live', AT_ONCE, { url: `${bare}/small` }),
    live: callTask('GET /health/live', AT_ONCE, { url: at('/health/live') }),
    bareRecord: callTask('bare route, as /v1/me', AT_ONCE, { url: `${bare}/record` }),
    rawSelect: rawTask(pool, 'raw select of a person', 'select id, name, email from person where id = $1', [
      directorId,
    ]),
    me: callTask('GET /v1/me', AT_ONCE, {
      url: at('/v1/me'),
      headers: { authorization: `Bearer ${director.token}` },
    }),
    rawInsert: rawTask(
      pool,
      'raw insert of a person',
      'insert into person (region_id, name, created_at) values ($1, $2, now()) returning id',
      [regionId, name],
    ),
    create: callTask('POST /v1/people', AT_ONCE, {
      url: at('/v1/people'),
      status: 201,
      method: 'POST',
      headers: asConsultant,
      body: JSON.stringify({ name }),
    }),
    check: callTask('POST /v1/clash-checks, 100 dates, one by one', 1, {
      url: at('/v1/clash-checks'),
      method: 'POST',
      headers: asConsultant,
      body: JSON.stringify(clashCheck),
    }),
    feed: callTask('GET a feed, whole', AT_ONCE, { url: feed.address }),
    feedUnchanged: callTask('GET a feed, 304', AT_ONCE, {
      url: feed.address,
      status: 304,
      headers: { 'if-none-match': feed.etag },
    }),
  }
}

const say = (
  engine: string,
  tasks: ReturnType<typeof tasksOf>,
  figures: ReadonlyMap<Task, Figures>,
): void => {
  const rate = (task: Task) => figures.get(task)?.perSecond ?? Number.NaN
  const ratios = new Map<Task, readonly [name: string, of: Task, target?: string][]>([
    [tasks.live, [['of the bare route', tasks.bareSmall, '>= 0.8 of bare route']]],
    [
      tasks.me,
      [
        ['of the bare route', tasks.bareRecord],
        ['of the raw select', tasks.rawSelect],
      ],
    ],
    [tasks.create, [['of the raw insert', tasks.rawInsert]]],
  ])
  for (const [task, { perSecond, p50, p99 }] of figures) {
    const name = `${engine}: ${task.name}`
    report.add(name, 'a second', perSecond, '1/s')
    report.add(name, 'p50', p50, 'ms')
    report.add(name, 'p99', p99, 'ms')
    for (const [measured, of, target] of ratios.get(task) ?? []) {
      report.add(name, measured, rate(task) / rate(of), 'ratio', target)
    }
  }
  report.print(
    `Requests on the ${engine} engine`,
    'The client, the service and the database share this machine’s cores, so each takes from the others.',
    `${AT_ONCE} calls under way unless the case says otherwise; p50 and p99 include the wait for the others. ` +
      `Measured by turns, ${effort.slices} × ${effort.sliceMs} ms each.`,
    'A raw transaction is begin, the statement and commit, over pg, without row-level policies.',
  )
}

const benchOn = (engine: BenchEngine): Promise<void> =>
  withFolder((dataDir) =>
    engine.lend(dataDir, async ({ settings, connection }) => {
      const service = await startServer(SERVICE, { DATA_DIR: dataDir, ...settings })
      const pool = new Pool(connection)
      pool.on('error', () => {})
      try {
        const ground = await prepareGround(service.url)
        const record = await ground.director.read('/v1/me')
        const BODY = JSON.stringify({ small: { status: 'ok' }, record })
        const bare = await startServer(BARE_ROUTES, { BODY })
        const tasks = tasksOf(ground, bare.url, pool)
        say(engine.name, tasks, await measure(Object.values(tasks), effort).finally(bare.stop))
      } finally {
        await pool.end()
        await service.stop()
      }
    }),
  )

await runBench(async () => {
  for (const engine of await findEngines()) await benchOn(engine)
})
