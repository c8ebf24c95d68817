import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import t from 'tap'
import type { Result } from '../../../src/domain/failures.ts'
import {
  ACCEPTED_MEDIA_TYPES,
  acceptMediaType,
  checkFileName,
  checkMediaType,
} from '../../../src/services/papers/media-type.ts'
import { sampled } from '../../../src/services/papers/streams.ts'
import { collect, inPieces, paper, zip } from './bytes.ts'

const PDF = 'application/pdf'
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const PPTX = 'application/vnd.openxmlformats-officedocument.presentationml.presentation'
const ODT = 'application/vnd.oasis.opendocument.text'

const judge = async (declared: string, content: Buffer | string): Promise<Result<string>> => {
  const passing = sampled(inPieces(Buffer.from(content)))
  await collect(passing.bytes)
  return checkMediaType(declared, passing.result())
}

const contents = (main: string) => ({
  name: '[Content_Types].xml',
  content: `<Types><Override PartName="/main.xml" ContentType="${main}.main+xml"/></Types>`,
})
const wordParts = [contents(DOCX), { name: 'word/document.xml', content: '<document/>' }]

t.test('should accept the demonstration’s papers', async (t) => {
  t.same(await judge(PDF, paper('self-assessment-kent.pdf')), { ok: true, value: PDF })
  t.same(await judge(DOCX, paper('self-assessment-kent.docx')), { ok: true, value: DOCX })
})

t.test('should accept each kind of office file', async (t) => {
  t.ok((await judge(DOCX, zip(wordParts))).ok)
  t.ok((await judge(XLSX, zip([contents(XLSX), { name: 'xl/workbook.xml', content: '' }]))).ok)
  t.ok((await judge(PPTX, zip([contents(PPTX), { name: 'ppt/presentation.xml', content: '' }]))).ok)
  for (const type of ACCEPTED_MEDIA_TYPES.filter((type) => type.includes('opendocument'))) {
    const parts = [
      { name: 'mimetype', content: type },
      { name: 'content.xml', content: '' },
    ]
    t.ok((await judge(type, zip(parts))).ok, type)
  }
})

t.test('should accept a long office file that lists its contents last', async (t) => {
  const picture = { name: 'word/media/image1.png', content: randomBytes(3 * 1024 * 1024) }
  const thumbnail = { name: 'docProps/thumbnail.jpeg', content: randomBytes(400 * 1024) }
  t.ok((await judge(DOCX, zip([...wordParts.slice(1), picture, contents(DOCX)]))).ok)
  t.ok((await judge(DOCX, zip([thumbnail, ...wordParts.slice(1), contents(DOCX)]))).ok)
  t.match(
    await judge(XLSX, zip([thumbnail, ...wordParts.slice(1), contents(DOCX)])),
    mismatch('something else'),
  )
})

t.test('should read the declared type without parameters and case', async (t) => {
  t.same(acceptMediaType('Application/PDF; charset=binary'), { ok: true, value: PDF })
  t.same(await judge(' application/PDF ;x=y', paper('self-assessment-kent.pdf')), { ok: true, value: PDF })
})

t.test('should not take other kinds, even when the content is what it says', async (t) => {
  for (const type of [
    'text/plain',
    'text/html',
    'application/zip',
    'application/octet-stream',
    'application/msword',
    'application/vnd.ms-word.document.macroEnabled.12',
    'constructor',
    '',
    ';',
  ]) {
    t.match(acceptMediaType(type), { ok: false, failure: { code: 'unsupported-media-type' } }, type)
    t.match(await judge(type, 'Hello'), { ok: false, failure: { code: 'unsupported-media-type' } }, type)
  }
})

const mismatch = (detail: string) => ({
  ok: false,
  failure: { code: 'content-mismatch', detail: new RegExp(`^The file was sent as an? .*${detail}.*\\.$`) },
})

t.test('should refuse content of another kind, and say which', async (t) => {
  const pdf = paper('self-assessment-kent.pdf')
  const docx = paper('self-assessment-kent.docx')
  t.match(await judge(DOCX, pdf), mismatch('its content is a PDF document'))
  t.match(await judge(PDF, docx), mismatch('its content is a Word document'))
  t.match(await judge(XLSX, docx), mismatch('its content is a Word document'))
  t.match(await judge(PDF, '<!doctype html><script>alert(1)</script>'), mismatch('something else'))
  t.match(await judge(DOCX, '<!doctype html><script>alert(1)</script>'), mismatch('something else'))
  t.match(await judge(PDF, `MZ${'\0'.repeat(200)}`), mismatch('x-msdownload'))
  t.match(await judge(PDF, ''), mismatch('it is empty'))
  t.match(await judge(PDF, '%'), mismatch('something else'))
  t.match(await judge(DOCX, zip([{ name: 'readme.txt', content: 'renamed' }])), mismatch('application/zip'))
  t.match(await judge(DOCX, zip([contents(DOCX)])), mismatch('an archive of something else'))
  t.match(
    await judge(ODT, zip([{ name: 'mimetype', content: ODT }])),
    mismatch('an archive of something else'),
  )
})

t.test('should refuse macros, in whichever way they are put', async (t) => {
  const macro = { name: 'word/vbaProject.bin', content: 'macro' }
  const docm = [contents('application/vnd.ms-word.document.macroEnabled'), ...wordParts.slice(1)]
  t.match(await judge(DOCX, zip(docm)), mismatch('contains macros'))
  t.match(await judge(DOCX, zip([...wordParts, macro])), mismatch('contains macros'))
  const basic = ['mimetype', 'content.xml', 'Basic/Standard/Module1.xml']
  t.match(await judge(ODT, zip(basic.map((name) => ({ name, content: ODT })))), mismatch('contains macros'))
})

t.test('should refuse what is locked with a password', async (t) => {
  const locked = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2048)])
  t.match(await judge(DOCX, locked), mismatch('locked with a password'))
  const parts = wordParts.map((part, index) => ({ ...part, encrypted: index > 0 }))
  t.match(await judge(DOCX, zip(parts)), mismatch('encrypted'))
})

t.test('should refuse a file that is cut short', async (t) => {
  const pdf = paper('self-assessment-kent.pdf')
  const docx = zip(wordParts)
  t.match(await judge(PDF, pdf.subarray(0, pdf.length - 100)), mismatch('its end is missing'))
  for (let length = 1; length < docx.length; length++) {
    const result = await judge(DOCX, docx.subarray(0, length))
    if (result.ok || result.failure.code !== 'content-mismatch')
      t.fail(`accepted ${length} bytes of ${docx.length}`)
  }
  t.match(
    await judge(DOCX, Buffer.concat([docx, Buffer.from('more')])),
    mismatch('its end is missing or damaged'),
  )
})

t.test('should refuse an archive whose directory miscounts its parts', async (t) => {
  const docx = Buffer.from(zip(wordParts))
  docx.writeUInt16LE(wordParts.length + 1, docx.length - 22 + 10)
  t.match(await judge(DOCX, docx), mismatch('its end is missing or damaged'))
})

t.test('should answer soon whatever an archive claims', async (t) => {
  const bomb = zip([
    { name: '[Content_Types].xml', content: Buffer.alloc(64 * 1024 * 1024) },
    ...wordParts.slice(1),
  ])
  const many = zip(Array.from({ length: 20_000 }, (_, index) => ({ name: `a${index}`, content: '' })))
  const liar = Buffer.from(zip(wordParts))
  liar.writeUInt32LE(0xffffffff, liar.length - 22 + 12)
  const endless = Buffer.concat([zip(wordParts), Buffer.alloc(1024 * 1024, 'PK\x05\x06')])
  const started = process.hrtime.bigint()
  for (const content of [bomb, many, liar, endless, gzipSync(Buffer.alloc(128 * 1024 * 1024))]) {
    t.match(await judge(DOCX, content), { ok: false, failure: { code: 'content-mismatch' } })
  }
  t.ok(Number(process.hrtime.bigint() - started) / 1e9 < 5, 'seconds')
})

t.test('should refuse, never throw, on anything', async (t) => {
  const magic = fc.constantFrom(
    '',
    '%PDF-1.7',
    'PK\x03\x04',
    '\x1f\x8b\x08',
    'RIFF',
    '\xd0\xcf\x11\xe0',
    'II*\0',
    'ID3',
  )
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ACCEPTED_MEDIA_TYPES),
      magic,
      fc.uint8Array({ maxLength: 400 }),
      async (type, start, rest) => {
        const result = await judge(type, Buffer.concat([Buffer.from(start, 'latin1'), rest]))
        return !result.ok && result.failure.code === 'content-mismatch'
      },
    ),
    { numRuns: 500 },
  )
  const docx = zip(wordParts)
  await fc.assert(
    fc.asyncProperty(fc.nat(docx.length - 1), fc.nat(255), async (at, value) => {
      const changed = Buffer.from(docx)
      changed[at] = value
      const result = await judge(DOCX, changed)
      return result.ok || result.failure.code === 'content-mismatch'
    }),
    { numRuns: 500 },
  )
  t.pass('1,000 contents')
})

t.test('a file’s name must end as its media type does', async (t) => {
  t.ok(checkFileName('Self-assessment.PDF', 'application/pdf').ok)
  for (const name of ['report.exe', 'report', 'pdf', 'report.pdf.docx']) {
    const refused = checkFileName(name, 'application/pdf')
    t.match(
      refused,
      { ok: false, failure: { code: 'content-mismatch', faults: [{ pointer: '?name' }] } },
      name,
    )
  }
})
