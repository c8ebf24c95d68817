import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { SaxesParser } from 'saxes'
import { failure, type Result, success } from '../../../domain/failures.ts'
import type { FormDocument } from '../../../domain/moderation/comment-form.ts'
import { packedPart } from '../../papers/zip-directory.ts'

/** The largest file taken: a form with long comments has some 30 kB; pasted pictures come with it. */
export const LARGEST_FORM = 2 * 1024 * 1024

/** The largest text part, unpacked: twenty times a long form. What unpacks to more is a bomb or no form. */
const LARGEST_PART = 4 * 1024 * 1024

/** How deep elements may lie: Word's own tables within tables stay under forty. */
const DEEPEST = 100

/** How much is read before others have their turn: some milliseconds' work. */
const AT_A_TIME = 64 * 1024

const TEXT_PART = 'word/document.xml'

/** What is struck out, moved away or a second form of the same in Word's own words. */
const PASSED_OVER = new Set(['w:del', 'w:moveFrom', 'mc:Fallback'])

const unpack = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflateRaw)

/**
 * The paragraphs and tables of a Word document; its text part alone is unpacked, within limits, so that macros,
 * pictures and whatever else lies in it are never looked at. Refused as `content-mismatch` where it is no such
 * document, and as `too-large` where it unpacks to more than a form.
 */
export const readDocx = async (file: Buffer): Promise<Result<FormDocument>> => {
  const part = packedPart(file, TEXT_PART)
  if (part === null) return failure('content-mismatch', 'This is no Word document (.docx).')
  try {
    const bytes = part.deflated ? await unpack(part.bytes, { maxOutputLength: LARGEST_PART }) : part.bytes
    const xml = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return success(await readText(xml))
  } catch (error) {
    // A file that cannot be read is the sender's; that it is too large has a code of Node's own.
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE'
      ? failure('too-large', 'The Word document unpacks to more than a comment form has.')
      : failure('content-mismatch', 'The Word document is damaged, or holds what a form has not.')
  }
}

/** Reads the text part piece by piece, others having their turn in between; throws what is wrong with it. */
const readText = async (xml: string): Promise<FormDocument> => {
  const { parser, read } = reader()
  for (let at = 0; at < xml.length; at += AT_A_TIME) {
    parser.write(xml.slice(at, at + AT_A_TIME))
    await setImmediate()
  }
  parser.close()
  return read
}

const reader = () => {
  const read = { paragraphs: [] as string[], tables: [] as string[][][] }
  const path: string[] = []
  const parser = new SaxesParser({ xmlns: false })
  let text = ''
  let tables = 0
  let passedOver = 0

  parser.on('error', (error) => {
    throw error
  })
  // Word writes none, and an entity is declared nowhere else: without it nothing can grow.
  parser.on('doctype', () => {
    throw new Error('a document type')
  })
  parser.on('opentag', ({ name }) => {
    const parent = path.at(-1)
    path.push(name)
    if (path.length > DEEPEST) throw new Error('too deep')
    if (PASSED_OVER.has(name)) passedOver += 1
    if (name === 'w:tbl') {
      tables += 1
      if (tables === 1) read.tables.push([])
    }
    if (tables === 1 && name === 'w:tr') read.tables.at(-1)?.push([])
    if (tables === 1 && name === 'w:tc') text = ''
    if (parent === 'w:r' && passedOver === 0) text += BREAKS[name] ?? ''
  })
  parser.on('text', (piece) => {
    if (path.at(-1) === 'w:t' && passedOver === 0) text += piece
  })
  parser.on('closetag', ({ name }) => {
    path.pop()
    if (PASSED_OVER.has(name)) passedOver -= 1
    if (tables === 1 && name === 'w:tc') {
      read.tables.at(-1)?.at(-1)?.push(textOf(text))
      text = ''
    }
    if (name === 'w:p') {
      if (tables > 0) text += '\n'
      else {
        read.paragraphs.push(textOf(text))
        text = ''
      }
    }
    if (name === 'w:tbl') tables -= 1
  })
  return { parser, read }
}

/** What stands for a character within a run. */
const BREAKS: Readonly<Record<string, string>> = {
  'w:tab': '\t',
  'w:br': '\n',
  'w:cr': '\n',
  'w:noBreakHyphen': '-',
}

/** Text as the API takes it: delete is the one control character that XML lets through. */
const textOf = (text: string): string => text.replaceAll('\u007f', '').trim()
