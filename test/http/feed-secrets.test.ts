import { createHash, randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { composeServices } from '../../src/compose.ts'
import { dumpOf, eachEngine, type TestDatabase } from '../fixtures/databases.ts'
import { TEST_KEY } from '../fixtures/service.ts'
import { headersOf, startTriad, subscribe } from '../fixtures/subscriber.ts'

// The numbers are those of the acceptance list for calendar feeds.

/** Writes down every statement that is sent to the database, until it is asked for them. */
const statementsDuring = async (database: TestDatabase, work: () => Promise<unknown>): Promise<string[]> => {
  const statements: string[] = []
  const listen = (client: object): void => {
    const { query } = client as { query: (...given: unknown[]) => unknown }
    const heard = (...given: unknown[]): unknown => {
      const [first] = given
      statements.push(typeof first === 'string' ? first : (first as { text: string }).text)
      return query.apply(client, given)
    }
    Object.assign(client, { query: heard })
    database.pool.once('release', () => Object.assign(client, { query }))
  }
  database.pool.on('acquire', listen)
  await work()
  database.pool.off('acquire', listen)
  return statements
}

void eachEngine(t, '16 what opens no feed is refused alike', async (t, database) => {
  const { service, kent, feed } = await startTriad(t, database)
  const revoked = await subscribe(service, kent)
  await kent.delete(`/v1/feeds/${revoked.id}`)
  const expired = await subscribe(service, kent)
  await database.pool.query('update feed set expires_at = $2 where id = $1', [
    expired.id,
    '2019-05-10T09:00:00Z',
  ])
  const unknown = `/feeds/v1/${randomBytes(32).toString('base64url')}.ics`
  const reference = await service.nobody.get(unknown)
  const referenceStatements = await statementsDuring(database, () => service.nobody.get(unknown))
  t.equal(reference.status, 404)
  t.ok(referenceStatements.some((statement) => statement.includes('feed_holder')))

  const refused = {
    revoked: revoked.path,
    expired: expired.path,
    'one letter more': feed.path.replace('.ics', 'A.ics'),
    'one letter less': feed.path.replace(/.\.ics/, '.ics'),
    'another case': feed.path.replace(/[^/]{43}\.ics$/, (token) =>
      token.replace(/[a-zA-Z]/, (c) => (c < 'a' ? c.toLowerCase() : c.toUpperCase())),
    ),
    short: '/feeds/v1/x.ics',
    empty: '/feeds/v1/.ics',
    'nothing at all': '/feeds/v1/',
    'a NUL': '/feeds/v1/%00.ics',
    'other letters': '/feeds/v1/%F0%9F%8F%9B.ics',
    'a slash': '/feeds/v1/a/b.ics',
    'an encoded slash': '/feeds/v1/a%2Fb.ics',
    'no ending': feed.path.replace('.ics', ''),
    'another ending': feed.path.replace('.ics', '.txt'),
    'a slash at the end': `${feed.path}/`,
    quotes: "/feeds/v1/'%20or%20true--.ics",
  }
  for (const [what, path] of Object.entries(refused)) {
    const reply = await service.nobody.get(path)
    t.equal(reply.status, 404, what)
    t.equal(reply.text, reference.text, what)
    t.strictSame(headersOf(reply), headersOf(reference), what)
    t.strictSame(await statementsDuring(database, () => service.nobody.get(path)), referenceStatements, what)
  }
  t.equal((await feed.fetch()).status, 200, 'the right one answers')
})

/** How long each fetch takes, in ms: the lower quartile of many, because noise only adds. */
const quartilesOf = async (
  paths: Readonly<Record<string, string>>,
  fetch: (path: string) => Promise<unknown>,
): Promise<Record<string, number>> => {
  const order = Object.entries(paths).map(([what, path]) => ({ what, path, times: [] as number[] }))
  // In turn, each first in its turn: whatever else the machine does weighs on all alike.
  for (let turn = 0; turn < 100; turn++) {
    order.push(...order.splice(0, 1))
    for (const { path, times } of order) {
      const began = performance.now()
      await fetch(path)
      if (turn >= 20) times.push(performance.now() - began)
    }
  }
  return Object.fromEntries(order.map(({ what, times }) => [what, times.sort((a, b) => a - b)[20] ?? 0]))
}

void eachEngine(t, '16 what opens no feed is refused in the same time', async (t, database) => {
  const { service, kent } = await startTriad(t, database)
  const revoked = await subscribe(service, kent)
  await kent.delete(`/v1/feeds/${revoked.id}`)
  const expired = await subscribe(service, kent)
  await database.pool.query('update feed set expires_at = created_at where id = $1', [expired.id])
  const paths = {
    unknown: `/feeds/v1/${randomBytes(32).toString('base64url')}.ics`,
    revoked: revoked.path,
    expired: expired.path,
    malformed: '/feeds/v1/a/b.ics',
  }
  // A busy machine can make one measurement look uneven; a lookup left out makes every one: it takes a tenth.
  for (let measurement = 1; ; measurement++) {
    const quartiles = await quartilesOf(paths, (path) => service.nobody.get(path))
    const told = Object.entries(quartiles).map(([what, quartile]) => `${what} ${quartile.toFixed(2)} ms`)
    const times = Object.values(quartiles)
    const even = Math.max(...times) < 1.5 * Math.min(...times)
    t.comment(told.join(', '))
    if (!even && measurement < 3) continue
    t.ok(even, told.join(', '))
    return
  }
})

void eachEngine(t, '16 addresses that cannot be read', async (t, database) => {
  const { service, feed } = await startTriad(t, database)
  const long = await service.nobody.get(`/feeds/v1/${'a'.repeat(500)}.ics`)
  t.match(long, { status: 414, body: { code: 'address-too-long' } })
  t.match(await service.nobody.get(`/feeds/v1/${'a'.repeat(500)}`), { status: 414 })
  const percent = await service.nobody.get(feed.path.replace('.ics', '%.ics'))
  t.match(percent, { status: 400, body: { code: 'invalid-request' } })
})

void eachEngine(t, '17 a token has 256 bits and only its hash is kept', async (t, database) => {
  const { service, kent, feed } = await startTriad(t, database)
  await kent.post('/v1/feeds', { name: 'Outlook' }, { 'idempotency-key': 'outlook' })
  await feed.fetch()
  const bytes = Buffer.from(feed.token, 'base64url')
  t.equal(bytes.length, 32)
  t.equal(bytes.toString('base64url'), feed.token, 'every letter of it counts')
  const tokens = await Promise.all(Array.from({ length: 5 }, () => subscribe(service, kent)))
  t.equal(new Set(tokens.map(({ token }) => token)).size, 5)

  const dump = await dumpOf(database)
  const hash = createHash('sha256').update(feed.token).digest()
  t.ok(dump.includes(hash.toString('hex')), 'the hash is there')
  const text = Buffer.from(feed.token)
  const forms = {
    'as text': feed.token,
    'as hexadecimal text': text.toString('hex'),
    'as base64 text': text.toString('base64'),
    'its bytes in hexadecimal': bytes.toString('hex'),
    'its bytes in base64': bytes.toString('base64'),
  }
  for (const [form, secret] of Object.entries(forms)) t.notOk(dump.includes(secret), form)
})

/** Sends one request line as it is, and reads what comes back. */
const sendRaw = (port: number, requestLine: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`${requestLine} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`)
    })
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('end', () => resolve(Buffer.concat(chunks).toString()))
    socket.on('error', reject)
  })

void eachEngine(t, '17 a token is in no log', async (t, database) => {
  const { kent, feed } = await startTriad(t, database)
  const lines: string[] = []
  const app = await buildApp(
    composeServices(database, () => new Date('2019-05-10T12:00:00Z'), TEST_KEY),
    { LOG_LEVEL: 'trace', TRUST_PROXY: false },
    { write: (line) => void lines.push(line) },
  )
  t.teardown(() => app.close())
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as { port: number }
  const path = `/feeds/v1/${feed.token}`
  const [front, back] = [feed.token.slice(0, 21), feed.token.slice(22)]
  const encoded = `%${feed.token.charCodeAt(21).toString(16)}`
  const statuses: string[] = []
  for (const requestLine of [
    `GET ${path}.ics`,
    `GET ${path}.ics?from=${feed.token}`,
    `GET http://127.0.0.1:${port}${path}.ics`,
    `GET /%66eeds/v1/${feed.token}.ics`,
    `GET /feeds/v1/${front}${encoded}${back}.ics`,
    `HEAD ${path}.ics`,
    `POST ${path}.ics`,
    `OPTIONS ${path}.ics`,
    `GET ${path}`,
    `GET ${path}/x.ics`,
    `GET ${path}%.ics`,
    `GET ${path}${'a'.repeat(500)}.ics`,
    `GET /Feeds/v1/${feed.token}.ics`,
    `GET //feeds/v1/${feed.token}.ics`,
    `GET /v1/feeds/${feed.token}`,
    `GET /v1/feeds?cursor=${feed.token}`,
  ]) {
    statuses.push((await sendRaw(port, requestLine)).slice(9, 12))
  }
  await app.inject({
    method: 'POST',
    url: '/v1/feeds',
    headers: { authorization: `Bearer ${kent.token}` },
    payload: { name: feed.token },
  })
  await database.pool.query('revoke update on feed from peer_challenge_service')
  await database.pool.query('update feed set fetched_at = null')
  statuses.push((await sendRaw(port, `GET ${path}.ics`)).slice(9, 12))
  await database.pool.query('alter table challenge_event rename to gone')
  statuses.push((await sendRaw(port, `GET ${path}.ics`)).slice(9, 12))

  t.strictSame(statuses.slice(0, 6), ['200', '200', '200', '200', '200', '200'])
  t.strictSame(statuses.slice(-2), ['200', '500'], 'one whose note failed, one that failed itself')
  const log = lines.join('')
  t.match(log, 'the fetch of a feed was not noted')
  t.match(log, 'request failed')
  t.ok(lines.filter((line) => line.includes('incoming request')).length >= statuses.length)
  for (const secret of [feed.token, front, back]) t.notOk(log.includes(secret), secret)
  t.notOk(log.includes(kent.token))
})
