import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { nearly, nearlyCsv, rubbish, type Schema } from '../fixtures/rubbish.ts'
import { addAuthorities, type Client, startService, type TestService } from '../fixtures/service.ts'

/** Requests of each kind to each operation. */
const RUNS = 25

interface Operation {
  readonly operationId: string
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly schema: Schema
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}

/** Real ids of the region, so that some requests reach past the first look-up. */
const realIds = async (consultant: Client): Promise<string[]> => {
  const lists = [
    '/v1/authorities',
    '/v1/people',
    '/v1/appointments',
    '/v1/calendars',
    '/v1/rounds',
    '/v1/challenge-events',
  ]
  const pages = await Promise.all(lists.map((url) => consultant.get(url)))
  return pages.flatMap(({ body }) => (body?.items ?? []).map(({ id }: { id: string }) => id))
}

const attack = async (
  service: TestService,
  client: Client,
  path: string,
  method: string,
  operation: Operation,
  schemas: Record<string, Schema>,
  ids: string[],
) => {
  const id = fc.oneof(
    fc.constantFrom(...ids),
    fc.constantFrom('x', '%00', 'a'.repeat(500), '00000000-0000-4000-8000-000000000000'),
  )
  const query = fc.dictionary(
    fc.constantFrom(
      'limit',
      'cursor',
      'dryRun',
      'roundId',
      ...(operation.parameters ?? []).filter((each) => each.in === 'query').map((each) => each.name),
    ),
    rubbish.map(String),
    { maxKeys: 2 },
  )
  const json = operation.requestBody?.content['application/json']?.schema
  const csv = operation.requestBody?.content['text/csv']?.schema
  const body: fc.Arbitrary<unknown> = json
    ? fc.oneof(nearly(json, schemas), rubbish)
    : csv
      ? nearlyCsv(csv, schemas)
      : fc.constant(undefined)
  const required = (operation.parameters ?? []).flatMap(
    ({ name, in: place, required, schema }): [string, string][] =>
      place === 'query' && required && schema.enum ? [[name, schema.enum[0] ?? '']] : [],
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(id, { minLength: 3, maxLength: 3 }),
      query,
      body,
      async (segments, queries, payload) => {
        let next = 0
        const url = path.replace(/\{\w+\}/g, () => segments[next++] ?? 'x')
        const reply = await service.send({
          method: method as 'POST',
          url: `${url}?${new URLSearchParams([...required, ...Object.entries(queries)].map(([key, value]): [string, string] => [key, value.toWellFormed()]))}`,
          headers: {
            authorization: `Bearer ${client.token}`,
            'if-match': '*',
            ...(payload !== undefined && { 'content-type': csv ? 'text/csv' : 'application/json' }),
          },
          ...(payload !== undefined && {
            payload: Buffer.isBuffer(payload) ? payload : JSON.stringify(payload),
          }),
        })
        if (reply.status >= 500)
          throw new Error(`${operation.operationId} answered ${reply.status}: ${reply.text}`)
        if (reply.status >= 400 && typeof reply.body?.code !== 'string')
          throw new Error(`${operation.operationId}: no problem document`)
      },
    ),
    { numRuns: RUNS },
  )
}

void eachEngine(t, 'no operation answers 5xx to anything a client sends', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  await addAuthorities(service, consultant, { Kent: 'E10000016', Surrey: 'E10000030' })
  const ids = await realIds(consultant)
  const { paths, components } = service.app.swagger() as unknown as {
    paths: Record<string, Record<string, Operation>>
    components: { schemas: Record<string, Schema> }
  }
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      await attack(service, consultant, path, method.toUpperCase(), operation, components.schemas, ids)
      t.pass(operation.operationId)
    }
  }
})

const RAW: readonly {
  readonly name: string
  readonly headers: Record<string, string>
  readonly payload: string | Buffer
  readonly status: number
}[] = [
  { name: 'broken JSON', headers: { 'content-type': 'application/json' }, payload: '{"name":', status: 400 },
  { name: 'an empty body', headers: { 'content-type': 'application/json' }, payload: '', status: 400 },
  { name: 'text', headers: { 'content-type': 'text/plain' }, payload: 'hello', status: 415 },
  { name: 'XML', headers: { 'content-type': 'application/xml' }, payload: '<a/>', status: 415 },
  {
    name: 'bytes that are no UTF-8',
    headers: { 'content-type': 'application/json' },
    payload: Buffer.from([0x22, 0xff, 0xfe, 0x22]),
    status: 400,
  },
  {
    name: 'a prototype',
    headers: { 'content-type': 'application/json' },
    payload: '{"__proto__":{"operator":true}}',
    status: 400,
  },
  {
    name: 'two megabytes',
    headers: { 'content-type': 'application/json' },
    payload: `{"name":"${'x'.repeat(2 ** 21)}"}`,
    status: 413,
  },
]

void eachEngine(t, 'a body that cannot be read is a problem document', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  for (const { name, headers, payload, status } of RAW) {
    const reply = await service.send({
      method: 'POST',
      url: '/v1/people',
      headers: { authorization: `Bearer ${consultant.token}`, ...headers },
      payload,
    })
    t.equal(reply.status, status, name)
    t.type(reply.body?.code, 'string', `${name}: a code`)
  }
  t.equal((await service.send({ method: 'GET', url: `/v1/people/${'a'.repeat(3000)}` })).status, 414)
  t.equal((await service.send({ method: 'GET', url: '/v1/people/%zz' })).status, 400)
  t.equal((await consultant.get('/v1/nowhere')).status, 404)
  const other = await consultant.put('/v1/me', {})
  t.match(other, { status: 405, headers: { allow: /GET/ } })
})

void eachEngine(
  t,
  'headers without end and broken requests are problem documents too',
  async (t, database) => {
    const service = await startService(t, database)
    const address = new URL(await service.app.listen({ host: '127.0.0.1', port: 0 }))
    const say = async (words: string): Promise<string> => {
      const socket = connect(Number(address.port), address.hostname)
      socket.end(words)
      return text(socket)
    }
    const long = await say(`GET /v1/me HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`)
    t.match(long, /^HTTP\/1.1 431 [\s\S]*application\/problem\+json[\s\S]*"code":"headers-too-large"/)
    t.match(await say('NONSENSE\r\n\r\n'), /^HTTP\/1.1 400 [\s\S]*"code":"invalid-request"/)
  },
)

void eachEngine(t, 'a wrong field is told in words', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const { body } = await consultant.post('/v1/appointments', { role: 'king', from: '28/10/2019', until: 3 })
  const said = Object.fromEntries(
    body.errors.map(({ pointer, detail }: Record<string, string>) => [pointer, detail]),
  )
  t.equal(said['/personId'], 'This is not an id of this service.')
  t.match(said['/role'], /^Give one of: director, assistant/)
  t.equal(said['/from'], 'Give a date as YYYY-MM-DD.')
  t.equal(said['/until'], 'Give a text here.')
  t.equal(body.detail, 'Not right: /personId, /role, /from, /until.')
  const unreadable = await consultant.get('/v1/people/x')
  t.same(unreadable.body.errors, [{ pointer: '{id}', detail: 'This is not an id of this service.' }])
})
