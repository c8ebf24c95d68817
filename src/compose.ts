import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { sql } from 'kysely'
import type { Config } from './config.ts'
import { makeDataFolder } from './db/data-folder.ts'
import { type Connection, type Database, openDatabase } from './db/database.ts'
import { openEmbedded } from './db/embedded.ts'
import { migrate } from './db/migrate.ts'
import { keepUp } from './db/upkeep.ts'
import { createCalendarFetcher } from './fetching/fetcher.ts'
import { createCalendarReader } from './ical/reading/process.ts'
import { type Jobs, startJobs } from './jobs/jobs.ts'
import { AREA_PAPERS } from './services/area/documents.ts'
import type { Outside } from './services/calendars/asking.ts'
import { keepBankHolidays } from './services/calendars/bank-holidays.ts'
import { createCalendarPolls } from './services/calendars/polling.ts'
import { createCalendarSources } from './services/calendars/sources.ts'
import { createCalendarAddresses } from './services/calendars/subscribing.ts'
import { createClashWatch } from './services/clashes/watching.ts'
import { createSubscriptions } from './services/feeds/render-feed.ts'
import { SIGNATURES } from './services/memoranda/scans.ts'
import { createCommentForms } from './services/moderation/forms/comment-forms.ts'
import { createPacks } from './services/packs/packs.ts'
import { SELF_ASSESSMENTS } from './services/papers/documents.ts'
import { createPapers } from './services/papers/papers.ts'
import type { Shelf } from './services/papers/shelf.ts'
import { enrolOperator } from './services/people/operator.ts'
import { createRecogniser } from './services/recognise.ts'
import { createRunner } from './services/runner.ts'
import { tellReleases } from './services/self-assessments/releases.ts'
import { checkServiceKey, hasServiceKey, SERVICE_KEY_BYTES, WrongServiceKey } from './services/service-key.ts'
import type { Services } from './services/services.ts'
import { makersBy } from './services/solving/makers.ts'
import { createSolving, type Solving } from './services/solving/solving.ts'
import { threadedSolver } from './solver/solver.ts'

const MIGRATIONS = join(import.meta.dirname, '..', 'migrations')

/** A running composition; `close` gives everything back. */
export interface Composition {
  readonly services: Services
  /** The code made for the operator to enrol with; null once they have, and where BOOTSTRAP_TOKEN gave one. */
  readonly enrolment: string | null
  /** Where the data lies, in words. */
  readonly place: string
  /** Resolves with the reason if the database ends before anybody closed it; else never. */
  readonly failed: Promise<Error>
  /** Begins what the service does by itself; `onFailure` hears of every run that failed. `close` ends it. */
  startJobs(onFailure: (task: string, error: unknown) => void): void
  /** Waits for the jobs that have begun, then gives the database back. */
  close(): Promise<void>
}

/** Disturbed events are judged again within a minute; a look that finds nothing costs one query a region. */
const LOOK_FOR_CLASHES_SECONDS = 5

/** Intervals are a quarter of an hour and more, so that it need not be looked oftener for calendars that are due. */
const LOOK_FOR_POLLS_SECONDS = 15

/** As often as autovacuum would begin a round; one that finds nothing due costs three statements. */
const UPKEEP_SECONDS = 60

/** What a day releases is told within minutes of its midnight. */
const LOOK_FOR_RELEASES_SECONDS = 60

/** Whoever asks for a plan waits for it; a look that finds nothing is one short transaction, whatever the regions. */
const LOOK_FOR_PLANS_SECONDS = 3

/** A new year's bank holidays, five years ahead, can wait for some hours. */
const BANK_HOLIDAYS_SECONDS = 6 * 60 * 60

/**
 * Builds the service over the database that the settings name: the only place that does. What may refuse a start
 * (MigrationRefused, WrongServiceKey, DataFolderUnusable and its like) does so here, before anything is served.
 */
export const compose = async (config: Config): Promise<Composition> => {
  const engine = await openEngine(config)
  const database = openDatabase(engine.connection)
  let jobs: Jobs | null = null
  let underway: Solving | null = null
  const close = async () => {
    await jobs?.stop()
    await underway?.close()
    await database.close()
    await engine.close()
  }
  try {
    const now = clock(config.DEMO_CLOCK)
    const key = await serviceKey(config, await hasServiceKey(database, now()))
    await checkServiceKey(database, key, now())
    const code = await enrolOperator(database, now(), config.BOOTSTRAP_TOKEN)
    const enrolment = config.BOOTSTRAP_TOKEN ? null : code
    if (enrolment !== null) await makeDataFolder(resolve(config.DATA_DIR))
    const outside = theOutside(config.LOOPBACK_CALENDARS)
    return {
      services: composeServices(database, now, key, outside),
      enrolment,
      place: engine.place,
      failed: engine.failed,
      startJobs: (onFailure) => {
        const watch = createClashWatch(database, now)
        const polls = createCalendarPolls(database, now, key, outside)
        const solving = createSolving(database, now, makersBy(threadedSolver))
        underway = solving
        jobs = startJobs(
          [
            { name: 'plans', everySeconds: LOOK_FOR_PLANS_SECONDS, run: () => solving.look() },
            { name: 'clashes', everySeconds: LOOK_FOR_CLASHES_SECONDS, run: () => watch.look() },
            {
              name: 'calendars',
              everySeconds: LOOK_FOR_POLLS_SECONDS,
              run: (stopped) => polls.poll(stopped),
            },
            {
              name: 'releases',
              everySeconds: LOOK_FOR_RELEASES_SECONDS,
              run: () => tellReleases(database, now),
            },
            {
              name: 'bank holidays',
              everySeconds: BANK_HOLIDAYS_SECONDS,
              run: () => keepBankHolidays(database, now),
            },
            ...(engine.isUnattended
              ? [
                  {
                    name: 'upkeep',
                    everySeconds: UPKEEP_SECONDS,
                    run: (stopped: AbortSignal) => keepUp(database, stopped),
                  },
                ]
              : []),
          ],
          onFailure,
        )
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

const theOutside = (allowLoopback = false): Outside => ({
  fetcher: createCalendarFetcher({ allowLoopback }),
  reader: createCalendarReader(),
})

/** The services over an open database. `key` is the 32 bytes that seal what is stored. */
export const composeServices = (
  database: Database,
  now: () => Date,
  key: Buffer,
  outside: Outside = theOutside(),
): Services => {
  const runner = createRunner(database, now)
  const recogniser = createRecogniser(database, now)
  const shelved = (shelf: Shelf) => createPapers(runner, database, now, key, shelf)
  const papers = shelved(SELF_ASSESSMENTS)
  const areaPapers = shelved(AREA_PAPERS)
  return {
    runner,
    recogniser,
    sources: createCalendarSources(runner, outside.reader),
    addresses: createCalendarAddresses(runner, key, outside),
    forms: createCommentForms(runner),
    papers,
    signatures: shelved(SIGNATURES),
    areaPapers,
    packs: createPacks(runner, { selfAssessments: papers, area: areaPapers }),
    subscriptions: createSubscriptions(database, runner, recogniser, now, key),
    ready: () =>
      sql`select 1`.execute(database.kysely).then(
        () => true,
        () => false,
      ),
  }
}

type Engine = Pick<Composition, 'place' | 'failed' | 'close'> & {
  readonly connection: Connection
  /** Nothing looks after its tables in the background. */
  readonly isUnattended: boolean
}

const openEngine = async (config: Config): Promise<Engine> => {
  if (config.DATABASE_URL) {
    const service = config.DATABASE_URL
    await migrate({ connectionString: config.MIGRATION_DATABASE_URL ?? service }, MIGRATIONS, {
      serviceLogin: decodeURIComponent(new URL(service).username),
    })
    return {
      connection: { connectionString: service },
      place: 'the PostgreSQL database of DATABASE_URL',
      failed: new Promise(() => {}),
      close: async () => {},
      isUnattended: false,
    }
  }
  const embedded = await openEmbedded(config.DATA_DIR)
  await migrate(embedded.connection, MIGRATIONS)
  return { ...embedded, place: config.DATA_DIR, isUnattended: true }
}

/** The present moment; under a demonstration's clock, that much later than the moment it was set to. */
const clock = (setTo: string | undefined): (() => Date) => {
  if (setTo === undefined) return () => new Date()
  const offset = new Date(setTo).getTime() - Date.now()
  return () => new Date(Date.now() + offset)
}

/**
 * The bytes that seal documents: as set, else those in the data folder, made at the first start. A database that
 * has its key already gets no new one: throws WrongServiceKey.
 */
const serviceKey = async (config: Config, isThere: boolean): Promise<Buffer> => {
  if (config.SERVICE_KEY) return Buffer.from(config.SERVICE_KEY, 'base64')
  const path = join(config.DATA_DIR, 'service.key')
  if (!isThere) {
    const made = randomBytes(SERVICE_KEY_BYTES)
    await writeFile(path, made, { flag: 'wx', mode: 0o600 }).catch(unless('EEXIST'))
  }
  const key = await readFile(path).catch(unless('ENOENT'))
  if (key) return key
  throw new WrongServiceKey(
    `${path} is gone, and with it the key of this data: put it back, or give the key as SERVICE_KEY in base64.`,
  )
}

const unless =
  (code: string) =>
  (error: NodeJS.ErrnoException): void => {
    if (error.code !== code) throw error
  }
