import type { PassThrough } from 'node:stream'
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

/** One file on its way into an archive. */
export interface ZipEntry {
  /** Where it stands, folders parted by slashes. */
  readonly path: string
  /** Its bytes, asked for when its turn has come; what this throws, or they do, breaks the archive off. */
  readonly open: () => Promise<AsyncIterable<Uint8Array> | Iterable<Uint8Array>>
}

/**
 * A zip archive of some files, one after the other in constant memory. Throws what went wrong with a file; nothing that
 * came before it then makes an archive, because the directory stands at the end. Larger than 4 GiB it takes the zip64 form.
 */
export async function* zipped(
  entries: readonly ZipEntry[],
  modifiedAt: Date,
): AsyncGenerator<Buffer, void, undefined> {
  const zip = new ZipFile()
  const output = zip.outputStream as PassThrough
  const breakOff = (error: Error) => output.destroy(error)
  let reading: Readable | null = null
  zip.on('error', breakOff)
  for (const { path, open } of entries) {
    zip.addReadStreamLazy(path, { mtime: modifiedAt }, (pass) => {
      open().then((bytes) => {
        reading = Readable.from(bytes, { objectMode: false })
        reading.once('error', breakOff)
        // Whoever received the archive may have gone while the file was looked for.
        if (output.destroyed) reading.destroy()
        else pass(null, reading)
      }, breakOff)
    })
  }
  zip.end()
  try {
    yield* output
  } finally {
    output.destroy()
    ;(reading as Readable | null)?.destroy()
  }
}
