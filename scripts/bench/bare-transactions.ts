// What a listing is compared with: Fastify and nothing else, sending the statements of STATEMENTS one after the other
// to the database of CONNECTION and answering with the JSON that BODY holds; and BYTES bytes as a stream, for documents.
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import Fastify from 'fastify'
import { Pool } from 'pg'

const { CONNECTION = '{}', STATEMENTS = '[]', BODY = 'null', BYTES = '0' } = process.env
const statements = JSON.parse(STATEMENTS) as { readonly text: string; readonly values: unknown[] }[]
const body = JSON.parse(BODY)
/** As much as the service opens at a time. */
const piece = randomBytes(256 * 1024)

const pool = new Pool(JSON.parse(CONNECTION))
pool.on('error', () => {})
const app = Fastify({ logger: false })
app.setSerializerCompiler(() => (data) => JSON.stringify(data))
app.get('/listing', async () => {
  const client = await pool.connect()
  try {
    for (const { text, values } of statements) await client.query(text, values)
  } finally {
    client.release()
  }
  return body
})
app.get('/document', (_request, reply) => {
  const pieces = function* () {
    for (let left = Number(BYTES); left > 0; left -= piece.length)
      yield piece.subarray(0, Math.min(left, piece.length))
  }
  void reply.header('content-length', BYTES).send(Readable.from(pieces(), { objectMode: false }))
})
const address = await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
process.stdout.write(`A bare Fastify answers at ${address}\n`)
process.once('SIGTERM', () => void app.close().then(() => pool.end()))
