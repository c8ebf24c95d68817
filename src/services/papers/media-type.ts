import { fileTypeFromBuffer } from 'file-type'
import { failure, type Result, success } from '../../domain/failures.ts'
import type { ContentSample } from './streams.ts'
import { type ZipPart, zipParts } from './zip-directory.ts'

const OFFICE = 'application/vnd.openxmlformats-officedocument'
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument'

interface Kind {
  /** As people call it, with its article. */
  readonly name: string
  /** The folder or file that a zipped document of this kind has; null for what is no zip archive. */
  readonly part: string | null
  readonly extension: string
}

/**
 * What may be sent, by media type. Plain text, HTML and images are not among them: a text has nothing by which
 * content could contradict its label, and the others are not what a self-assessment is written in.
 */
const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['application/pdf', { name: 'a PDF document', part: null, extension: 'pdf' }],
  [`${OFFICE}.wordprocessingml.document`, { name: 'a Word document', part: 'word/', extension: 'docx' }],
  [`${OFFICE}.spreadsheetml.sheet`, { name: 'an Excel workbook', part: 'xl/', extension: 'xlsx' }],
  [
    `${OFFICE}.presentationml.presentation`,
    { name: 'a PowerPoint presentation', part: 'ppt/', extension: 'pptx' },
  ],
  [`${OPEN_DOCUMENT}.text`, { name: 'an OpenDocument text', part: 'content.xml', extension: 'odt' }],
  [
    `${OPEN_DOCUMENT}.spreadsheet`,
    { name: 'an OpenDocument spreadsheet', part: 'content.xml', extension: 'ods' },
  ],
  [
    `${OPEN_DOCUMENT}.presentation`,
    { name: 'an OpenDocument presentation', part: 'content.xml', extension: 'odp' },
  ],
])

/** The media types that a document may be sent as. */
export const ACCEPTED_MEDIA_TYPES: readonly string[] = [...KINDS.keys()]

const ZIP = 'application/zip'
/** What office programs wrap a password-protected document in, and wrote everything in until 2007. */
const OLD_OFFICE = 'application/x-cfb'

/** Where Office keeps macros, and where OpenDocument does. */
const MACROS = /(^|\/)vbaProject\.bin$|^(Basic|Scripts)\//i

/**
 * A declared Content-Type as one of `ACCEPTED_MEDIA_TYPES`, without its parameters and in lower case, so that
 * an upload can be refused before its first byte. Refused as `unsupported-media-type`.
 */
export const acceptMediaType = (declared: string): Result<string> => {
  const type = (declared.split(';', 1)[0] ?? '').trim().toLowerCase()
  if (KINDS.has(type)) return success(type)
  return failure(
    'unsupported-media-type',
    'Send a PDF, a Word, Excel or PowerPoint file (2007 or later, without macros), or an OpenDocument file, with its own media type.',
  )
}

/**
 * Whether a file's name ends as its media type (one of `ACCEPTED_MEDIA_TYPES`) does, so that whoever saves it
 * opens what they expect. Refused as `content-mismatch` at `?name`.
 */
export const checkFileName = (name: string, mediaType: string): Result<string> => {
  const extension = KINDS.get(mediaType)?.extension
  if (extension !== undefined && name.toLowerCase().endsWith(`.${extension}`)) return success(name)
  const detail = `The name of ${KINDS.get(mediaType)?.name ?? 'this file'} ends in .${extension}: “${name}” does not.`
  return failure('content-mismatch', detail, [{ pointer: '?name', detail }])
}

/**
 * Whether a document is what it is declared to be, judged by both its ends (see `sampled`) once all of it has
 * passed; gives the media type as `acceptMediaType` does. Refused as `unsupported-media-type` for a kind that
 * is not taken, as `content-mismatch` for content of another kind, cut short, encrypted or with macros.
 * Time and memory are bounded by the sample whatever the content: the table of contents of an office file is
 * the only thing unpacked, and file-type reads at most 1 MiB of it.
 */
export const checkMediaType = async (declared: string, sample: ContentSample): Promise<Result<string>> => {
  const accepted = acceptMediaType(declared)
  if (!accepted.ok) return accepted
  const kind = KINDS.get(accepted.value) as Kind
  const mismatch = (what: string) =>
    failure('content-mismatch', `The file was sent as ${kind.name}, but ${what}.`)

  if (sample.size === 0) return mismatch('it is empty')
  const found = await detect(sample.head)
  if (found !== accepted.value && !undecided(found, accepted.value, sample)) return mismatch(inWords(found))
  if (kind.part === null) return isWholePdf(sample) ? accepted : mismatch('its end is missing')
  const parts = zipParts(sample)
  if (parts === null) return mismatch('its end is missing or damaged')
  const wrong = faultIn(parts, kind.part)
  return wrong === null ? accepted : mismatch(wrong)
}

/** The media type that the content shows; undefined for none that is known, or content that breaks off. */
const detect = async (head: Buffer): Promise<string | undefined> => {
  try {
    return (await fileTypeFromBuffer(head))?.mime
  } catch {
    // Content that a reader cannot follow has no type; which of its parsers gave up does not matter.
    return undefined
  }
}

/**
 * An Office file may list its contents last, as LibreOffice writes it: in a long one the head shows a mere zip
 * archive, and the directory at its end decides.
 */
const undecided = (found: string | undefined, declared: string, sample: ContentSample): boolean =>
  found === ZIP && declared.startsWith(OFFICE) && sample.size > sample.head.length

/** A PDF ends with `%%EOF`; readers forgive what follows it, so any place in the tail will do. */
const isWholePdf = ({ tail }: ContentSample): boolean => tail.includes('%%EOF')

/** What stands against an archive being a document that has this part, in words; null when nothing does. */
const faultIn = (parts: readonly ZipPart[], expected: string): string | null => {
  if (parts.some((part) => part.encrypted)) return 'it is encrypted'
  if (parts.some((part) => MACROS.test(part.name))) return 'it contains macros: save it without them'
  const contents = expected === 'content.xml' ? 'mimetype' : '[Content_Types].xml'
  const whole =
    parts.some((part) => part.name === contents) && parts.some((part) => part.name.startsWith(expected))
  return whole ? null : 'it is an archive of something else'
}

const inWords = (found: string | undefined): string => {
  if (found === undefined) return 'it is damaged or something else'
  if (found === OLD_OFFICE) return 'it is locked with a password or in a format from before 2007'
  if (found.includes('macroenabled')) return 'it contains macros: save it without them'
  return `its content is ${KINDS.get(found)?.name ?? `of the type ${found}`}`
}
