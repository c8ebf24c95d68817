import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { connect } from 'node:net'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { DataFolderUnusable, makeDataFolder } from './data-folder.ts'
import type { Connection } from './database.ts'
import type { EngineOrder } from './embedded-worker.ts'
import { lockFolder } from './folder-lock.ts'

/** A real PostgreSQL running inside this process, in a thread of its own. */
export interface Embedded {
  readonly connection: Connection
  /** Resolves with the reason if the engine ends before anybody closed it; else never. */
  readonly failed: Promise<Error>
  /** Ends open connections, writes everything down, frees the folder. */
  close(): Promise<void>
}

/** Another process has the data folder open. */
export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse'
  constructor(folder: string) {
    super(
      `Another process is using the data folder ${folder}. Stop that one first, or give this one a folder of its own with DATA_DIR.`,
    )
  }
}

/** The data folder's path leaves no room for the socket in it. */
export class DataFolderPathTooLong extends Error {
  override readonly name = 'DataFolderPathTooLong'
  constructor(folder: string) {
    super(
      `The path of the data folder ${folder} is longer than ${LONGEST_FOLDER} bytes, the most that leaves room for the database's socket. Name a shorter one with DATA_DIR.`,
    )
  }
}

/** The name that `pg` looks for in a folder given as its host; no TCP port is opened. */
const PORT = 5432
const SOCKET_NAME = `.s.PGSQL.${PORT}`
/** `sun_path` ends in a NUL: Linux leaves 107 bytes for a socket's path, macOS 103. */
const LONGEST_FOLDER = (process.platform === 'darwin' ? 103 : 107) - 1 - SOCKET_NAME.length
/** A stuck engine is ended after this long; what it acknowledged is in its log already. */
const CLOSE_WITHIN_MS = 10_000

const socketIn = (folder: string): string => {
  if (Buffer.byteLength(folder) > LONGEST_FOLDER) throw new DataFolderPathTooLong(folder)
  return join(folder, SOCKET_NAME)
}

const connectionTo = (folder: string): Connection => ({
  host: folder,
  port: PORT,
  user: 'postgres',
  database: 'postgres',
  // One session serves them all. A second connection keeps it busy while an answer travels (240 transactions
  // a second with one, 600 with two, 700 with eight); more would wait inside the engine instead of in the
  // pool, where a timeout sees them.
  max: 2,
})

const answers = (socket: string): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const probe = connect(socket)
    probe.once('connect', () => resolve(true))
    probe.once('connect', () => probe.destroy())
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' || error.code === 'ECONNREFUSED' ? resolve(false) : reject(error),
    )
  })

const startWorker = async (order: EngineOrder): Promise<Worker> => {
  const worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), {
    workerData: order,
    execArgv: [],
  })
  try {
    await Promise.race([
      once(worker, 'message'),
      once(worker, 'exit').then(([status]) => {
        throw new Error(`The embedded database ended with status ${status} while it was opening.`)
      }),
    ])
  } catch (error) {
    await worker.terminate()
    throw error
  }
  return worker
}

/**
 * Opens the database in a folder, which it makes if need be (mode 0700: the socket inside asks for no
 * password). Throws DataFolderInUse while another process has it, DataFolderUnusable, DataFolderPathTooLong.
 */
export const openEmbedded = async (dataDir: string): Promise<Embedded> => {
  const folder = resolve(dataDir)
  const socket = socketIn(folder)
  await makeDataFolder(folder)
  const lock = await chmod(folder, 0o700)
    .then(() => lockFolder(folder))
    .catch((error) => {
      throw new DataFolderUnusable(folder, error)
    })
  if (lock === null) throw new DataFolderInUse(folder)
  const leave = () => {
    rmSync(socket, { force: true })
    lock.release()
  }
  rmSync(socket, { force: true })
  const worker = await startWorker({ databaseFolder: join(folder, 'database'), socket }).catch((error) => {
    leave()
    throw error
  })
  worker.once('exit', leave)

  let closing: Promise<unknown> | null = null
  const failed = new Promise<Error>((resolve) => {
    worker.once('error', resolve)
    worker.once('exit', (status) => {
      if (closing === null) resolve(new Error(`The embedded database ended with status ${status}.`))
    })
  })
  const end = async () => {
    if (worker.threadId === -1) return
    const gone = once(worker, 'exit')
    const impatience = setTimeout(() => worker.terminate(), CLOSE_WITHIN_MS)
    worker.postMessage('close')
    await gone.finally(() => clearTimeout(impatience))
  }
  return {
    connection: connectionTo(folder),
    failed,
    close: async () => {
      closing ??= end()
      await closing
    },
  }
}

/** The way into a running service's database, for the project's own commands; null when none runs there. */
export const connectEmbedded = async (dataDir: string): Promise<Connection | null> => {
  const folder = resolve(dataDir)
  return (await answers(socketIn(folder))) ? connectionTo(folder) : null
}
