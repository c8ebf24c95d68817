import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { composeServices } from '../../src/compose.ts'
import { enrolOperator } from '../../src/services/people/operator.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { startService, TEST_KEY } from '../fixtures/service.ts'

const pages = join(import.meta.dirname, '../../src/http/pages')
const page = (name: string) => readFile(join(pages, name), 'utf8')

await eachEngine(
  t,
  'should serve the page with nothing inline and nothing from elsewhere',
  async (t, database) => {
    const { nobody, send } = await startService(t, database)
    for (const [url, type] of [
      ['/join', 'text/html; charset=utf-8'],
      ['/join.css', 'text/css; charset=utf-8'],
      ['/join.js', 'text/javascript; charset=utf-8'],
    ] as const) {
      const { status, headers, text } = await nobody.get(url)
      t.equal(status, 200, url)
      t.match(headers, {
        'content-type': type,
        'content-security-policy':
          /^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'/,
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      })
      t.notMatch(String(headers['content-security-policy']), /unsafe/)
      t.equal(headers['set-cookie'], undefined)
      const head = await send({ method: 'HEAD', url })
      t.same([head.status, head.text, head.headers.etag], [200, '', headers.etag])
      t.equal((await nobody.get(url, { 'if-none-match': String(headers.etag) })).status, 304)
      t.match(await nobody.post(url), { status: 405, headers: { allow: 'GET, HEAD' } })
      t.notMatch(text, /https?:\/\/|<script>|<style|\son\w+=|\sstyle=/)
    }
    t.equal((await nobody.get('/join/')).status, 404)
    t.equal((await nobody.get('/join.html')).status, 404)
  },
)

t.test('every element that the script names is on the page', async (t) => {
  const html = await page('join.html')
  const ids = new Set([...html.matchAll(/ id="(\w+)"/g)].map(([, id]) => id))
  const script = await page('join.js')
  const named = [...script.matchAll(/(?:find|say|show)\('(\w+)'/g)].map(([, id]) => id)
  t.ok(named.length > 10)
  t.same(
    named.filter((id) => !ids.has(id)),
    [],
  )
  for (const id of ['https', 'webcal', 'google']) t.ok(ids.has(id), id)
})

await eachEngine(t, 'should answer the calls that the script makes', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const { body: person } = await consultant.post('/v1/people', { name: 'Moderator' })
  const office = { personId: person.id, role: 'moderator', from: '2018-01-01' }
  await consultant.post('/v1/appointments', office)
  const { body } = await consultant.post('/v1/invitations', { personId: person.id })
  const invitation = new URL(body.link).hash.slice(1)
  t.equal(new URL(body.link).pathname, '/join')
  const look = await service.nobody.post('/v1/invitations/look', { invitation })
  t.equal(look.status, 200)
  t.same(Object.keys(look.body).toSorted(), [
    'endsEarlierTokens',
    'expiresAt',
    'invitedBy',
    'person',
    'region',
  ])
  const made = await service.nobody.post('/v1/tokens', { invitation, label: 'Office laptop' })
  t.match(made, { status: 201, body: { token: String, expiresAt: String, label: 'Office laptop' } })
  const feed = await service.nobody.post(
    '/v1/feeds',
    { name: 'Peer challenge' },
    { authorization: `Bearer ${made.body.token}` },
  )
  t.match(feed, { status: 201, body: { addresses: { https: String, webcal: String, google: String } } })
  const script = await page('join.js')
  const called = [...script.matchAll(/ask\('([\w/]+)'/g)].map(([, address]) => `/${address}`)
  t.same(called.toSorted(), ['/v1/feeds', '/v1/invitations/look', '/v1/tokens'])
})

await eachEngine(t, 'should write no code into the log', async (t, database) => {
  const now = new Date('2019-05-10T09:00:00Z')
  const code = (await enrolOperator(database, now, undefined)) ?? ''
  const lines: string[] = []
  const app = await buildApp(
    composeServices(database, () => now, TEST_KEY),
    { LOG_LEVEL: 'trace', TRUST_PROXY: false },
    { write: (line) => void lines.push(line) },
  )
  t.teardown(() => app.close())
  const payload = { invitation: code }
  t.equal((await app.inject({ method: 'POST', url: '/v1/invitations/look', payload })).statusCode, 200)
  t.equal((await app.inject({ method: 'POST', url: '/v1/tokens', payload })).statusCode, 201)
  t.equal((await app.inject({ method: 'POST', url: '/v1/tokens', payload })).statusCode, 410)
  // A code that was put into the address by mistake.
  await app.inject(`/join?${code}`)
  await app.inject(`/join/${code}`)
  t.match(lines.join(''), '/v1/invitations/look')
  t.notOk(lines.join('').includes(code))
})
