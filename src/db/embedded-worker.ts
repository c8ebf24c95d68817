import { createServer, type Socket } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { PGLiteSocketHandler, type PGLiteSocketHandlerOptions } from '@electric-sql/pglite-socket'
import { Turnstile } from './turnstile.ts'

/** What the worker is told at its start: the database's own folder and the socket it answers on. */
export interface EngineOrder {
  readonly databaseFolder: string
  readonly socket: string
}

const order = workerData as EngineOrder
const engine = await PGlite.create({ dataDir: order.databaseFolder, extensions: { btree_gist } }).catch(
  // What PGlite throws here need not be an Error, nor able to leave the thread.
  (reason: { message?: string } | null) => {
    throw new Error(
      `The database in ${order.databaseFolder} does not open: ${reason?.message ?? 'no reason given'}`,
    )
  },
)

const turnstile = new Turnstile(engine, (error) => {
  // Thrown outside every promise, so that the thread ends and whoever opened the engine hears of it.
  setImmediate(() => {
    throw error
  })
})

const sockets = new Set<Socket>()
const server = createServer((socket) => {
  sockets.add(socket)
  socket.once('close', () => sockets.delete(socket))
  const queryQueue = turnstile as unknown as PGLiteSocketHandlerOptions['queryQueue']
  void new PGLiteSocketHandler({ queryQueue, closeOnDetach: true }).attach(socket)
})
server.listen(order.socket, () => parentPort?.postMessage('ready'))

parentPort?.once('message', async () => {
  server.close()
  for (const socket of sockets) socket.destroy()
  await engine.close()
  process.exit(0)
})
