import type { ContentSample } from './streams.ts'

/** What a zip archive's directory says of one part. */
export interface ZipPart {
  readonly name: string
  readonly encrypted: boolean
  /** How it is packed: 0 for not at all, 8 for deflate. */
  readonly method: number
  readonly packedBytes: number
  /** Where its own header stands in the archive. */
  readonly start: number
}

// Field offsets: PKWARE's APPNOTE.TXT, 4.3.12 (a part in the directory) and 4.3.16 (the end of the directory).
const PART = {
  signature: 0x02014b50,
  bytes: 46,
  flags: 8,
  method: 10,
  packedBytes: 20,
  nameBytes: 28,
  extraBytes: 30,
  commentBytes: 32,
  start: 42,
}
// 4.3.7 (what stands before a part's bytes).
const HEADER = { signature: 0x04034b50, bytes: 30, nameBytes: 26, extraBytes: 28 }
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
      method: tail.readUInt16LE(at + PART.method),
      packedBytes: tail.readUInt32LE(at + PART.packedBytes),
      start: tail.readUInt32LE(at + PART.start),
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

/** A part's bytes as they lie in an archive. */
export interface PackedPart {
  readonly bytes: Buffer
  readonly deflated: boolean
}

/**
 * The bytes of one part of an archive that is there whole, as they are packed; null where there is no such part, or
 * it is encrypted, packed in another way than deflate, or not where the directory says.
 */
export const packedPart = (archive: Buffer, name: string): PackedPart | null => {
  const parts = zipParts({ head: archive, tail: archive, size: archive.length })
  const part = parts?.find((each) => each.name === name)
  if (part === undefined || part.encrypted || (part.method !== 0 && part.method !== 8)) return null
  const { start, packedBytes, method } = part
  if (start + HEADER.bytes > archive.length || archive.readUInt32LE(start) !== HEADER.signature) return null
  const from =
    start +
    HEADER.bytes +
    archive.readUInt16LE(start + HEADER.nameBytes) +
    archive.readUInt16LE(start + HEADER.extraBytes)
  if (from + packedBytes > archive.length) return null
  return { bytes: archive.subarray(from, from + packedBytes), deflated: method === 8 }
}
