import { failure, type Result, success } from '../../domain/failures.ts'

/** The encodings that name themselves by their first bytes. */
const MARKS: readonly (readonly [string, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const BINARY = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

/** What Windows-1252 has no letter for. */
const NO_LETTER = /[\u0080-\u009f]/

/**
 * The text of a file as spreadsheets save it: UTF-8 or UTF-16 with a byte-order mark, else UTF-8, else
 * Windows-1252, with every line ended by a line feed alone. Refuses what is no text.
 */
export const decodeSheet = (file: Uint8Array): Result<string> => {
  const text = decode(file)
  if (text === null || BINARY.test(text))
    return failure(
      'invalid-request',
      'This is no text: save the spreadsheet as “CSV UTF-8 (comma delimited)” and send that.',
    )
  return success(text.replace(/\r\n?/g, '\n'))
}

const decode = (file: Uint8Array): string | null => {
  const marked = MARKS.find(([, mark]) => mark.every((byte, at) => file[at] === byte))
  if (marked) return strictly(file, marked[0])
  const text = strictly(file, 'utf-8')
  if (text !== null) return text
  const windows = strictly(file, 'windows-1252')
  return windows === null || NO_LETTER.test(windows) ? null : windows
}

const strictly = (file: Uint8Array, encoding: string): string | null => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(file)
  } catch {
    return null
  }
}
