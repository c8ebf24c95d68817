import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, readConfig } from '../../src/config.ts'
import { type Connection, type Database, openDatabase } from '../../src/db/database.ts'
import { connectEmbedded, openEmbedded } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'

/**
 * The service's settings, for a command that opens no document: whoever has DATABASE_URL is let in, so that the key
 * that seals them is not asked for.
 */
export const settings = (): Config =>
  readConfig({ ...process.env, SERVICE_KEY: Buffer.alloc(32).toString('base64') })

/** Runs with the service's database, which is opened for it where no service holds it open. */
export const connected = async <T>(config: Config, use: (database: Database) => Promise<T>): Promise<T> => {
  const { DATABASE_URL, DATA_DIR } = config
  if (DATABASE_URL) return withDatabase({ connectionString: DATABASE_URL }, use)
  await access(join(DATA_DIR, 'database')).catch(() => {
    throw new Error(`There is no data of the service in ${DATA_DIR}: name its folder with DATA_DIR.`)
  })
  const running = await connectEmbedded(DATA_DIR)
  if (running) return withDatabase(running, use)
  const embedded = await openEmbedded(DATA_DIR)
  try {
    await migrate(embedded.connection, join(import.meta.dirname, '..', '..', 'migrations'))
    return await withDatabase(embedded.connection, use)
  } finally {
    await embedded.close()
  }
}

const withDatabase = async <T>(
  connection: Connection,
  use: (database: Database) => Promise<T>,
): Promise<T> => {
  const database = openDatabase(connection)
  return use(database).finally(() => database.close())
}

/** Runs a command to its end; what refuses it is said in a sentence, and the exit code is 1. */
export const command = (run: () => Promise<void>): void => {
  run().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exitCode = 1
  })
}
