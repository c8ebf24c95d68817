import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const SERVER = join(import.meta.dirname, '..', '..', 'src', 'server.ts')

/** A service of the demonstration's own, with its own data and its own time. */
export interface Instance {
  readonly url: string
  readonly dataDir: string
  /** Resolves when the service ends, with the reason if nobody stopped it. */
  readonly ended: Promise<string | null>
  /** Stops it and removes its data. */
  stop(): Promise<void>
}

/** Starts a service on a free port whose clock begins at `startsAt` (RFC 3339) and runs from there. */
export const startInstance = async (startsAt: string): Promise<Instance> => {
  // A short name: the path of the database's socket in it may have about a hundred characters.
  const folder = await mkdtemp(join(tmpdir(), 'triads-demo-'))
  const dataDir = join(folder, 'data')
  const { PATH } = process.env
  const child = spawn(process.execPath, [SERVER], {
    env: { PATH, PORT: '0', DATA_DIR: dataDir, DEMO_CLOCK: startsAt, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
    // Ctrl-C is for the demonstration, which then stops the service itself.
    detached: true,
  })
  let stopping = false
  const ended = once(child, 'exit').then(([code]) =>
    stopping ? null : `The service ended by itself with ${code}.`,
  )
  const stop = async () => {
    stopping = true
    child.kill('SIGTERM')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const url = await Promise.race([
      addressOf(child),
      ended.then((reason) => {
        throw new Error(reason ?? 'The service was stopped before it answered.')
      }),
    ])
    return { url, dataDir, ended, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The address that the service says once everything else is ready, its enrolment for the operator last. */
const addressOf = async ({ stdout }: ChildProcess): Promise<string> => {
  let url = ''
  if (stdout) {
    for await (const line of createInterface({ input: stdout })) {
      url = /answers at (http:\/\/\S+)/.exec(line)?.[1] ?? url
      if (line.startsWith('The operator has not enrolled')) break
    }
    stdout.resume()
  }
  if (url === '') throw new Error('The service ended before it answered.')
  return url
}
