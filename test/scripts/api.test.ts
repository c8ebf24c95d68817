import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { openApi, refusalOf } from '../../scripts/api.ts'

const serve = async (t: Test, listener: RequestListener): Promise<string> => {
  const server = createServer(listener)
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const json = (body: unknown) => JSON.stringify(body)

t.test('a refusal says what the service said, field by field', async (t) => {
  const problem = {
    status: 400,
    code: 'invalid-request',
    detail: 'Not right: /date.',
    errors: [{ pointer: '/date', detail: 'There is no such date.' }],
  }
  const url = await serve(t, (_request, response) => {
    response.writeHead(400, { 'content-type': 'application/problem+json' }).end(json(problem))
  })
  await t.rejects(openApi(url).read('/v1/me'), {
    name: 'Refusal',
    message:
      'GET /v1/me was refused with 400 invalid-request: Not right: /date.\n  /date: There is no such date.',
  })
  t.strictSame(await refusalOf(openApi(url).read('/v1/me')), problem)
})

t.test('a refusal that is no problem document still says its status', async (t) => {
  const url = await serve(t, (_request, response) => void response.writeHead(502).end('<html>'))
  t.match(await refusalOf(openApi(url).read('/')), { status: 502, code: 'no-problem-document' })
})

t.test('an acceptance where a refusal is expected is the error', async (t) => {
  await t.rejects(refusalOf(Promise.resolve({ ok: true })), {
    message: /accepted what it should have refused/,
  })
})

t.test('what is made is made once, though the first answer is lost', async (t) => {
  const keys: IncomingMessage['headers'][string][] = []
  const url = await serve(t, (request, response) => {
    keys.push(request.headers['idempotency-key'])
    if (keys.length === 1) request.socket.destroy()
    else response.writeHead(201, { 'content-type': 'application/json' }).end(json({ id: 'a' }))
  })
  t.strictSame(await openApi(url).create('/v1/people', {}), { id: 'a' })
  t.equal(keys.length, 2)
  t.ok(keys[0] && keys[0] === keys[1], 'the same key both times')
})

t.test('a change names the version that it changes', async (t) => {
  const seen: string[] = []
  const url = await serve(t, (request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers['if-match'] ?? ''}`)
    response.writeHead(200, { 'content-type': 'application/json', etag: '"7"' }).end('{}')
  })
  await openApi(url).move('/v1/challenge-events/1', 'confirm', {})
  t.strictSame(seen, ['GET /v1/challenge-events/1 ', 'POST /v1/challenge-events/1/confirm "7"'])
})

t.test('a list is read to its end', async (t) => {
  const url = await serve(t, (request, response) => {
    const isSecond = request.url?.includes('cursor=next%3D')
    const page = isSecond ? { items: [3], nextCursor: null } : { items: [1, 2], nextCursor: 'next=' }
    response.writeHead(200, { 'content-type': 'application/json' }).end(json(page))
  })
  t.strictSame(await openApi(url).list('/v1/people'), [1, 2, 3])
})
