import { randomBytes } from 'node:crypto'
import { userInfo } from 'node:os'
import { Client, type PoolConfig } from 'pg'

/** A database of a bench's own: the service's settings for it, and the way to it without the service. */
export interface BenchDatabase {
  readonly settings: Readonly<Record<string, string>>
  readonly connection: PoolConfig
}

/** An engine on which the service runs, lending a database that goes afterwards. */
export interface BenchEngine {
  readonly name: string
  lend<T>(dataDir: string, work: (database: BenchDatabase) => Promise<T>): Promise<T>
}

/** The embedded engine: while the service runs it answers on a socket in its data folder, two connections at once. */
const embedded: BenchEngine = {
  name: 'embedded',
  lend: (dataDir, work) =>
    work({
      settings: {},
      connection: { host: dataDir, port: 5432, user: 'postgres', database: 'postgres', max: 2 },
    }),
}

/** The server that the tests use too. */
const serverUrl = (): URL => {
  const url = new URL(process.env.TEST_DATABASE_URL ?? 'postgres://127.0.0.1:5432/test')
  url.username ||= userInfo().username
  return url
}

const onServer = async (...statements: readonly string[]): Promise<void> => {
  const client = new Client({ connectionString: serverUrl().href, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

const postgres: BenchEngine = {
  name: 'PostgreSQL',
  lend: async (_dataDir, work) => {
    // So named and dated, the tests sweep away what a killed bench left.
    const name = `pct_test_bench_${randomBytes(6).toString('hex')}`
    const url = serverUrl()
    url.pathname = `/${name}`
    await onServer(`create database ${name}`, `comment on database ${name} is '${new Date().toISOString()}'`)
    try {
      return await work({
        settings: { DATABASE_URL: url.href },
        connection: { connectionString: url.href, max: 10 },
      })
    } finally {
      await onServer(`drop database ${name} with (force)`)
    }
  },
}

/** The embedded engine, and PostgreSQL where one answers. */
export const findEngines = async (): Promise<readonly BenchEngine[]> => {
  const answers = await onServer('select').then(
    () => true,
    () => false,
  )
  if (answers) return [embedded, postgres]
  process.stderr.write(
    'No PostgreSQL answers at TEST_DATABASE_URL or 127.0.0.1:5432: the embedded engine alone.\n',
  )
  return [embedded]
}
