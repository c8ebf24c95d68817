import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { createCalendarFetcher } from '../../src/fetching/fetcher.ts'

const none = { etag: null, lastModified: null }
const ICS = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n'
const limits = { bytes: 100_000, milliseconds: 10_000 }
const short = { ...limits, milliseconds: 400 }

/** A server of this machine, with the connections that it has seen. */
const serve = async (t: Test, listener: RequestListener) => {
  const seen = { connections: 0 }
  const server = createServer(listener).on('connection', () => {
    seen.connections += 1
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { seen, port, at: `http://127.0.0.1:${port}` }
}

const local = createCalendarFetcher({ allowLoopback: true, limits })
const hasty = createCalendarFetcher({ allowLoopback: true, limits: short })
const refused = (detail: string) => ({ ok: false, failure: { code: 'calendar-unreachable', detail } })

t.test('should give the file with its validators, and ask with them', async (t) => {
  const { at } = await serve(t, (request, response) => {
    if (request.headers['if-none-match'] === '"1"') return response.writeHead(304).end()
    response.writeHead(200, { etag: '"1"', 'content-encoding': 'gzip' }).end(gzipSync(ICS))
  })
  const first = await local.fetch(`${at}/a.ics`, none)
  const validators = { etag: '"1"', lastModified: null }
  t.same(first, { ok: true, value: { kind: 'file', bytes: Buffer.from(ICS), validators } })
  t.same(await local.fetch(`${at}/a.ics`, validators), { ok: true, value: { kind: 'unchanged' } })
})

t.test('should say each refusal in a sentence of its own', async (t) => {
  const { at } = await serve(t, (request, response) => {
    response.writeHead(Number(request.url?.slice(1))).end('secret words')
  })
  const details = new Set<string>()
  for (const status of [401, 404, 429, 400, 500, 200, 304]) {
    const answer = await local.fetch(`${at}/${status}`, none)
    if (answer.ok) return t.fail(`${status} was taken`)
    details.add(answer.failure.detail ?? '')
    t.notMatch(answer.failure.detail, /127|secret/)
  }
  t.equal(details.size, 7)
  t.match(await local.fetch(`${at}/200`, none), refused('perhaps a login page'))
})

t.test('should stop at too much and at too late', async (t) => {
  const { at } = await serve(t, (request, response) => {
    if (request.url === '/headers') return
    if (request.url === '/packed') return response.writeHead(200, { 'content-encoding': 'gzip, br' }).end('x')
    if (request.url === '/bomb')
      return response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(20_000_000)))
    response.write(ICS)
    if (request.url === '/slow') return
    const timer = setInterval(() => response.write(Buffer.alloc(20_000)), 2)
    response.on('close', () => clearInterval(timer))
  })
  t.match(await local.fetch(`${at}/endless`, none), refused('too large'))
  t.match(await local.fetch(`${at}/bomb`, none), refused('too large'))
  t.match(await hasty.fetch(`${at}/slow`, none), refused('too long'))
  t.match(await hasty.fetch(`${at}/headers`, none), refused('too long'))
  t.match(await local.fetch(`${at}/packed`, none), refused('packs'))
  const never = createCalendarFetcher({ limits: short, resolve: () => new Promise(() => undefined) })
  t.match(await never.fetch('https://example.org/', none), refused('too long'))
})

t.test('should follow three redirects, each read from the start', async (t) => {
  const { at, seen } = await serve(t, (request, response) => {
    const left = Number(request.url?.slice(1))
    if (left === 0) return response.end(ICS)
    response.writeHead(302, { location: left ? `/${left - 1}` : 'http://10.0.0.1/' }).end()
  })
  t.match(await local.fetch(`${at}/3`, none), { ok: true, value: { kind: 'file' } })
  seen.connections = 0
  t.match(await local.fetch(`${at}/99`, none), refused('too many times'))
  t.equal(seen.connections, 4)
  t.match(await local.fetch(`${at}/private`, none), refused('may not be asked'))
})

t.test('should never connect to what is not public', async (t) => {
  const { seen, port, at } = await serve(t, (_, response) => response.end(ICS))
  for (const address of ['127.0.0.1', '10.0.0.1', '::1', '::ffff:127.0.0.1', '169.254.169.254']) {
    const resolve = async () => [
      { address: '93.184.215.14', family: 4 },
      { address, family: address.includes(':') ? 6 : 4 },
    ]
    const strict = createCalendarFetcher({ limits, resolve })
    t.match(await strict.fetch('https://example.org/', none), refused('public internet'))
  }
  t.match(await createCalendarFetcher().fetch(at, none), refused('https only'))
  t.equal(seen.connections, 0)

  let asked = 0
  const resolve = async () => {
    asked += 1
    return [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]
  }
  const rebinding = createCalendarFetcher({ allowLoopback: true, limits, resolve })
  t.match(await rebinding.fetch(`http://example.org:${port}/`, none), { ok: true })
  t.equal(asked, 1, 'the host is resolved once, and that address is the one connected to')
  t.match(await rebinding.fetch(`http://example.org:${port}/`, none), refused('public internet'))
})
