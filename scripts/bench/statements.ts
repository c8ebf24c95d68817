import { buildApp } from '../../src/app.ts'
import { composeServices } from '../../src/compose.ts'
import { type Connection, openDatabase } from '../../src/db/database.ts'

/** One statement as the driver sends it. */
export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
}

/** A request as the service serves it: its answer, and every statement on the way to it. */
export interface Recorded {
  readonly body: unknown
  readonly statements: readonly Statement[]
}

/** Serves one request over a database in this process, and keeps what it sends to the database. */
export const recordStatements = async (
  connection: Connection,
  path: string,
  token: string,
): Promise<Recorded> => {
  const statements: Statement[] = []
  const database = openDatabase({ ...connection, max: 1 })
  database.pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    client.query = ((...args: unknown[]) => {
      const [text, values = []] = args
      if (typeof text === 'string') statements.push({ text, values: values as readonly unknown[] })
      return query(...args)
    }) as typeof client.query
  })
  const services = composeServices(database, () => new Date(), Buffer.alloc(32))
  const app = await buildApp(services, { LOG_LEVEL: 'silent', TRUST_PROXY: false })
  try {
    const answer = await app.inject({ url: path, headers: { authorization: `Bearer ${token}` } })
    if (answer.statusCode !== 200) throw new Error(`${path} was answered with ${answer.statusCode}.`)
    return { body: answer.json(), statements }
  } finally {
    await app.close()
    await database.close()
  }
}
