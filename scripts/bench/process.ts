import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const ROOT = join(import.meta.dirname, '..', '..')

/** The service itself, and the same through the launcher that `npm start` calls. */
export const SERVICE = ['src/server.ts']
export const LAUNCHED_SERVICE = ['scripts/node.mjs', 'src/server.ts']
/** The bare routes that the service is compared with. */
export const BARE_ROUTES = ['scripts/bench/bare-routes.ts']

/** The code with which the operator of a service started here enrols. */
export const BOOTSTRAP = randomBytes(32).toString('base64url')
const SERVICE_KEY = randomBytes(32).toString('base64')

/** A server in a process of its own. */
export interface Server {
  readonly url: string
  /** From the start of the process to the line in which it says that it answers. */
  readonly seconds: number
  readonly pid: number
  stop(): Promise<void>
}

/**
 * Runs a file of the project on a free port with these settings and no others of ours, and waits until it
 * answers. It logs errors alone: what a terminal or a pipe takes is no part of the figures.
 */
export const startServer = async (
  file: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<Server> => {
  const { PATH } = process.env
  const started = performance.now()
  const child = spawn(process.execPath, file, {
    cwd: ROOT,
    env: { PATH, PORT: '0', LOG_LEVEL: 'error', BOOTSTRAP_TOKEN: BOOTSTRAP, SERVICE_KEY, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(child)
  const ended = once(child, 'exit').then(() => running.delete(child))
  const url = await addressOf(child)
  const seconds = (performance.now() - started) / 1000
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { url, seconds, pid: child.pid ?? 0, stop }
}

const addressOf = async ({ stdout }: ChildProcess): Promise<string> => {
  if (stdout === null) throw new Error('The server has no output.')
  for await (const line of createInterface({ input: stdout })) {
    const url = /answers at (http:\/\/\S+)/.exec(line)?.[1]
    if (url === undefined) continue
    stdout.resume()
    return url
  }
  throw new Error('The server ended before it answered.')
}

/** Lends a data folder; its name is short because a socket's path may have about a hundred characters. */
export const withFolder = async <T>(work: (dataDir: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'pct-bench-'))
  try {
    return await work(join(folder, 'data'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const running = new Set<ChildProcess>()

/**
 * Runs a bench until it is done or somebody ends it: its servers are then ended, the next call to one fails, and
 * every `finally` on the way tidies up.
 */
export const runBench = async (bench: () => Promise<void>): Promise<void> => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      process.exitCode = 1
      for (const child of running) child.kill('SIGTERM')
    })
  }
  await bench().catch((error: unknown) => {
    if (process.exitCode !== 1) throw error
  })
}
