import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Config } from './config.ts'
import { type Connection, type Database, openDatabase } from './db/database.ts'
import { openEmbedded } from './db/embedded.ts'
import { migrate } from './db/migrate.ts'
import { createSubscriptions } from './services/feeds/render-feed.ts'
import { createPapers } from './services/papers/papers.ts'
import { enrolOperator } from './services/people/operator.ts'
import { createRecogniser } from './services/recognise.ts'
import { createRunner } from './services/runner.ts'
import type { Services } from './services/services.ts'

const MIGRATIONS = join(import.meta.dirname, '..', 'migrations')

/** A running composition; `close` gives everything back. */
export interface Composition {
  readonly services: Services
  /** The code with which the operator enrols; null except on the first start of this data. */
  readonly enrolment: string | null
  /** Where the data lies, in words. */
  readonly place: string
  /** Resolves with the reason if the database ends before anybody closed it; else never. */
  readonly failed: Promise<Error>
  close(): Promise<void>
}

/** Builds the service over the database that the settings name: the only place that does. */
export const compose = async (config: Config): Promise<Composition> => {
  const engine = await openEngine(config)
  try {
    const database = openDatabase(engine.connection)
    const now = clock(config.DEMO_CLOCK)
    const enrolment = await enrolOperator(database, now(), config.BOOTSTRAP_TOKEN)
    return {
      services: composeServices(database, now, await serviceKey(config)),
      enrolment,
      place: engine.place,
      failed: engine.failed,
      close: async () => {
        await database.close()
        await engine.close()
      },
    }
  } catch (error) {
    await engine.close()
    throw error
  }
}

/** The services over an open database. `key` is the 32 bytes that seal what is stored. */
export const composeServices = (database: Database, now: () => Date, key: Buffer): Services => {
  const runner = createRunner(database, now)
  const recogniser = createRecogniser(database, now)
  return {
    runner,
    recogniser,
    papers: createPapers(runner, database, now, key),
    subscriptions: createSubscriptions(database, runner, recogniser, now, key),
    ready: () =>
      sql`select 1`.execute(database.kysely).then(
        () => true,
        () => false,
      ),
  }
}

type Engine = Pick<Composition, 'place' | 'failed' | 'close'> & { readonly connection: Connection }

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
    }
  }
  const embedded = await openEmbedded(config.DATA_DIR)
  await migrate(embedded.connection, MIGRATIONS)
  return { ...embedded, place: config.DATA_DIR }
}

/** The present moment; under a demonstration's clock, that much later than the moment it was set to. */
const clock = (setTo: string | undefined): (() => Date) => {
  if (setTo === undefined) return () => new Date()
  const offset = new Date(setTo).getTime() - Date.now()
  return () => new Date(Date.now() + offset)
}

/** The 32 bytes that seal documents: as set, else those in the data folder, made at the first start. */
const serviceKey = async (config: Config): Promise<Buffer> => {
  if (config.SERVICE_KEY) return Buffer.from(config.SERVICE_KEY, 'base64')
  await mkdir(config.DATA_DIR, { recursive: true, mode: 0o700 })
  const path = join(config.DATA_DIR, 'service.key')
  await writeFile(path, randomBytes(32), { flag: 'wx', mode: 0o600 }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    },
  )
  return readFile(path)
}
