import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import t from 'tap'
import { createCalendarFetcher } from '../../src/fetching/fetcher.ts'
import { ICS, serve } from '../fixtures/loopback-server.ts'

const none = { etag: null, lastModified: null }
const limits = { bytes: 100_000, milliseconds: 10_000 }
const short = { ...limits, milliseconds: 400 }

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
    response.write(ICS)
    if (request.url === '/slow') return
    const timer = setInterval(() => response.write(Buffer.alloc(20_000)), 2)
    response.on('close', () => clearInterval(timer))
  })
  t.match(await local.fetch(`${at}/endless`, none), refused('too large'))
  t.match(await hasty.fetch(`${at}/slow`, none), refused('too long'))
  t.match(await hasty.fetch(`${at}/headers`, none), refused('too long'))
  t.match(await local.fetch(`${at}/packed`, none), refused('packs'))
  const never = createCalendarFetcher({ limits: short, resolve: () => new Promise(() => undefined) })
  t.match(await never.fetch('https://example.org/', none), refused('too long'))
})

t.test('should unpack what is packed, and stop where it swells', async (t) => {
  const packers = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync }
  const { at } = await serve(t, (request, response) => {
    const [, encoding = '', what = ''] = request.url?.split('/') ?? []
    if (what === 'raw')
      return response.writeHead(200, { 'content-encoding': encoding }).end(deflateRawSync(ICS))
    const pack = packers[encoding as keyof typeof packers]
    const body = pack(what === 'bomb' ? Buffer.alloc(20_000_000, ICS) : ICS)
    response.writeHead(200, { 'content-encoding': encoding.toUpperCase() })
    response.end(what === 'torn' ? body.subarray(0, body.length - 8) : body)
  })
  for (const encoding of Object.keys(packers)) {
    const honest = await local.fetch(`${at}/${encoding}/honest`, none)
    t.match(honest, { ok: true, value: { bytes: Buffer.from(ICS) } }, encoding)
    t.match(await local.fetch(`${at}/${encoding}/bomb`, none), refused('too large'), encoding)
    t.match(await local.fetch(`${at}/${encoding}/torn`, none), refused('breaks off'), encoding)
  }
  t.match(await local.fetch(`${at}/deflate/raw`, none), refused('breaks off'), 'a form that is not asked for')
})

t.test('should ask by the time of the last change too', async (t) => {
  const then = 'Wed, 01 May 2019 09:00:00 GMT'
  const { at } = await serve(t, (request, response) => {
    const same =
      request.headers['if-modified-since'] === then && request.headers['if-none-match'] === undefined
    response.writeHead(same ? 304 : 200, { 'last-modified': then }).end(same ? '' : ICS)
  })
  const validators = { etag: null, lastModified: then }
  t.match(await local.fetch(at, none), { ok: true, value: { kind: 'file', validators } })
  t.same(await local.fetch(at, validators), { ok: true, value: { kind: 'unchanged' } })
})

t.test('should keep validators to the server of the address', async (t) => {
  const asked: (string | undefined)[] = []
  const elsewhere = await serve(t, (request, response) => {
    asked.push(request.headers['if-none-match'])
    response.writeHead(200, { etag: '"theirs"', 'last-modified': 'Wed, 01 May 2019 09:00:00 GMT' }).end(ICS)
  })
  const home = await serve(t, (request, response) => {
    if (request.url === '/here') return response.writeHead(200, { etag: '"ours"' }).end(ICS)
    response.writeHead(302, { location: request.url === '/home' ? '/here' : elsewhere.at }).end()
  })
  const away = await local.fetch(`${home.at}/away`, { etag: '"ours"', lastModified: null })
  t.match(away, { ok: true, value: { kind: 'file', validators: none } })
  t.strictSame(asked, [undefined], 'what our copy is marked with is no business of another server')
  t.match(await local.fetch(`${home.at}/home`, none), { ok: true, value: { validators: { etag: '"ours"' } } })
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

t.test('should try every address of a host in turn', async (t) => {
  const { port, seen } = await serve(t, (_, response) => response.end(ICS))
  const fetching = (...addresses: string[]) =>
    createCalendarFetcher({
      allowLoopback: true,
      limits,
      resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    }).fetch(`http://example.org:${port}/`, none)
  t.match(await fetching('127.0.0.2', '127.0.0.3', '127.0.0.1'), { ok: true })
  t.match(await fetching('::1', '127.0.0.1'), { ok: true })
  t.equal(seen.connections, 2)
  t.match(await fetching('127.0.0.2', '127.0.0.3'), refused('cannot be reached'))
  t.match(
    await fetching('127.0.0.1', '10.0.0.1'),
    refused('public internet'),
    'each is checked before any is asked',
  )
  t.match(await fetching(), refused('public internet'))
  t.equal(seen.connections, 2)
})
