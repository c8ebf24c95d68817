/** A property as the file has it, unfolded: the bytes of its text, and the line on which it begins, from 1. */
export interface Line {
  readonly number: number
  readonly text: string
}

/** A file as lines; `strange` are the lines whose bytes are no UTF-8 and were read as Windows-1252. */
export interface Lines {
  readonly lines: readonly Line[]
  readonly strange: readonly number[]
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const windows = new TextDecoder('windows-1252')

/**
 * The unfolded lines of a file in any of the ways that programs end lines (CRLF, LF, CR, CR CR LF), without byte
 * order mark, NULs and empty lines. Folds are undone before decoding, since RFC 5545 folds between octets; each
 * line is decoded by itself, so that one strange line leaves the others as they are. UTF-16 is known by its mark.
 */
export const linesOf = (file: Uint8Array): Lines => {
  // One character per byte: splitting then never touches what the bytes mean.
  const raw = Buffer.from(bytesOf(file)).toString('latin1')
  const folded: { number: number; parts: string[] }[] = []
  let number = 0
  for (const line of raw.split(/\r\n|\n|\r/)) {
    number += 1
    const bare = line.replaceAll('\0', '')
    if (bare === '') continue
    const last = folded.at(-1)
    if (last && /^[ \t]/.test(bare)) last.parts.push(bare.slice(1))
    else folded.push({ number, parts: [bare] })
  }
  const strange: number[] = []
  const lines = folded.map(({ number: begins, parts }) => {
    const bytes = Buffer.from(parts.join(''), 'latin1')
    const text = decoded(bytes)
    if (text === null) strange.push(begins)
    return { number: begins, text: text ?? windows.decode(bytes) }
  })
  return { lines, strange }
}

const decoded = (bytes: Buffer): string | null => {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}

/** The file's bytes as UTF-8 (or whatever else it is) without a mark. */
const bytesOf = (file: Uint8Array): Uint8Array => {
  const [first, second, third] = file
  if (first === 0xef && second === 0xbb && third === 0xbf) return file.subarray(3)
  if (first === 0xff && second === 0xfe) {
    return Buffer.from(new TextDecoder('utf-16le').decode(file.subarray(2)))
  }
  if (first === 0xfe && second === 0xff) {
    return Buffer.from(new TextDecoder('utf-16be').decode(file.subarray(2)))
  }
  return file
}
