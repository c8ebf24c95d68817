// What the service is compared with: Fastify and nothing else, answering with the JSON that BODY holds. It serializes
// as the service does and, like the service in a bench, logs nothing.
import Fastify from 'fastify'

const { small, record } = JSON.parse(process.env.BODY ?? '{}')
const app = Fastify({ logger: false })
app.setSerializerCompiler(() => (data) => JSON.stringify(data))
app.get('/small', async () => small)
app.get('/record', async () => record)
const address = await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
process.stdout.write(`A bare Fastify answers at ${address}\n`)
process.once('SIGTERM', () => void app.close())
