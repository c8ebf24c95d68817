import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** SQLite's "somebody else holds the lock". */
const SQLITE_BUSY = 5
/** How long starters that arrive together wait for each other; without it all of them may lose. */
const PATIENCE_MS = 300

/**
 * Takes the folder for this process, or returns null when another process (or another part of this one) has
 * it. The operating system lets go of the lock when its process dies, however it dies.
 *
 * Node has no file lock of its own, its built-in SQLite has one on every platform. The socket alone cannot
 * be the lock: after `kill -9` two starters may both find it dead, and the slower one removes the socket
 * that the faster one has just bound.
 */
export const lockFolder = (folder: string): { release(): void } | null => {
  const file = new DatabaseSync(join(folder, 'lock'), { timeout: PATIENCE_MS })
  try {
    file.exec('begin exclusive')
    return { release: () => file.close() }
  } catch (error) {
    file.close()
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return null
    throw error
  }
}
