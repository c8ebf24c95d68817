import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, readConfig } from '../src/config.ts'
import { type Connection, openDatabase } from '../src/db/database.ts'
import { connectEmbedded, openEmbedded } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'
import { enrolmentCommand } from '../src/enrolment.ts'
import { type Lost, recover } from '../src/services/people/operator.ts'
import { addressFrom } from './operator.ts'
import { readOptions } from './options.ts'

const USAGE = `npm run recover -- [--consultant NAME | --person ID]

Lets somebody in whose token is lost: the operator, or a programme consultant whom no other consultant can
invite. Prints a way in that is good once and for 24 hours; using it ends the tokens that they had.
Reads the service's settings (DATA_DIR, DATABASE_URL, BASE_URL, HOST, PORT); the service may be running.`

/** Runs with a connection to the service's database, which is opened for it where no service holds it open. */
const connected = async <T>(config: Config, use: (connection: Connection) => Promise<T>): Promise<T> => {
  const { DATABASE_URL, DATA_DIR } = config
  if (DATABASE_URL) return use({ connectionString: DATABASE_URL })
  await access(join(DATA_DIR, 'database')).catch(() => {
    throw new Error(`There is no data of the service in ${DATA_DIR}: name its folder with DATA_DIR.`)
  })
  const running = await connectEmbedded(DATA_DIR)
  if (running) return use(running)
  const embedded = await openEmbedded(DATA_DIR)
  try {
    await migrate(embedded.connection, join(import.meta.dirname, '..', 'migrations'))
    return await use(embedded.connection)
  } finally {
    await embedded.close()
  }
}

const lostOf = (options: { consultant?: string; person?: string }): Lost => {
  const { consultant, person } = options
  if (consultant !== undefined && person !== undefined) {
    throw new Error('Give --consultant or --person, not both.')
  }
  if (consultant !== undefined) return { consultant }
  return person === undefined ? 'operator' : { personId: person }
}

const run = async (): Promise<void> => {
  const options = readOptions(USAGE, { consultant: { type: 'string' }, person: { type: 'string' } })
  // Whoever has DATABASE_URL is let in: no document is opened, so that the key that seals them is not asked for.
  const config = readConfig({ ...process.env, SERVICE_KEY: Buffer.alloc(32).toString('base64') })
  const lost = lostOf(options)
  const found = await connected(config, async (connection) => {
    const database = openDatabase(connection)
    return recover(database, new Date(), lost).finally(() => database.close())
  })
  if (!found.ok) throw new Error(found.failure.detail)
  const address = config.BASE_URL?.replace(/\/+$/, '') ?? addressFrom(process.env)
  const { name, code } = found.value
  console.log(`${name} gets in, within 24 hours and once, by opening this address in a browser:
  ${address}/join#${code}
or with:
  ${enrolmentCommand(address, code)}
Their earlier tokens end then.`)
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
})
