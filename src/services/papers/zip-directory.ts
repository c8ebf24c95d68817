import type { ContentSample } from './streams.ts'

/** What a zip archive's directory says of one part. */
export interface ZipPart {
  readonly name: string
  readonly encrypted: boolean
}

// Field offsets: PKWARE's APPNOTE.TXT, 4.3.12 (a part) and 4.3.16 (the end of the directory).
const PART = { signature: 0x02014b50, bytes: 46, flags: 8, nameBytes: 28, extraBytes: 30, commentBytes: 32 }
const END = { signature: 0x06054b50, bytes: 22, count: 10, directoryBytes: 12, start: 16, commentBytes: 20 }
const MAX_COMMENT_BYTES = 0xffff

/**
 * The parts of a zip archive by the directory at its end, which is what office programs go by; nothing is
 * unpacked. Null where there is no whole directory within the sample's tail, or more parts than fit there.
 * The zip64 form is refused too: it is for more than 65,534 parts or 4 GiB.
 */
export const zipParts = ({ tail, size }: ContentSample): readonly ZipPart[] | null => {
  const end = findEnd(tail)
  if (end === null) return null
  const count = tail.readUInt16LE(end + END.count)
  let at = tail.readUInt32LE(end + END.start) - (size - tail.length)
  const stop = at + tail.readUInt32LE(end + END.directoryBytes)
  if (at < 0 || stop > end) return null

  const parts: ZipPart[] = []
  while (at < stop) {
    if (at + PART.bytes > stop || tail.readUInt32LE(at) !== PART.signature) return null
    const name = at + PART.bytes
    const afterName = name + tail.readUInt16LE(at + PART.nameBytes)
    if (afterName > stop) return null
    parts.push({
      name: tail.toString('utf8', name, afterName),
      encrypted: (tail.readUInt16LE(at + PART.flags) & 1) === 1,
    })
    at = afterName + tail.readUInt16LE(at + PART.extraBytes) + tail.readUInt16LE(at + PART.commentBytes)
  }
  return at === stop && parts.length === count ? parts : null
}

/** Where the directory's end record stands: the last one whose comment reaches exactly to the end. */
const findEnd = (tail: Buffer): number | null => {
  const first = Math.max(0, tail.length - END.bytes - MAX_COMMENT_BYTES)
  for (let at = tail.length - END.bytes; at >= first; at--) {
    if (tail.readUInt32LE(at) !== END.signature) continue
    if (at + END.bytes + tail.readUInt16LE(at + END.commentBytes) === tail.length) return at
  }
  return null
}
