import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The data folder cannot be made, or is not this user's to use. */
export class DataFolderUnusable extends Error {
  override readonly name = 'DataFolderUnusable'
  constructor(folder: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(
      `The data folder ${folder} cannot be used (${reason}): name one that this user may make and write with DATA_DIR.`,
      { cause },
    )
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code

const make = async (folder: string, mayLackParent = true): Promise<void> => {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await stat(folder)).isDirectory()) return
    if (codeOf(error) !== 'ENOENT' || !mayLackParent || dirname(folder) === folder) throw error
    await make(dirname(folder))
    await make(folder, false)
  }
}

/**
 * Makes a folder of the data, and those above it, for its owner alone; one that is there stays as it is. Throws
 * DataFolderUnusable.
 *
 * Not `mkdir` with `recursive`: where the kernel answers ENOENT below a folder that exists, as under `/proc`, Node
 * asks again for ever.
 */
export const makeDataFolder = (folder: string): Promise<void> =>
  make(folder).catch((error) => {
    throw new DataFolderUnusable(folder, error)
  })
