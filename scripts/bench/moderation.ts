// `npm run bench:moderation`: what a moderator waits for, on each engine at hand: their assignments listed, beside a bare
// route that runs the same transactions, and a document fetched from a small store and from one of a gigabyte, beside a
// bare route that streams as many bytes.
import { readFile } from 'node:fs/promises'
import { get } from 'node:http'
import { callTask } from './calls.ts'
import { type BenchEngine, findEngines } from './engines.ts'
import { measure } from './load.ts'
import { DOCUMENT_BYTES, openPaperStore } from './paper-store.ts'
import { runBench, SERVICE, type Server, startServer, withFolder } from './process.ts'
import { openReport, readOptions } from './report.ts'
import { recordStatements } from './statements.ts'

const options = readOptions()
const report = openReport('moderation', options)
const effort = options.quick ? { slices: 1, sliceMs: 500 } : { slices: 5, sliceMs: 2_000 }
const FETCHES = options.quick ? 3 : 10
const MB = 1_000_000
const STORE_BYTES = options.quick ? 100 * MB : 1_000 * MB
/** The least that a document comes at, by engine, in megabytes a second. */
const BARS: Readonly<Record<string, number>> = { embedded: 40, PostgreSQL: 100 }
const LISTING = '/v1/moderation-assignments?limit=100'

/** What a process holds in memory now, in bytes; null where the system does not say (anywhere but Linux). */
const memoryOf = async ({ pid }: Server): Promise<number | null> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const [, kib] = /VmRSS:\s+(\d+) kB/.exec(status) ?? []
  return kib === undefined ? null : Number(kib) * 1024
}

/** Fetches a document and drops it; milliseconds. Throws where it is not all there. */
const fetchDocument = (url: string, token: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const started = performance.now()
    get(url, { headers: { authorization: `Bearer ${token}` } }, (response) => {
      let bytes = 0
      response.on('data', (piece: Buffer) => {
        bytes += piece.length
      })
      response.on('error', reject)
      response.on('end', () => {
        if (bytes === DOCUMENT_BYTES) resolve(performance.now() - started)
        else reject(new Error(`The document came with ${bytes} bytes (${response.statusCode}).`))
      })
    }).on('error', reject)
  })

/** How fast a document comes, in megabytes a second (the middle of several), and what memory grew by meanwhile. */
const fetchAgain = async (url: string, token: string, server: Server) => {
  await fetchDocument(url, token)
  const before = await memoryOf(server)
  const peaks: number[] = []
  const watch = setInterval(() => void memoryOf(server).then((held) => peaks.push(held ?? 0)), 20)
  const taken: number[] = []
  for (let fetched = 0; fetched < FETCHES; fetched++) taken.push(await fetchDocument(url, token))
  clearInterval(watch)
  const middle = taken.toSorted((a, b) => a - b)[Math.floor(FETCHES / 2)] ?? Number.NaN
  return {
    speed: DOCUMENT_BYTES / MB / (middle / 1000),
    grown: before === null ? null : (Math.max(before, ...peaks) - before) / MB,
  }
}

const benchOn = (engine: BenchEngine): Promise<void> =>
  withFolder((dataDir) =>
    engine.lend(dataDir, async ({ settings, connection }) => {
      const service = await startServer(SERVICE, { DATA_DIR: dataDir, ...settings })
      try {
        const store = await openPaperStore(service.url)
        const { token } = store.moderator
        const { body, statements } = await recordStatements(connection, LISTING, token)
        const bare = await startServer(['scripts/bench/bare-transactions.ts'], {
          CONNECTION: JSON.stringify(connection),
          STATEMENTS: JSON.stringify(statements),
          BODY: JSON.stringify(body),
          BYTES: String(DOCUMENT_BYTES),
        })
        try {
          const headers = { authorization: `Bearer ${token}` }
          const listing = callTask('a moderator’s assignments', 1, { url: service.url + LISTING, headers })
          const bareListing = callTask('bare route, the same statements', 1, { url: `${bare.url}/listing` })
          const figures = await measure([listing, bareListing], effort)
          const [ours, theirs] = [figures.get(listing), figures.get(bareListing)]
          for (const [task, figure] of figures) {
            report.add(`${engine.name}: ${task.name}`, 'p50', figure.p50, 'ms')
            report.add(`${engine.name}: ${task.name}`, 'p99', figure.p99, 'ms')
          }
          const listed = `${engine.name}: ${listing.name}`
          report.add(listed, 'statements', statements.length, 'count')
          report.add(listed, 'p50 of the bare route', (ours?.p50 ?? 0) / (theirs?.p50 ?? 0), 'ratio', '<= 2')

          const bareStream = await fetchAgain(`${bare.url}/document`, '', bare)
          report.add(`${engine.name}: bare route, as many bytes`, 'speed', bareStream.speed, 'MB/s')
          const small = await fetchAgain(service.url + store.document, token, service)
          await store.fillTo(STORE_BYTES)
          const full = await fetchAgain(service.url + store.document, token, service)
          const fetched = `${engine.name}: a document of ${Math.round(DOCUMENT_BYTES / MB)} MB`
          report.add(fetched, 'speed, alone in the store', small.speed, 'MB/s')
          report.add(
            fetched,
            `speed, among ${STORE_BYTES / MB} MB`,
            full.speed,
            'MB/s',
            `>= ${BARS[engine.name]} MB a second`,
          )
          report.add(
            fetched,
            'full store to empty',
            full.speed / small.speed,
            'ratio',
            '>= 0.8 of the small store',
          )
          report.add(fetched, 'of the bare route', full.speed / bareStream.speed, 'ratio')
          if (full.grown !== null) report.add(fetched, 'memory grown meanwhile', full.grown, 'MB', '<= 64 MB')
          report.print(
            `Moderation on the ${engine.name} engine`,
            'The client, the service and the database share this machine’s cores, so each takes from the others.',
            'The bare listing sends the very statements of the service’s answer, recognising the token included.',
          )
        } finally {
          await bare.stop()
        }
      } finally {
        await service.stop()
      }
    }),
  )

await runBench(async () => {
  for (const engine of await findEngines()) await benchOn(engine)
})
