import { join } from 'node:path'
import { readConfig } from '../src/config.ts'
import { openEmbedded } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'

/**
 * Brings the database of the settings to the newest schema without starting the service, which does the same
 * at its start: for whoever runs migrations as a step of their own, with the owner's `MIGRATION_DATABASE_URL`.
 */
const migrations = join(import.meta.dirname, '..', 'migrations')
const { DATABASE_URL, MIGRATION_DATABASE_URL, DATA_DIR } = readConfig()
const say = (applied: readonly string[]) =>
  console.log(applied.length === 0 ? 'Nothing to apply.' : `Applied ${applied.join(', ')}.`)

if (DATABASE_URL) {
  const serviceLogin = decodeURIComponent(new URL(DATABASE_URL).username)
  say(
    await migrate({ connectionString: MIGRATION_DATABASE_URL ?? DATABASE_URL }, migrations, { serviceLogin }),
  )
} else {
  const embedded = await openEmbedded(DATA_DIR)
  say(await migrate(embedded.connection, migrations).finally(() => embedded.close()))
}
