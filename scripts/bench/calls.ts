import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Task } from './load.ts'

/** One call over HTTP: its answer must have this status. */
export interface Call {
  readonly url: string
  readonly status?: number
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/**
 * A call as a task, on connections that are kept, one for each call under way. It writes to sockets and reads of
 * an answer its head and length alone: on one core `node:http` as the client stopped at 25,000 calls a second
 * while the bare route was half idle (this way 45,000), and would have hidden what the service adds to the route.
 */
export const callTask = (name: string, atOnce: number, call: Call): Task => {
  const url = new URL(call.url)
  const message = messageOf(url, call)
  const idle: Socket[] = []
  return {
    name,
    atOnce,
    once: async () => {
      const socket = idle.pop() ?? (await open(url))
      const status = await exchange(socket, message)
      if (status !== (call.status ?? 200)) throw new Error(`${name} was answered with ${status}.`)
      idle.push(socket)
    },
  }
}

const messageOf = (url: URL, { method = 'GET', headers = {}, body = '' }: Call): string => {
  const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const lines = Object.entries({ host: url.host, ...headers, ...length }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  return `${[`${method} ${url.pathname}${url.search} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n${body}`
}

const open = async ({ hostname, port }: URL): Promise<Socket> => {
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await once(socket, 'connect')
  // A connection that breaks while nothing is under way must not end the process: the next call notices.
  socket.on('error', () => {})
  return socket
}

/** Sends one request and waits for the whole answer; its status. */
const exchange = (socket: Socket, message: string): Promise<number> =>
  new Promise((resolve, reject) => {
    let answer: Buffer = Buffer.alloc(0)
    const settle = (outcome: () => void) => {
      socket.off('data', read).off('close', lost)
      outcome()
    }
    const lost = () => settle(() => reject(new Error('The connection ended before the answer.')))
    const read = (chunk: Buffer) => {
      answer = answer.length === 0 ? chunk : Buffer.concat([answer, chunk])
      const end = answer.indexOf('\r\n\r\n')
      if (end === -1) return
      const head = answer.toString('latin1', 0, end).toLowerCase()
      if (head.includes('\r\ntransfer-encoding:')) {
        return settle(() => reject(new Error('An answer without its length is not read here.')))
      }
      const length = Number(/\r\ncontent-length: *(\d+)/.exec(head)?.[1] ?? 0)
      if (answer.length >= end + 4 + length) settle(() => resolve(Number(head.slice(9, 12))))
    }
    socket.on('data', read).on('close', lost)
    socket.write(message, (error) => error && lost())
  })
